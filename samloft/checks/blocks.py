"""Blocks are of a kind we know, a quiz can be answered, and all of a text can be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.texts import LineOf, every_text, problem
from samloft.course.model import Course, Network
from samloft.problems import Problem
from samloft.text.faults import faults_in
from samloft.text.parse import parse


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each unknown or empty block, and quiz without an answer."""
    for writing in every_text(course, networks):
        for fault in faults_in(parse(writing.body)):
            yield problem(writing, fault.line, fault.rule, **fault.values)
