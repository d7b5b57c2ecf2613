"""What a lesson says of where it was before: an address, free now, that no other claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samloft.checks.texts import LineOf
from samloft.model import Course, Network
from samloft.overlay import moved_of
from samloft.problems import Problem

_ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each former address that is none, is in use, or is claimed twice."""
    lessons = [lesson for module in course.modules for lesson in module.lessons]
    there = {f"{lesson.module}/{lesson.slug}" for lesson in lessons}
    claimed: dict[str, str] = {}
    for lesson in lessons:
        source = min(text.source for text in lesson.forms.values())
        for old in moved_of(lesson.forms):
            values = {"name": old, "other": claimed.get(old, "")}
            if not _ADDRESS.fullmatch(old):
                yield Problem(path=source, line=1, rule="former-address-is-one", values=values)
            elif old in there:
                yield Problem(path=source, line=1, rule="former-address-is-free", values=values)
            elif old in claimed:
                yield Problem(
                    path=source, line=1, rule="former-address-is-said-once", values=values
                )
            claimed.setdefault(old, source)
