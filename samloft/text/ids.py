"""Find the ids in a text: those its author wrote, and those its page has of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from samloft.text.activities import PARTS
from samloft.text.blocks import blocks_in
from samloft.text.nodes import Node

SOURCES = "kilder"
"""Of the heading above a page's sources."""
FOOTNOTES = ("fn:", "fnref:")
"""How the ids of footnotes begin, and of the marks that lead to them."""


def written_ids(document: Node) -> Iterator[tuple[str, int]]:
    """Yield each id that is written in a text, in an attribute list or in HTML, with its line."""
    for node in document.walk():
        if "id" in node.attrs:
            yield node.attrs["id"], node.line
        elif node.kind in ("tag", "html", "container"):
            reader = _Ids(node.line)
            reader.feed(node.text)
            reader.close()
            yield from reader.found


class _Ids(HTMLParser):
    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = line
        self.found: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.first + self.getpos()[0] - 1
        self.found += [(value, line) for name, value in attrs if name == "id" and value]


def page_ids(document: Node) -> frozenset[str]:
    """Return the ids that a lesson's page gives to its activities and the list of its sources."""
    count: Counter[str] = Counter()
    found = set()
    for block in blocks_in(document):
        count[block.info] += 1
        if block.info in PARTS:
            found.add(f"{block.info}-{count[block.info]}")
    notes = {note.info for note in document.all("footnote")}
    if any(mark.info not in notes for mark in document.all("note")):
        found.add(SOURCES)
    return frozenset(found)
