"""A note to the facilitator reaches no participant, in whatever a session takes from a lesson."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest
from composed import LESSON, Compose
from world import WriteTree

SECRET = "HEMMELIG"
NOTE = f"!!! facilitator\n    {SECRET}.\n"
FOR_FACILITATORS = {"fasilitator", "styring"}
QUIZ = '!!! quiz "Hva?"\n{note}\n    - [ ] a\n    - [x] b\n\n    Derfor.\n'
FIGURE = "- Et kart\n\n    ![Hengelås](laas.svg)\n\n{note}"
SHEET = '!!! sheet "Ark"\n{note}\n    1. Hva?\n\n{note}'


SOURCE = """
kun-notat:
  title: KILDEHEM
  publisher: Et direktorat
  url: https://eksempel.no/notat
  date: 2025-06
  read: 2026-01-10
  claims: [Noe.]
"""
CITES = """
!!! facilitator
    ## OVERHEM

    Se [ordet](term:zoom "ORDHEM"), kilden[^kun-notat] og foten.[^fot]

[^fot]: FOTHEM, og mer.[^under]

[^under]: UNDERHEM, og kilden.[^kun-notat]
"""
ALONE = ("KILDEHEM", "OVERHEM", "ORDHEM", "FOTHEM", "UNDERHEM")


@pytest.fixture
def told(small_course: Path, write_tree: WriteTree, compose: Compose) -> dict[str, str]:
    """Return all that is made of an edition with such notes, by its address."""
    note = indent(NOTE, "    ")
    lesson = small_course / "modules" / LESSON
    text = lesson.read_text(encoding="utf-8")
    figure = "![En hengelås som er lukket](laas.svg)\n"
    assert figure in text
    text = text.replace(figure, FIGURE.format(note=note))
    start, end = text.index('!!! quiz "Hva er best?"'), text.index("!!! facilitator\n    La ingen")
    text = f"{text[:start]}{QUIZ.format(note=note)}\n{SHEET.format(note=note)}\n{text[end:]}"
    lesson.write_text(text, encoding="utf-8")
    session = small_course / "modules/trygghet/sessions/1-oppstart.yml"
    part = "  - {title: {nb: Se}, form: plenary, minutes: 5, shows: {nb: Se hit.}}\n"
    quiz = "  - {lesson: 01-passord, activity: quiz-1, form: group, minutes: 5}\n"
    session.write_text(f"{session.read_text(encoding='utf-8')}{quiz}{part}", encoding="utf-8")
    tree = compose("sorvik", "nb")
    pages = {str(path): text for path, text in tree.pages.items()}
    return pages | {str(file.path): file.text for file in tree.products}


def test_a_note_is_where_facilitators_look_and_nowhere_else(told: dict[str, str]) -> None:
    there = {name for name, text in told.items() if SECRET in text}
    kinds = {kind for name in there for kind in FOR_FACILITATORS if kind in name}
    assert kinds == FOR_FACILITATORS
    assert not [name for name in there if not any(kind in name for kind in kinds)]


def test_what_only_a_note_leads_to_is_in_the_guide_alone(
    small_course: Path, compose: Compose
) -> None:
    lesson = small_course / "modules" / LESSON
    lesson.write_text(lesson.read_text(encoding="utf-8") + CITES, encoding="utf-8")
    with (small_course / "modules/trygghet/sources.yml").open("a", encoding="utf-8") as file:
        file.write(SOURCE)
    other = small_course / "modules" / LESSON.replace(".md", ".nn.md")
    other.write_text(other.read_text(encoding="utf-8") + "\n## Vanleg\n\nTekst.\n", "utf-8")
    for language in ("nb", "nn"):
        tree = compose("sorvik", language)
        pages = {str(path): text for path, text in tree.pages.items()}
        made = pages | {str(file.path): file.text for file in tree.products}
        assert "sl-term-zoom" not in pages[LESSON]
        handout = next(text for name, text in made.items() if name.endswith("utdelingsark.md"))
        assert "Et hemmelig ord." in handout or "Eit hemmeleg ord." in handout
        assert "Å se nærmere." not in handout
        for word in ALONE:
            there = [name for name, text in made.items() if word.lower() in text.lower()]
            assert all(any(kind in name for kind in FOR_FACILITATORS) for name in there), word
            assert bool(there) is (language == "nb"), word


def test_what_stands_beside_the_notes_is_there(told: dict[str, str]) -> None:
    handout = next(text for name, text in told.items() if name.endswith("utdelingsark.md"))
    assert "- a\n" in handout
    assert "- b\n" in handout
    screen = next(text for name, text in told.items() if name.endswith("skjerm.md"))
    assert "![Hengelås](" in screen
    assert "Se hit." in screen
