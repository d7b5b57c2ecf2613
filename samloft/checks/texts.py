"""Every text of the course and of the networks' overlays, for the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from samloft.forms import LessonForm, PageForm
from samloft.model import Course, Module, Network, Writing
from samloft.overlay import modules_of
from samloft.problems import Problem
from samloft.sources import Key

LineOf = Callable[[Path, Key], int]
"""Returns the line of a value in a YAML file that has been read."""
AnyWriting = Writing[LessonForm] | Writing[PageForm]


def every_text(course: Course, networks: Iterable[Network]) -> Iterator[AnyWriting]:
    """Yield each file once: shared lessons and pages, then the overlays."""
    for module in course.modules:
        for lesson in module.lessons:
            yield from lesson.forms.values()
    for page in course.pages:
        yield from page.forms.values()
    for network in networks:
        for module in network.own:
            for lesson in module.lessons:
                yield from lesson.forms.values()
        for lesson_forms in network.lessons.values():
            yield from lesson_forms.values()
        for page_forms in network.pages.values():
            yield from page_forms.values()


def every_module(course: Course, networks: Iterable[Network]) -> Iterator[Module]:
    """Yield the shared modules, those of the networks' own, and shared ones with additions."""
    yield from course.modules
    for network in networks:
        for module in modules_of(course, network):
            if module in network.own or module.slug in network.additions:
                yield module


def problem(writing: AnyWriting, line: int | None, rule: str, **values: str) -> Problem:
    """Return a problem in a text."""
    return Problem(path=writing.source, line=line, rule=rule, values=values)
