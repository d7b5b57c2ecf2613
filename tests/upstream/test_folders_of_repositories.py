"""The shared course, and a network's fork of it, each in a folder of a larger repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from repos import built_here, change, commit, git, set_up

SHARED = "modules/deling/01-deling.md"
LOCAL = f"networks/nordvik/{SHARED}"


def laid_in(larger: Path, folder: str, root: Path) -> Path:
    """Return a repository's files in a folder of a larger one, beside what others work on."""
    place = larger / folder
    shutil.copytree(root, place, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    (larger / "budsjett.txt").write_text("2026\n", encoding="utf-8")
    (larger / "modules").mkdir()
    (larger / "modules/noe annet.txt").write_text("nei\n", encoding="utf-8")
    git(larger, "init", "--quiet", "--initial-branch=main")
    commit(larger)
    return place


@pytest.fixture
def placed(shared: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return the two, in folders with names as people give them."""
    course = laid_in(tmp_path / "fylket", "opplæring/kurs [felles]", shared)
    forked = built_here(course, "fork", "nordvik", str(tmp_path / "gaffel"))
    assert forked.returncode == 0, forked.stderr
    own = laid_in(tmp_path / "kommunen", "Våre kurs/digi", tmp_path / "gaffel")
    if not (own / ".venv").exists():
        set_up(own)
    return course, own


@pytest.mark.slow
def test_a_pull_and_its_undoing_touch_the_folder_alone(placed: tuple[Path, Path]) -> None:
    course, own = placed
    larger = own.parents[1]
    assert built_here(own, "adapt", "nordvik", SHARED).returncode == 0
    change(own / LOCAL, "som leser.", "som leser hos oss.")
    refused = built_here(own, "pull")
    assert (refused.returncode, LOCAL in refused.stderr) == (2, True), refused.stderr
    before = commit(larger)
    change(course / SHARED, "Alle som får", "Alle som har fått")
    (course / "docs/ny side.txt").write_text("ny\n", encoding="utf-8")
    (course.parents[1] / "budsjett.txt").write_text("fylkets\n", encoding="utf-8")
    new = commit(course)
    (larger / "budsjett.txt").write_text("ikke lagret\n", encoding="utf-8")
    pulled = built_here(own, "pull")
    assert pulled.returncode == 0, pulled.stderr
    assert new in (own / "course.lock").read_text(encoding="utf-8")
    assert "Alle som har fått" in (own / LOCAL).read_text(encoding="utf-8")
    assert (own / "docs/ny side.txt").exists()
    assert git(larger, "status", "--porcelain") == " M budsjett.txt\n"
    changed = git(larger, "-c", "core.quotePath=false", "diff", "--name-only", before, "HEAD")
    assert {line.partition("/digi/")[0] for line in changed.splitlines()} == {"Våre kurs"}
    assert git(larger, "rev-parse", "HEAD^").strip() == before
    assert "Ingenting er nytt" in built_here(own, "pull").stdout
    (own / LOCAL).write_text("uferdig", encoding="utf-8")
    undone = built_here(own, "pull", "--undo")
    assert undone.returncode == 0, undone.stderr
    assert git(larger, "rev-parse", "HEAD").strip() == before
    assert git(larger, "status", "--porcelain") == " M budsjett.txt\n"
    assert "uferdig" in git(larger, "stash", "show", "--patch")


@pytest.mark.slow
def test_what_clashes_is_marked_in_the_folder_and_renames_are_commits_there(
    placed: tuple[Path, Path],
) -> None:
    course, own = placed
    larger = own.parents[1]
    built_here(own, "adapt", "nordvik", SHARED)
    change(own / LOCAL, "Alle som får", "Alle her som får")
    commit(larger)
    change(course / SHARED, "Alle som får", "Alle som har fått")
    commit(course)
    (larger / "budsjett.txt").write_text("ikke lagret\n", encoding="utf-8")
    assert built_here(own, "pull").returncode == 1
    assert "<<<<<<< " in (own / LOCAL).read_text(encoding="utf-8")
    assert git(larger, "status", "--porcelain").count("\n") == 3  # the text, its lock, the budget
    git(larger, "checkout", "--quiet", "--", own.relative_to(larger).as_posix())
    renamed = built_here(own, "rename", "network", "nordvik", "nordre-vik")
    assert renamed.returncode == 0, renamed.stderr
    assert (own / "networks/nordre-vik").exists()
    assert git(larger, "status", "--porcelain") == " M budsjett.txt\n"
