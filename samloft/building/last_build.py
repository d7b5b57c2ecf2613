"""Remember what the last build left in an output folder, so that nothing is made twice."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from samloft.building.order import Built, Order
from samloft.cache import SPARE, Cache, cache_of, digest, digest_of_texts
from samloft.disk import recover, write_whole

if TYPE_CHECKING:  # an unchanged course is told so without the stamper
    from samloft.building.listed import Listed
    from samloft.stamping.output import Files


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a build left in an output folder, in short."""

    engine: str
    """Digest of the code, the theme and the tools."""
    inputs: str
    """Digest of the texts, and of what was asked for.

    Empty where texts changed meanwhile, or a network was held back.
    """
    told: Built
    """What the build said it made."""
    guards: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """What tells that a site is still the one that was written."""


@dataclass(frozen=True)
class Left:
    """The long part of a record, which a build has no use for where nothing has changed."""

    files: dict[str, Files] = field(default_factory=dict)
    """Of each site, by its address."""
    front: dict[str, Listed] = field(default_factory=dict)
    """What the front page lists, by the names of networks."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a build finds: the cache, and what is known of the output folder."""

    cache: Cache
    place: Path
    """Of the record."""
    spare: Path
    """Where the output folder before this one is kept, for the next one to be made of."""
    inputs: str
    """Digest of the texts as they are now, and of what is asked for."""
    record: Record | None

    @property
    def told(self) -> Built | None:
        """Return what was built, when all of it is there already."""
        if self.record and self.record.inputs == self.inputs:
            return replace(self.record.told, written=0)
        return None

    def left(self) -> Left:
        """Return all that is known of the output folder; nothing when it is unknown."""
        return _read_left(self.place) if self.record else Left()


def look_at(root: Path, order: Order, out: Path) -> Standing:
    """Return what a build of the course in `root` finds in `out`, once that is mended."""
    recover(out)
    cache = cache_of(root)
    place = cache.place("records") / digest(str(out))
    return Standing(
        cache=cache,
        place=place,
        spare=cache.place(SPARE) / place.name,
        inputs=inputs_of(root, order),
        record=read_record(place, out, cache.engine) if order.is_stamped else None,
    )


def inputs_of(root: Path, order: Order) -> str:
    """Return the digest of a course's texts as they are now, and of what is asked for."""
    return digest(digest_of_texts(root), repr(replace(order, jobs=0, scheduler=None)))


def read_record(path: Path, out: Path, engine: str) -> Record | None:
    """Return what is known of an output folder; None when it is not as this engine left it."""
    try:
        with path.open("rb") as file:
            record: Record = pickle.load(file)
    except Exception:  # no record, or an unreadable one: all is built anew
        return None
    guards = record.guards.items()
    if record.engine != engine or any(guard_of(out / name) != guard for name, guard in guards):
        return None
    return record


def _read_left(path: Path) -> Left:
    """Return the long part of a record; nothing when that part of it cannot be read."""
    try:
        with path.open("rb") as file:
            pickle.load(file)
            left: Left = pickle.load(file)
    except Exception:  # spoiled by someone else: all is built anew
        return Left()
    return left


def write_record(path: Path, record: Record, left: Left) -> None:
    """Keep what is now in an output folder: the short part first, which most builds need."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, pickle.dumps(record) + pickle.dumps(left))


def guards_of(out: Path, sites: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return what tells that sites are still the ones that were written."""
    return {address: guard_of(out / address) for address in sites}


def guard_of(site: Path) -> tuple[int, ...]:
    """Return what changes when a site's front page is written by anyone else."""
    try:
        stat = (site / "index.html").stat()
    except OSError:
        return ()
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)
