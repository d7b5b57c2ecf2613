"""What is shown to a room, as Markdown of ours: its figures, its tables, and how much there is."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from samloft.text.nodes import Node
from samloft.text.parse import parse

MOST = 110
"""Words that a table and what stands around it may have on one slide."""
_OF_WORDS = frozenset({"paragraph", "heading", "cell", "term", "code"})


def count_words(text: str) -> int:
    """Return how many words there are to read in a text."""
    return _count(parse(text))


def parted(text: Markup) -> tuple[Markup, list[Markup]]:
    """Return a text without its figures, and these."""
    lines = text.split("\n")
    places = list(_figures(parse(text)))
    rest = (line for number, line in enumerate(lines) if number not in places)
    return Markup("\n".join(rest).strip()), [Markup(lines[number]) for number in places]


def apart(shown: Markup) -> Iterator[Markup]:
    """Yield what is shown of a passage; a figure has a slide of its own where there is a table."""
    document = parse(shown)
    table = next((node.line for node in _outer(document) if node.kind == "table"), None)
    if table is None:
        yield shown
        return
    text, figures = parted(shown)
    is_first = any(number < table for number in _figures(document))
    words = list(_in_pieces(text))
    yield from [*figures, *words] if is_first else [*words, *figures]


def _in_pieces(text: Markup) -> Iterator[Markup]:
    """Yield a text with a table in it in pieces that can be read from the back of a room.

    What follows a table comes after it, and a table with much in it is parted evenly, each piece
    under the same head. What stands in a box is left whole.
    """
    document = parse(text)
    if _count(document) <= MOST or any(node.kind == "container" for node in document.children):
        yield text
        return
    before: list[str] = []
    for node, block in _blocks(document, text):
        if node.kind != "table":
            before.append(block)
            continue
        head, rule, *rows = block.splitlines()
        count = -(-_count(node) // MOST)
        most = -(-len(rows) // count)
        for at in range(0, len(rows), most):
            piece = "\n".join((head, rule, *rows[at : at + most]))
            yield Markup("\n\n".join((*before, piece)))
            before = []
    if before:
        yield Markup("\n\n".join(before))


def _count(node: Node) -> int:
    """Return how many words there are in a block; the mark of an item takes as much room as one."""
    if node.kind in _OF_WORDS:
        return len(node.words.split())
    return sum(map(_count, node.children)) + (node.kind == "item")


def _blocks(document: Node, text: str) -> Iterator[tuple[Node, str]]:
    """Yield the blocks of a text, each with its Markdown."""
    lines = text.split("\n")
    for node in document.children:
        yield node, "\n".join(lines[node.line - 1 : node.last]).rstrip()


def _outer(node: Node) -> Iterator[Node]:
    """Yield the blocks of a text that stand in no other, but for a box around all of it."""
    for child in node.children:
        if child.kind == "container":
            yield from _outer(child)
        else:
            yield child


def _figures(document: Node) -> Iterator[int]:
    """Yield the lines, from 0, on which a picture stands alone."""
    for node in _outer(document):
        if node.kind == "paragraph":
            number, pieces = node.line - 1, list[Node]()
            for piece in (*node.children, Node(kind="newline")):
                if piece.kind not in ("newline", "break"):
                    pieces.append(piece)
                    continue
                if [each.kind for each in pieces] == ["image"]:
                    yield number
                number, pieces = number + 1, []
