"""Texts are written as the house writes: signs, dates, blank lines, marks of lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem
from samloft.text.tidy import mended

KIND = Kind.SHOULD


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each thing that `check --fix` would mend."""
    for text in every_text(course, networks):
        for mend in mended(text.body, text.language)[1]:
            yield problem(
                text.source, mend.rule, line=mend.line, is_warning=True, old=mend.old, new=mend.new
            )
