"""What is different between two outlines of a course is told in plain words."""

from __future__ import annotations

from samloft.changes.compare import changes_between, in_words
from samloft.changes.outline import (
    Outline,
    OutlinedLesson,
    sections_of,
)
from samloft.languages import Language
from samloft.text.sealed_notes import sealed

TEXT = "Et langt avsnitt om passord som alle bør lese minst én gang i året."


def lesson(title: str = "Passord", minutes: int = 15, **more: object) -> OutlinedLesson:
    known = {"sections": {"": "Først.", "Slik": TEXT}, **more}
    return OutlinedLesson(title=title, minutes=minutes, **known)  # type: ignore[arg-type]


def said(before: Outline, now: Outline, language: Language = "nb") -> list[str]:
    lines = in_words(changes_between(before, now), language)
    return [part for line, details in lines for part in (line, *details)]


def lessons(**every: OutlinedLesson) -> Outline:
    return Outline(lessons={f"ki/{name}": each for name, each in every.items()})


def test_nothing_is_said_of_what_is_the_same() -> None:
    assert said(lessons(a=lesson()), lessons(a=lesson())) == []


def test_lessons_come_and_go() -> None:
    assert said(lessons(a=lesson("A")), lessons(b=lesson("B"))) == [
        "Leksjonen er borte: «A» (ki/a)",
        "Ny leksjon: «B» (ki/b)",
    ]


def test_a_lesson_that_moved_is_one_and_the_same() -> None:
    moved = lesson("Passfraser", 20, moved_from=("ki/a",))
    assert said(lessons(a=lesson()), lessons(b=moved)) == [
        "Leksjonen er flyttet: «Passfraser» (ki/b) – før ki/a",
        "het før «Passord»",
        "15 → 20 minutter",
    ]


def test_a_move_of_long_ago_is_no_news() -> None:
    old = lesson(moved_from=("ki/0",))
    assert said(lessons(a=old), lessons(a=old)) == []


def test_sections_are_told_from_the_parse() -> None:
    before = "Før\n\n```\n## Kode\n```"
    text = f"{before}\n\n   ## Innrykk {{: #i }}\n\n\\## Tekst\n\nStrek\n---\n\n- ## I liste\n"
    assert sections_of(text) == {
        "": before,
        "Innrykk": "\\## Tekst",
        "Strek": "- ## I liste",
    }


def test_a_note_is_compared_with_one_that_is_sealed() -> None:
    note = "Alle.\n\n!!! facilitator\n    Del ut arkene.\n"
    kept = lessons(a=lesson(sections=sections_of(sealed(note))))
    same = lessons(a=lesson(sections=sections_of(note)))
    other = lessons(a=lesson(sections=sections_of(note.replace("arkene", "kartet"))))
    assert said(kept, same) == said(same, kept) == []
    assert len(said(kept, other)) == len(said(same, other)) > 0
