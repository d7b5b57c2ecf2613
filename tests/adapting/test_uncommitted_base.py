"""`status`, `check` and `update` agree, also where the shared text was never committed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repos import change, git
from world import Run

SHARED = "modules/deling/01-deling.md"
LOCAL = f"networks/sorvik/{SHARED}"


@pytest.fixture
def root(kept: Path, run: Run) -> Path:
    """Return a course with a local text made from a shared one that is not committed."""
    change(kept / SHARED, "title: ", "title: Ny ")
    assert run("adapt", "sorvik", SHARED).code == 0
    git(kept, "add", "networks")
    git(kept, "commit", "--quiet", "--message", "Vår tekst")
    change(kept / SHARED, "title: Ny ", "title: Enda nyere ")
    return kept


def test_what_is_new_is_taken_in_though_no_commit_has_the_text_it_was_made_from(
    root: Path, run: Run
) -> None:
    assert f"{LOCAL}: {SHARED} er endret (+1 −1 linjer)" in run("status").out
    assert f"{LOCAL}: råd: {SHARED} er endret" in run("check").err
    done = run("update")
    assert done.code == 0, done.err
    assert "title: Enda nyere " in (root / LOCAL).read_text(encoding="utf-8")
    assert f"{LOCAL}: følger {SHARED}" in run("status").out
    assert f"{LOCAL}: råd: {SHARED} er endret" not in run("check").err


def test_where_that_text_is_nowhere_all_three_say_so_and_how_to_go_on(root: Path, run: Run) -> None:
    lock = root / "networks/sorvik/adaptations.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(re.sub(rf"({LOCAL}.*digest: )\w+", rf"\g<1>{'1' * 40}", text), encoding="utf-8")
    way = f"python3 build.py adapt sorvik {LOCAL}"
    assert way in run("status").out
    done = run("update")
    assert done.code == 1
    assert way in done.out
    assert "Ingenting å ta inn" not in done.out
    assert f"{LOCAL}: råd: {SHARED} er endret" in run("check").err
    assert run(*way.split()[2:]).code == 0
    assert f"{LOCAL}: følger {SHARED}" in run("status").out
    assert run("update").code == 0
