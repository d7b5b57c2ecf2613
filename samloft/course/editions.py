"""Which sites to build: editions, each in its languages, and their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samloft.course.model import Edition, Network
from samloft.languages import LANGUAGES, Language
from samloft.problems import Problem, UsageError
from samloft.suggest import listed, nearest


@dataclass(frozen=True, kw_only=True)
class Site:
    """One site to build: an edition in one language."""

    edition: Edition
    language: Language
    version: str | None = None
    """The version that is released; None for the working edition."""

    @property
    def address(self) -> str:
        """Its folder below the output folder."""
        parts = [self.edition.id, self.version]
        if self.language != self.edition.language:
            parts.append(self.language)
        return "/".join(part for part in parts if part)


def editions_of(network: Network) -> list[Edition]:
    """Return a network's own edition and one for each of its municipalities."""
    own = [
        Edition(network=network.seen_from(place), municipality=place)
        for place in network.municipalities
    ]
    return [Edition(network=network), *own]


def editions_with_texts(network: Network) -> list[Edition]:
    """Return a network's own edition, and those of municipalities that change something."""
    return [
        edition
        for edition in editions_of(network)
        if edition.municipality is None or edition.municipality.slug in network.local
    ]


def languages_of(networks: Iterable[Network]) -> tuple[Language, ...]:
    """Return the languages that any network offers the course in, and a text should be in."""
    offered = {language for network in networks for language in network.languages}
    return tuple(language for language in LANGUAGES if language in offered)


def find_editions(
    names: Sequence[str], networks: Sequence[Network], *, municipalities: bool = False
) -> list[Edition]:
    """Return the editions asked for, or every network's.

    Args:
        names: editions, as in `agder` or `agder/kristiansand`.
        networks: every network there is.
        municipalities: True to take along the municipalities of each network asked for.

    Raises UsageError for unknown names.
    """
    every = {network.slug: Edition(network=network) for network in networks}
    if municipalities:
        chosen = [network for network in networks if not names or network.slug in names]
        found = [edition for network in chosen for edition in editions_of(network)]
        alone = [name for name in names if name.strip("/") not in every]
        return found + (find_editions(alone, networks) if alone else [])
    if not names:
        return list(every.values())
    every |= {edition.id: edition for network in networks for edition in editions_of(network)}
    unknown = [name for name in names if name.strip("/") not in every]
    if unknown:
        raise UsageError(
            Problem(
                path="build.py",
                line=None,
                rule="edition-exists",
                values={"name": name, "nearest": _nearest_edition(name, every, networks)},
            )
            for name in unknown
        )
    return [every[name] for name in dict.fromkeys(name.strip("/") for name in names)]


def _nearest_edition(name: str, every: dict[str, Edition], networks: Sequence[Network]) -> str:
    by_last = {edition.id.split("/")[-1]: edition.id for edition in every.values()}
    if name in by_last:
        return by_last[name]
    close = nearest(name, list(every))
    return close if close in every else listed(network.slug for network in networks)


def sites_of(
    editions: Sequence[Edition], language: Language | None, version: str | None = None
) -> list[Site]:
    """Return the sites to build. Raises UsageError where an edition lacks the language."""
    lacking = [e for e in editions if language and language not in e.languages]
    if lacking:
        raise UsageError(
            Problem(
                path="build.py",
                line=None,
                rule="edition-has-language",
                values={
                    "name": edition.id,
                    "language": str(language),
                    "known": ", ".join(edition.languages),
                },
            )
            for edition in lacking
        )
    return [
        Site(edition=edition, language=code, version=version)
        for edition in editions
        for code in edition.languages
        if language in (None, code)
    ]


def addresses(sites: Sequence[Site]) -> list[str]:
    """Return every address a site may have in the networks these sites belong to."""
    networks = {site.edition.network.slug: site.edition.network for site in sites}
    return [
        Site(edition=edition, language=language).address
        for network in networks.values()
        for edition in editions_of(network)
        for language in edition.languages
    ]
