"""The mkdocs.yml that every edition starts from is one that MkDocs can work with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.base_settings import read_with_lines
from samloft.course.model import Course, Network
from samloft.defaults import SETTINGS
from samloft.problems import CourseError, Problem, problem

KIND = Kind.MUST
_KEY = re.compile(r"Config value '(\w+)'")


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each setting that MkDocs refuses; it is asked once, until they change."""
    try:
        base, reading = read_with_lines(course.root)
    except CourseError as error:
        yield from error.problems
        return

    def asked() -> list[str]:
        from samloft.rendering.judged_settings import complaints_about  # MkDocs takes its time

        return complaints_about(base)

    # The settings are in the cache's own key.
    for said in course.cache.once("site-settings", "", asked):
        named = _KEY.search(said)
        key = named[1] if named else "markdown_extensions"
        yield problem(SETTINGS, "setting-is-accepted", line=reading.line((key,)), reason=said)
