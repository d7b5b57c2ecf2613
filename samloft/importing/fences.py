"""Let code between fences be code where it is moved in further than Markdown allows.

Python-Markdown's readers take a fence at any depth for one. Markdown reads it as words of the
paragraph above, or as code with the fences in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from samloft.importing.document import Report
from samloft.text.parse import parse

_FENCE = re.compile(r"(?P<around>[ \t>]*)(?P<sign>`{3,}|~{3,})(?P<info>[^`]*)")
_MOST = 20
"""Columns that a fence is tried further out."""


def with_fences(text: str, where: str, report: Report) -> str:
    """Return a text with each fence that opens nothing where it is no further in than it may be."""
    lines = text.split("\n")
    code, shown = _coded(text), _shown(text)
    number = 0
    while number < len(lines):
        begins = _FENCE.fullmatch(lines[number])
        last = _end(lines, number, begins) if begins else None
        if last is not None and number + 1 not in {*code, *shown}:
            for tried in _tried(lines, number, last):
                if number + 1 in (found := _coded("\n".join(tried))):
                    lines, code = tried, found
                    report.add("changed", "fence", where)
                    break
        number = last + 1 if last is not None else number + 1
    return "\n".join(lines)


def _coded(text: str) -> frozenset[int]:
    """Return the first line of each piece of code between fences."""
    return frozenset(node.line for node in parse(text).all("code") if node.fold != "i")


def _shown(text: str) -> frozenset[int]:
    """Return the lines of code by its indentation that shows what fences are: outside of lists."""
    nodes = (node for node in parse(text).children if node.kind == "code" and node.fold == "i")
    return frozenset(number for node in nodes for number in range(node.line, node.last + 1))


def _end(lines: Sequence[str], first: int, begins: re.Match[str]) -> int | None:
    """Return the line that closes a fence as far in as it was opened."""
    closing = re.compile(rf"{re.escape(begins['around'])}{re.escape(begins['sign'])}[ \t]*")
    return next((n for n in range(first + 1, len(lines)) if closing.fullmatch(lines[n])), None)


def _tried(lines: Sequence[str], first: int, last: int) -> Iterator[list[str]]:
    """Yield the lines with some of them a column less in each time."""
    most = len(lines[first]) - len(lines[first].lstrip(" "))
    for columns in range(1, min(most, _MOST) + 1):
        moved = [re.sub(rf"^ {{1,{columns}}}", "", line) for line in lines[first : last + 1]]
        yield [*lines[:first], *moved, *lines[last + 1 :]]
