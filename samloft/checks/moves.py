"""What texts say of where they were before: addresses, free now, that no others claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.course.model import Course, Head, Network, Writing
from samloft.course.moved import moved_of
from samloft.languages import Language
from samloft.problems import Problem

KIND = Kind.MUST
_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
_INSIDE, _BESIDE = re.compile(f"{_SLUG}/{_SLUG}"), re.compile(_SLUG)

Claims = list[tuple[str, str, tuple[str, ...]]]
"""A file, the name it has now, and those it had before."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each former address that is none, is in use, or is claimed twice."""
    lessons: Claims = [
        (_first(lesson.forms), f"{lesson.module}/{lesson.slug}", moved_of(lesson.forms))
        for module in course.modules
        for lesson in module.lessons
    ]
    sessions: Claims = [
        (session.source, f"{session.module}/{session.slug}", session.moved_from)
        for module in course.modules
        for session in module.sessions
    ]
    pages: Claims = [(_first(page.forms), page.slug, moved_of(page.forms)) for page in course.pages]
    for claims, form in ((lessons, _INSIDE), (sessions, _INSIDE), (pages, _BESIDE)):
        yield from _claimed(claims, form)


def _first(forms: Mapping[Language, Writing[Head]]) -> str:
    return min(text.source for text in forms.values())


def _claimed(claims: Claims, form: re.Pattern[str]) -> Iterator[Problem]:
    there = {name for _, name, _ in claims}
    claimed: dict[str, str] = {}
    for source, _, names in claims:
        for old in names:
            values = {"name": old, "other": claimed.get(old, "")}
            if not form.fullmatch(old):
                yield Problem(path=source, line=1, rule="former-address-is-one", values=values)
            elif old in there:
                yield Problem(path=source, line=1, rule="former-address-is-free", values=values)
            elif old in claimed:
                yield Problem(
                    path=source, line=1, rule="former-address-is-said-once", values=values
                )
            claimed.setdefault(old, source)
