"""A folder that holds what another does, by links, whatever has become of either since."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from samloft import mirror as mirroring
from samloft.mirror import Alike, mirror

Change = Callable[[Path], object]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return a folder of folders with files, nothing in which was changed just now."""
    out = tmp_path / "site"
    for name in ("a/index.html", "a/b/index.html", "a/b/c/fil.pdf", "d/index.html", "index.html"):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    long_ago(out)
    return out


@pytest.fixture
def spare(tmp_path: Path) -> Path:
    return tmp_path / "spare"


def long_ago(*folders: Path) -> None:
    """Set back when folders were changed, so that a change is told from what was there."""
    for folder in folders:
        for path in (folder, *folder.rglob("*/")):
            stat = path.stat()
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns - 10_000_000_000))


def mirrored(out: Path, spare: Path) -> Alike:
    """Mirror a folder; make sure that the next change is seen as one."""
    mirror(out, spare)
    long_ago(out, spare)
    return mirror(out, spare)


def held(folder: Path) -> dict[str, tuple[int, str] | None]:
    return {
        path.relative_to(folder).as_posix(): None
        if path.is_dir()
        else (path.stat().st_ino, path.read_text(encoding="utf-8"))
        for path in folder.rglob("*")
    }


def put(folder: Path, name: str, text: str) -> None:
    """Put a file in its place, as a build does."""
    aside = folder.parent / "ny"
    aside.write_text(text, encoding="utf-8")
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    aside.replace(folder / name)


CHANGES: dict[str, Change] = {
    "a file in the place of another": lambda folder: put(folder, "a/b/index.html", "ny"),
    "a file more": lambda folder: put(folder, "a/b/c/til.pdf", "ny"),
    "a folder more": lambda folder: put(folder, "a/e/f/index.html", "ny"),
    "a file less": lambda folder: (folder / "a/b/c/fil.pdf").unlink(),
    "a folder less": lambda folder: shutil.rmtree(folder / "a/b"),
    "a folder in the place of a file": lambda folder: (
        (folder / "d/index.html").unlink(),
        put(folder, "d/index.html/index.html", "ny"),
    ),
    "a file in the place of a folder": lambda folder: (
        shutil.rmtree(folder / "a/b"),
        put(folder, "a/b", "ny"),
    ),
    "words in a file": lambda folder: (folder / "index.html").write_text("ny", encoding="utf-8"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("where", ["out", "spare"])
def test_whatever_is_changed_in_either_both_are_alike(
    where: str, change: Change, out: Path, spare: Path
) -> None:
    before = mirrored(out, spare)
    change({"out": out, "spare": spare}[where])
    mirror(out, spare, before)
    assert held(spare) == held(out)


def test_they_may_change_places(out: Path, spare: Path, tmp_path: Path) -> None:
    before = mirrored(out, spare)
    put(spare, "a/index.html", "ny")
    out.rename(tmp_path / "x")
    spare.rename(out)
    (tmp_path / "x").rename(spare)
    mirror(out, spare, before)
    assert held(spare) == held(out)
    assert (spare / "a/index.html").read_text(encoding="utf-8") == "ny"


def test_another_folder_is_looked_through_whole(out: Path, spare: Path, tmp_path: Path) -> None:
    before = mirrored(out, spare)
    other = tmp_path / "andre"
    shutil.copytree(spare, other, copy_function=shutil.copy2)
    put(other, "a/index.html", "feil")
    long_ago(other)
    mirror(out, other, before)
    assert held(other) == held(out)


def test_folders_that_have_not_changed_are_not_looked_into(
    out: Path, spare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = mirrored(out, spare)
    put(out, "a/b/index.html", "ny")
    looked_into = []
    scan = os.scandir
    monkeypatch.setattr(
        mirroring.os, "scandir", lambda folder: (looked_into.append(folder), scan(folder))[1]
    )
    mirror(out, spare, before)
    assert set(looked_into) == {f"{out}/a/b", f"{spare}/a/b"}


def test_what_was_changed_just_now_is_looked_at_again(out: Path, spare: Path) -> None:
    """A folder may be changed once more before its clock has moved on."""
    before = mirror(out, spare)
    assert before.folders == {}


def test_copies_are_made_again_since_somebody_may_write_into_one(
    out: Path, spare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    before = mirrored(out, spare)
    (out / "a/index.html").write_text("ny", encoding="utf-8")
    mirror(out, spare, before)
    assert (spare / "a/index.html").read_text(encoding="utf-8") == "ny"


@pytest.mark.parametrize("seed", range(20))
def test_after_many_changes_in_turn_too(seed: int, out: Path, spare: Path) -> None:
    dice = random.Random(seed)
    before = mirrored(out, spare)
    for _ in range(6):
        folders = [path for path in (out, *out.rglob("*/")) if path.is_dir()]
        folder = dice.choice(folders)
        put(folder, dice.choice(["ny.html", "under/ny.html", "index.html"]), str(dice.random()))
        mirror(out, spare, before)
        assert held(spare) == held(out)
        before = mirrored(out, spare)
        assert before.folders.keys() >= {"", "/a", "/d"}  # which the next one need not look into
