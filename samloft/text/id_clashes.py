"""Find the ids of a text that two things on its page would have: a link then leads to one only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samloft.text.heading_ids import Headings, wanted_ids
from samloft.text.ids import is_of_footnote, page_ids, written_ids
from samloft.text.nodes import Node


@dataclass(frozen=True)
class Clash:
    """An id that is written where it cannot be."""

    line: int
    id: str
    other: int | None
    """The line of what else has it; None where it is the page's own."""


def clashes_in(document: Node, base: Headings | None = None) -> Iterator[Clash]:
    """Yield the ids in a text that something else on its page has.

    Args:
        document: the text.
        base: the headings of the text it is a translation of: it has their ids, where they pair.
    """
    first: dict[str, int] = {}
    own = page_ids(document)
    for name, line in written_ids(document):
        if name in own or is_of_footnote(name):
            yield Clash(line, name, None)
        elif name in first:
            yield Clash(line, name, first[name])
        else:
            first[name] = line
    headings = document.all("heading") if first else ()
    for heading, name in zip(headings, wanted_ids(document, base), strict=False):
        if name in first and heading.attrs.get("id") != name:
            yield Clash(first[name], name, heading.line)
