"""Whatever is killed, and whenever: what there was stands, or what was to be, and work goes on.

`SAMLOFT_KILLS=100` for a long look. Killed builds of parts are in tests/building, releases in
tests/versions, publishing step by step in tests/targets.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from killed import TIMES, killed_within, seconds_of
from releases import course_in_git, release, well
from repos import (
    PHRASES,
    built_here,
    commit,
    copies_of,
    fork_of,
    git,
    rename_password_lesson,
    shared_repository,
)
from world import copy_small_course, files_in

BUILD = ("build", "--without-sheets", "--jobs", "1")
RENAME = ("rename", "network", "nordvik", "nordre-vik")


def sites(root: Path) -> dict[str, object]:
    """Return the files of each network's site, and of the front page, by their folder."""
    found: dict[str, object] = {}
    for path, content in (files_in(root / "site") if (root / "site").exists() else {}).items():
        home = path.parts[0] if path.parts[0] in ("nordvik", "sorvik") else ""
        found.setdefault(home, {})[path] = content  # type: ignore[index]
    return found


@pytest.mark.slow
def test_a_build_of_all_networks(tmp_path: Path) -> None:
    root = copy_small_course(tmp_path / "kurs")
    well(root, *BUILD)
    old = sites(root)
    kept = tmp_path / "gammelt"
    shutil.copytree(root, kept, copy_function=shutil.copy2)
    page = root / "docs/om.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\nEn ny setning.\n", encoding="utf-8")
    seconds = seconds_of(root, *BUILD)
    new = sites(root)
    changed = page.read_text(encoding="utf-8")
    assert all(old[home] != new[home] for home in ("nordvik", "sorvik"))
    for _ in range(TIMES):
        # Back to what it was; the record names this folder, which stays where it is.
        shutil.copy(kept / "docs/om.md", page)
        well(root, *BUILD)
        assert sites(root) == old
        page.write_text(changed, encoding="utf-8")
        killed_within(seconds, root, *BUILD)
        now = sites(root)
        assert all(now.get(home) in (old[home], new[home]) for home in old)
        well(root, *BUILD)
        assert sites(root) == new


@pytest.mark.slow
def test_a_publication_to_a_new_folder(tmp_path: Path) -> None:
    root = course_in_git(tmp_path / "kurs")
    release(root, "2026.1", "nordvik")
    place = tmp_path / "tjener" / "kurs"
    words = ("publish", str(place))
    seconds = seconds_of(root, *words)
    whole = files_in(place)
    for _ in range(TIMES):
        shutil.rmtree(place.parent)
        killed_within(seconds, root, *words)
        assert not place.exists() or files_in(place) == whole
        well(root, *words)
        assert files_in(place) == whole
        well(root, "verify", str(place))


def state(root: Path) -> tuple[str, str]:
    return git(root, "rev-parse", "HEAD^{tree}"), git(root, "status", "--porcelain")


@pytest.mark.slow("each")
@pytest.mark.parametrize("act", ["pull", "rename"])
def test_a_pull_and_a_rename(act: str, tmp_path: Path) -> None:
    if act == "pull":
        shared = shared_repository(tmp_path / "mal" / "felles")
        fork = fork_of(shared, tmp_path / "mal" / "nordvik")
        _, own = copies_of(shared, fork, tmp_path)
        rename_password_lesson(tmp_path / "felles")
        commit(tmp_path / "felles")
        words: tuple[str, ...] = ("pull",)
    else:
        own, words = course_in_git(tmp_path / "kurs"), RENAME
    kept = tmp_path / "gammelt"
    shutil.copytree(own, kept, symlinks=True)
    old, seconds = state(own), seconds_of(own, *words)
    new = state(own)
    assert old != new
    for _ in range(TIMES):
        shutil.rmtree(own)
        shutil.copytree(kept, own, symlinks=True)
        killed_within(seconds, own, *words)
        # Git writes file by file; whatever command comes next makes that whole first.
        done = built_here(own, "status")
        assert done.returncode in (0, 1), done.stderr
        assert state(own) in (old, new)
        if state(own) == old:
            done = built_here(own, *words)
            assert done.returncode == 0, done.stderr
        assert state(own) == new
    assert (own / PHRASES).exists() == (act == "pull")
