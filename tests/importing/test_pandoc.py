"""What pandoc reads beside Markdown is ours, as pandoc shows it, or is told of."""

from __future__ import annotations

import pytest
from test_dialects import told
from world import Run, WriteTree

from samloft.importing.dialects import in_our_words
from samloft.importing.document import Report
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.proof import as_engine_reads

OL = "<ol> <li>Ja</li> <li>Nei</li> </ol>"


def shown(text: str, report: Report) -> str:
    """Return what readers see of a text, on one line."""
    made = in_our_words(text, "a", report).text
    return " ".join(engine_html(as_engine_reads(parse(made))).split())


@pytest.mark.parametrize(
    ("written", "html", "said"),
    [
        ("Hva?\n\na. Ja\nb. Nei\n", f"<p>Hva?</p> {OL}", {"letter_list"}),
        ("a) Ja\nb) Nei\n", OL, {"letter_list"}),
        ("(A) Ja\n(B) Nei\n", OL, {"letter_list"}),
        ("A.  Ja\nB.  Nei\n", OL, {"letter_list"}),
        ("ii. Ja\niii. Nei\n", OL.replace("<ol>", '<ol start="2">'), {"letter_list"}),
        ("(i) Ja\n(ii) Nei\n", OL, {"letter_list"}),
        ("#. Ja\n#. Nei\n", OL, set()),
        ("(1) Ja\n(2) Nei\n", OL, set()),
        ("c. Ja\nd. Nei\n", OL.replace("<ol>", '<ol start="3">'), {"letter_list"}),
        ("1. En\n    a. Ja\n    b. Nei\n2. To\n", None, {"letter_list"}),
        ("(iv) Ja\n\n     Mer.\n\n(v) Nei\n", None, {"letter_list"}),
        (
            "(@) Ja\n(@god) Nei\n\nSom (@god) sier.\n\n(@) Mer\n",
            f'{OL} <p>Som (2) sier.</p> <ol start="3"> <li>Mer</li> </ol>',
            set(),
        ),
        ("A. Testesen bor her.", "<p>A. Testesen bor her.</p>", set()),
        ("B. Russell og\nC. Darwin", "<p>B. Russell og C. Darwin</p>", set()),
        ("Se avsnitt\na. for mer", "<p>Se avsnitt a. for mer</p>", set()),
        ("i. Ett ord", "<p>i. Ett ord</p>", set()),
        (
            "| Navn\n|  Gate 1\n| 0123 Oslo\n",
            "<p>Navn<br /> &#160;Gate 1<br /> 0123 Oslo</p>",
            set(),
        ),
        ("x^a\\ b^, H~2\\ 3~", "<p>x<sup>a b</sup>, H<sub>2 3</sub></p>", set()),
        ("10\\ 000 i C:\\ her", "<p>10 000 i C:\\ her</p>", set()),
        ('[a]{k="v"} [b]{.mark}', "<p>a <mark>b</mark></p>", {"word_attribute"}),
        (
            "## Å gjøre {-}\n\nSe [Å gjøre] og [her][Å gjøre].",
            '<h2 id="a-gjre">Å gjøre</h2> <p>Se <a href="#a-gjore">Å gjøre</a>'
            ' og <a href="#a-gjore">her</a>.</p>',
            set(),
        ),
        ("Tekst^[Et *notat* [her](https://ks.no).] mer.", None, set()),
        ("`<kbd>x</kbd>`{=html} og `y`{=latex}", "<p><kbd>x</kbd> og</p>", {"raw_format"}),
        ("```{=latex}\n\\x\n```\n\nA\n\n```{=html}\n<hr>\n```", "<p>A</p> <hr>", {"raw_format"}),
        ("A\n\n---\nauthor: B\n---\n\nC", "<p>A</p> <p>C</p>", {"metadata"}),
        ("% Tittel\n% Kari\n\nA", '<h1 id="tittel">Tittel</h1> <p>A</p>', {"metadata"}),
        ("A [@b, s. 3] og @c her.", None, {"citation"}),
        ("Se @fig-a.", None, {"citation"}),
        ("Skriv til @kari eller a@b.no.", None, set()),
        ("Det er $x^2$ av \\emph{alle}.", None, {"formula", "tex"}),
        ("Det koster $20 og $30, C:\\nytt.", None, set()),
        ("![B](b.png){#fig:b}", None, {"figure_caption"}),
        ("```\na. b\nb. c\n\n| x\n| y\n$x$ [@a]\n```", None, set()),
    ],
)
def test_signs_of_pandoc_are_ours_or_are_told_of(
    written: str, html: str | None, said: set[str], report: Report
) -> None:
    found = shown(written, report).replace("\N{NO-BREAK SPACE}", " ")
    assert told(report) == said
    if html is not None:
        assert found == html


def test_what_belongs_to_an_item_stays_in_it(report: Report) -> None:
    code = "      ```\n      kode\n      ```\n"
    text = f"(iii) Ja\n\n      Mer.\n\n{code}\n(iv) Nei\n   a) Her\n   b) Der\n"
    found = shown(text, report)
    assert found.startswith('<ol start="3"> <li> <p>Ja</p> <p>Mer.</p> <div class="highlight">')
    assert found.endswith("<li>Her</li> <li>Der</li> </ol> </li> </ol>")


def test_a_note_in_a_line_is_a_footnote_of_its_own_paragraph(report: Report) -> None:
    text = "En^[Først] og to^[Så *her*].\n\nMer `^[kode]`."
    made = in_our_words(text, "a", report).text
    assert made == (
        "En[^note-1] og to[^note-2].\n\n[^note-1]: Først\n\n[^note-2]: Så *her*\n\nMer `^[kode]`."
    )


@pytest.mark.parametrize(
    "written",
    [
        "| A |\n|---|\n| 1 |\n\n: Tall {#tbl:x}\n",
        "| A |\n|---|\n| 1 |\n: Tall\n",
        "| A |\n|---|\n| 1 |\n\nTable: Tall\n",
        "Table: Tall\n\n| A |\n|---|\n| 1 |\n",
    ],
)
def test_a_caption_of_a_table_is_a_paragraph_beside_it(written: str, report: Report) -> None:
    found = shown(written, report)
    assert "<p><em>Tall</em></p>" in found
    assert "<td>1</td>" in found
    assert told(report) == {"table_caption"}


@pytest.mark.parametrize(
    "written",
    [
        "  A     B\n-----  ----\n   1     2\n\n",
        "----- ----\n 1     2\n----- ----\n",
        "-----------\n A    B\n---- ------\n 1    2\n      3\n\n 4    5\n-----------\n",
        "+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+\n",
    ],
)
def test_a_table_drawn_with_lines_is_told_of_once(written: str, report: Report) -> None:
    in_our_words(f"Før.\n\n{written}\nEtter.\n", "a", report)
    assert [(each.what, count) for each, count in report] == [("drawn_table", 1)]


def test_a_lesson_of_pandocs_is_imported_and_builds(
    small_course: object, run: Run, write_tree: WriteTree
) -> None:
    folder = write_tree({"ute.md": "# Ute\n\nHva?^[Si det.]\n\na. Ja\nb. Nei\n\n| Navn\n| Oslo\n"})
    done = run("import", str(folder / "ute.md"), "--module", "deling")
    assert done.code == 0
    assert "en liste med bokstaver eller romertall, a., har tall nå" in done.out
    assert run("check").code == 0
