"""Local texts go along when shared pages move, and former addresses are looked through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repos import change, commit
from world import Run

SHARED = "modules/trygghet/01-passord.md"
LOCAL = f"networks/sorvik/{SHARED}"
NYNORSK = "modules/trygghet/01-passord.nn.md"
NAMES = ("lokalt", "før", "felles")


def test_local_texts_go_along_when_the_shared_lesson_moves(kept: Path, run: Run) -> None:
    run("translated")
    run("adapt", "sorvik", SHARED)
    run("adapt", "nordvik", SHARED)
    commit(kept)
    rename_lesson(kept)
    done = run("check")
    assert done.code == 1
    assert done.err.count("python3 build.py update") == 2
    commit(kept)
    done = run("update")
    assert done.code == 0
    new = SHARED.replace("01-passord", "01-passfraser")
    for network in ("sorvik", "nordvik"):
        assert not (kept / "networks" / network / SHARED).exists()
        assert f"networks/{network}/{new}" in done.out
        assert (kept / "networks" / network / new).exists()
    assert run("check").code == 0
    left = [each for each in json.loads(run("status", "--json").out) if "networks/" in each["file"]]
    assert {each["state"] for each in left} == {"current"}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("passord", "skriv modul og navn"),
        ("deling/01-deling", "noe annet står på «deling/01-deling» i dag"),
    ],
)
def test_a_former_address_that_cannot_be_is_said(
    address: str, said: str, kept: Path, run: Run
) -> None:
    change(kept / SHARED, "minutes: 15", f"minutes: 15\nmoved_from: [{address}]")
    done = run("check")
    assert done.code == 1
    assert said in done.err


@pytest.mark.parametrize(
    ("file", "before", "address", "said"),
    [
        ("docs/om.md", "---\ntitle:", "om", "noe annet står på «om» i dag"),
        ("docs/om.md", "---\ntitle:", "a/b", "«a/b» i moved_from er ikke en adresse"),
        (
            "modules/trygghet/sessions/1-oppstart.yml",
            "title:",
            "trygghet/1-oppstart",
            "noe annet står på «trygghet/1-oppstart» i dag",
        ),
    ],
)
def test_pages_and_sessions_have_former_addresses_too(
    file: str, before: str, address: str, said: str, kept: Path, run: Run
) -> None:
    line = before.replace("title:", f"moved_from: [{address}]\ntitle:")
    change(kept / file, before, line)
    done = run("check")
    assert done.code == 1
    assert said in done.err


def rename_lesson(root: Path) -> None:
    """Move the lesson on passwords as upstream would, with all that refers to it."""
    for path in [*(root / "modules").rglob("*.*"), *(root / "docs").glob("*.md")]:
        if path.suffix in (".md", ".yml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("01-passord", "01-passfraser"), encoding="utf-8")
    for name in (SHARED, NYNORSK):
        moved = root / name.replace("01-passord", "01-passfraser")
        (root / name).rename(moved)
        change(moved, "minutes: 15", "minutes: 15\nmoved_from: [trygghet/01-passord]")
    for page in (root / "networks").rglob("03-vaart-eget.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace("01-passord", "01-passfraser"), encoding="utf-8")
