"""A text that readers of Markdown would be slow with is told by its signs, before any reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from world import ROOT, Run

from samloft.composing import texts
from samloft.text import watch
from samloft.text.looked_through import LookedThrough
from samloft.text.places import Place, places_of
from samloft.text.wild import first_wild

TABLE = "| a | b |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n".join(["<" * 19_900] * 7), 1),
        ("Tekst.\n\n" + "\n\n".join(["\\" * 19_900] * 7), 3),
        ("{ " * 9_900 + "\n\n" + "{ " * 9_900 + "\n\n" + "{ " * 9_900, 1),
        ("\n\n".join(["`a` " * 900] * 30), 1),
        (TABLE + "| 1 | 2 |\n" * 15_000, 1),
        ("A\n\n|" + " a |" * 2_000 + "\n|" + "---|" * 2_000 + "\n" + "| 1 " * 9_000, 5),
        ("- a\n" * 30_000, 5_002),
        ("## a\n\n" * 5_000, 2_003),
        ("Tekst.\n\n" + "[" * 3_000, 3),
    ],
)
def test_it_is_told_with_its_line_and_at_once(
    text: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SECONDS", 1)
    with watch.watched():
        assert first_wild(text) == line
        found = LookedThrough().of(text)
    assert found.is_too_much
    assert found.faults[0].line == line


@pytest.mark.parametrize(
    "text",
    [
        TABLE + "| en rad | to |\n" * 2_000,
        "- Et punkt med *mye* i [seg](om.md).\n" * 900,
        "```python\nx = {'a': [b for b in c]}  # d\n```\n\n" * 900,
        "Et avsnitt med *noe* og `noe` og litt til i samme slengen.\n\n" * 1_500,
    ],
)
def test_what_people_write_at_most_is_read(text: str) -> None:
    assert first_wild(text) == 0


def test_no_text_of_the_course_comes_near() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "modules").rglob("0*.md")]
    assert first_wild("\n\n".join(texts)[:100_000]) == 0


def test_a_text_with_much_wrong_in_it_asks_for_its_places_once(
    small_course: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def noted(*of: Any) -> Sequence[Place]:
        asked.append(of)
        return places_of(*of)

    monkeypatch.setattr(texts, "places_of", noted)
    counts = []
    for wrong in (1, 200):
        page = f"---\ntitle: Om\n---\n\n{'[a](b.md) ' * wrong}\n"
        (small_course / "docs/om.md").write_text(page, encoding="utf-8")
        asked.clear()
        done = run("check")
        assert done.code == 1
        assert "docs/om.md:5: " in done.err
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0
