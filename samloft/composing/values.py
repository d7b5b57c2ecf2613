"""An edition's values: as texts may use them, as files, and as marks where only they differ."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any

from samloft.addresses import LATEST, LOGO
from samloft.composing.own_words import NAME, Own, language_root
from samloft.composing.plain_tree import Facts
from samloft.course.model import Course, Edition, Network, pick
from samloft.languages import Language
from samloft.languages.words import date_words
from samloft.slots.settings import in_print

VARYING = ("edition", "network", "municipality", "values")
"""The names whose values differ between editions."""


def template_names(edition: Edition) -> dict[str, Any]:
    """Return what texts may use of an edition: plain values only, None for what is not known."""
    municipality = edition.municipality
    return {
        "edition": SimpleNamespace(name=edition.name, id=edition.id),
        **network_names(Same(edition.network)),
        "municipality": municipality
        and SimpleNamespace(
            name=municipality.name,
            number=municipality.number,
            website=municipality.website,
        ),
    }


class Same:
    """A network as a key: itself only. Its editions share what is made from it."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.network is other.network

    def __hash__(self) -> int:
        return id(self.network)


@lru_cache(maxsize=64)
def network_names(same: Same) -> dict[str, Any]:
    """Return what texts may use of a network, and of its values."""
    network = same.network
    return {
        "network": SimpleNamespace(
            name=network.name,
            url=network.url,
            published_at=network.published_at,
            host=network.host and network.host.name,
            feedback=network.feedback,
            accessibility_statement=network.accessibility_statement,
            municipalities=[
                SimpleNamespace(
                    name=m.name,
                    number=m.number,
                    other_names=m.other_names,
                    language=m.language,
                    website=m.website,
                    domain=m.website and m.website.removeprefix("https://").strip("/"),
                )
                for m in network.municipalities
            ],
        ),
        "values": SimpleNamespace(**network.values),
    }


def own_look(network: Network, language: Language) -> dict[str, str]:
    """Return what a network's products look like: its colour and its logo, not its words."""
    logo = network.logo
    return {
        "brand": network.colours.primary,
        "logo": f"/{LOGO}{PurePosixPath(logo.file).suffix}" if logo else "",
        "logo_alt": logo.alt[pick(language, logo.alt)] if logo else "",
    }


def facts_about(
    course: Course, edition: Edition, own: Own, language: Language, look: Mapping[str, str]
) -> Facts:
    """Return what is said of an edition on all that is made of it (`Facts.of` says the rest).

    Args:
        course: the course.
        edition: the edition, perhaps with marks for its values.
        own: what is said of it alone, perhaps as marks.
        language: what the products are in.
        look: what `own_look` gives.
    """
    root = edition.network.published_at or course.site_url
    address = ""
    if root:
        version = course.version if course.is_release else LATEST
        form = language_root(edition, language)
        address = f"{root.rstrip('/')}/{edition.id}/{version}/{form}"
    facts = Facts(
        course=course.title[pick(language, course.title)],
        edition=own[NAME],
        network=edition.network.name,
        version=course.version,
        date=date_words(course.day, language),
        address=address.removeprefix("https://"),
        kind="",
        **look,
    )
    return Facts(**in_print(vars(facts)))
