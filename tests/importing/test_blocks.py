"""Blocks of other tools stand where they stood, under a name of ours."""

from __future__ import annotations

import pytest
from test_dialects import told

from samloft.importing.dialects import in_our_words
from samloft.importing.document import Report
from samloft.text.nodes import Node
from samloft.text.parse import parse

ONE = {
    "MkDocs' kinds": ("!!! success\n    Good.\n", "tip", "", {"block"}),
    "a kind of one's own": ("!!! lb\n    Good.\n", "note", "Lb", {"unknown_block"}),
    "its title": ('!!! lb "So"\n    Good.\n', "note", "So", {"unknown_block"}),
    "a kind with a place": ("??? failure inline end\n    Good.\n", "warning", "", {"block"}),
    "one of ours": ("!!! danger\n    Good.\n", "danger", "", set()),
    "Docusaurus": (":::note[So: `it` is]\nGood.\n:::\n", "note", "So: `it` is", set()),
    "VitePress": ("::: warning Be careful\nGood.\n:::\n", "warning", "Be careful", set()),
    "the Carpentries": ("::::: tip ::::::\nGood.\n:::::\n", "tip", "", set()),
    "Quarto": ('::: {.callout-tip title="So"}\nGood.\n:::\n', "tip", "So", set()),
}


@pytest.mark.parametrize("name", ONE)
def test_a_block_has_a_kind_and_a_title_of_ours(name: str, report: Report) -> None:
    written, kind, title, said = ONE[name]
    text = in_our_words(written, "a", report).text
    (block,) = parse(text).all("block")
    assert (block.info, block.title, block.words, block.fault) == (kind, title, "Good.", "")
    assert told(report) == said


def test_the_carpentries_tabs_are_tabs(report: Report) -> None:
    written = (
        "::: group-tab\n\n### Windows\n\nA.\n\n```\n# b\n```\n\n### *Mac*\n\n"
        "::: callout\n### C\nD.\n:::\n\n:::\n\n### After\n"
    )
    document = parse(in_our_words(written, "a", report).text)
    assert [(tab.title, tab.words) for tab in document.all("tab")] == [
        ("Windows", "A.# b\n"),
        ("*Mac*", "D."),
    ]
    assert [node.words for node in document.all("heading")] == ["After"]
    assert told(report) == {"block"}


def shape(nodes: tuple[Node, ...]) -> list[object]:
    return [
        [node.kind, *shape(node.children)]
        for node in nodes
        if node.kind in ("numbers", "item", "block", "paragraph", "code")
    ]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("::: tip", ":::"), ('{{% notice tip "T" %}}', "{{% /notice %}}")],
)
@pytest.mark.parametrize("by", ["   ", "    "])
def test_a_block_in_a_list_stays_in_it(opening: str, closing: str, by: str, report: Report) -> None:
    written = (
        f"1. a\n\n{by}{opening}\n\n{by}b\n\n{by}```\n{by}c\n{by}```\n\n{by}{closing}\n\n2. d\n"
    )
    document = parse(in_our_words(written, "a", report).text)
    inside = ["block", ["paragraph"], ["code"]]
    assert shape(document.children) == [
        ["numbers", ["item", ["paragraph"], inside], ["item", ["paragraph"]]]
    ]
    assert [code.text for code in document.all("code")] == ["c\n"]
