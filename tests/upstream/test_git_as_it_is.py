"""Clones that are shallow, locks in conflict or left behind, line ends: Git as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filelock import FileLock
from repos import change, commit, git
from world import Run

SHARED = "modules/trygghet/01-passord.md"
LOCAL = f"networks/sorvik/{SHARED}"
LOCK = "networks/sorvik/adaptations.lock"


@pytest.fixture
def kept(small_course: Path, run: Run) -> Path:
    git(small_course, "init", "--quiet", "--initial-branch=main")
    commit(small_course)
    run("adapt", "sorvik", SHARED)
    commit(small_course)
    return small_course


def states(run: Run, root: Path) -> dict[str, str]:
    return {row["file"]: row["state"] for row in json.loads(run("status", "--json", root=root).out)}


def test_a_shallow_clone_fetches_the_history_it_lacks_or_says_how(
    kept: Path, tmp_path: Path, run: Run
) -> None:
    change(kept / LOCAL, "- Langt slår rart.", "- Langt slår rart her.")
    change(kept / SHARED, "er langt.", "er lengst.")
    commit(kept)
    for name in ("ett", "to"):
        git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{kept}", name)
    assert states(run, tmp_path / "ett")[LOCAL] == "moved"
    git(tmp_path / "to", "remote", "remove", "origin")
    assert states(run, tmp_path / "to")[LOCAL] == "shallow"
    assert "git fetch --unshallow" in run("status", root=tmp_path / "to").out


def test_a_lock_that_two_colleagues_wrote_in_is_settled_by_update(kept: Path, run: Run) -> None:
    git(kept, "branch", "kollega")
    change(kept / SHARED, "er langt.", "er lengst.")
    commit(kept)
    assert run("update").code == 0
    commit(kept)
    git(kept, "checkout", "--quiet", "kollega")
    run("adapt", "sorvik", "modules/deling/01-deling.md")
    change(kept / SHARED, "- Langt slår rart.", "- Langt slår alt.")
    commit(kept)
    run("update")
    commit(kept)
    with pytest.raises(Exception, match="merge"):
        git(kept, "merge", "--quiet", "main")
    assert "<<<<<<<" in (kept / LOCK).read_text(encoding="utf-8")
    assert f"{LOCK}: to kolleger" in run("status").err
    assert f"{LOCK}: to kolleger" in run("check").err
    for name in (SHARED, LOCAL):
        if "<<<<<<<" in (kept / name).read_text(encoding="utf-8"):
            git(kept, "checkout", "--ours", name)
    run("update")
    text = (kept / LOCK).read_text(encoding="utf-8")
    assert "<<<<<<<" not in text
    assert "01-deling.md" in text
    assert text.count(f"{LOCAL}: ") == 1


def test_an_emptied_lock_knows_nothing_and_says_what_to_do(kept: Path, run: Run) -> None:
    (kept / LOCK).write_text("", encoding="utf-8")
    done = run("check")
    assert done.code == 1
    assert f"python3 build.py adapt sorvik {LOCAL}" in done.err


def test_windows_line_ends_are_no_change(kept: Path, tmp_path: Path, run: Run) -> None:
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "--quiet", str(kept), "windows")
    copy = tmp_path / "windows"
    git(copy, "config", "core.autocrlf", "true")
    assert b"\r\n" in (copy / SHARED).read_bytes()
    assert states(run, copy)[LOCAL] == "current"
    text = (copy / SHARED).read_bytes()
    (copy / SHARED).write_bytes(text.replace(b"er langt.", b"er lengst."))
    commit(copy)
    assert run("update", root=copy).code == 0
    assert "er lengst." in (copy / LOCAL).read_text(encoding="utf-8")


def test_two_at_once_and_a_lock_git_left_behind_are_named(kept: Path, run: Run) -> None:
    words = ("rename", "network", "nordvik", "nordre-vik")
    with FileLock(kept / ".git/samloft.lock"):
        assert "noen andre" in run(*words).err
    (kept / ".git/index.lock").touch()
    done = run(*words)
    assert done.code == 2
    assert "index.lock" in done.err
    assert (kept / "networks/nordvik").exists()
