"""Tell what is different between two outlines, in plain words for those who know the first."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from samloft.catalogue import label
from samloft.languages import Language
from samloft.outline import Outline, OutlinedLesson, OutlinedSession
from samloft.words import clock

Kind = Literal["new", "gone", "moved", "changed"]


@dataclass(frozen=True, kw_only=True)
class SectionChange:
    """What came into a section of a lesson, and what went, in words."""

    heading: str
    """Empty for what stands before the first heading."""
    added: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class LessonChange:
    """What is different about one lesson."""

    address: str
    title: str
    kind: Kind
    """Moved, whether or not it has changed as well."""
    before: str | None = None
    """The address it had."""
    old_title: str | None = None
    """Where it is called something else now."""
    minutes: tuple[int, int] | None = None
    """Before and now, where they differ."""
    sections: tuple[SectionChange, ...] = ()
    local: tuple[str | None, str | None] | None = None
    """How it differed from the shared lesson before and now, where that is not the same."""


@dataclass(frozen=True, kw_only=True)
class SessionChange:
    """What is different about one session."""

    address: str
    title: str
    kind: Kind
    times: tuple[str, str] | None = None
    """From when to when before and now, as in `09:00–11:30`, where they differ."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    retimed: tuple[tuple[str, int, int], ...] = ()
    """A part, with its minutes before and now."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is different between two outlines."""

    lessons: tuple[LessonChange, ...] = ()
    sessions: tuple[SessionChange, ...] = ()
    pages: tuple[tuple[str, str | None, str | None], ...] = ()
    """Local pages: address, and how each differed from the shared one before and now."""

    def as_data(self) -> dict[str, Any]:
        """Return it for a program."""
        return asdict(self)


def changes_between(before: Outline, now: Outline) -> Changes:
    """Return what is different, in the order of addresses; lessons that moved count as one."""
    homes = {
        old: address
        for address, lesson in now.lessons.items()
        for old in lesson.moved_from
        if old in before.lessons and old not in now.lessons
    }
    old_of = {address: old for old, address in homes.items()}
    pages = sorted(before.pages.keys() | now.pages.keys())
    return Changes(
        lessons=tuple(_lessons(before, now, homes, old_of)),
        sessions=tuple(_sessions(before, now)),
        pages=tuple(
            (page, before.pages.get(page), now.pages.get(page))
            for page in pages
            if before.pages.get(page) != now.pages.get(page)
        ),
    )


def _lessons(
    before: Outline, now: Outline, homes: Mapping[str, str], old_of: Mapping[str, str]
) -> Iterator[LessonChange]:
    for address in sorted({*now.lessons, *(before.lessons.keys() - homes.keys())}):
        lesson = now.lessons.get(address)
        if lesson is None:
            yield LessonChange(address=address, title=before.lessons[address].title, kind="gone")
            continue
        old_address = old_of.get(address, address)
        old = before.lessons.get(old_address)
        if old is None:
            yield LessonChange(address=address, title=lesson.title, kind="new")
            continue
        change = LessonChange(
            address=address,
            title=lesson.title,
            kind="changed" if old_address == address else "moved",
            before=None if old_address == address else old_address,
            old_title=old.title if old.title != lesson.title else None,
            minutes=(old.minutes, lesson.minutes) if old.minutes != lesson.minutes else None,
            sections=tuple(_changed_sections(old, lesson)),
            local=(old.local, lesson.local) if old.local != lesson.local else None,
        )
        same = LessonChange(address=address, title=lesson.title, kind="changed")
        if change != same:
            yield change


def _changed_sections(old: OutlinedLesson, new: OutlinedLesson) -> Iterator[SectionChange]:
    for heading in dict.fromkeys((*new.sections, *old.sections)):
        was, now = (each.sections.get(heading, "").split() for each in (old, new))
        added, removed = changed_words(was, now)
        if added or removed or (heading in old.sections) != (heading in new.sections):
            yield SectionChange(heading=heading, added=added, removed=removed)


def changed_words(before: list[str], now: list[str]) -> tuple[int, int]:
    """Return how many words came, and how many went."""
    match = difflib.SequenceMatcher(None, before, now, autojunk=False)
    edits = [edit for edit in match.get_opcodes() if edit[0] != "equal"]
    return (
        sum(end - start for _, _, _, start, end in edits),
        sum(end - start for _, start, end, _, _ in edits),
    )


def _sessions(before: Outline, now: Outline) -> Iterator[SessionChange]:
    for address in sorted(before.sessions.keys() | now.sessions.keys()):
        old, new = before.sessions.get(address), now.sessions.get(address)
        if new is None:
            title = before.sessions[address].title
            yield SessionChange(address=address, title=title, kind="gone")
        elif old is None:
            yield SessionChange(address=address, title=new.title, kind="new")
        elif old != new:
            yield _session(address, old, new)


def _session(address: str, old: OutlinedSession, new: OutlinedSession) -> SessionChange:
    was, now = dict(old.parts), dict(new.parts)
    times = (_times(old), _times(new))
    return SessionChange(
        address=address,
        title=new.title,
        kind="changed",
        times=times if times[0] != times[1] else None,
        added=tuple(part for part in now if part not in was),
        removed=tuple(part for part in was if part not in now),
        retimed=tuple(
            (part, was[part], minutes)
            for part, minutes in now.items()
            if part in was and was[part] != minutes
        ),
    )


def _times(session: OutlinedSession) -> str:
    return f"{session.starts}–{clock(session.starts, session.minutes, 'en')}"


def in_words(changes: Changes, language: Language) -> list[str]:
    """Return a line of plain words for each thing that is different."""
    lines = []
    for lesson in changes.lessons:
        name = (
            f"«{lesson.title}» ({lesson.address})"
            if language != "en"
            else (f"“{lesson.title}” ({lesson.address})")
        )
        said = [label(language, f"changed_lesson.{lesson.kind}", lesson=name, old=lesson.before)]
        said += _details(lesson, language)
        lines.append("; ".join(said))
    for session in changes.sessions:
        said = [label(language, f"changed_session.{session.kind}", session=session.title)]
        if session.times:
            said.append(
                label(language, "changes.times", old=session.times[0], new=session.times[1])
            )
        said += [label(language, "changes.part_new", part=part) for part in session.added]
        said += [label(language, "changes.part_gone", part=part) for part in session.removed]
        said += [
            label(language, "changes.part_retimed", part=part, old=old, new=new)
            for part, old, new in session.retimed
        ]
        lines.append("; ".join(said))
    for page, old_kind, new_kind in changes.pages:
        lines.append(
            label(
                language,
                "changes.page_local",
                page=page,
                old=label(language, f"local_kind.{old_kind or 'none'}"),
                new=label(language, f"local_kind.{new_kind or 'none'}"),
            )
        )
    return lines


def _details(lesson: LessonChange, language: Language) -> Iterator[str]:
    if lesson.old_title:
        yield label(language, "changes.title", old=lesson.old_title)
    if lesson.minutes:
        yield label(language, "changes.minutes", old=lesson.minutes[0], new=lesson.minutes[1])
    if lesson.local:
        old, new = (label(language, f"local_kind.{kind or 'none'}") for kind in lesson.local)
        yield label(language, "changes.local", old=old, new=new)
    for section in lesson.sections:
        name = section.heading or label(language, "changes.opening")
        yield label(
            language, "changes.section", name=name, added=section.added, removed=section.removed
        )
