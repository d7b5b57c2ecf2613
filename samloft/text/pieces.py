"""Part a text into what stands below one another, each as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from samloft.text.nodes import Node
from samloft.text.parse import parse


class Piece(NamedTuple):
    """A part of a lesson as it was written, and what was read of it."""

    node: Node
    raw: str
    after: str = "\n"
    """The ends of lines that follow it."""


def pieces_of(body: str) -> Iterator[Piece]:
    """Yield the parts of a text that stand below one another."""
    lines = body.split("\n")
    document = parse(body)
    nodes = sorted((*document.children,), key=lambda node: node.line)
    starts = [node.line for node in nodes] + [len(lines) + 1]
    before = "\n".join(lines[: starts[0] - 1]).strip("\n")
    if before:
        yield Piece(Node(kind="other"), before, "\n\n")
    for node, start, stop in zip(nodes, starts, starts[1:], strict=False):
        inside = lines[start - 1 : stop - 1]
        own = max(node.last - start + 1, 1)
        if node.kind == "footnote" or any(line.strip() for line in inside[own:]):
            node = Node(kind="other")
        text = "\n".join(inside)
        raw = text.strip("\n")
        yield Piece(node, raw, "\n" * (len(text) - len(text.rstrip("\n")) + 1))
