"""A summary can be read at a glance: in a list, and by a search engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem

KIND = Kind.SHOULD
LONGEST = 200
"""Letters. Search engines show about 160; a line or two of a list holds so many."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each summary that is too long."""
    for text in every_text(course, networks):
        summary = (text.head.summary if text.head else "") or ""
        if len(summary) > LONGEST:
            yield problem(
                text.source, "summary-is-short", line=_line(course, text.source), is_warning=True,
                length=str(len(summary)), most=str(LONGEST),
            )  # fmt: skip


def _line(course: Course, source: str) -> int:
    lines = (course.root / source).read_text(encoding="utf-8-sig").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith("summary:")), 1)
