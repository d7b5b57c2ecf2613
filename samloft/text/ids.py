"""Find the ids in a text: those its author wrote, and those its page has of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from samloft.text.activities import PARTS, part_id
from samloft.text.blocks import blocks_in
from samloft.text.html_reader import HtmlReader
from samloft.text.nodes import Node

SOURCES = "kilder"
"""Of the heading above a page's sources."""
_FOOTNOTE = re.compile(r"fn(?:ref\d*)?:")
"""How the ids of footnotes begin, and of the marks that lead to them: `fnref2:` for the second."""


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


class _Ids(HtmlReader):
    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = line
        self.found: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.first + self.getpos()[0] - 1
        self.found += [(value, line) for name, value in attrs if name == "id" and value]


def is_of_footnote(name: str) -> bool:
    """Tell whether an id is one that the site generator gives to footnotes."""
    return bool(_FOOTNOTE.match(name))


def page_ids(document: Node) -> frozenset[str]:
    """Return the ids that a lesson's page gives to its activities and the list of its sources.

    Its others, as `sl-term:ki`, hold a colon, which a heading's own id never does, and begin as
    no written one may.
    """
    count: Counter[str] = Counter()
    found = set()
    for block in blocks_in(document):
        count[block.info] += 1
        if block.info in PARTS:
            found.add(f"{block.info}-{count[block.info]}")
            part = PARTS[block.info]
            count[part] += 1
            found.add(part_id(part, count[part]))
    notes = {note.info for note in document.all("footnote")}
    if any(mark.info not in notes for mark in document.all("note")):
        found.add(SOURCES)
    return frozenset(found)
