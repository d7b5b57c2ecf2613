"""Activities as sections: a real heading, facts as terms, a place a session can lead to."""

from __future__ import annotations

import pytest

from samloft.languages import Language
from samloft.text.activities import with_activities
from samloft.text.blocks import dressed
from samloft.text.nodes import Node
from samloft.text.parse import parse

GROUP = """\
!!! group "Vær en modell"
    size: 4–6
    minutes: 20
    product: en historie

    Sitt i ring.
"""


def made(text: str, language: Language = "nb") -> Node:
    """Return a lesson as readers see it."""
    return dressed(with_activities(parse(text), language), language)


def headings(text: str, language: Language = "nb") -> list[tuple[int, str, str]]:
    """Return level, words and id of each heading."""
    found = made(text, language).all("heading")
    return [(node.level, node.words, node.attrs.get("id", "")) for node in found]


def test_activities_together_stand_under_a_heading_of_ours() -> None:
    text = "## Først\n\nTekst.\n\n!!! reflect\n    Tenk.\n\n!!! discuss\n    Snakk.\n"
    assert headings(text) == [
        (2, "Først", ""),
        (2, "Oppgaver", "sl-tasks"),
        (3, "Tenk etter", "reflect-1"),
        (3, "Snakk sammen", "discuss-1"),
    ]


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "Oppgaver"), ("nn", "Oppgåver"), ("en", "Tasks")]
)
def test_the_heading_is_in_the_lessons_language(language: Language, word: str) -> None:
    assert headings("!!! reflect\n    Tenk.\n", language)[0][1] == word


def test_a_heading_of_the_authors_right_above_is_enough() -> None:
    assert headings("### Prøv selv\n\n!!! reflect\n    Tenk.\n") == [
        (3, "Prøv selv", ""),
        (4, "Tenk etter", "reflect-1"),
    ]


def test_quizzes_together_stand_under_one_heading() -> None:
    quiz = '!!! quiz "{}"\n    - [x] Ja\n    - [ ] Nei\n\n'
    assert headings(quiz.format("A?") + quiz.format("B?")) == [
        (2, "Sjekk deg selv", "sl-check"),
        (3, "A?", "quiz-1"),
        (3, "B?", "quiz-2"),
    ]


def test_a_note_to_the_facilitator_parts_nothing() -> None:
    text = "!!! reflect\n    Tenk.\n\n!!! facilitator\n    Vent.\n\n!!! reflect\n    Mer.\n"
    assert [name for _, _, name in headings(text)] == ["sl-tasks", "reflect-1", "reflect-2"]


def test_parts_that_stand_apart_have_ids_of_their_own() -> None:
    text = "!!! reflect\n    En.\n\nTekst.\n\n!!! reflect\n    To.\n"
    names = [name for _, _, name in headings(text)]
    assert names == ["sl-tasks", "reflect-1", "sl-tasks-2", "reflect-2"]


def test_a_group_tasks_settings_are_terms_and_its_product_comes_last() -> None:
    (section,) = (node for node in made(GROUP).children if node.kind == "container")
    (facts,) = section.all("definitions")
    assert [node.words for node in facts.children] == [
        "Form",
        "Gruppe",
        "Gruppe",
        "4–6",
        "Tid",
        "20 minutter",
    ]
    assert section.children[-1].words == "Resultat: en historie"


def test_an_activity_counts_as_sessions_count_it_also_after_one_inside_another_block() -> None:
    text = "!!! case\n    !!! reflect\n        Inni.\n\nTekst.\n\n!!! reflect\n    Etter.\n"
    assert headings(text)[-1][2] == "reflect-2"
