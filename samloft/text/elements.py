"""Which HTML elements the blocks of a text are, for where Python-Markdown cannot hold them so."""

from __future__ import annotations

from html import escape

from samloft.text.nodes import Node
from samloft.text.parse import parse_line
from samloft.text.write_inline import Where, write_inline

ELEMENTS = {
    "quote": "blockquote",
    "bullets": "ul",
    "numbers": "ol",
    "item": "li",
    "definitions": "dl",
    "term": "dt",
    "definition": "dd",
    "row": "tr",
}
ON_ONE_LINE = Where(in_heading=True, in_link=True)
"""Where words stand that are the only line of an element."""


def opening_of(node: Node) -> str:
    """Return the element that a block is, with what its tag says: `ol start="3"`."""
    if node.kind == "numbers" and node.level != 1:
        return f'ol start="{node.level}"'
    if node.kind not in ("block", "tab"):
        return ELEMENTS[node.kind]
    kind = escape(node.info or node.kind)
    if node.fold:
        return f'details class="{kind}"' + (' open="open"' if node.fold == "+" else "")
    return f'div class="admonition {kind}"'


def title_of(node: Node) -> tuple[str, str]:
    """Return the element of a block's title, and its words as Markdown; empty where it has none."""
    element = "summary" if node.fold else 'p class="admonition-title"'
    return element, write_inline(parse_line(node.title), ON_ONE_LINE)


def element_of(opening: str, inside: str) -> str:
    """Return an element: what its opening tag says, and what is in it."""
    return f"<{opening}>{inside}</{opening.split()[0]}>"
