"""Look through the course for what would fail or mislead a reader; one file a subject.

**To add a check, add one file here** with a `KIND` and a `find`; nothing else names it.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.course.model import Course, Network
from samloft.problems import Problem, set_of
from samloft.text.tidy import STYLE

Find = Callable[[Course, Sequence[Network], LineOf], Iterator[Problem]]
"""Yields what a check has to say of a course and its networks."""
LAST = ("text-is-readable", "word-is-spelt-rightly", *STYLE)
"""Rules of style: what they tell comes after what a reader would miss."""


@functools.cache
def finds(kind: Kind) -> tuple[Find, ...]:
    """Return every check of a kind, found by looking into this folder."""
    names = (f"{__name__}.{entry.name}" for entry in pkgutil.iter_modules(__path__))
    checks = (importlib.import_module(name) for name in names)
    return tuple(check.find for check in checks if getattr(check, "KIND", None) is kind)


def look(kind: Kind, course: Course, networks: Iterable[Network], line_of: LineOf) -> list[Problem]:
    """Return what the checks of a kind have to say, in no particular order."""
    every = tuple(networks)
    return [problem for find in finds(kind) for problem in find(course, every, line_of)]


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with what stops a build first, and matters of style last."""
    return sorted(
        set_of(problems),
        key=lambda problem: (problem.is_warning, problem.rule in LAST, problem.order),
    )
