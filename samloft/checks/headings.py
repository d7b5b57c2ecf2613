"""Headings start at level two and skip no level (WCAG 1.3.1, and PDF/UA-1 for the papers)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.texts import LineOf, every_text, problem
from samloft.course.model import Course, Network
from samloft.problems import Problem
from samloft.text.parse import parse


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each level-one heading in a text, and each level that is skipped."""
    for writing in every_text(course, networks):
        level = 1
        for heading in parse(writing.body).all("heading"):
            found, title = heading.level, heading.words
            if found == 1:
                yield problem(writing, heading.line, "title-is-in-front-matter", title=title)
            elif found > level + 1:
                yield problem(
                    writing, heading.line, "heading-skips-no-level", title=title,
                    found=str(found), wanted="#" * (level + 1),
                )  # fmt: skip
            level = found
