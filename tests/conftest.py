"""Fixtures for all the tests; the small world itself is in world.py."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from world import Outcome, Run, WriteTree, copy_small_course, made_once

if TYPE_CHECKING:
    from storage import Storage

# Builds wait for the disk to have what they wrote; where there is a disk in memory, for nothing.
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 8 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# No test is timed: a machine with much else to do is slow.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with files that have slow tests, and leave out what is for another day.

    SAMLOFT_SLOW says in how many days all slow tests are run, and SAMLOFT_DAY which day this is;
    without the first, or when it says `all`, all of them are run today.
    """
    slow = [item for item in items if item.get_closest_marker("slow")]
    days = os.environ.get("SAMLOFT_SLOW", "all")
    if days != "all":
        today = os.environ.get("SAMLOFT_DAY") or datetime.date.today().isoformat()  # noqa: DTZ011
        share = datetime.date.fromisoformat(today).toordinal() % int(days)
        # In an order of their own, so that what stands together and is alike is spread.
        dealt = sorted({_dealt_as(item) for item in slow})
        hand = {*dealt[share :: int(days)]}
        others = [item for item in slow if _dealt_as(item) not in hand]
        config.hook.pytest_deselected(items=others)
        left = {*others}
        items[:] = [item for item in items if item not in left]
    first = {item.path for item in slow}
    items.sort(key=lambda item: item.path not in first)


def _dealt_as(item: pytest.Item) -> tuple[str, bytes]:
    """Return what a slow test is dealt as, which tells it from what may be run on another day.

    It is a function with all its parameters, which share much. Where they share nothing,
    `slow("each")`, it is one of them; where a file's tests share what takes long to make,
    `slow("file")`, all of them are one.
    """
    marker = item.get_closest_marker("slow")
    assert marker
    (way,) = marker.args or ("function",)
    name = {
        "each": item.nodeid,
        "function": item.nodeid.partition("[")[0],
        "file": item.nodeid.partition("::")[0],
    }[way]
    return way, sha256(name.encode()).digest()


@pytest.fixture(autouse=True)
def _bokmal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command line speak bokmål, whoever runs the tests."""
    for name in ("LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")


@pytest.fixture
def write_tree(tmp_path: Path) -> WriteTree:
    """Write files, given as path and text, below a folder (tmp_path unless another is named)."""

    def write(files: Mapping[str, str], folder: Path = tmp_path) -> Path:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def small_course(tmp_path: Path) -> Path:
    """Return the root of a tiny but complete course, free to change."""
    return copy_small_course(tmp_path / "kurs")


@pytest.fixture
def run(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process, on the small course unless another root is named.

    A build makes all of it here too, unless it says `--jobs`: to start other processes takes
    longer than a small course does.
    """
    from samloft.cli import main

    def run(*arguments: str | Path, root: Path | None = None) -> Outcome:
        root = root or request.getfixturevalue("small_course")
        if arguments[0] == "build" and "--jobs" not in arguments:
            arguments = (*arguments, "--jobs", "1")
        capsys.readouterr()
        code = main([str(argument) for argument in arguments], root)
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def three_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course that has been released three times; to look at, not to change.

    It is made once, and copied for each process: a command that only looks takes notes there.
    """
    from releases import three_releases

    made = made_once(tmp_path_factory, "utgitt", lambda place: three_releases(place / "kurs"))
    copied = tmp_path_factory.mktemp("utgitt") / "kurs"
    return shutil.copytree(made / "kurs", copied, symlinks=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Storage]:
    """Serve S3 for all the tests that want it."""
    from storage import serving

    with serving() as storage:
        yield storage


@pytest.fixture
def storage(server: Storage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """Return the storage as if new, and let boto3 find it."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    from storage import KEYS

    for name, value in {**KEYS, "AWS_ENDPOINT_URL": server.address}.items():
        monkeypatch.setenv(name, value)
    server.asked.clear()
    yield server
    server.refuse = None
