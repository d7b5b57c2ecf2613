"""Find what became of an edition that was renamed, merged or moved: old addresses lead on there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from samloft.course.editions import editions_of
from samloft.course.model import Network


def heirs_of(networks: Iterable[Network], published: Iterable[str]) -> Mapping[str, str]:
    """Return, for each published edition there is no longer, the one that has its readers now.

    A municipality without an edition of its own has its network's. What nobody says anything
    about has none: its last versions stand.
    """
    every = tuple(networks)
    there = {edition.id for network in every for edition in editions_of(network)}
    homes = {old: network.slug for network in every for old in network.moved_from}
    places = {
        old: f"{network.slug}/{place.slug}"
        for network in every
        for place in network.municipalities
        for old in place.moved_from
    }
    names = set(published)
    found = {}
    for name in names - there:
        now = _now(name, there, homes, places)
        if now and now not in names:
            now = now.partition("/")[0]
        if now in names and now in there:
            found[name] = now
    return found


def _now(
    name: str, there: Iterable[str], homes: Mapping[str, str], places: Mapping[str, str]
) -> str | None:
    """Follow an edition from name to name until it is one that is there."""
    seen: set[str] = set()
    while name not in there:
        network, _, place = name.partition("/")
        now = places.get(name) or (
            network in homes and "/".join(filter(None, (homes[network], place)))
        )
        if not now or now in seen:
            return homes.get(network)
        seen.add(now)
        name = now
    return name
