"""Raw HTML in a block, a fold, a tab, a list or a quote is shown as it is everywhere else."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

import pytest

from samloft.languages import BASE
from samloft.products.paper.page import read_page
from samloft.text.blocks import dressed
from samloft.text.links import find_links
from samloft.text.looked_through import Found, look_through
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.safety import unsafe_in
from samloft.text.write import write, write_for_authors

ELEMENTS = {
    "paragraph": '<p lang="en">Read <kbd>Tab</kbd>.</p>',
    "paragraphs": "<p>En</p>\n<p>To</p>",
    "list": (
        "<ul>\n  <li>En</li>\n  <li>To\n    <ol>\n      <li>Tre</li>\n    </ol>\n  </li>\n</ul>"
    ),
    "numbered list": '<ol start="3">\n<li>En</li>\n<li><p>To</p></li>\n</ol>',
    "table": (
        '<table>\n  <caption>Tall</caption>\n  <tr>\n    <th scope="col">A</th>\n'
        '    <td colspan="2">B</td>\n  </tr>\n</table>'
    ),
    "figure": (
        '<figure>\n  <a href="b.md"><img src="kart.png" alt="Kart"></a>\n'
        '  <figcaption>Se <a href="c.md">c</a></figcaption>\n</figure>'
    ),
    "figure with Markdown": (
        "<figure>\n\n![Kart](kart.png)\n\n<figcaption>Kartet</figcaption>\n</figure>"
    ),
    "explanations": "<dl>\n    <dt>Ord</dt>\n    <dd>Forklart</dd>\n</dl>",
    "quote": "<blockquote>\n  <p>Sitat</p>\n</blockquote>",
    "code": "<pre>\nlinje *en*\n  # to [x](y)\n\n    &lt;tre&gt;\n</pre>",
    "code with keys": "<pre>Trykk <kbd>Tab</kbd>\nog les</pre>",
    "part": '<div lang="en">\n    <div>\n        <p>Hello</p>\n    </div>\n</div>',
    "fold": "<details>\n<summary>Mer</summary>\n<ul>\n<li>A</li>\n</ul>\n</details>",
    "heading": "<h2>Om</h2>\nOrd *under*",
    "signs": "<ul>\n<li>a *b* `c` [d](e.md) &#39;f&#39;</li>\n<li>1. g</li>\n</ul>",
    "items with Markdown": "<ol>\n<li>\n\n**A**\n\n```sh\nls\n```\n\n</li>\n<li>B</li>\n</ol>",
    "picture": '<img src="kart.png" alt="Kart" width="20">',
    "slashes": '<p>a<br/>b<wbr />c</p>\n<hr/>\n<img src="kart.png" alt="Kart" />',
    "rows apart": "<table>\n<tr><td>A</td></tr>\n\n<tr><td>B</td></tr>\n</table>",
    "caption and link": (
        "<table>\n  <caption>Tall <b>i</b> år</caption>\n  <tr><th>A</th></tr>\n"
        '  <tr><td><a href="b.md">B</a></td></tr>\n</table>'
    ),
    "Markdown below": "<p>x</p>\n\n1. a\n2. b\n\n   c\n\n| a | b |\n|---|---|\n| 1 | 2 |",
}
PLACES = {
    "block": "!!! info\n    Før.\n\n{4}\n\n    Etter.",
    "block of ours": '!!! reflect "En *fet* `tittel`"\n{4}',
    "for the facilitator": "!!! facilitator\n    Før.\n{4}",
    "fold": '??? tip "Mer"\n\n{4}',
    "tab": '=== "A"\n\n{4}\n\n=== "B"\n\n    b',
    "item": "- a\n\n{2}\n\n  b\n\n- c",
    "item without blank lines": "- a\n{2}\n- b",
    "numbered item": "1. a\n\n{3}\n\n2. b",
    "item of an item": "1. a\n\n   - b\n\n{5}\n\n   - c\n\n2. d",
    "item in a block": "!!! tip\n    - a\n\n{6}\n\n    - b",
    "block in an item": "- a\n\n  !!! tip\n\n{6}\n\n- b",
    "block in a block": "!!! case\n    !!! tip\n{8}\n\n    b",
    "quote": "> a\n>\n{> }\n>\n> b",
    "definition": "Ord\n:   Forklart.\n\n{4}",
}


def put(element: str, place: str) -> str:
    """Return a text with an element in some place, and a paragraph below."""

    def moved_in(found: re.Match[str]) -> str:
        margin = " " * int(found[1]) if found[1].isdigit() else found[1]
        return indent(element, margin, lambda line: bool(line.strip()) or ">" in margin)

    return re.sub(r"\{([\d> ]+)\}", moved_in, place) + "\n\nUt.\n"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("element", ELEMENTS)
def test_an_element_is_shown_as_an_editor_shows_it(element: str, place: str) -> None:
    found = look_through(put(ELEMENTS[element], PLACES[place]))
    assert (found.faults, found.unsafe) == ((), ())


@pytest.mark.parametrize("place", sorted(PLACES.keys() - {"for the facilitator"}))
def test_a_paper_says_what_is_in_an_element(place: str, tmp_path: Path) -> None:
    written = write(parse(put(ELEMENTS["table"], PLACES[place])))
    said = "".join(read_page(f"# Ark\n\n{written}\n", "Ark", "ark.md", tmp_path).itertext())
    assert [word for word in ("Tall", "A", "B", "Ut.") if word in said] == ["Tall", "A", "B", "Ut."]
    assert "<" not in said


@pytest.mark.parametrize("place", PLACES)
def test_links_in_an_element_are_followed(place: str) -> None:
    targets = [link.target for link in find_links(put(ELEMENTS["figure"], PLACES[place]))]
    assert targets == ["b.md", "kart.png", "c.md"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("element", ELEMENTS)
def test_a_note_around_or_beside_an_element_reaches_no_participant(
    element: str, place: str
) -> None:
    note = f"!!! facilitator\n    HEMMELIG\n\n{indent(ELEMENTS[element], '    ')}\n\n    HEMMELIG"
    text = put(f"{ELEMENTS[element]}\n\n{note}", PLACES[place])
    for is_told in (False, True):
        html = engine_html(write(dressed(parse(text), BASE, facilitator=is_told)))
        assert ("HEMMELIG" in html) is is_told


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "attack",
    [
        "</div>",
        "</section></li></ul></div>",
        "<p>a</p></div></div>",
        "<p onclick=x>a</p>",
        "<ul><li><script>1</script></li></ul>",
        "<div>\n<!--><img src=x onerror=x>-->\n</div>",
        '<p><a href="java&#10;script:x">a</a></p>',
        '<p class="sl-x">a</p>',
        '<table><tr><td style="background:url(//evil.no)">a</td></tr></table>',
        "<figure><iframe src=//evil.no></iframe></figure>",
    ],
)
def test_what_is_refused_in_a_text_is_refused_in_each_place(attack: str, place: str) -> None:
    text = put(attack, PLACES[place])
    found = look_through(text)
    assert found.unsafe or found.faults
    assert unsafe_in(write(parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        "- a\n\n  <p>x</p></li><li><p>y</p>\n\n- b",
        "> <p>x</p></blockquote><blockquote><p>y</p>\n\nUt",
        '> <figure><img src="a.png" alt="x"></figure></blockquote><blockquote><p>y</p>\n\nUt',
        "> <p>x</p>\n> </blockquote>\n>\n> <blockquote>\n\nUt",
        "!!! tip\n    a\n\n    </div>\n\n    b\n\n    <div>\n\n    c\n\nUt",
        '??? tip "A"\n    <p>x</p></details><details><summary>m</summary><p>y</p>\n\nUt',
        "!!! facilitator\n    <p>x</p></div><div><p>y</p>\n\nUt",
        "- a </li><li> b",
        "- a\n\n  *b </li><li> c*\n\n- d",
        "- <p>a</p>\n  </li>\n  <li>\n  <p>b</p>",
        "> a </blockquote><blockquote> b",
        "| a |\n|---|\n| b </td><td> c |",
        "## a </h2><h2> b",
        "Ord </dt><dt> b\n:   a </dd><dd> c",
        "a </p><p> b",
        "[a </a><a href='x.md'> b](c.md)",
        "x[^a]\n\n[^a]: a </li><li> b",
        '!!! tip "a </p><p> b"\n    c',
        '??? tip "a </summary><summary> b"\n    c',
        '=== "a </b><b> b"\n\n    c',
        '!!! group "A"\n    size: 4 </dd><dd> 5\n    minutes: 10\n\n    b',
        '!!! quiz "A"\n    - [x] a </span><span> b\n    - [ ] c',
    ],
)
def test_html_that_ends_what_is_around_it_is_refused_also_where_it_opens_that_anew(
    text: str,
) -> None:
    found = look_through(text)
    assert found.faults or found.unsafe


def test_an_end_tag_without_a_beginning_is_told_of_by_its_line() -> None:
    found = look_through("a\n\n- b\n- c <kbd>d</kbd> </li><li> e")
    assert [(fault.line, fault.rule, fault.values["value"]) for fault in found.faults] == [
        (4, "html-is-whole", "</li>")
    ]


@pytest.mark.parametrize("text", ["a </br> b", "a<br/>b", "a <b>*c*</b> <i>d\ne</i>"])
def test_a_break_and_what_is_whole_in_a_line_end_nothing(text: str) -> None:
    assert look_through(text) == Found()


@pytest.mark.parametrize(
    "text",
    [
        '<p title="Lær Markdown og markdown=1">a</p>',
        '<img src="a.png" alt="En fil i markdown" title=">">',
        '<div title="skriv markdown her">\n\n*a*\n\n</div>',
    ],
)
def test_an_attribute_may_speak_of_markdown(text: str) -> None:
    assert look_through(text).faults == ()


@pytest.mark.parametrize("mark", ["-", "1.", "> -"])
def test_a_picture_may_be_all_there_is_in_a_list(mark: str) -> None:
    assert look_through(f'{mark} <img src="a.png" alt="x">\n\nUt').faults == ()


@pytest.mark.parametrize(
    ("refused", "mended"),
    [
        ("Ord[^1].\n\n[^1]: a\n\n    <p>b</p>", "Ord[^1].\n\n[^1]: a\n\n    b"),
        ("Ord[^1].\n\n[^1]: a\n\n    <p>b</p>", "Ord[^1].\n\n[^1]: a\n\n<p>b</p>"),
        ("- a\n\n  <ul>\n  <li>b\n  </ul>", "- a\n\n  <ul>\n  <li>b</li>\n  </ul>"),
    ],
)
def test_what_is_refused_can_be_had_as_the_mend_says(refused: str, mended: str) -> None:
    assert [fault.rule for fault in look_through(refused).faults] == ["html-is-read-alike"]
    assert look_through(mended).faults == ()


def test_what_authors_are_given_keeps_its_lists_as_markdown() -> None:
    """What is brought in is theirs to edit; elements around it are for the site generator."""
    text = "- a\n\n    <p>b</p>\n\n- c"
    assert write_for_authors(parse(text)) == text


def test_a_fold_deep_in_a_quiz_does_not_end_the_fold_of_its_answer() -> None:
    quiz = '!!! quiz "Hva?"\n    - [x] a\n    - [ ] b\n\n    {}\n'
    fold = "<details>\n          <summary>s</summary>\n          x\n          </details>"
    torn = look_through(quiz.format(f"Ord\n    :   - en\n        - to\n          {fold}"))
    assert [each.rule for each in torn.faults] == ["text-is-read-alike"]
    assert look_through(quiz.format("<details><summary>s</summary>x</details>")).faults == ()


def test_a_picture_alone_in_a_list_is_no_paragraph_and_words_with_a_blank_line_are() -> None:
    picture, words = parse('- <img src="a.png" alt="x">\n\nUt'), parse("- a\n\n  [1]: https://a.no")
    assert [node.children[0].is_tight for node in (picture, words)] == [True, False]
    assert look_through('- <img src="a.png" alt="x">\n\nUt').faults == ()
