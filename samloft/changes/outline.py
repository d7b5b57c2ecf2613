"""What a course holds at one time, in outline: enough to say later what has changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pydantic import TypeAdapter

from samloft.addresses import SESSIONS
from samloft.catalogue import label
from samloft.course.model import Course, Module, Session, Writing, pick
from samloft.course.moved import moved_of
from samloft.course.schema import LessonForm
from samloft.languages import Language
from samloft.text.blocks import find_blocks
from samloft.text.nodes import Node
from samloft.text.parse import parse

APART = ("reflect", "discuss", "group", "quiz", "sheet", "keypoints", "facilitator")
"""Blocks that are told of by themselves, under whichever heading they stand."""
OPENING = "!!! "
"""How the name of such a part begins: as the block does."""
_MARKS = re.compile(r"^ {0,3}##+ +| *#*(?: *\{:.*\})?$")
"""Around the words of a heading, as they have been kept with versions."""


@dataclass(frozen=True, kw_only=True)
class OutlinedLesson:
    """A lesson: what it is called, how long it takes, and its text by section."""

    title: str
    minutes: int
    sections: Mapping[str, str]
    """By heading; what stands before the first one is under no name."""
    moved_from: tuple[str, ...] = ()
    """Addresses it had before."""
    local: str | None = None
    """How an edition's own differs from the shared one: part, whole or new."""


@dataclass(frozen=True, kw_only=True)
class OutlinedSession:
    """A session: when it starts, and what each part is and takes."""

    title: str
    starts: str
    parts: tuple[tuple[str, int], ...]
    moved_from: tuple[str, ...] = ()
    """Addresses it had before."""

    @property
    def minutes(self) -> int:
        """From the first part to the last."""
        return sum(minutes for _, minutes in self.parts)


@dataclass(frozen=True, kw_only=True)
class Outline:
    """All lessons and sessions, by address: `ki/01-hva-er-ki`, `ki/samling/1-forste`."""

    lessons: Mapping[str, OutlinedLesson] = field(default_factory=dict)
    sessions: Mapping[str, OutlinedSession] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    """Other pages that are an edition's own or adapted by it, and how: part, whole or new."""


_ADAPTER = TypeAdapter(Outline)


def dump(outline: Outline) -> bytes:
    """Return an outline as JSON."""
    return _ADAPTER.dump_json(outline, indent=1) + b"\n"


def load(data: bytes) -> Outline:
    """Return an outline from its JSON. Raises ValueError."""
    return _ADAPTER.validate_json(data)


def outline_of(course: Course, language: Language) -> Outline:
    """Return the shared course in outline, as a reader of a language is given it."""
    lessons = {}
    for module in course.modules:
        for lesson in module.lessons:
            text = lesson.forms[pick(language, lesson.forms)]
            lessons[lesson.path.with_suffix("").as_posix()] = outlined(text, moved_of(lesson.forms))
    sessions = {
        session.folder.as_posix(): outlined_session(
            session, titles_of(module, lessons), language, activities_of(module, language)
        )
        for module in course.modules
        for session in module.sessions
    }
    return Outline(lessons=lessons, sessions=sessions)


def titles_of(module: Module, lessons: Mapping[str, OutlinedLesson]) -> Mapping[str, str]:
    """Return what a module's lessons are called, by their slugs."""
    start = f"{module.slug}/"
    return {
        address.removeprefix(start): lesson.title
        for address, lesson in lessons.items()
        if address.startswith(start)
    }


def activities_of(module: Module, language: Language) -> Mapping[tuple[str, str], str]:
    """Return what the activities of a module's lessons are called, by lesson and id."""
    return {
        (lesson.slug, block.id): block.title
        for lesson in module.lessons
        for block in find_blocks(lesson.forms[pick(language, lesson.forms)].body)
        if block.title and "{" not in block.title
    }


def outlined(text: Writing[LessonForm], moved_from: tuple[str, ...]) -> OutlinedLesson:
    """Return a lesson's text in outline."""
    assert text.head is not None, "a shared lesson has front matter"
    return OutlinedLesson(
        title=text.head.title,
        minutes=text.head.minutes,
        sections=sections_of(text.body),
        moved_from=moved_from,
    )


def outlined_session(
    session: Session,
    titles: Mapping[str, str],
    language: Language,
    activities: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> OutlinedSession:
    """Return a session in outline.

    Args:
        session: the session.
        titles: what its module's lessons are called, by their slugs.
        language: of what is said.
        activities: what activities are called, by lesson and id. Versions that are published
            name them by id, and are compared with those to come.
    """

    def said(text: Mapping[Language, str]) -> str:
        return text[pick(language, text)] if text else ""

    times: Counter[str] = Counter()
    parts = []
    for part in session.parts:
        lesson = titles.get(part.lesson or "", part.lesson)
        activity = activities.get((part.lesson or "", part.activity or ""), part.activity)
        own = " – ".join(name for name in (lesson, activity) if name)
        name = said(part.title) or own or label(language, f"form.{part.form}")
        times[name] += 1
        parts.append((name if times[name] == 1 else f"{name} ({times[name]})", part.minutes))
    return OutlinedSession(
        title=said(session.title),
        starts=session.starts,
        parts=tuple(parts),
        moved_from=former_folders(session),
    )


def former_folders(session: Session) -> tuple[str, ...]:
    """Return where a session was before: `ki/samling/1-oppstart` for `ki/1-oppstart`."""
    return tuple(name.replace("/", f"/{SESSIONS}/", 1) for name in session.moved_from)


def sections_of(text: str) -> Mapping[str, str]:
    """Return a Markdown text by its headings; two of one name come together."""
    lines = text.split("\n")
    heads = {node.line: node for node in parse(text).children if node.kind == "heading"}
    found: dict[str, list[str]] = {}
    name, last = "", 0
    for number, line in enumerate(lines, start=1):
        if number in heads:
            name, last = _MARKS.sub("", line), heads[number].last
            found.setdefault(name, [])
        elif number > last:  # it is no line below a heading
            found.setdefault(name, []).append(line)
    return {
        name: words for name, lines in found.items() if (words := "\n".join(lines).strip()) or name
    }


def with_blocks_apart(sections: Mapping[str, str]) -> Mapping[str, str]:
    """Return the sections of a lesson, its tasks, sheets and quizzes as parts by themselves.

    Outlines that were kept with a version have them in their sections, so this is for whoever
    compares two.
    """
    found: dict[str, list[str]] = {}
    for name, text in sections.items():
        found.setdefault(name, [])
        blocks = (node for node in parse(text).children if node.kind == "block")
        parts = {
            number: _opening(node) for node in blocks if node.info in APART for number in node.lines
        }
        for number, line in enumerate(text.split("\n"), start=1):
            found.setdefault(parts.get(number, name), []).append(line)
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def _opening(node: Node) -> str:
    """Return what a part is called: tasks and sheets by their titles, quizzes are one."""
    has_title = node.title and node.info in ("group", "sheet")
    return f'{OPENING}{node.info} "{node.title}"' if has_title else f"{OPENING}{node.info}"
