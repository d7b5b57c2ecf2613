"""Look through the course for what would fail or mislead a reader; one file a subject."""

from __future__ import annotations

from collections.abc import Iterable

from samloft.checks import blocks, citations, headings, links, sessions
from samloft.checks.texts import LineOf
from samloft.model import Course, Network
from samloft.problems import Problem

CHECKS = (blocks, citations, headings, links, sessions)


def check_course(course: Course, networks: Iterable[Network], line_of: LineOf) -> list[Problem]:
    """Return everything the checks find, in no particular order."""
    every = tuple(networks)
    return [problem for check in CHECKS for problem in check.find(course, every, line_of)]
