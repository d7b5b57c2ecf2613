"""What of a passage a room is shown: its tables, lists and figures; all of it when it is short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from samloft.text.nodes import Node

SHORT = 60
"""Words that can be taken in at a glance."""
MOST_ROWS = 7
"""Rows of a table on one slide."""
LONG_LIST = 110
"""Words in a list from which on its items are cut to what they have in bold."""


def gist(text: Node) -> Node | None:
    """Return what a room is shown of a passage; None where it is only to be told.

    Longer prose is told, not shown. Of that are left tables, lists and pictures, and of a
    paragraph that begins in bold, those words.
    """
    if len(text.words.split()) <= SHORT:
        return text if text.words.strip() or any(text.all("image")) else None
    kept = tuple(_joined(_kept(text)))
    return text.having(*kept) if kept else None


def in_pieces(shown: Node) -> Iterator[Node]:
    """Yield what is shown in as many pieces as can be read from the back of a room.

    A long table is parted evenly, under the same head.
    """
    kept: list[Node] = []
    for node in shown.children:
        if node.kind != "table":
            kept.append(node)
            continue
        head, *rows = node.children
        pieces = -(-len(rows) // MOST_ROWS) or 1
        most = -(-len(rows) // pieces)
        for at in range(0, len(rows) or 1, most or 1):
            if at:
                yield shown.having(*kept)
                kept = []
            kept.append(node.having(head, *rows[at : at + most]))
    yield shown.having(*kept)


def figures(text: Node) -> Iterator[tuple[str, Node]]:
    """Yield the pictures of a text that stand outside its blocks, each with its heading."""
    heading = ""
    for node in text.children:
        if node.kind == "heading":
            heading = node.words.strip()
        elif node.kind != "block" and any(node.all("image")):
            yield heading, node


def _kept(text: Node) -> Iterator[Node]:
    for node in text.children:
        if node.kind == "table" or any(node.all("image")):
            yield node
        elif node.kind in ("bullets", "numbers"):
            yield _short(node)
        elif node.kind == "paragraph" and (bold := _bold(node)):
            if bold.words.rstrip().endswith(":"):  # what it says of the rest is nothing alone
                yield node
                continue
            yield Node(kind="bullets", children=(_item(bold),), is_tight=True, line=node.line)
        elif node.kind == "container":
            yield from _kept(node)


def _joined(nodes: Iterator[Node]) -> Iterator[Node]:
    """Yield nodes, with lists of one that follow on one another as one list."""
    before: Node | None = None
    for node in nodes:
        if before and node.kind == before.kind == "bullets" and node.is_tight and before.is_tight:
            before = before.having(*before.children, *node.children)
            continue
        if before:
            yield before
        before = node
    if before:
        yield before


def _short(node: Node) -> Node:
    """Return a list; a long one with each item cut to what it has in bold, if every item has."""
    if len(node.words.split()) <= LONG_LIST:
        return node
    bold = [_bold(item.children[0]) if item.children else None for item in node.children]
    if not all(bold):
        return node
    items = (
        item.having(_item(words).children[0])
        for item, words in zip(node.children, bold, strict=True)
        if words
    )
    return replace(node, children=tuple(items), is_tight=True)


def _bold(paragraph: Node) -> Node | None:
    """Return the words in bold that a paragraph begins with."""
    first = paragraph.children[0] if paragraph.children else None
    return first if first and first.kind == "strong" and first.words.strip() else None


def _item(words: Node) -> Node:
    paragraph = Node(kind="paragraph", children=(words,), is_tight=True)
    return Node(kind="item", children=(paragraph,))
