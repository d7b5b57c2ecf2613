"""Quizzes are answered on the page, with a mouse, a keyboard or a screen reader; not on paper."""

from __future__ import annotations

import pytest
from places import LESSON
from playwright.sync_api import Locator, Page, expect
from sweeping import Judge

from samloft.catalogue import label
from samloft.text.activities import with_activities
from samloft.text.blocks import dressed
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.write import write

pytestmark = pytest.mark.browser

TEXT = """\
!!! quiz "Hva er best?"
    - [ ] Et kort ord

        Korte ord gjettes først.

    - [x] En lang setning

        Lengden er det som teller.

    Lengde slår rare tegn.

!!! quiz "Hvilke er trygge?"
    - [x] En
    - [x] To
    - [ ] Tre

!!! quiz "Når kom loven?"
    answer: 1. februar 2023
    answer: 01.02.2023
"""
PUT = """
    html => {
      document.querySelector("article").innerHTML = html;
      const script = document.createElement("script");
      script.src = document.querySelector("script[src$='quiz.js']").src;
      document.head.append(script);
      return new Promise(resolve => { script.onload = resolve; });
    }
"""


@pytest.fixture
def quizzes(look: Page) -> Locator:
    """Return three quizzes, answered in three ways, on a page of the real course."""
    look.goto(f"/agder/{LESSON}")
    html = engine_html(write(dressed(with_activities(parse(TEXT), "nb"), "nb")))
    look.evaluate(PUT, f"<h1>Prøve</h1>{html}")
    return look.locator(".sl-quiz")


def word(key: str) -> str:
    return label("nb", f"site.quiz_{key}")


def test_a_wrong_answer_is_told_in_words_with_what_is_right_and_why(quizzes: Locator) -> None:
    quiz = quizzes.nth(0)
    quiz.get_by_label("Et kort ord").check()
    quiz.get_by_role("button", name=word("check")).click()
    expect(quiz.get_by_role("status")).to_contain_text(word("bad"))
    wrong, right = quiz.locator(".sl-answer").nth(0), quiz.locator(".sl-answer").nth(1)
    expect(wrong).to_contain_text(word("chosen_wrong"))
    expect(wrong).to_contain_text("Korte ord gjettes først.")
    expect(right).to_contain_text(word("answer"))
    expect(right).to_contain_text("Lengden er det som teller.")
    expect(quiz.locator(".sl-quiz__told")).to_have_text("Lengde slår rare tegn.")
    expect(quiz.get_by_label("Et kort ord")).to_have_accessible_description(
        f"{word('chosen_wrong')} Korte ord gjettes først."
    )


def test_one_can_try_again_with_the_keyboard_alone(quizzes: Locator, look: Page) -> None:
    quiz = quizzes.nth(0)
    quiz.get_by_label("Et kort ord").focus()
    look.keyboard.press("Space")
    quiz.get_by_role("button").focus()
    look.keyboard.press("Enter")
    again = quiz.get_by_role("button", name=word("again"))
    expect(again).to_be_focused()
    look.keyboard.press("Enter")
    expect(quiz.get_by_label("Et kort ord")).to_be_focused()
    expect(quiz.get_by_label("Et kort ord")).not_to_be_checked()
    expect(quiz.get_by_role("status")).to_be_empty()
    look.keyboard.press("ArrowDown")
    expect(quiz.get_by_label("En lang setning")).to_be_checked()
    quiz.get_by_role("button").press("Enter")
    expect(quiz.get_by_role("status")).to_contain_text(word("good"))


def test_several_answers_may_be_partly_right(quizzes: Locator) -> None:
    quiz = quizzes.nth(1)
    quiz.get_by_label("En").check()
    quiz.get_by_role("button").click()
    expect(quiz.get_by_role("status")).to_contain_text(word("part"))
    expect(quiz.locator(".sl-answer").nth(1)).to_contain_text(word("missed"))
    quiz.get_by_label("To").check()  # another answer: the verdict is gone
    expect(quiz.get_by_role("status")).to_be_empty()
    quiz.get_by_role("button", name=word("check")).click()
    expect(quiz.get_by_role("status")).to_contain_text(word("good"))


@pytest.mark.parametrize(
    ("written", "said"), [(" 1. FEBRUAR  2023. ", "good"), ("01.02.2023", "good"), ("2022", "bad")]
)
def test_a_written_answer_is_compared_kindly(quizzes: Locator, written: str, said: str) -> None:
    field = quizzes.nth(2).get_by_role("textbox", name=label("nb", "quiz.write"))
    field.fill(written)
    field.press("Enter")
    expect(quizzes.nth(2).get_by_role("status")).to_contain_text(word(said))


def test_nothing_chosen_is_answered_with_what_to_do(quizzes: Locator) -> None:
    quizzes.nth(0).get_by_role("button").click()
    expect(quizzes.nth(0).get_by_role("status")).to_have_text(word("none"))
    expect(quizzes.nth(0).get_by_label("Et kort ord")).to_be_focused()


def test_on_paper_the_question_is_asked_again(quizzes: Locator, look: Page) -> None:
    quizzes.nth(0).get_by_label("Et kort ord").check()
    quizzes.nth(0).get_by_role("button").click()
    look.emulate_media(media="print")
    for gone in ("button", ".sl-answer__after", ".sl-quiz__status", ".sl-quiz__told"):
        expect(quizzes.nth(0).locator(gone).first).to_be_hidden()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_when_all_is_answered(
    quizzes: Locator, look: Page, scheme: str, judge: Judge
) -> None:
    look.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    quizzes.nth(0).get_by_label("Et kort ord").check()
    quizzes.nth(1).get_by_label("En").check()
    quizzes.nth(2).get_by_role("textbox").fill("2022")
    for quiz in quizzes.all():
        quiz.get_by_role("button").click()
    assert judge.complaints(look) == ""


def test_footnotes_say_what_they_are(look: Page) -> None:
    look.goto(f"/agder/{LESSON}")
    mark = look.locator("a.footnote-ref").first
    expect(mark).to_have_attribute("role", "doc-noteref")
    expect(mark).to_have_text("Kilde 1")
    back = look.locator("a.footnote-backref")
    names = back.evaluate_all("all => all.map(each => each.ariaLabel)")
    assert len(set(names)) == len(names)
    assert names[0] == "Tilbake til kilde 1 i teksten"
