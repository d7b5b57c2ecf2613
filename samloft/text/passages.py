"""Find a passage of a lesson: what stands under a heading, a block, or a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from samloft.text.blocks import text_lines

_HEADING = re.compile(r"(#{2,6}) +(?P<words>.+?) *#*(?: *\{[:#].*\})?$")
_BLOCK = re.compile(r"(!!!|\?\?\?) ")


@dataclass(frozen=True)
class Passage:
    """A piece of a lesson's text."""

    title: str
    """The heading it stands under."""
    text: str


@dataclass(frozen=True)
class _Line:
    text: str
    level: int = 0
    """Of a heading; 0 for ordinary lines."""
    words: str = ""


@lru_cache(maxsize=256)
def _lines(body: str) -> tuple[_Line, ...]:
    """Return a lesson's lines without its blocks; code keeps its lines, and is never a heading."""
    text = {number for number, _ in text_lines(body)}
    found, in_block = [], False
    for number, line in enumerate(body.split("\n"), start=1):
        if in_block and line.strip() and not line.startswith("    "):
            in_block = False
        if number in text and _BLOCK.match(line):
            in_block = True
        if in_block:
            continue
        heading = _HEADING.fullmatch(line.rstrip()) if number in text else None
        found.append(
            _Line(line, len(heading[1]), heading["words"].strip()) if heading else _Line(line)
        )
    return tuple(found)


def headings(body: str) -> list[str]:
    """Return the headings of a lesson, in order."""
    return [line.words for line in _lines(body) if line.level]


def under_heading(body: str, heading: str) -> Passage | None:
    """Return what stands under a heading, smaller headings too; None where there is none such."""
    lines = _lines(body)
    at = next((n for n, line in enumerate(lines) if line.level and line.words == heading), None)
    if at is None:
        return None
    end = next(
        (n for n in range(at + 1, len(lines)) if 0 < lines[n].level <= lines[at].level), len(lines)
    )
    return Passage(heading, _joined(lines[at + 1 : end]))


def tables(body: str) -> list[Passage]:
    """Return the tables of a lesson, each with the heading it stands under."""
    return list(_tables(_lines(body)))


def _tables(lines: Sequence[_Line]) -> Iterator[Passage]:
    heading, rows = "", list[_Line]()
    for line in (*lines, _Line("")):
        if line.text.startswith("|"):
            rows.append(line)
            continue
        if len(rows) > 1:
            yield Passage(heading, _joined(rows))
        rows = []
        heading = line.words or heading


def _joined(lines: Sequence[_Line]) -> str:
    return "\n".join(line.text for line in lines).strip("\n")
