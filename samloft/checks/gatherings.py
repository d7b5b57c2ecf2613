"""A session can be run as it is written: breaks, minutes, and the texts its papers rest on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_module
from samloft.composing.needed_text import headings_of, passage_in
from samloft.composing.overlay import lessons_at, modules_of
from samloft.course.model import Course, Lesson, Module, Network, Session
from samloft.course.schema import PartForm, PassageForm
from samloft.languages import Language
from samloft.problems import Problem
from samloft.text.blocks import find_blocks
from samloft.text.passages import headings
from samloft.text.templates import extends_shared

KIND = Kind.SHOULD
LONGEST = 90
"""Minutes people can sit without a break."""
_STEP = re.compile(r"\((\d+) min", re.IGNORECASE)
"""A step with its minutes, as in nb, nn and en: `(5 minutter)`."""
_QUOTED = re.compile(r"[«“]([^»”]+)[»”]")
_LESSON = re.compile(r"\b(?:leksjon|lesson) (\d+)\b", re.IGNORECASE)


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield what makes a session hard to run."""
    every = tuple(networks)
    with course.cache.once_each("gatherings") as once:
        for module in every_module(course, every):
            told = [form.told for lesson in module.lessons for form in lesson.forms.values()]
            for session in module.sessions:
                at = partial(_line, line_of, course.root / session.source)
                parts = range(len(session.parts))
                lines = [(at(number), at(number, "notes")) for number in parts]
                found = partial(_found, module, session, at)
                yield from once(repr((told, session.told, lines)), found)
    yield from _lost_in_overlays(course, every)


def _line(line_of: LineOf, source: Path, *key: str | int) -> int:
    return line_of(source, ("parts", *key))


def _found(module: Module, session: Session, at: Callable[..., int], _: str) -> list[Problem]:
    return list(_in_session(module, session, at))


def _in_session(module: Module, session: Session, at: Callable[..., int]) -> Iterator[Problem]:
    sat, path = 0, session.source
    for number, part in enumerate(session.parts):
        sat = 0 if part.form == "break" else sat + part.minutes
        if sat > LONGEST >= sat - part.minutes:
            values = {"minutes": str(sat), "most": str(LONGEST)}
            yield _warning(path, at(number), "session-has-breaks", values)
        steps = max((sum(map(int, _STEP.findall(text))) for text in part.notes.values()), default=0)
        if steps > part.minutes:
            values = {"steps": str(steps), "minutes": str(part.minutes)}
            yield _warning(path, at(number, "notes"), "steps-fit-their-part", values)
        if part.form == "input" and part.lesson and not (part.activity or part.needs_text):
            values = {"lesson": part.lesson}
            yield _warning(path, at(number), "input-names-its-text", values)
        for lesson in _mentioned(module, part):
            yield _warning(path, at(number), "task-has-its-text", {"lesson": lesson})

    for number, name in dict.fromkeys(_pointed_at(module, session)):
        yield _warning(path, at(number, "notes"), "notes-have-their-text", {"name": name})


def _pointed_at(module: Module, session: Session) -> Iterator[tuple[int, str]]:
    """Yield headings that a part's notes send its leader to, and that the guide does not print.

    A passage that an earlier part rests on stands in the guide, too; the sheets of its lessons are
    papers of their own.
    """
    used = {part.lesson for part in session.parts}
    lessons = {lesson.slug: lesson for lesson in module.lessons}
    titles: dict[Language, set[str]] = {}
    for lesson in module.lessons:
        for language, form in lesson.forms.items():
            blocks = find_blocks(form.body)
            named = {
                block.title for block in blocks if block.kind != "sheet" or lesson.slug not in used
            }
            titles.setdefault(language, set()).update(headings(form.body), named)
    held: dict[Language, set[str]] = {language: set() for language in titles}
    for number, part in enumerate(session.parts):
        own = [PassageForm(block=part.activity)] if part.activity else []
        for want in (*part.needs_text, *own):
            at = lessons.get(want.lesson or part.lesson or "")
            for language, form in at.forms.items() if at else ():
                found = passage_in(form.body, language, want, headings_of(at))
                if found:
                    held[language].add(found.title)
        for language, notes in part.notes.items():
            quoted = set(_QUOTED.findall(notes)) & titles.get(language, set())
            yield from ((number, name) for name in sorted(quoted - held.get(language, set())))


def _mentioned(module: Module, part: PartForm) -> list[str]:
    """Return lessons that a task mentions by their number, and that its paper does not hold."""
    if not (part.lesson and part.activity):
        return []
    order = [lesson.slug for lesson in module.lessons]
    held = {part.lesson, *(want.lesson for want in part.needs_text)}
    found: dict[str, None] = {}
    for lesson in module.lessons:
        if lesson.slug != part.lesson:
            continue
        for form in lesson.forms.values():
            for block in find_blocks(form.body):
                if block.id == part.activity:
                    numbers = (int(number) for number in _LESSON.findall(block.node.words))
                    slugs = (order[number - 1] for number in numbers if 0 < number <= len(order))
                    found |= dict.fromkeys(slug for slug in slugs if slug not in held)
    return list(found)


def _lost_in_overlays(course: Course, networks: Iterable[Network]) -> Iterator[Problem]:
    """Yield what a network's own text of a lesson lacks that a session rests on."""
    found: list[Problem] = []
    for network in networks:
        for module in modules_of(course, network):
            lessons = {lesson.slug: lesson for lesson in module.lessons}
            for session in module.sessions:
                for part in session.parts:
                    own = PassageForm(block=part.activity) if part.activity else None
                    for want in (*part.needs_text, own):
                        lesson = lessons.get((want and want.lesson) or part.lesson or "")
                        if want and lesson:
                            lost = _lost(network, session, want, lesson)
                            found += [problem for problem in lost if problem not in found]
    yield from found


def _lost(
    network: Network, session: Session, want: PassageForm, lesson: Lesson
) -> Iterator[Problem]:
    for layer in lessons_at(network, lesson.path):
        for language, form in layer.items():
            if extends_shared(form.body):  # blocks alone leave the rest as it is
                continue
            if passage_in(form.body, language, want, headings_of(lesson)) is None:
                name = want.heading.get(language) or want.block or str(want.table)
                values = {"name": name, "session": session.source}
                yield _warning(form.source, None, "own-text-keeps-passages", values)


def _warning(path: str, line: int | None, rule: str, values: dict[str, str]) -> Problem:
    return Problem(path=path, line=line, rule=rule, values=values, is_warning=True)
