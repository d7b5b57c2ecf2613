"""Facts have been looked at within a year."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.course.model import Course, Network
from samloft.problems import Problem

KIND = Kind.TODAY
LONGEST = datetime.timedelta(days=365)


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each module whose facts were last checked over a year ago."""
    today = datetime.datetime.now(datetime.UTC).date()
    for module in course.modules:
        if today - module.facts_checked > LONGEST:
            path = f"modules/{module.slug}/module.yml"
            yield Problem(
                path=path,
                line=line_of(course.root / path, ("facts_checked",)),
                rule="facts-are-fresh",
                values={"date": module.facts_checked.isoformat()},
                is_warning=True,
            )
