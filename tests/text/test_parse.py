"""One parse knows every form of what a text is made of, and on which line."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from samloft.languages import Language
from samloft.text.blocks import Block, dressed, find_blocks, settings_of
from samloft.text.links import find_citations, find_links, relink
from samloft.text.looked_through import look_through
from samloft.text.markdown import engine_html
from samloft.text.nodes import Node
from samloft.text.parse import parse
from samloft.text.proof import first_difference
from samloft.text.write import write


def dress(text: str, language: Language) -> str:
    """Return a text with its blocks as the site generator gets them."""
    return write(dressed(parse(text), language))


LESSON = """\
Innledning.

!!! reflect
    Hva tror du?

    Hvorfor?

```markdown
!!! reflect
    Vist, ikke brukt.
```

<!--
!!! reflect
    Ikke med.
-->

!!! case "Et «navn»"
    Første.

        kode

    !!! reflect
        Igjen?
"""


def test_blocks_are_counted_by_kind_with_their_lines_those_in_others_too() -> None:
    assert [(block.id, block.title, block.line) for block in find_blocks(LESSON)] == [
        ("reflect-1", "", 3),
        ("case-1", "Et «navn»", 18),
        ("reflect-2", "", 23),
    ]


def test_code_and_comments_hold_no_blocks_links_or_sources() -> None:
    inside = "[les](side.md) og [^kilde]\n\n!!! reflect\n    Hva?\n"
    for text in (f"```\n{inside}```\n", f"<!--\n{inside}-->\n", f"`{inside.splitlines()[0]}`"):
        assert (find_blocks(text), find_links(text), find_citations(text)) == ((), (), {})


@pytest.mark.parametrize(
    ("text", "target", "words"),
    [
        ("[en lenke](side.md)", "side.md", "en lenke"),
        ("[en lenke\nover to linjer](side.md)", "side.md", "en lenke over to linjer"),
        ("[en][r]\n\n[r]: side.md", "side.md", "en"),
        ("[en][]\n\n[en]: <min side.md>", "min side.md", "en"),
        ("[en](<min side.md>)", "min side.md", "en"),
        ("[en](min%20side.md)", "min side.md", "en"),
        ("[blåbær](blåbær.md#på-tur)", "blåbær.md#på-tur", "blåbær"),
        ("[**fet** tekst](side.md)", "side.md", "fet tekst"),
        ("<https://eksempel.no/>", "https://eksempel.no/", "https://eksempel.no/"),
        ("[et ord](term:ord)", "term:ord", "et ord"),
        ("[^opp](side.md)", "side.md", "^opp"),
        ("[en](%2f%2feksempel.no)", "%2f%2feksempel.no", "en"),
        ("[en](https%3A//eksempel.no)", "https%3A//eksempel.no", "en"),
        ("[en](a%23b.md#c)", "a%23b.md#c", "en"),
    ],
)
def test_links_of_every_form_are_found(text: str, target: str, words: str) -> None:
    (link,) = find_links(text)
    assert (link.target, link.text) == (target, words)


def test_a_link_has_the_line_it_begins_on() -> None:
    text = "En linje\nog [en\nlenke](a.md) og\n[en til](b.md)\n\n> sitat\n> [tredje](c.md)\n"
    assert [(link.target, link.line) for link in find_links(text)] == [
        ("a.md", 2),
        ("b.md", 4),
        ("c.md", 7),
    ]


def test_links_in_titles_are_links() -> None:
    text = 'Tekst.\n\n!!! note "Et [ord](term:ord) og [a](b.md)"\n    x\n\n=== "[c](d.md)"\n    x\n'
    assert [(link.line, link.target) for link in find_links(text)] == [
        (3, "term:ord"),
        (3, "b.md"),
        (6, "d.md"),
    ]
    moved = write(relink(parse(text), "modules/m/en.md", PurePosixPath("m/samling/a.md")))
    assert '!!! note "Et [ord](../../begreper.md#ord){: .sl-term } og [a](../b.md)"' in moved
    assert '!!! tab "[c](../d.md)"' in moved


def test_a_picture_may_have_a_width() -> None:
    (image,) = parse("![Et kart](kart.png){width=300}").all("image")
    assert (image.text, dict(image.attrs)) == ("Et kart", {"width": "300"})
    assert write(parse("![Et kart](kart.png){width=300}")) == (
        '![Et kart](kart.png){: width="300" }'
    )


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("![](kart.png){alt='Et kart' width=300}", '![Et kart](kart.png){: width="300" }'),
        ('[Om](om.md){title="Om oss" target=_blank}', '[Om](om.md "Om oss")'),
    ],
)
def test_what_markdown_says_too_may_stand_in_an_attribute_list(text: str, same: str) -> None:
    assert look_through(text).faults == ()
    assert write(parse(text)) == same


def test_a_picture_may_be_said_to_say_nothing() -> None:
    (link,) = find_links('![](strek.png){alt=""}')
    assert link.is_decoration


@pytest.mark.parametrize("text", ["![Et kart](a.png){alt=Kart}", "![](a.png){src=b.png}"])
def test_an_attribute_list_says_nothing_else_than_the_text(text: str) -> None:
    assert [fault.rule for fault in look_through(text).faults] == ["text-is-read-alike"]


@pytest.mark.parametrize("space", ["\u00a0", "\u2003"])
def test_a_line_of_spaces_that_no_key_types_is_nothing(space: str) -> None:
    text = f"Før.\n\n{space}\n## Kontakt\n\n- {space}\n- a\n"
    assert look_through(text).faults == ()
    assert write(parse(text)) == "Før.\n\n## Kontakt\n\n* \n- a"


def test_a_footnote_of_the_text_stands_beside_a_source() -> None:
    text = "Sagt.[^kilde] Merk.[^n]\n\n[^n]: En note.\n"
    assert find_citations(text) == {"kilde": 1}
    assert write(parse(text)) == "Sagt.[^kilde] Merk.[^n]\n\n[^n]: En note."


@pytest.mark.parametrize("after", ["[^to]", "(se under)", "[se under]", "[", "("])
def test_a_mark_of_a_footnote_is_one_whatever_stands_beside_it(after: str) -> None:
    text = f"Sagt.[^en]{after}\n\n[^en]: En.\n\n[^to]: To.\n"
    assert look_through(text).faults == ()
    assert 'href="#fn:en"' in engine_html(write(parse(text)))


@pytest.mark.parametrize("mark", ["[^n]: ", "Ord\n:   "])
def test_code_may_be_the_first_in_a_footnote_or_a_definition(mark: str) -> None:
    text = f"Sagt.[^n]\n\n{mark}```\n    [^en]: to\n    ```\n\n    Etter.\n"
    assert look_through(text).faults == ()
    assert "<pre>" in engine_html(write(parse(text)))


@pytest.mark.parametrize("first", ["> ```\n  > b\n  > ```", "***", "Ord\n  : b"])
def test_any_block_may_be_the_first_in_a_list_with_blank_lines(first: str) -> None:
    assert look_through(f"- a\n\n- {first}\n\n  c\n\n- d\n").faults == ()


def test_a_footnote_in_a_list_of_a_footnote_is_the_texts() -> None:
    text = "a[^n] b[^m]\n\n[^n]:\n    1. c\n\n    2. [^m]: d\n"
    assert look_through(text).faults == ()
    assert [note.info for note in parse(text).children if note.kind == "footnote"] == ["n", "m"]


@pytest.mark.parametrize(
    "text",
    [
        "17\\. mai er fridag",
        "\\#Emneord",
        "&lt;kommunens navn>",
        "En \\{#id\\} her",
        "\\{#id\\}",
        "Viktig\\!",
    ],
)
def test_signs_that_mean_nothing_are_just_signs(text: str) -> None:
    (paragraph,) = parse(text).children
    assert paragraph.kind == "paragraph"
    again = parse(write(parse(text)))
    assert again.words == parse(text).words


@pytest.mark.parametrize("text", ["17. mai er fridag", "1. Mai, og så videre", "24. desember:"])
def test_a_date_first_on_a_line_is_a_date(text: str) -> None:
    (paragraph,) = parse(text).children
    assert (paragraph.kind, paragraph.words) == ("paragraph", text)


def test_dates_below_one_another_keep_their_days() -> None:
    assert write(parse("17. mai\n\n24. desember")) == "17\\. mai\n\n24\\. desember"


def test_another_number_first_on_a_line_begins_a_list_that_keeps_it() -> None:
    (numbers,) = parse("3. maskinen").children
    assert (numbers.kind, numbers.level) == ("numbers", 3)


def test_a_group_task_has_its_settings_first() -> None:
    (block,) = find_blocks("!!! group\n    size: 4–6\n    minutes: 20\n\n    Gjør: dette.\n")
    settings, rest = settings_of(block.node)
    assert {key: "".join(piece.words for piece in said) for key, said in settings.items()} == {
        "size": "4–6",
        "minutes": "20",
    }
    assert [node.words for node in rest] == ["Gjør: dette."]


def test_a_quiz_may_have_answers_over_several_lines_and_a_reason() -> None:
    text = '!!! quiz "Hva?"\n    - [ ] Ett\n    - [x] To\n      linjer\n\n    Fordi.\n'
    (block,) = find_blocks(text)
    assert [(right, item.words) for right, item in block.answers] == [
        (False, "Ett"),
        (True, "To linjer"),
    ]
    assert dress(text, "nb") == (
        '!!! quiz "Sjekk deg selv: Hva?"\n\n'
        "    - Ett\n"
        "    - To\n"
        "        linjer\n\n"
        '    ??? answer "Vis svaret: Hva?"\n\n'
        "        **Riktig svar:** To\n"
        "        linjer\n\n"
        "        Fordi."
    )


def test_an_ordinary_admonition_has_a_name_in_the_readers_language() -> None:
    assert dress("!!! note\n    Se her.\n", "nb") == '!!! note "Merk"\n\n    Se her.'
    assert dress("!!! danger\n    Se her.\n", "nn") == '!!! warning "Viktig"\n\n    Se her.'
    assert dress('??? tip "Et råd"\n    Se her.\n', "en") == '??? tip "Et råd"\n\n    Se her.'


def test_a_block_inside_a_borrowed_part_is_named_in_that_parts_language() -> None:
    text = '<div lang="nn" markdown="1">\n\n!!! group\n    Kva?\n\n</div>\n\n!!! group\n    Hva?\n'
    assert '!!! group "Gruppeoppgåve"' in dress(text, "nb")
    assert '!!! group "Gruppeoppgave"' in dress(text, "nb")


def test_a_block_knows_how_sessions_refer_to_it() -> None:
    assert Block(kind="group", number=2, node=Node(kind="block")).id == "group-2"


def test_code_may_end_with_blank_lines() -> None:
    assert first_difference(parse("```output\nOn branch main\n\n```\n\nEtter.\n")) is None


def test_an_escaped_mark_is_no_task() -> None:
    (bullets,) = parse("- [x\\] a\n- \\[x] b\n- [x] c").children
    assert [(item.info, item.words) for item in bullets.children] == [
        ("", "[x] a"),
        ("", "[x] b"),
        ("x", "c"),
    ]


def test_the_words_of_a_task_may_begin_on_the_line_below() -> None:
    (bullets,) = parse("- [x]\n  a\n- [ ]\n  b\n- [x]").children
    assert [(item.info, item.words) for item in bullets.children] == [
        ("x", "a"),
        (" ", "b"),
        ("", "[x]"),
    ]


@pytest.mark.parametrize("code", ["`///Footnotes Go Here///`", "```\n///Footnotes Go Here///\n```"])
def test_the_place_of_footnotes_is_code_in_code(code: str) -> None:
    assert first_difference(parse(f"a[^n]\n\n{code}\n\n[^n]: b\n")) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hei.\\\n\\\n\\\nNy linje",
        "- Hei.\\\n  \\\n  Ny linje",
        "> Se [sak\n> #3](https://a.no), og [neste\n> - eller siste](https://a.no).",
        '![Kart](a.png "Fra [kartet](https://a.no) *her*")',
    ],
    ids=["breaks", "breaks in a list", "a link over two lines", "a link in a title"],
)
def test_signs_that_another_reader_sees_are_shown_as_an_editor_shows_them(text: str) -> None:
    assert look_through(text).faults == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Først.\n\n- x\n\n  <p>A</p>\n  <p>B\n\n- y", 5),
        ("!!! tip\n    a\n\n    - b\n\n      <ul>\n      <li>c\n      </ul>", 6),
        ("Ord[^1].\n\n[^1]: a\n\n    <ul>\n    <li>b</li>\n    </ul>", 5),
    ],
)
def test_html_that_would_be_shown_otherwise_is_named_where_it_stands(text: str, line: int) -> None:
    found = [(fault.rule, fault.line) for fault in look_through(text).faults]
    assert found == [("html-is-read-alike", line)]


def test_html_moved_out_to_the_margin_is_shown_as_it_is() -> None:
    assert look_through("- x\n\n<p>A</p>\n<p>B</p>\n\n- y").faults == ()


def test_links_and_pictures_in_titles_are_found_in_html_too() -> None:
    text = "??? note \"<a href='om.md'>Om</a>\"\n    Om.\n\n=== \"<img src='a.svg'>\"\n    x\n"
    assert [(link.line, link.target) for link in find_links(text)] == [(1, "om.md"), (4, "a.svg")]
