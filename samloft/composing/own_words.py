"""What every page of a site says of that site alone: its name, and the ways out of it.

An edition's pages are those of its network's but for these, so each has a mark of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from samloft.addresses import LATEST, VERSIONS, opening
from samloft.course.model import Course, Edition
from samloft.languages import Language
from samloft.slots.slot import WAYS, Place, Slot, slot_of
from samloft.slots.traced import Lookups, frame_of

Own = Mapping[str, str]
"""By their paths: `edition.name`, as texts use it too; `way.front` leads to the front page, and
`way.nn` to the site in nynorsk. Ways begin at the root of the site, to which pages know theirs."""
NAME = "edition.name"


def language_root(edition: Edition, language: Language) -> str:
    """Return the folder of a language below its edition's address; empty for its own form."""
    return "" if language == edition.language else f"{language}/"


def way_to(place: str) -> str:
    """Return the path of a way."""
    return f"{WAYS}{place}"


def own_of(course: Course, edition: Edition, language: Language) -> Own:
    """Return what the pages of an edition in one form say of it alone."""
    own = language_root(edition, language)
    root = "../" * own.count("/")
    depth = 1 + (edition.municipality is not None) + course.is_release
    ways = {
        "home": f"{root}../" if course.is_release else root,
        "front": f"{root}{'../' * depth}{opening(course.addresses)}",
        "release": root,
        "versions": f"{root}../{VERSIONS}/{own}",
    }
    whole = Edition(network=edition.network)
    for code in whole.languages:
        owner, way = edition, root
        if code not in edition.languages:
            owner = whole
            way = f"{root}../../{LATEST}/" if course.is_release else f"{root}../"
        ways[code] = f"{way}{language_root(owner, code)}"
    return {NAME: edition.name, **{way_to(place): way for place, way in ways.items()}}


def own_slots(own: Own) -> dict[str, Slot]:
    """Return the places where these may be printed, by their paths."""
    return {
        path: Slot.of_way(path, value) if path.startswith(WAYS) else slot_of(path, value)
        for path, value in own.items()
    }


def own_facts(own: Own) -> dict[str, object]:
    """Return everything there is to look at in these, by its path."""
    return {**own, **{frame_of(path): slot.shape for path, slot in own_slots(own).items()}}


class MarkedOwn(Mapping[str, str]):
    """Each as its mark; where none can stand for it, it is looked at."""

    def __init__(self, own: Own, lookups: Lookups) -> None:
        self._own, self._lookups = own, lookups
        self._slots = own_slots(own)

    def __getitem__(self, path: str) -> str:
        slot = self._slots[path]
        place = Place.WAY if path.startswith(WAYS) else Place.TEXT
        if slot.before or path in self._lookups.unmarked or not slot.fits(place):
            self._lookups.note(path, self._own[path])
            return self._own[path]
        self._lookups.note(frame_of(path), slot.shape)
        return slot.printed

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)
