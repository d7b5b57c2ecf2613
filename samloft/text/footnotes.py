"""Print footnotes below the text that has them, where there is no foot of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from samloft.text.nodes import Node
from samloft.text.parse import parse


def with_footnotes_below(text: Node, body: str) -> Node:
    """Return a part of a text with a number for each mark of a footnote, and those below it.

    Args:
        text: the part.
        body: the whole text, which has the footnotes; what else is cited is a source.
    """
    own = {note.info: note for note in parse(body).all("footnote")}
    cited = dict.fromkeys(mark.info for mark in text.all("note") if mark.info in own)
    numbers = {name: number for number, name in enumerate(cited, start=1)}
    if not numbers:
        return text
    below = (node for name in cited for node in _told(own[name], numbers[name]))
    return text.having(*_numbered(text, numbers).children, *below)


def _numbered(text: Node, numbers: Mapping[str, int]) -> Node:
    def number(node: Node) -> tuple[Node, ...]:
        if node.kind != "note" or node.info not in numbers:
            return (node,)
        return (Node(kind="text", text=f" ({numbers[node.info]})", line=node.line),)

    return text.mapped(number)


def _told(note: Node, number: int) -> Iterator[Node]:
    mark = Node(kind="text", text=f"({number}) ", line=note.line)
    words = note.first_words
    yield replace(words, children=(mark, *words.children), is_tight=False)
    yield from note.below
