"""One folder in another's place: at once, in steps where it must be, and after a kill."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from samloft import disk as exchanging
from samloft.disk import OLD, PUBLISHING, beside, exchange, recover


def tree(folder: Path, text: str, count: int = 3) -> Path:
    """Write a tree whose every file says the same."""
    for number in range(count):
        path = folder / str(number % 7) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def said(folder: Path) -> set[str]:
    """Return the different texts in a tree."""
    return {path.read_text() for path in folder.rglob("*.txt")}


@pytest.fixture(params=["at once", "in steps"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Try both: as Linux does it, and as systems without an exchange have to."""
    if request.param == "in steps":
        monkeypatch.setattr(exchanging, "_exchange_at_once", lambda *_: False)
    elif sys.platform != "linux":
        pytest.skip("this system has no exchange")
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_big_trees_change_places(tmp_path: Path) -> None:
    new, place = tree(tmp_path / "new", "new", 600), tree(tmp_path / "place", "old", 900)
    exchange(new, place)
    assert (said(place), len(list(place.rglob("*.txt")))) == ({"new"}, 600)
    assert (said(new), len(list(new.rglob("*.txt")))) == ({"old"}, 900)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "place"]


@pytest.mark.usefixtures("way")
def test_a_first_tree_is_moved_in(tmp_path: Path) -> None:
    exchange(tree(tmp_path / "new", "new"), tmp_path / "place")
    assert said(tmp_path / "place") == {"new"}
    assert not (tmp_path / "new").exists()


@contextmanager
def a_reader(place: Path) -> Iterator[list[str]]:
    """Read two files of the tree over and over meanwhile, and note each time it is not whole.

    As a server does, the reader opens the folder once and the files from there.
    """
    wrong: list[str] = []
    done, begun = threading.Event(), threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                folder = os.open(place, os.O_RDONLY)
            except OSError as error:
                wrong.append(f"no tree: {error}")
                continue
            try:
                found = {_read_at(folder, name) for name in ("0/0.txt", "1/1.txt")}
            except OSError as error:
                wrong.append(f"half a tree: {error}")
            else:
                wrong.extend([] if len(found) == 1 else [f"a mixed tree: {found}"])
            finally:
                os.close(folder)
            begun.set()

    reader = threading.Thread(target=read)
    reader.start()
    begun.wait(10)
    try:
        yield wrong
    finally:
        done.set()
        reader.join()


def _read_at(folder: int, name: str) -> bytes:
    opened = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(opened, 100)
    finally:
        os.close(opened)


@pytest.mark.skipif(sys.platform != "linux", reason="this system has no exchange")
def test_a_reader_never_sees_a_missing_or_mixed_tree(tmp_path: Path) -> None:
    new, place = tree(tmp_path / "new", "new"), tree(tmp_path / "place", "old")
    with a_reader(place) as wrong:
        for _ in range(150):
            exchange(new, place)
    assert wrong == []


@pytest.mark.skipif(sys.platform != "linux", reason="this system has no exchange")
def test_what_the_kernel_refuses_is_told(tmp_path: Path) -> None:
    place = tree(tmp_path / "place", "old")
    with pytest.raises(FileNotFoundError, match="new"):
        exchange(tmp_path / "new", place)
    assert said(place) == {"old"}


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL])
def test_a_system_without_exchange_takes_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    class Library:
        @staticmethod
        def renameat2(*_: object) -> int:
            return -1

    monkeypatch.setattr(exchanging.ctypes, "CDLL", lambda *_, **__: Library)
    monkeypatch.setattr(exchanging.ctypes, "get_errno", lambda: code)
    new, place = tree(tmp_path / "new", "new"), tree(tmp_path / "place", "old")
    exchange(new, place)
    assert (said(place), said(new)) == ({"new"}, {"old"})


def test_when_the_second_step_fails_the_first_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchanging, "_exchange_at_once", lambda *_: False)
    place = tree(tmp_path / "place", "old")
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "missing", place)
    assert said(place) == {"old"}


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_kill_between_the_steps_is_mended(tmp_path: Path, steps: int) -> None:
    new, place = tree(tmp_path / ".place.publishing-0", "new"), tree(tmp_path / "place", "old")
    script = f"""
import os, signal, sys
from pathlib import Path
from samloft import disk as exchanging
exchanging._exchange_at_once = lambda *_: False
left = {steps}
def watch(event, _):
    global left
    if event == "os.rename":
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
ready = exchanging.beside(Path(sys.argv[2]), "publishing")
Path(sys.argv[1]).rename(ready)
sys.addaudithook(watch)
exchanging.exchange(ready, Path(sys.argv[2]))
"""
    done = subprocess.run([sys.executable, "-c", script, new, place])
    assert done.returncode == (0 if steps == 3 else -9)
    assert place.exists() == (steps != 1)
    recover(place)
    assert said(place) == ({"old"} if steps < 2 else {"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_what_a_living_run_has_put_aside_is_left_alone(tmp_path: Path) -> None:
    place = tree(tmp_path / "place", "old")
    living = tree(tmp_path / f".place.publishing-{os.getppid()}", "new")
    ours = tree(beside(place, PUBLISHING), "of a run before us with our number")
    other = tree(tmp_path / ".place.backup-1", "somebody's own")
    recover(place)
    assert [path.exists() for path in (place, living, ours, other)] == [True, True, False, True]


def test_the_last_old_tree_is_put_back(tmp_path: Path) -> None:
    place = tmp_path / "place"
    for pid in (2**30 + 1, 2**30):
        tree(tmp_path / "x", str(pid)).rename(tmp_path / f".place.{OLD}-{pid}")
    recover(place)
    assert said(place) == {str(2**30)}
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


def test_there_may_be_nothing_to_recover(tmp_path: Path) -> None:
    recover(tmp_path / "nowhere" / "place")
    assert list(tmp_path.iterdir()) == []
