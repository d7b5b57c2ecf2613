"""The small world the tests live in: a course on disk, and what they say about it."""

from __future__ import annotations

import datetime
import fcntl
import functools
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NoReturn

import pytest

from samloft.addresses import ADDRESS_FORMS
from samloft.building.build import build
from samloft.building.order import Order
from samloft.cache import FOLDER, SPARE, engine_digest
from samloft.checks.whole_course import look_through

ROOT = Path(__file__).resolve().parent.parent
SMALL = Path(__file__).parent / "courses" / "small"
SITE_URL = "https://kurs.example/felles"
RELEASED = ("nordvik", "nordvik/nord-vik", "sorvik")
"""Editions that tests of releases release, and their versions, each on its day."""
VERSIONS_MADE = {
    "2026.1": datetime.date(2026, 2, 1),
    "2026.2": datetime.date(2026, 8, 15),
    "2027.1": datetime.date(2027, 2, 20),
}
FOLDERS = ("--addresses", "folders")
"""For `build`: addresses as on a server, which most tests look at."""
ENGINES_KEPT = 4
"""What builds keep is kept of so many engines: those of the branches somebody goes between."""
OF_ONE_PLACE = ("records", SPARE, "shared")
"""What a cache keeps that is of no use in another folder."""


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str


WriteTree = Callable[..., Path]
Run = Callable[..., Outcome]


def copy_small_course(folder: Path, *, kept: bool = True) -> Path:
    """Copy tests/courses/small, with the real theme and mkdocs.yml, into a folder.

    With what builds of it have kept, so that what is the same again is not made again; a test
    that asks what is made from nothing does without.
    """
    shutil.copytree(SMALL, folder)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    if kept:
        keep(folder)
    return folder


def give_address(root: Path) -> None:
    """Have a course say where it is published."""
    with (root / "modules/course.yml").open("a", encoding="utf-8") as file:
        file.write(f"site_url: {SITE_URL}/\n")


def keep(root: Path, kept: Path | None = None) -> None:
    """Give a course what builds of it have kept elsewhere; of the small course if none is named.

    Everything in it is named by the digest of all it is made from (samloft/cache.py), so it is as
    true in another folder, on another day. What belongs to one folder is left out.
    """
    if not kept:
        shutil.copytree(_near().name, root / FOLDER, copy_function=_share, dirs_exist_ok=True)
    elif kept.exists():
        _copy_kept(kept, root / FOLDER)


def _copy_kept(kept: Path, target: Path) -> None:
    left = shutil.ignore_patterns(*OF_ONE_PLACE, "tests")
    shutil.copytree(kept, target, ignore=left, copy_function=_copy_whole, dirs_exist_ok=True)


@functools.cache
def _near() -> tempfile.TemporaryDirectory[str]:
    """Return what builds of the small course keep, on the disk where the tests write."""
    near = tempfile.TemporaryDirectory(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    _copy_kept(_kept(), Path(near.name))
    return near


def _share(source: str, target: str) -> None:
    """Let a course have a piece under a name of its own: no piece is ever written over."""
    try:
        os.link(source, target)
    except OSError:  # on another disk
        shutil.copy2(source, target)


def _copy_whole(source: str, target: str) -> None:
    """Copy a file whole or not at all: another process may be looking for it."""
    copied = shutil.copy2(source, f"{target}.{os.getpid()}")
    os.replace(copied, target)  # noqa: PTH105 - names, as copytree gives them


def do_without(reason: str) -> NoReturn:
    """Skip what needs a program that is not here, or fail where all are required."""
    if os.environ.get("SAMLOFT_REQUIRE_BROWSER"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that whoever asks first makes, for every process that runs tests.

    They only look at what is in it: somebody else is looking too.
    """
    base = factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "whole").exists():
            make(place)
            (place / "whole").touch()
    return place


@functools.cache
def _kept() -> Path:
    """Return what builds and releases of the small course keep, made once by whoever asks first."""
    place = ROOT / FOLDER / "tests"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(place / "new", ignore_errors=True)
        course = copy_small_course(place / "new", kept=False)
        kept = place / engine_digest(course)
        if not kept.exists():
            _build(course, *(Order(municipalities=True, addresses=each) for each in ADDRESS_FORMS))
            look_through(course)
            give_address(course)
            versions = VERSIONS_MADE.items()
            _build(course, *(Order(names=RELEASED, version=v, date=day) for v, day in versions))
            look_through(course)
            (course / FOLDER).rename(kept)
        shutil.rmtree(course)
        kept.touch()
        sweep(place)
    return kept


def _build(course: Path, *orders: Order) -> None:
    for order in orders:
        build(course, order, course / "site", say=lambda *_, **__: None)


def sweep(place: Path) -> None:
    """Take away what engines kept that tests have not run with for the longest time."""
    by_use = sorted((each for each in place.iterdir() if each.is_dir()), key=_last_used)
    for kept in by_use[:-ENGINES_KEPT]:
        shutil.rmtree(kept)


def _last_used(kept: Path) -> float:
    return kept.stat().st_mtime


def files_in(folder: Path) -> dict[PurePosixPath, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        PurePosixPath(path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
