"""Headings start at level two and skip no level (WCAG 1.3.1, and PDF/UA-1 for the papers)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samloft.checks.texts import LineOf, every_text, problem
from samloft.course.model import Course, Network
from samloft.problems import Problem
from samloft.text.blocks import text_lines

_HEADING = re.compile(r"^(#{1,6})\s+(\S.*)$")


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each level-one heading in a text, and each level that is skipped."""
    for writing in every_text(course, networks):
        level = 1
        for number, line in text_lines(writing.body):
            match = _HEADING.match(line)
            if match is None:
                continue
            found = len(match[1])
            if found == 1:
                yield problem(writing, number, "title-is-in-front-matter", title=match[2])
            elif found > level + 1:
                yield problem(
                    writing, number, "heading-skips-no-level", title=match[2],
                    found=str(found), wanted="#" * (level + 1),
                )  # fmt: skip
            level = max(found, 1)
