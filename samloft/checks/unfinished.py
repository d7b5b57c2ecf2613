"""What is not finished: advice while it is written, and what stops a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from samloft.checks import citations
from samloft.checks.kind import Kind
from samloft.checks.texts import AnyWriting, LineOf, every_text
from samloft.composing.overlay import layers_of, modules_of, page_paths, pages_at
from samloft.course.model import Course, Network, pick
from samloft.course.schema import LessonForm
from samloft.problems import Problem, problem

KIND = Kind.SHOULD


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each draft, and for each text that lacks something."""
    for text in every_text(course, networks):
        yield from _of(course, text, is_warning=True)


def unfinished(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield what must be finished before some networks' editions are released."""
    offered: dict[str, AnyWriting] = {}
    every = tuple(networks)
    for network in every:
        for seen in (network, *network.local.values()):
            for text in _texts_of(course, seen):
                offered[text.source] = text
    for text in offered.values():
        yield from _of(course, text, is_warning=False)
    for each in citations.find(course, every, line_of):
        if each.rule == "citation-has-source" and each.path in offered:
            yield replace(each, is_warning=False)


def _texts_of(course: Course, network: Network) -> Iterator[AnyWriting]:
    """Yield the texts that an edition shows, its own and shared ones."""
    for module in modules_of(course, network):
        for lesson in module.lessons:
            yield from (lesson.forms[pick(code, lesson.forms)] for code in network.languages)
    for layer, _ in layers_of([network]):
        for forms in layer.lessons.values():
            yield from forms.values()
    pages = {page.path: page.forms for page in course.pages}
    for path in page_paths(network, course):
        if path in pages:
            yield from (pages[path][pick(code, pages[path])] for code in network.languages)
        for own in pages_at(network, path):
            yield from own.values()


def _of(course: Course, text: AnyWriting, *, is_warning: bool) -> Iterator[Problem]:
    head = text.head
    if head is None:
        return
    lacks = head.lacks if isinstance(head, LessonForm) else ()
    if head.draft:
        yield problem(
            text.source, "text-is-finished", line=_line(course, text.source, "draft"),
            is_warning=is_warning,
        )  # fmt: skip
    if lacks:
        yield problem(
            text.source, "lesson-says-what-it-is", line=1, is_warning=is_warning,
            keys=", ".join(lacks),
        )  # fmt: skip


def _line(course: Course, source: str, key: str) -> int:
    lines = (course.root / source).read_text(encoding="utf-8-sig").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)
