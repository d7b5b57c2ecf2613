"""What is different between two outlines of a course is told in plain words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samloft.catalogue import spoken
from samloft.changes.compare import changes_between, in_words
from samloft.changes.outline import (
    Outline,
    OutlinedLesson,
    OutlinedSession,
    dump,
    load,
    sections_of,
)
from samloft.languages import Language

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


def test_sections_are_told_apart() -> None:
    now = lesson(sections={"": "Først nå.", "Slik gjør du": TEXT, "Mer": "Tre nye ord."})
    assert said(lessons(a=lesson()), lessons(a=now)) == [
        "Leksjonen er endret: «Passord» (ki/a)",
        "«Innledningen»: 2 ord inn, 1 ut",
        "«Slik gjør du», før «Slik»: 0 ord inn, 0 ut",
        "ny del: «Mer»",
    ]


def test_a_section_that_is_gone_is_named() -> None:
    now = lesson(sections={"": "Først."})
    assert "delen er borte: «Slik»" in said(lessons(a=lesson()), lessons(a=now))


def test_what_is_local_now_is_told() -> None:
    before = Outline(lessons={"ki/a": lesson()}, pages={"om": "part"})
    now = Outline(lessons={"ki/a": lesson(local="part")}, pages={"om": "whole", "ny": "new"})
    assert said(before, now) == [
        "Leksjonen er endret: «Passord» (ki/a)",
        "lokal tilpasning: ingen → deler av siden",
        "Siden ny, lokal tilpasning: ingen → egen side",
        "Siden om, lokal tilpasning: deler av siden → hele siden",
    ]


def test_sessions_are_retimed() -> None:
    before = Outline(
        sessions={
            "ki/samling/1": OutlinedSession(
                title="Start", starts="09:00", parts=(("Velkommen", 10), ("Pause", 15), ("Lek", 5))
            )
        }
    )
    now = Outline(
        sessions={
            "ki/samling/1": OutlinedSession(
                title="Start", starts="09:00", parts=(("Velkommen", 20), ("Pause", 15), ("Ny", 5))
            )
        }
    )
    assert said(before, now) == [
        "Samlingen er endret: Start",
        "klokkeslett: 09:00–09:30 → 09:00–09:40",
        "ny del: Ny",
        "uten: Lek",
        "Velkommen: 10 → 20 minutter",
    ]


def test_a_lesson_with_another_title_is_no_other_part_and_activities_have_names() -> None:
    def course(title: str, *more: tuple[str, int]) -> Outline:
        parts = ((title, 20), (f"{title} – discuss-1", 10), *more)
        held = OutlinedSession(title="Samling 1", starts="09:00", parts=parts)
        return Outline(lessons={"ki/a": lesson(title)}, sessions={"ki/samling/1": held})

    renamed = said(course("Ansvar"), course("Hvem svarer?"))
    assert renamed == ["Leksjonen er endret: «Hvem svarer?» (ki/a)", "het før «Ansvar»"]
    told = said(course("Ansvar"), course("Hvem svarer?", ("Hvem svarer? – reflect-2", 5)))
    assert "ny del: Hvem svarer? – Tenk etter 2" in told
    assert not [line for line in told if "uten" in line or "reflect" in line]


def test_headings_in_code_are_no_sections() -> None:
    text = "Først.\n\n## Slik {: #slik }\n\n```\n## ikke denne\n```\n\nSist.\n"
    assert list(sections_of(text)) == ["", "Slik"]


def test_tasks_sheets_and_quizzes_are_told_by_themselves() -> None:
    quiz = '!!! quiz "Hva?"\n    - [x] Dette\n    - [ ] Det\n\n    {}'
    sheet = '{% block ark %}\n!!! sheet "Kort"\n    1. Hva?\n{% endblock %}'
    before = lesson(sections={"": "Først.", "Slik": f"{TEXT}\n\n{quiz.format('Fordi.')}"})
    now = lesson(sections={"": "Først.", "Slik": f"{TEXT}\n\n{sheet}\n\n{quiz.format('Nettopp.')}"})
    told = said(lessons(a=before), lessons(a=now))
    assert told[0] == "Leksjonen er endret: «Passord» (ki/a)"
    assert "ny del: «Ark: Kort»" in told
    assert "«Sjekk deg selv»: 1 ord inn, 1 ut" in told
    assert said(lessons(a=now), lessons(a=now)) == []


words = st.text("aæb #\n{}|«»", max_size=30)
outlines = st.builds(
    Outline,
    lessons=st.dictionaries(
        st.sampled_from(["ki/a", "ki/b", "ki/c"]),
        st.builds(
            OutlinedLesson,
            title=words,
            minutes=st.integers(1, 90),
            sections=st.dictionaries(words, words, max_size=3),
            moved_from=st.lists(st.sampled_from(["ki/a", "ki/b", "ki/x"]), max_size=2).map(tuple),
            local=st.sampled_from([None, "part", "whole", "new"]),
        ),
    ),
)


@given(outlines, outlines)
def test_an_outline_comes_back_as_it_was_and_every_change_can_be_said(
    before: Outline, now: Outline
) -> None:
    assert load(dump(before)) == before
    assert changes_between(before, before) == changes_between(now, now)
    for language in spoken():
        assert len(in_words(changes_between(before, now), language)) == len(
            changes_between(before, now).lessons
        )


@pytest.mark.parametrize("language", spoken())
def test_no_place_is_left_open(language: Language) -> None:
    moved = lesson("Passfraser", 20, moved_from=("ki/a",), sections={"Ny": "x"}, local="new")
    lines = said(lessons(a=lesson()), lessons(b=moved), language)
    assert not any(re.search(r"[{}]|None", line) for line in lines)
