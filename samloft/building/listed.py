"""What the front page lists, also of networks that are held back: as they were when last made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from samloft.building.held_back import network_in
from samloft.course.model import Municipality, Network
from samloft.languages import Language
from samloft.languages.words import sort_key


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One network on the front page."""

    slug: str
    name: str
    language: Language
    languages: tuple[Language, ...]
    municipalities: tuple[Municipality, ...]
    editions: frozenset[str]
    """The ids of those of its editions that are made."""

    @classmethod
    def of(cls, network: Network, editions: Iterable[str]) -> Listed:
        """Return a network as the front page lists it."""
        own = (each for each in editions if network_in(each) == network.slug)
        return cls(
            slug=network.slug,
            name=network.name,
            language=network.language,
            languages=network.languages,
            municipalities=network.municipalities,
            editions=frozenset(own),
        )


def all_listed(
    networks: Sequence[Network],
    editions: Set[str],
    standing: Set[str],
    before: Mapping[str, Listed],
) -> tuple[Listed, ...] | None:
    """Return what the front page lists, in the order of the names.

    None where it must stand as it did, since nobody knows what it says of a network on it.

    Args:
        networks: those that are made now.
        editions: the ids of all editions that are made.
        standing: names of others, whose sites stand as they did.
        before: what the last front page listed, as far as that is known.
    """
    if not standing <= before.keys():
        return None
    kept = [before[name] for name in standing]
    found = [*(Listed.of(each, editions) for each in networks), *kept]
    return tuple(sorted(found, key=lambda each: sort_key(each.name)))
