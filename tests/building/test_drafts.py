"""What is not finished is shown as such while it is written, and cannot be released."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from world import FOLDERS, Run, copy_small_course

from samloft.cli import main

LESSON = "modules/deling/01-deling.md"
DRAFT = """\
---
title: Å dele
---

## Hvem ser det {: #hvem }

Dette er ikke skrevet ferdig.[^kommer]
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small course with a draft in it, built for one network."""
    root = copy_small_course(tmp_path_factory.mktemp("utkast") / "kurs")
    (root / LESSON).write_text(DRAFT, encoding="utf-8")
    page = root / "docs/om.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    (root / "modules/deling/03-senere.md").write_text(DRAFT, encoding="utf-8")
    assert main(["build", "nordvik", "--jobs", "1", "--without-sheets", *FOLDERS], root) == 0
    return root


def text_of(root: Path, page: str) -> str:
    html = (root / "site/nordvik" / page / "index.html").read_text(encoding="utf-8")
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<article")[2]).split())


def test_its_page_is_there_with_a_mark_and_without_gaps(course: Path) -> None:
    shown = text_of(course, "deling/01-deling")
    assert "Utkast Denne teksten er ikke ferdig, og kan bli endret." in shown
    assert "Kilden er ikke ført opp ennå: kommer." in shown
    assert "Mål" not in shown
    assert "0 minutter" not in shown
    assert "None" not in shown
    assert "Utkast" in text_of(course, "om")
    assert "Utkast" not in text_of(course, "trygghet/01-passord")
    assert not (course / "site/nordvik/deling/03-senere").exists()


def test_check_advises_and_release_refuses(course: Path, run: Run) -> None:
    outcome = run("check", "--format", "json", root=course)
    assert outcome.code == 0
    told = {(each["path"], each["line"], each["rule"]) for each in json.loads(outcome.out)}
    wanted = {
        (LESSON, 1, "lesson-says-what-it-is"),
        (LESSON, 7, "citation-has-source"),
        ("docs/om.md", 2, "text-is-finished"),
    }
    assert wanted | {("modules/deling/module.yml", 4, "file-is-a-lesson")} <= told
    outcome = run("release", "2026.1", "--allow-dirty", root=course)
    assert outcome.code == 1
    assert (
        "modules/deling/01-deling.md:1: leksjonen mangler objective, minutes, summary"
        in outcome.err
    )
    assert "docs/om.md:2: teksten er et utkast [text-is-finished]" in outcome.err
    assert "modules/deling/01-deling.md:7: kilden «kommer» står ikke i" in outcome.err
    assert "3 feil" in outcome.err
    assert not (course / "public").exists()
