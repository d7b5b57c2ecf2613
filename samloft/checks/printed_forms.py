"""All of a text can be printed and read aloud: no diagrams as code, formulas, names of emojis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.course.model import Course, Network
from samloft.problems import Problem
from samloft.text.faults import Fault, unprintable_in

KIND = Kind.MUST


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each thing that only some programs would draw."""
    with course.cache.once_each("printed-forms") as once:
        for writing in every_text(course, networks):
            for fault in once(writing.body, _faults_in):
                yield Problem(
                    path=writing.source, line=fault.line, rule=fault.rule, values=fault.values
                )


def _faults_in(text: str) -> tuple[Fault, ...]:
    return tuple(unprintable_in(text))
