"""What other tools write in a line is ours or told of; what stands in code stays as it is."""

from __future__ import annotations

import pytest
from test_dialects import told
from world import WriteTree

from samloft.importing.dialects import in_our_words
from samloft.importing.document import Report
from samloft.importing.folder import read_text
from samloft.text.parse import parse


@pytest.mark.parametrize(
    ("written", "shown", "said"),
    [
        ("Press ++ctrl+alt+f4++.", "Press <kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>F4</kbd>.", set()),
        ("A ==word== and ^^one^^.", "A <mark>word</mark> and <ins>one</ins>.", set()),
        ("H~2~O, x^2^ and A^T^B", "H<sub>2</sub>O, x<sup>2</sup> and A<sup>T</sup>B", set()),
        ("a == b, c++ and d++, ~/x and ~/y, 2^8", "a == b, c++ and d++, ~/x and ~/y, 2^8", set()),
        ("`[[ -f x ]]` and `==a==`", "`[[ -f x ]]` and `==a==`", set()),
        ("`![[a.png]]` and `[a]{#b}`", "`![[a.png]]` and `[a]{#b}`", set()),
        (
            "[Text]{.smallcaps}, [de]{lang=de}",
            'Text, <span lang="de">de</span>',
            {"word_attribute"},
        ),
        ("[KS](https://ks.no){target=_blank}", "[KS](https://ks.no)", {"link_attribute"}),
        ("[KS](https://ks.no){ .md-button #a }", "[KS](https://ks.no){#a}", {"link_attribute"}),
        ("[KS](https://ks.no){#a .b}", "[KS](https://ks.no){#a .b}", set()),
        ("`a`{.b} *c*{#d} `e{.f}`", "`a` *c* `e{.f}`", {"word_attribute"}),
        ("A\n\n[TOC]\n\nB", "A\n\n\n\nB", {"contents"}),
        ("A %%to me%% B, 5 %% of", "A  B, 5 %% of", {"own_comment"}),
        ('A\n\n--8<-- "b.md"', "A\n", {"embedded"}),
        ("KS is.\n\n*[KS]: a union\n*[EU]: b", "KS is.\n\n", {"abbreviation"}),
        ("```\n*[KS]: a\n%%b%% ==c==\n```\n", "```\n*[KS]: a\n%%b%% ==c==\n```", set()),
        ("# {.tip}\n\nA\n\n## B {.c}", "\n\nA\n\n## B {.c}", {"empty_heading"}),
    ],
)
def test_signs_of_other_tools_are_ours_or_are_told_of(
    written: str, shown: str, said: set[str], report: Report
) -> None:
    assert in_our_words(written, "a", report).text == shown
    assert told(report) == said


def test_a_picture_says_what_it_shows_and_has_its_caption_where_it_stands(
    write_tree: WriteTree, report: Report
) -> None:
    text = (
        "![](b.png){alt='My\\_file \\'b\\''}\n\n"
        "- One:\n\n    ![C](b.png){alt='B'}\n\n- Two\n\n"
        "| a |\n|---|\n| ![C](b.png){alt='B'} |\n\n"
        '{{< figure src="b.png" alt="B" caption="C" width="3" >}}\n'
    )
    folder = write_tree({"a.md": text})
    (folder / "b.png").write_bytes(b"png")
    body = read_text(folder / "a.md", report).sections[0].body
    assert [node.text for node in parse(body).all("image")] == ["My_file 'b'", "B", "B", "B"]
    assert "    ![B](b.png)\n\n    *C*\n\n- Two" in body
    assert "| ![B](b.png) *C* |" in body
    assert body.endswith("![B](b.png)\n\n*C*")
    assert [values.values for values, _ in report] == [{"name": "width"}]


def test_a_picture_that_is_gone_leaves_no_attributes_behind(
    write_tree: WriteTree, report: Report
) -> None:
    folder = write_tree({"a.md": "A ![B](gone.png){width=50%} c.\n"})
    assert read_text(folder / "a.md", report).sections[0].body == "A B c."
    assert told(report) == {"picture_outside"}


def test_a_picture_that_pages_do_not_show_is_told_of(write_tree: WriteTree, report: Report) -> None:
    folder = write_tree({"a.md": "![B](b.gif) ![C](c.webp)\n", "b.gif": "GIF89a", "c.webp": "x"})
    assert len(read_text(folder / "a.md", report).pictures) == 2
    assert [(each.what, each.values["file"]) for each, _ in report] == [("picture_kind", "b.gif")]


def test_attributes_are_no_templates(write_tree: WriteTree, report: Report) -> None:
    text = "[KS](https://ks.no){#a.b .c width=50%} and {# note #}\n"
    body = read_text(write_tree({"a.md": text}) / "a.md", report).sections[0].body
    assert body == "[KS](https://ks.no){#a.b .c width=50%} and {{ '{#' }} note #}"
