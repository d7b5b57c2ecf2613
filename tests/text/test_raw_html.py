"""Raw HTML stays what it is, and links and pictures in it are followed like all others."""

from __future__ import annotations

from textwrap import indent

import pytest

from samloft.languages import BASE
from samloft.text.blocks import dressed, find_blocks, inside
from samloft.text.html import to_html
from samloft.text.links import find_links
from samloft.text.looked_through import look_through
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.proof import shape_of
from samloft.text.safety import unsafe_in
from samloft.text.write import write

KEPT = {
    "kbd": "Trykk <kbd>Ctrl</kbd> + <kbd>P</kbd>.",
    "sub and sup": "H<sub>2</sub>O er 10<sup>3</sup> *gode* dråper.",
    "abbr": 'En <abbr title="Kommunenes Sentralforbund">KS</abbr>-rapport.',
    "language": 'Ordet <span lang="en">privacy by *design*</span> er engelsk.',
    "details": "<details>\n<summary>Mer</summary>\n\nSkjult **tekst**.\n\n- a\n- b\n\n</details>",
    "details on one line": "<details><summary>Mer</summary>Skjult.</details>",
    "a part in another language": '<div lang="en">\n\nIn *English*.\n\n## Heading\n\n</div>',
    "elements in one another": "<section>\n\n<div>\n\nTekst.\n\n</div>\n\n</section>",
    "figure": (
        '<figure>\n<img src="kart.png" alt="Et *kart*" width="200">\n'
        "<figcaption>Kartet & <em>veien</em> i 2_000 meter</figcaption>\n</figure>"
    ),
    "figure on one line": (
        '<figure><img src="kart.png" alt="Kart"><figcaption>Se <a href="b.md">*b*</a></figcaption>'
        "</figure>"
    ),
    "elements among words": '<div>Før <p>Se <a href="b.md">b</a></p> etter <p><b>c</b></p></div>',
    "a picture alone": '<img src="kart.png" alt="Et *kart*" width="200">',
    "a picture alone, closed": '<img src="kart.png" alt="Et *kart*" />',
    "two pictures alone": '<img src="a.png" alt="A">\n<img src="b.png" alt="B">',
    "figure with Markdown in it": (
        "<figure>\n\n![Et kart](kart.png)\n\n<figcaption>Kartet</figcaption>\n</figure>"
    ),
    "table": (
        '<table>\n<tr><th scope="row">a</th><td colspan="2"><a href="b.md">b</a> *c*</td></tr>\n'
        "</table>"
    ),
    "fences of code as they are written": "<pre>\n```python\na\n```\n\n</pre>\n\n```\nb\n```",
    "table without links": "<table>\n<tr><td>*a*</td></tr>\n</table>",
    "a link in a line": 'Se <a href="b.md" title="t">en **fet** side</a>.',
    "a link that opens anew": '<a href="b.md" target="_blank" rel="noopener">b</a>',
    "words below a heading": "<h2>Om *det*</h2>\nEn <b>fet</b> _strek_\n<br>\nog `mer`",
    "words in an element": "<details>\n<summary>Mer</summary>\nEn _strek_\n\nog *det*\n</details>",
    "a paragraph in the middle": '<p align="center">Midt på</p>',
    "a place before a heading": '<!----><a id="her"></a>\n## Kontakt',
    "a line break alone": "Før.\n\n<br>\n\nEtter.",
    "an element that is moved in": "<div>\n    <h2>Om</h2>\n\nTekst.\n\n</div>",
    "a caption with Markdown in it": (
        "<figure>\n\n![Et kart](kart.png)\n\n<figcaption>\n\nKartet[^1] **her**\n\n</figcaption>\n"
        "</figure>\n\n[^1]: Note"
    ),
    "a list with Markdown in its items": (
        "<ul>\n<li>\n\n**A**\n\n</li>\n<li>\n\n- a\n\n</li>\n</ul>"
    ),
    "explanations with Markdown in them": (
        "<dl>\n<dt>A</dt>\n<dd>\n\n**a**\n\n</dd>\n<dt>B</dt>\n<dd>\n\nb\n\n</dd></dl>"
    ),
    "a table with Markdown in its cells": (
        "<table>\n<tr><td>\n\n- a\n\n</td><td>\n\n**b**\n\n</td></tr>\n</table>"
    ),
    "spaces between elements": "<p><b>Kari</b> <i>og</i> <img src='a.png' alt='Ola'/> er her</p>",
}
SHAPES = {
    "kbd": "<p>Trykk <kbd>Ctrl</kbd> + <kbd>P</kbd>.</p>",
    "details": (
        "<details><summary>Mer</summary><p>Skjult <strong>tekst</strong>.</p>"
        "<ul><li>a</li><li>b</li></ul></details>"
    ),
    "figure": (
        '<figure><img src="kart.png" alt="Et *kart*">'
        "<figcaption>Kartet &amp; <em>veien</em> i 2_000 meter</figcaption></figure>"
    ),
    "figure on one line": (
        '<figure><img src="kart.png" alt="Kart">'
        '<figcaption>Se <a href="b.md">*b*</a></figcaption></figure>'
    ),
    "elements among words": ('<div>Før <p>Se <a href="b.md">b</a></p> etter <p><b>c</b></p></div>'),
    "table": (
        '<table><tr><th scope="row">a</th>'
        '<td colspan="2"><a href="b.md">b</a> *c*</td></tr></table>'
    ),
    "a link in a line": '<p>Se <a href="b.md" title="t">en <strong>fet</strong> side</a>.</p>',
    "a picture alone, closed": '<p><img src="kart.png" alt="Et *kart*"></p>',
    "words below a heading": ("<h2>Om *det*</h2><p>En <b>fet</b> _strek_ <br> og `mer`</p>"),
    "words in an element": (
        "<details><summary>Mer</summary><p>En _strek_</p><p>og <em>det</em></p></details>"
    ),
    "a paragraph in the middle": '<p align="center">Midt på</p>',
    "a place before a heading": '<p><a id="her"></a></p><h2>Kontakt</h2>',
    "an element that is moved in": "<div><h2>Om</h2><p>Tekst.</p></div>",
    "a caption with Markdown in it": (
        '<figure><p><img src="kart.png" alt="Et kart"></p><figcaption><p>Kartet<sup id="fnref:1">1'
        "</sup> <strong>her</strong></p></figcaption></figure>"
    ),
    "a list with Markdown in its items": (
        "<ul><li><p><strong>A</strong></p></li><li><ul><li>a</li></ul></li></ul>"
    ),
    "explanations with Markdown in them": (
        "<dl><dt>A</dt><dd><p><strong>a</strong></p></dd><dt>B</dt><dd><p>b</p></dd></dl>"
    ),
    "a table with Markdown in its cells": (
        "<table><tr><td><ul><li>a</li></ul></td><td><p><strong>b</strong></p></td></tr></table>"
    ),
    "spaces between elements": ('<p><b>Kari</b> <i>og</i> <img src="a.png" alt="Ola"> er her</p>'),
}


@pytest.mark.parametrize("name", KEPT)
def test_an_element_is_kept(name: str) -> None:
    assert look_through(KEPT[name]).faults == ()


@pytest.mark.parametrize("name", SHAPES)
def test_an_element_comes_out_as_it_was_written(name: str) -> None:
    assert shape_of(engine_html(write(parse(KEPT[name])))) == shape_of(SHAPES[name])


FOLD = "<details{}>\n<summary>Mer *om* <b>det</b></summary>\n\nSkjult **tekst**.\n\n</details>"
ONE_PIECE = "<details><summary>Mer *om* <b>det</b></summary>Skjult <b>tekst</b>.</details>"
AROUND = {
    "a block": ('!!! case "A"\n    Før.\n\n', "    "),
    "a folded block": ('??? tip "A"\n', "    "),
    "a list": ("- Før.\n\n", "    "),
    "a quote": ("> Før.\n>\n", "> "),
    "a list in a block": ('!!! case "A"\n    - Før.\n\n', "        "),
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("fold", [FOLD.format(""), FOLD.format(" open"), ONE_PIECE])
def test_a_fold_is_a_fold_wherever_it_stands(fold: str, around: str) -> None:
    before, inset = AROUND[around]
    text = before + indent(fold, inset, lambda _: True) + "\n"
    assert look_through(text).faults == ()
    html = engine_html(write(parse(text)))
    opened = ' open="open"' if "open" in fold else ""
    assert f"<details{opened}>\n<summary>Mer *om* <b>det</b></summary>\n<p>Skjult " in html


def test_a_fold_in_a_fold_in_a_block_is_one_too() -> None:
    inner = FOLD.format("").replace("Skjult **tekst**.", FOLD.format(""))
    text = f'!!! case "A"\n    Før.\n\n{indent(inner, "    ")}\n'
    assert look_through(text).faults == ()
    assert engine_html(write(parse(text))).count("<summary>") == 2


@pytest.mark.parametrize(
    "fold", ['<details lang="en"><summary>x</summary>y</details>', "<details>y</details>"]
)
def test_a_fold_that_is_not_of_words_alone_is_an_element_in_a_block_too(fold: str) -> None:
    text = f"!!! note\n    {fold}\n"
    assert look_through(text).faults == ()
    assert fold in engine_html(write(parse(text))).replace("\n", "")


IN_A_CELL = (
    "En<br>to",
    "Ord <ul><li>først *dette*</li><li>så [det](b.md)<ol><li>inni</li></ol></li></ul>",
    "<p>Et avsnitt</p><p>Et til</p>",
    '<div>En</div><div align="center">*To*</div>',
    "<details><summary>Mer</summary>Skjult</details>",
)
TABLE = "| A | B |\n|---|---|\n| {} | b |\n| c | d |\n"


@pytest.mark.parametrize("cell", IN_A_CELL)
@pytest.mark.parametrize("around", [None, *AROUND])
def test_an_element_in_a_cell_of_a_table_stays_in_it(cell: str, around: str | None) -> None:
    before, inset = AROUND[around] if around else ("", "")
    text = before + indent(TABLE.format(cell), inset) + "\nEtter.\n"
    assert look_through(text).faults == ()
    html = engine_html(write(parse(text)))
    row = html.partition("<tbody>")[2].partition("<tr>")[2].partition("</tr>")[0]
    assert shape_of(row) == shape_of(f"<td>{_read_in(cell)}</td><td>b</td>")


def _read_in(cell: str) -> str:
    html = cell.replace("*dette*", "<em>dette</em>").replace("*To*", "<em>To</em>")
    return html.replace("[det](b.md)", '<a href="b.md">det</a>')


FILM = '<video src="film.mp4" controls></video>'


@pytest.mark.parametrize(
    "text",
    [
        FILM,
        f"{FILM}\n{FILM}\nto filmer",
        f"{FILM} med ord etter",
        f"- {FILM}",
        f"- a\n\n  {FILM}\n- b",
        f"> {FILM}",
        f'!!! tip "Se"\n    {FILM}',
        f"Ord\n: {FILM}",
        f"| a |\n|---|\n| {FILM} |",
        '<video src="film.mp4" controls>*Ingen* film. <a href="a.md">Les</a></video>',
        '<VIDEO controls src="film.mp4">\n<track kind="captions" src="film.vtt">\n</VIDEO>',
        '<audio src="lyd.mp3" controls></audio>',
    ],
)
def test_a_film_stands_wherever_words_may(text: str) -> None:
    assert look_through(text).faults == ()


def test_links_and_pictures_in_html_are_found_with_their_lines() -> None:
    text = "\n\n".join([KEPT["figure"], KEPT["table"], KEPT["a link in a line"]])
    assert [(link.line, link.target, link.text, link.is_image) for link in find_links(text)] == [
        (2, "kart.png", "Et *kart*", True),
        (7, "b.md", "b", False),
        (10, "b.md", "en fet side", False),
    ]


@pytest.mark.parametrize(
    "text", ["<!-- hemmelig -->", "Før <!-- hemmelig --> etter.", "- a\n  <!-- hemmelig\n  -->"]
)
def test_a_comment_is_for_nobody(text: str) -> None:
    assert "hemmelig" not in write(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "!!! note\n    <div>\n    tekst\n",
        "- a\n\n  <table>\n  <tr><td>b\n  </table>",
    ],
)
def test_an_element_where_the_site_would_break_it_is_refused(text: str) -> None:
    assert look_through(text).faults != ()


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("<h1>Tittel</h1>\n", 1, "title-is-in-front-matter"),
        (
            "a\n\n<details>\n<summary>b</summary>\n<h1>c</h1>\n</details>\n",
            5,
            "title-is-in-front-matter",
        ),
        ("<h1 class=x>\n\n*x*\n\n</h1>\n", 1, "title-is-in-front-matter"),
        ("## a\n\n<H4>b</H4>\n", 3, "heading-skips-no-level"),
    ],
)
def test_headings_that_are_html_are_headings(text: str, line: int, rule: str) -> None:
    assert [(fault.line, fault.rule) for fault in look_through(text).faults] == [(line, rule)]


@pytest.mark.parametrize(
    "text", ["<!-- <h1>a</h1> -->\n", "`<h1>`\n", "## a\n\n<h3>b</h3>\n\n#### c\n"]
)
def test_what_is_no_heading_or_has_its_level_passes(text: str) -> None:
    assert look_through(text).faults == ()


@pytest.mark.parametrize("before", ["", "Tekst.\n\n", "- a\n\n", "> a\n\n", "!!! note\n    b\n\n"])
@pytest.mark.parametrize(
    "opened", ["<details><summary>x</summary>", "<div>x", "<section>x", "<b>x"]
)
def test_an_element_left_open_is_told_of_whatever_stands_before_it(
    before: str, opened: str
) -> None:
    found = unsafe_in(write(parse(f"{before}{opened}\n")))
    assert [each.rule for each in found] == ["html-is-whole"]


WITHIN_OURS = (
    "| a | b |\n|---|---|\n| <div>c</div> | d |",
    '<div lang="en">\n\nb\n\n</div>',
    '- a\n\n  <div lang="en">\n\n  b\n\n  </div>\n\n  c',
    "- a\n- b\n1. a\n   <div>b</div>",
    '1. 1. !!! note "T"\n          a',
    "- a\n  !!! tip\n      b",
    "!!! reflect\n    - a\n\n      <section>\n\n      b\n\n      </section>\n\n    Hva?",
    '!!! group "G"\n    !!! tip\n        <div lang="en">\n\n        a\n\n        </div>\n\n    b',
    "!!! facilitator\n    > <div>\n    >\n    > a\n    >\n    > </div>\n\n    b",
    "- a\n\n  <figure>\n\n  > b\n\n  </figure>",
    "- a\n\n  <details>\n  <summary>b</summary>\n\n  c\n\n  </details>",
)


@pytest.mark.parametrize(
    "html",
    [
        '<details>\n<summary>Se <a href="b.md">b</a></summary>\n\nTekst\n\n</details>',
        '<figure>\n\nTekst\n\n<figcaption>Se <a href="b.md">b</a></figcaption>\n</figure>',
        '!!! tip\n    <details>\n    <summary><a href="b.md">b</a></summary>\n\n    x\n\n'
        "    </details>",
    ],
)
def test_a_link_beside_the_tags_around_a_text_is_followed_too(html: str) -> None:
    assert [link.target for link in find_links(html)] == ["b.md"]
    assert look_through(html).faults == ()


@pytest.mark.parametrize("text", WITHIN_OURS)
def test_an_element_in_a_list_or_a_block_ends_none_of_ours_around_it(text: str) -> None:
    """A guide puts a note in a passage, and a page that is borrowed stands in an element."""
    assert look_through(text).faults == ()
    parts = [parse(text), *(inside(block, BASE, facilitator=True) for block in find_blocks(text))]
    for part in parts:
        whole = dressed(part, BASE, facilitator=True)
        around = f'<div markdown="1">\n\n{write(whole)}\n\nSlutt.\n\n</div>'
        shown = shape_of(f"<div>{to_html(whole.children)}<p>Slutt.</p></div>")
        assert shape_of(engine_html(around)) == shown


def test_an_element_that_would_end_the_one_around_it_is_refused() -> None:
    table = "| a | b |\n|---|---|\n| <details>c</details> | d |"
    found = look_through(f"<details>\n<summary>e</summary>\n\n{table}\n\n</details>")
    assert [each.rule for each in found.unsafe] == ["html-is-whole"]


@pytest.mark.parametrize("before", ["    ", "> "])
def test_html_that_is_refused_in_a_block_is_named_with_its_line(before: str) -> None:
    unclosed = indent("<ul>\n<li>a\n</ul>", before)
    found = look_through(f"!!! tip\n    Se:\n\n{unclosed}\n" if before == "    " else unclosed)
    assert [(fault.rule, fault.line) for fault in found.faults] == [
        ("html-is-read-alike", 4 if before == "    " else 1)
    ]
    assert found.unsafe == ()


@pytest.mark.parametrize(
    "text",
    [
        "<p><![Kart](kart.png)</p>",
        "!!! tip\n    <p><![",
        "<div>\n\na\n\n<p><![iffy</div>",
        "- <td><![</td>",
    ],
)
def test_what_begins_like_a_declaration_is_refused_like_other_torn_html(text: str) -> None:
    found = look_through(text)
    assert found.faults or found.unsafe
