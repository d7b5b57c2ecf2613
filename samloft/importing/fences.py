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
_TRIALS = 300
"""Parses of one text at most; what is left then is told of by `check`."""


def with_fences(text: str, where: str, report: Report) -> str:
    """Return a text with each fence that opens nothing where it is no further in than it may be."""
    lines = text.split("\n")
    code, number, trials = _coded(text), 1, 0
    while number <= len(lines) and trials < _TRIALS:
        last = code.get(number) or _end(lines, number)
        if last is not None and number not in code:
            for tried in _tried(lines, number, last):
                trials += 1
                if number in (found := _coded("\n".join(tried))):
                    lines, code = tried, found
                    report.add("changed", "fence", where)
                    break
        number = (last or number) + 1
    return "\n".join(lines)


def _coded(text: str) -> dict[int, int]:
    """Return the first line of each piece of code, with its last.

    Code by its indentation that shows what fences are is among it, but not in lists and blocks:
    there it is a fence that was moved in too far.
    """
    document = parse(text)
    alone = {node.line for node in document.children if node.kind == "code"}
    nodes = document.all("code")
    return {node.line: node.last for node in nodes if node.fold != "i" or node.line in alone}


def _end(lines: Sequence[str], first: int) -> int | None:
    """Return the line that closes a fence as far in as a line opens it; None where it does not."""
    begins = _FENCE.fullmatch(lines[first - 1])
    if begins is None:
        return None
    closing = re.compile(rf"{re.escape(begins['around'])}{re.escape(begins['sign'])}[ \t]*")
    return next((n + 1 for n in range(first, len(lines)) if closing.fullmatch(lines[n])), None)


def _tried(lines: Sequence[str], first: int, last: int) -> Iterator[list[str]]:
    """Yield the lines with some of them a column less in each time."""
    opening = lines[first - 1]
    for columns in range(1, min(len(opening) - len(opening.lstrip(" ")), _MOST) + 1):
        moved = [re.sub(rf"^ {{1,{columns}}}", "", line) for line in lines[first - 1 : last]]
        yield [*lines[: first - 1], *moved, *lines[last:]]
