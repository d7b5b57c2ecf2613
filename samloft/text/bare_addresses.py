"""Addresses in running text that lead nowhere, where other programs make links by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from samloft.text.nodes import Node

_BARE = re.compile(
    r"(?<![\w/<@.}])(?P<web>(?:https?://|www\.(?=\w))[^\s<>\"«»{}]*[^\s<>\"«»{}.,;:!?)\]])"
    r"|(?<![\w.+/:@}-])[\w+-][\w.+-]*+@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)
"""An address of the web, or to write to."""


class Bare(NamedTuple):
    """One address that is shown as plain text."""

    line: int
    written: str
    whole: str
    """As it stands in angle brackets."""
    target: str
    """As a link leads to it."""

    def linked(self, line: str) -> str:
        """Return a line with a link in its place; the line as it is unless it stands there once."""
        alone = rf"(?<![\w/<@.}}+:-])(?<!\]\(){re.escape(self.written)}(?![\w/{{@-])"
        found = [*re.finditer(alone, line)]
        if len(found) != 1:
            return line
        is_whole = self.whole == self.written
        link = f"<{self.whole}>" if is_whole else f"[{self.written}]({self.target})"
        return line[: found[0].start()] + link + line[found[0].end() :]


def bare_addresses(document: Node) -> Iterator[Bare]:
    """Yield each bare address of a text, in reading order."""
    for node in document.all("paragraph", "heading", "cell", "term"):
        for text in _outside_links(node):
            for found in _BARE.finditer(text.text):
                yield Bare(text.line, found[0], *_leading(found))


def without_own_links(document: Node) -> Node:
    """Return a text in which what leads to the address it says is plain text."""

    def change(node: Node) -> tuple[Node, ...]:
        return node.children if _says_where(node) else (node,)

    return document.mapped(change)


def _says_where(node: Node) -> bool:
    if node.kind != "link" or node.title or node.attrs:
        return False
    leads, says = unquote(node.target), unquote(node.words)
    return leads in (says, f"https://{says}", f"mailto:{says}")


def _leading(found: re.Match[str]) -> tuple[str, str]:
    address = found[0]
    if not found["web"]:
        return address, f"mailto:{address}"
    whole = f"https://{address}" if address.startswith("www.") else address
    return whole, whole


def _outside_links(node: Node) -> Iterator[Node]:
    """Yield the pieces of text in a paragraph or the like that lead nowhere."""
    for child in node.children:
        if child.kind == "text":
            yield child
        elif child.kind != "link":
            yield from _outside_links(child)
