"""Look through the course for what would fail or mislead a reader; one file a subject."""

from __future__ import annotations

from collections.abc import Iterable

from samloft.checks import (
    adaptations,
    citations,
    freshness,
    gatherings,
    heavy_pictures,
    interface,
    lost_adaptations,
    media,
    moves,
    past_runs,
    printed_forms,
    readability,
    runs,
    session_texts,
    sessions,
    spelling,
    translations,
)
from samloft.checks.texts import LineOf
from samloft.course.model import Course, Network
from samloft.problems import Problem

MUST = (adaptations, citations, media, moves, printed_forms, runs, session_texts, sessions)
"""What stops a build."""
SHOULD = (
    *(freshness, gatherings, heavy_pictures, interface, lost_adaptations, past_runs, readability),
    spelling,
    translations,
)
"""What `check` warns about."""


def check_course(course: Course, networks: Iterable[Network], line_of: LineOf) -> list[Problem]:
    """Return everything that must be mended, in no particular order."""
    every = tuple(networks)
    return [problem for check in MUST for problem in check.find(course, every, line_of)]


def advise(course: Course, networks: Iterable[Network], line_of: LineOf) -> list[Problem]:
    """Return everything worth mending, in the order of files and lines."""
    every = tuple(networks)
    found = [problem for check in SHOULD for problem in check.find(course, every, line_of)]
    return sorted(found, key=lambda problem: problem.order)
