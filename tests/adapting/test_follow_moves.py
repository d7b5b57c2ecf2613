"""Local texts go along when shared pages move, and former addresses are looked through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repos import change, commit
from world import Run

from samloft.adapting.follow_links import relinked

SHARED = "modules/trygghet/01-passord.md"
LOCAL = f"networks/sorvik/{SHARED}"
SHARING = "modules/deling/01-deling.md"
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


def test_a_whole_module_gets_another_name_and_local_texts_and_links_go_along(
    kept: Path, run: Run
) -> None:
    run("adapt", "nordvik", SHARING)
    own = kept / "networks/nordvik" / SHARING
    own.write_text(f"{own.read_text('utf-8')}\nHos oss.\n", encoding="utf-8")
    page = kept / "networks/nordvik/modules/trygghet/03-vaart-eget.md"
    links = (
        "[a](../deling/01-deling.md#hvem) [b](<../deling/01-deling.md>) `../deling/01-deling.md`",
        "[c](01-passord.md) [d](https://x.no/../deling/01-deling.md)",
    )
    page.write_text(f"{page.read_text('utf-8')}\n{' '.join(links)}\n", encoding="utf-8")
    commit(kept)
    rename_module(kept)
    commit(kept)
    done = run("update")
    assert done.code == 0, done.err
    assert "networks/nordvik/modules/dele/01-deling.md" in done.out
    assert "03-vaart-eget.md: lenkene leder nå dit leksjonene er flyttet" in done.out
    assert not (kept / "networks/nordvik/modules/deling").exists()
    text = page.read_text(encoding="utf-8")
    assert "[a](../dele/01-deling.md#hvem) [b](<../dele/01-deling.md>) `../deling/" in text
    assert links[1] in text
    assert run("status", "nordvik").code == 0
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("written", "now"),
    [
        ("[x](02-to.md)", "[x](../en/02-to.md)"),
        ("[x](../ki/03-tre.md#her 'T')", "[x](03-tre.md#her 'T')"),
        ("[x](02-to.nn.md)", "[x](../en/02-to.nn.md)"),
        ("[x]: 02-to.md", "[x]: ../en/02-to.md"),
        ("[x](04-fire.md)", "[x](04-ny.md)"),
        ("[x](../../docs/om.md)", "[x](../../docs/om.md)"),
        ("[x](#her) [y](https://x.no/02-to.md)", "[x](#her) [y](https://x.no/02-to.md)"),
        ("`[x](02-to.md)` \\[x](02-to.md)", "`[x](02-to.md)` \\[x](02-to.md)"),
        ("```\n[x](02-to.md)\n[x]: 02-to.md\n```", "```\n[x](02-to.md)\n[x]: 02-to.md\n```"),
        ("<!-- [x](02-to.md) -->", "<!-- [x](02-to.md) -->"),
        (
            "- a\n\n        [x](02-to.md)\n\n    [x](02-to.md)",
            "- a\n\n        [x](02-to.md)\n\n    [x](../en/02-to.md)",
        ),
        ("!!! note\n    [x\n    y](02-to.md#her)", "!!! note\n    [x\n    y](../en/02-to.md#her)"),
        ('<a href="02-to.md">x</a>', '<a href="../en/02-to.md">x</a>'),
    ],
)
def test_links_of_a_text_that_moves_lead_where_they_led(written: str, now: str) -> None:
    homes = {"en/01-en": "ki/01-en", "en/04-fire": "ki/04-ny"}
    there = {"modules/en/02-to.md", "modules/ki/03-tre.md"}
    old, new = "networks/agder/modules/en/01-en.md", "networks/agder/modules/ki/01-en.md"
    assert relinked(written, old, new, homes, there.__contains__) == now


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


def rename_module(root: Path) -> None:
    """Give the module on sharing another name, as upstream would."""
    (root / "modules/deling").rename(root / "modules/dele")
    for path in [
        *root.glob("modules/**/*.*"),
        *root.glob("docs/*.md"),
        *root.glob("networks/*/*.yml"),
    ]:
        if path.suffix in (".md", ".yml"):
            text = path.read_text(encoding="utf-8")
            text = text.replace("deling/01-deling", "dele/01-deling").replace(
                "../deling/", "../dele/"
            )
            if path.name in ("course.yml", "network.yml"):
                text = text.replace("deling", "dele")
            path.write_text(text, encoding="utf-8")
    for path in (root / "modules/dele").glob("01-deling*.md"):
        change(path, "---\n", "---\nmoved_from: [deling/01-deling]\n")
