"""Gatherings that have been are no longer announced."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.course.model import Course, Network
from samloft.course.runs import file_of
from samloft.problems import Problem, problem

KIND = Kind.TODAY


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each announced gathering whose day is past."""
    today = datetime.datetime.now(datetime.UTC).date()
    for network in networks:
        for run in network.runs:
            if run.date < today:
                path = file_of(network, run)
                yield problem(
                    path,
                    "run-announced-is-to-come",
                    line=line_of(course.root / path, ("date",)),
                    is_warning=True,
                    date=run.date.isoformat(),
                )
