"""A session's parts point at lessons, activities and passages that exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.laid_lessons import laid_lessons
from samloft.composing.needed_text import Outlines, has_passage
from samloft.composing.overlay import modules_of
from samloft.course.misfits import Key
from samloft.course.model import Course, Lesson, Network, Session, pick
from samloft.languages import LANGUAGES, Language
from samloft.problems import Problem
from samloft.suggest import nearest
from samloft.text.blocks import is_note
from samloft.text.passages import outline_of

KIND = Kind.MUST


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each lesson or activity a session names in vain."""
    with course.cache.once_each("outlines") as once:
        for sessions, lessons, languages in _together(course, networks):
            outlines = {
                slug: {
                    language: once(form.body, outline_of) for language, form in lesson.forms.items()
                }
                for slug, lesson in lessons.items()
            }
            read = {slug: _as_read(lesson, languages) for slug, lesson in lessons.items()}
            yield from _in_module(course, sessions, read, outlines, line_of)


def _as_read(lesson: Lesson, languages: Iterable[Language]) -> Lesson:
    """Return a lesson with the forms that readers of some languages get."""
    codes = dict.fromkeys(pick(language, lesson.forms) for language in languages)
    return replace(lesson, forms={code: lesson.forms[code] for code in codes})


def _together(
    course: Course, networks: Iterable[Network]
) -> Iterator[tuple[Sequence[Session], Mapping[str, Lesson], Sequence[Language]]]:
    """Yield sessions, once each, with the lessons and the languages where they are held."""
    for module in course.modules:
        yield module.sessions, {lesson.slug: lesson for lesson in module.lessons}, LANGUAGES
    for network in networks:
        for seen in (network, *network.local.values()):
            additions = seen.top.additions.items()
            added = {slug: addition.sessions for slug, addition in additions}
            local = added | {module.slug: module.sessions for module in seen.top.own}
            for module in modules_of(course, seen):
                names = {session.source for session in local.get(module.slug, ())}
                own = [session for session in module.sessions if session.source in names]
                if own:
                    lessons = {lesson.slug: lesson for lesson in laid_lessons(seen, module)}
                    yield own, lessons, seen.languages


def _in_module(
    course: Course,
    sessions: Iterable[Session],
    lessons: Mapping[str, Lesson],
    outlines: Mapping[str, Outlines],
    line_of: LineOf,
) -> Iterator[Problem]:
    for session in sessions:
        yield from _passages_in_vain(course, lessons, outlines, session, line_of)
        for number, part in enumerate(session.parts):
            if part.lesson is None:
                continue
            lesson = lessons.get(part.lesson)
            if lesson is None:
                yield _in_parts(
                    line_of, course, session.source, (number, "lesson"),
                    "session-lesson-exists",
                    name=part.lesson, nearest=nearest(part.lesson, list(lessons)),
                )  # fmt: skip
                continue
            for language, form in lesson.forms.items():
                known = [
                    each for each in outlines[lesson.slug][language].blocks if not is_note(each)
                ]
                if part.activity and part.activity not in known:
                    yield _in_parts(
                        line_of, course, session.source, (number, "activity"),
                        "session-activity-exists",
                        name=part.activity, file=form.source,
                        nearest=nearest(part.activity, known),
                    )  # fmt: skip
                    break


def _passages_in_vain(
    course: Course,
    lessons: Mapping[str, Lesson],
    outlines: Mapping[str, Outlines],
    session: Session,
    line_of: LineOf,
) -> Iterator[Problem]:
    """Yield a problem for each passage that a form of its lesson does not have."""
    for number, part in enumerate(session.parts):
        for place, want in enumerate(part.needs_text):
            slug = want.lesson or part.lesson or ""
            if not want.is_named:
                continue  # its reader has said so
            key: Key = (number, "needs_text", place)
            if want.to_look_up and is_note(want.block or ""):
                yield _in_parts(
                    line_of, course, session.source, key, "note-is-not-looked-up",
                    name=want.block or "",
                )  # fmt: skip
            if slug not in lessons:
                if want.lesson:
                    yield _in_parts(
                        line_of, course, session.source, (*key, "lesson"),
                        "session-lesson-exists",
                        name=slug, nearest=nearest(slug, list(lessons)),
                    )  # fmt: skip
                continue
            for language, form in lessons[slug].forms.items():
                outline = outlines[slug][language]
                if not has_passage(outline, language, want, outlines[slug]):
                    heading = want.heading.get(language) or next(iter(want.heading.values()), "")
                    name = heading or want.block or str(want.table)
                    yield _in_parts(
                        line_of, course, session.source, key, "session-passage-exists",
                        name=name, file=form.source, nearest=nearest(name, outline.headings),
                    )  # fmt: skip


def _in_parts(
    line_of: LineOf, course: Course, source: str, key: Key, rule: str, **values: str
) -> Problem:
    """Return what is wrong at a place among a session's parts."""
    line = line_of(course.root / source, ("parts", *key))
    return Problem(path=source, line=line, rule=rule, values=values)
