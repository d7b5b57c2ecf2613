"""Give the headings of a translation the ids of the text it was made from.

A link to a place on a page then leads there in every form of the course.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from markdown.extensions.toc import slugify, unique

from samloft.text.nodes import Node


def ids_of(document: Node, title: str) -> list[str]:
    """Return the id of each heading of a text, as the site generator makes them.

    Args:
        document: the text.
        title: of the page, which stands before it as a heading.
    """
    headings = list(document.all("heading"))
    used = {heading.attrs["id"] for heading in headings if "id" in heading.attrs}
    unique(slugify(title, "-"), used)
    return [
        heading.attrs.get("id") or unique(slugify(heading.words, "-"), used) for heading in headings
    ]


def first_unpaired(document: Node, base: Node) -> int | None:
    """Return the line where the headings of two forms cease to pair, by order and level."""
    ours, theirs = list(document.all("heading")), list(base.all("heading"))
    for mine, other in zip(ours, theirs, strict=False):
        if mine.level != other.level:
            return mine.line
    if len(ours) == len(theirs):
        return None
    return ours[len(theirs)].line if len(ours) > len(theirs) else document.last


def with_ids(document: Node, title: str, base: Node, base_title: str) -> Node:
    """Return a text whose headings have the ids of another form's, and their own beside them.

    Where they do not pair, they keep their own.
    """
    if first_unpaired(document, base) is not None:
        return document
    own, wanted = ids_of(document, title), ids_of(base, base_title)
    taken = {*wanted}
    named = iter(zip(own, wanted, strict=True))

    def change(node: Node) -> tuple[Node, ...]:
        if node.kind != "heading":
            return (node,)
        mine, other = next(named)
        former: Sequence[Node] = ()
        if mine not in taken:
            taken.add(mine)
            former = tuple(_anchor(mine))
        attrs = {**node.attrs, "id": other}
        return (replace(node, attrs=attrs, children=(*former, *node.children)),)

    return document.mapped(change)


def _anchor(name: str) -> Iterator[Node]:
    """Yield an empty place that links to an older id still lead to."""
    shown = escape(name)
    yield Node(kind="tag", text=f'<a id="{shown}">')
    yield Node(kind="tag", text="</a>")
