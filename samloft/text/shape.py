"""What a text is made of, apart from its words and its lines: to tell that two are built alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from samloft.text.nodes import Node

Shape = tuple[object, ...]
_EXACT = frozenset({"code", "codespan", "html", "tag", "container"})
"""What stands in these is nobody's words."""


def shape(node: Node, words: Callable[[str], object]) -> Shape:
    """Return what a text is made of.

    Args:
        node: a text, or a part of one.
        words: what is kept of running text, of titles and of alternative texts.
    """
    own: Shape
    if node.kind in ("text", "image"):
        own = (node.kind, words(node.text))
    else:
        own = (node.kind, node.text if node.kind in _EXACT else "", node.info, words(node.title))
    level = node.level if node.kind in ("heading", "numbers") else 0
    tight = node.is_tight and node.kind != "paragraph"
    rest = (node.target, level, node.fold, node.fault, tight, tuple(node.attrs.items()))
    return (*own, *rest, tuple(shape(child, words) for child in _in_one_line(node.children)))


def _in_one_line(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield pieces with the ends of lines that mean nothing as spaces."""
    run = ""
    for node in nodes:
        if node.kind in ("text", "newline"):
            run += node.text if node.kind == "text" else " "
            continue
        if run:
            yield Node(kind="text", text=run)
            run = ""
        yield node
    if run:
        yield Node(kind="text", text=run)
