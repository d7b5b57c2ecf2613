"""Look through the course for what would fail or mislead a reader; one file a subject."""

from __future__ import annotations

from collections.abc import Iterable

from samloft.checks import (
    adaptations,
    citations,
    freshness,
    gatherings,
    interface,
    letters,
    lost_adaptations,
    media,
    moves,
    past_runs,
    personal_numbers,
    pictures,
    printed_forms,
    readability,
    runs,
    session_texts,
    sessions,
    slips,
    spelling,
    summaries,
    tidiness,
    translations,
    unfinished,
    unused,
)
from samloft.checks.texts import LineOf
from samloft.course.model import Course, Network
from samloft.problems import Problem, set_of
from samloft.text.tidy import RULES

MUST = (
    *(adaptations, citations, letters, media, moves, personal_numbers, printed_forms, runs),
    *(session_texts, sessions),
)
"""What stops a build."""
SHOULD = (
    *(gatherings, interface, lost_adaptations, pictures, readability, slips),
    *(summaries, tidiness, translations, unfinished, unused),
)
"""What `check` warns about, and depends on nothing but the files."""
TODAY = (freshness, past_runs, spelling)
"""What it warns about that depends on the day, or on what else is on this machine."""
LAST = ("text-is-readable", "word-is-spelt-rightly", *RULES)
"""Rules of style: what they tell comes after what a reader would miss."""


def check_course(course: Course, networks: Iterable[Network], line_of: LineOf) -> list[Problem]:
    """Return everything that must be mended, in no particular order."""
    every = tuple(networks)
    return [problem for check in MUST for problem in check.find(course, every, line_of)]


def advise(course: Course, networks: Iterable[Network], line_of: LineOf) -> list[Problem]:
    """Return what is worth mending and can be remembered, in no particular order."""
    every = tuple(networks)
    return [problem for check in SHOULD for problem in check.find(course, every, line_of)]


def advise_today(course: Course, networks: Iterable[Network], line_of: LineOf) -> list[Problem]:
    """Return what is worth mending today, on this machine, in no particular order."""
    every = tuple(networks)
    return [problem for check in TODAY for problem in check.find(course, every, line_of)]


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with what stops a build first, and matters of style last."""
    return sorted(
        set_of(problems),
        key=lambda problem: (problem.is_warning, problem.rule in LAST, problem.order),
    )
