"""The real course's quizzes ask something: no option gives itself away, and each is explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from world import ROOT

from samloft.course.course import load_course
from samloft.course.model import Course
from samloft.course.reader import Reader
from samloft.languages import NORWEGIAN, Language
from samloft.text.blocks import Block, find_blocks
from samloft.text.quizzes import parts_of

Answers = tuple[tuple[bool, str], ...]
"""The options of one quiz, in order: whether each is right, and its text."""


@pytest.fixture(scope="module")
def course() -> Course:
    read = load_course(Reader(ROOT))
    assert read is not None
    return read


def quizzes(course: Course, form: Language) -> Iterator[tuple[str, Block, Answers]]:
    """Yield every quiz of the course with where it stands, as the engine reads it."""
    for module in course.modules:
        for lesson in module.lessons:
            for block in find_blocks(lesson.forms[form].body):
                if block.kind == "quiz":
                    answers = tuple((right, item.words) for right, item in block.answers)
                    yield f"{module.slug}/{lesson.slug}, {block.title}", block, answers


def only(order: Callable[[list[int]], int], answers: Answers) -> int | None:
    """Return which option alone is the longest or the shortest; None where two are as long."""
    lengths = [len(text) for _, text in answers]
    at = lengths.index(order(lengths))
    return at if lengths.count(lengths[at]) == 1 else None


GIVEAWAYS: dict[str, Callable[[Answers], int | None]] = {
    "the longest": lambda answers: only(max, answers),
    "the shortest": lambda answers: only(min, answers),
    "the second": lambda answers: 1,
}


@pytest.mark.parametrize("form", NORWEGIAN)
@pytest.mark.parametrize("which", GIVEAWAYS)
def test_picking_one_option_blindly_does_no_better_than_chance(
    course: Course, form: Language, which: str
) -> None:
    hits, chance = 0, 0.0
    for _, _, answers in quizzes(course, form):
        picked = GIVEAWAYS[which](answers)
        if picked is not None:
            hits += answers[picked][0]
            chance += sum(right for right, _ in answers) / len(answers)
    assert hits <= chance, f"{which} is right {hits} times, by chance {chance:.1f}"


@pytest.mark.parametrize("form", NORWEGIAN)
def test_the_right_option_is_spread_over_the_places(course: Course, form: Language) -> None:
    hits, chance = [0, 0, 0], 0.0
    for _, _, answers in quizzes(course, form):
        chance += sum(right for right, _ in answers) / len(answers)
        for place in range(3):
            hits[place] += answers[place][0]
    assert max(hits) <= 1.2 * chance, hits


@pytest.mark.parametrize("form", NORWEGIAN)
def test_every_option_is_explained(course: Course, form: Language) -> None:
    for where, block, _ in quizzes(course, form):
        for option in parts_of(block.node).options:
            said = "".join(each.words for each in option.why)
            assert said, f"{where}: {option.item.words}"


def test_both_forms_have_the_same_options_right(course: Course) -> None:
    bokmaal, nynorsk = (
        [(where.partition(",")[0], [right for right, _ in answers]) for where, _, answers in found]
        for found in (quizzes(course, "nb"), quizzes(course, "nn"))
    )
    assert bokmaal == nynorsk
