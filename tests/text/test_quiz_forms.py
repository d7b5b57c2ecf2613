"""A quiz on the page, on paper and in its plain form: what its author wrote, each in its place."""

from __future__ import annotations

from html import escape

import pytest

from samloft.languages import BASE
from samloft.text.activities import with_activities
from samloft.text.blocks import dressed, find_blocks
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.proof import first_difference
from samloft.text.quizzes import asked, parts_of
from samloft.text.safety import faults_in
from samloft.text.sanitised import sanitised
from samloft.text.write import write

WRAPPED = """\
!!! quiz "Hva er best?"
    - [ ] Et kort ord som
      du har brukt lenge

        Korte ord gjettes først.

    - [x] En lang setning

        Lengden teller.

        Det sier også NSM.

    - [ ] Navnet på hunden

    Lengde slår rare tegn.
"""
SEVERAL = '!!! quiz "Hvilke?"\n    - [x] En\n    - [x] To\n    - [ ] Tre\n'
WRITTEN = '!!! quiz "Når?"\n    answer: 1. februar 2023\n    answer: 01.02.2023\n\n    Da.\n'


def on_page(text: str) -> str:
    return engine_html(write(sanitised(dressed(with_activities(parse(text), "nb"), "nb"))))


def test_an_explanation_is_a_paragraph_below_its_option_also_where_that_is_wrapped() -> None:
    (block,) = find_blocks(WRAPPED)
    quiz = parts_of(block.node)
    lines = ["".join(piece.words for piece in option.line) for option in quiz.options]
    assert lines == ["Et kort ord som du har brukt lenge", "En lang setning", "Navnet på hunden"]
    whys = [[each.words for each in option.why] for option in quiz.options]
    assert whys == [["Korte ord gjettes først."], ["Lengden teller.", "Det sier også NSM."], []]
    assert [each.words for each in quiz.after] == ["Lengde slår rare tegn."]
    assert [item.words for _, item in block.answers] == lines
    assert "Det sier også NSM. Lengde" in block.reason


@pytest.mark.parametrize(
    ("text", "way", "kind"),
    [(WRAPPED, "one", "radio"), (SEVERAL, "several", "checkbox"), (WRITTEN, "text", "text")],
)
def test_the_page_has_fields_for_the_way_it_is_answered(text: str, way: str, kind: str) -> None:
    html = on_page(text)
    assert f'data-sl-quiz="{way}"' in html
    assert f'type="{kind}"' in html
    assert html.count("<input") == (1 if way == "text" else 3)
    assert '<h3 id="quiz-1">' in html.partition("<legend>")[2].partition("</legend>")[0]


def test_every_fold_has_a_name_of_its_own() -> None:
    html = on_page(f"{WRAPPED}\n{SEVERAL}\n{WRITTEN}")
    names = [part.partition("</summary>")[0] for part in html.split("<summary>")[1:]]
    assert names == [f"Vis svaret på spørsmål {number}" for number in (1, 2, 3)]


def test_the_page_of_ours_may_ask_and_no_text_of_others() -> None:
    html = on_page(WRAPPED)
    assert list(faults_in(html, is_ours=True)) == []
    refused = {value for _, value in faults_in(html)}
    assert {"<fieldset>", "<legend>", "<label>", "<input>"} <= refused
    foreign = '<form action="https://evil.example"><input type="password"></form>'
    assert {value for _, value in faults_in(foreign, is_ours=True)} == {"<form>", "type"}
    assert "<input" not in write(sanitised(parse('Skriv <input type="text"> her.\n')))
    assert "<input" not in write(sanitised(parse('<div><input type="text"></div>\n')))


def test_paper_asks_and_does_not_answer() -> None:
    (block,) = find_blocks(WRAPPED)
    said = " ".join(node.words for node in asked(block.node))
    assert "En lang setning" in said
    assert "Lengden teller" not in said


@pytest.mark.parametrize("text", [WRAPPED, SEVERAL, WRITTEN])
def test_the_plain_form_reads_alike_in_every_engine(text: str) -> None:
    assert first_difference(dressed(parse(text), "nb")) is None


@pytest.mark.parametrize(
    "tag", ["</div>", "</section></div>", "</fieldset>", "<!--", "<div>", "<?x"]
)
def test_tags_in_code_end_nothing_around_the_quiz(tag: str) -> None:
    text = f'!!! quiz "Hva er `{tag}`?"\n    - [ ] `{tag}`\n    - [x] b\n\n    `{tag}`\n'
    asked = with_activities(parse(text), BASE)
    html = engine_html(f'<div lang="en" markdown="1">\n\n{write(asked)}\n\n</div>\n\nSlutt')
    assert list(faults_in(html, is_ours=True)) == []
    assert html.count(f"<code>{escape(tag)}</code>") == 3
    assert html.endswith("</div>\n<p>Slutt</p>")
