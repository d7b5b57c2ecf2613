"""Every text of the course and of the networks' overlays, for the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from samloft.composing.overlay import layers_of, modules_of
from samloft.course.misfits import Key
from samloft.course.model import Course, Module, Network, Writing
from samloft.course.schema import LessonForm, PageForm

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
    for layer, _ in layers_of(networks):
        for module in layer.own:
            for lesson in module.lessons:
                yield from lesson.forms.values()
        for lesson_forms in layer.lessons.values():
            yield from lesson_forms.values()
        for page_forms in layer.pages.values():
            yield from page_forms.values()


def every_module(course: Course, networks: Iterable[Network]) -> Iterator[Module]:
    """Yield the shared modules, those of the networks' own, and shared ones with additions."""
    yield from course.modules
    for network in networks:
        for seen in (network, *network.local.values()):
            own = {module.slug for module in seen.top.own} | seen.top.additions.keys()
            yield from (module for module in modules_of(course, seen) if module.slug in own)


def every_file(course: Course, networks: Iterable[Network]) -> Iterator[tuple[str, Path]]:
    """Yield each file beside the texts, shared and local, with its name from the root."""
    files = {*course.files.values()}
    for layer, _ in layers_of(networks):
        files |= {*layer.files.values()}
    for path in sorted(files):
        if path.is_file():
            yield path.relative_to(course.root).as_posix(), path
