"""A note to the facilitator stands in a lesson: the guide of a session takes it from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem
from samloft.text.blocks import find_notes
from samloft.text.links import home_of

KIND = Kind.SHOULD


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield advice for each note on a page that is no lesson: nobody is shown it."""
    for text in every_text(course, networks):
        inside = text.source.removeprefix(f"{home_of(text.source)}/")
        if inside.startswith("docs/") and "acilitator" in text.body:
            for note in find_notes(text.body):
                yield problem(text.source, "note-is-in-a-lesson", line=note.line, is_warning=True)
