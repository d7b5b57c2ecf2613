"""Tell what is different between two outlines, in plain words for those who know the first."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from samloft.catalogue import label
from samloft.changes.outline import (
    OPENING,
    Outline,
    OutlinedLesson,
    OutlinedSession,
    with_blocks_apart,
)
from samloft.languages import Language
from samloft.languages.words import time_after
from samloft.text.blocks import KINDS
from samloft.text.sealed_notes import SEAL, sealed

Kind = Literal["new", "gone", "moved", "changed"]
_ACTIVITY = re.compile(rf"– ({'|'.join(KINDS)})-(\d+)(?=$| \()")
ALIKE = 0.6
"""How much of two texts has to be the same for one to be the other under a new heading."""


@dataclass(frozen=True, kw_only=True)
class SectionChange:
    """What came into a section of a lesson, and what went, in words."""

    heading: str
    """Empty for what stands before the first heading; of a task or a quiz, how it opens."""
    kind: Kind
    """Moved when it is called something else now."""
    before: str | None = None
    """The heading it had."""
    added: int = 0
    removed: int = 0


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
    before: str | None = None
    """The address it had."""
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
    homes = _homes(before.lessons, now.lessons)
    old_of = {address: old for old, address in homes.items()}
    pages = sorted(before.pages.keys() | now.pages.keys())
    return Changes(
        lessons=tuple(_lessons(before, now, homes, old_of)),
        sessions=tuple(_sessions(_with_titles_of(before, now, old_of), now)),
        pages=tuple(
            (page, before.pages.get(page), now.pages.get(page))
            for page in pages
            if before.pages.get(page) != now.pages.get(page)
        ),
    )


def _homes(
    before: Mapping[str, OutlinedLesson] | Mapping[str, OutlinedSession],
    now: Mapping[str, OutlinedLesson] | Mapping[str, OutlinedSession],
) -> dict[str, str]:
    """Return where what has moved is now, by its address before."""
    return {
        old: address
        for address, each in now.items()
        for old in each.moved_from
        if old in before and old not in now
    }


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
    if old.sections == new.sections:
        return
    old, new = (_sealed(each) for each in (old, new)) if _is_sealed(old, new) else (old, new)
    old, new = (replace(each, sections=with_blocks_apart(each.sections)) for each in (old, new))
    renamed = _renamed(old, new)
    for heading, text in new.sections.items():
        before = renamed.get(heading, heading)
        if before not in old.sections:
            yield SectionChange(heading=heading, kind="new", added=len(text.split()))
            continue
        added, removed = changed_words(old.sections[before].split(), text.split())
        if added or removed or before != heading:
            yield SectionChange(
                heading=heading,
                kind="changed" if before == heading else "moved",
                before=None if before == heading else before,
                added=added,
                removed=removed,
            )
    for heading, text in old.sections.items():
        if heading not in new.sections and heading not in renamed.values():
            yield SectionChange(heading=heading, kind="gone", removed=len(text.split()))


def _is_sealed(*lessons: OutlinedLesson) -> bool:
    """Tell whether an outline is of a version that was published since notes are sealed."""
    return any(SEAL in text for lesson in lessons for text in lesson.sections.values())


def _sealed(lesson: OutlinedLesson) -> OutlinedLesson:
    sections = {heading: sealed(text, is_whole=False) for heading, text in lesson.sections.items()}
    return replace(lesson, sections=sections)


def _renamed(old: OutlinedLesson, new: OutlinedLesson) -> Mapping[str, str]:
    """Return the old heading of each section that has a new one over much the same text."""
    gone = [heading for heading in old.sections if heading not in new.sections]
    found: dict[str, str] = {}
    for heading, text in new.sections.items():
        if heading in old.sections:
            continue
        for before in gone:
            was, now = old.sections[before].split(), text.split()
            match = difflib.SequenceMatcher(None, was, now, autojunk=False)
            if before not in found.values() and match.ratio() >= ALIKE:
                found[heading] = before
                break
    return found


def changed_words(before: list[str], now: list[str]) -> tuple[int, int]:
    """Return how many words came, and how many went."""
    if before == now:
        return 0, 0
    match = difflib.SequenceMatcher(None, before, now, autojunk=False)
    edits = [edit for edit in match.get_opcodes() if edit[0] != "equal"]
    return (
        sum(end - start for _, _, _, start, end in edits),
        sum(end - start for _, start, end, _, _ in edits),
    )


def _with_titles_of(before: Outline, now: Outline, old_of: Mapping[str, str]) -> Outline:
    """Return an outline whose sessions call lessons as another does: it has told of new titles."""
    titles = {
        before.lessons[old].title: lesson.title
        for address, lesson in now.lessons.items()
        if (old := old_of.get(address, address)) in before.lessons
        and before.lessons[old].title != lesson.title
    }

    def called(part: str) -> str:
        for old, new in titles.items():
            if part == old or part.startswith((f"{old} – ", f"{old} (")):
                return new + part.removeprefix(old)
        return part

    sessions = {
        address: replace(each, parts=tuple((called(part), time) for part, time in each.parts))
        for address, each in before.sessions.items()
    }
    return replace(before, sessions=sessions)


def _sessions(before: Outline, now: Outline) -> Iterator[SessionChange]:
    homes = _homes(before.sessions, now.sessions)
    old_of = {address: old for old, address in homes.items()}
    for address in sorted(now.sessions.keys() | (before.sessions.keys() - homes.keys())):
        new, was_at = now.sessions.get(address), old_of.get(address)
        old = before.sessions.get(was_at or address)
        if new is None:
            title = before.sessions[address].title
            yield SessionChange(address=address, title=title, kind="gone")
        elif old is None:
            yield SessionChange(address=address, title=new.title, kind="new")
        elif was_at:
            change = _session(address, old, new)
            yield replace(change, kind="moved", before=was_at)
        elif not same_session(old, new):
            yield _session(address, old, new)


def same_session(one: OutlinedSession, other: OutlinedSession) -> bool:
    """Tell whether two sessions are held alike, wherever they stand."""
    return replace(one, moved_from=()) == replace(other, moved_from=())


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
    return f"{session.starts}–{time_after(session.starts, session.minutes)}"


def in_words(changes: Changes, language: Language) -> list[tuple[str, list[str]]]:
    """Return a line of plain words for each thing that is different, each with its details."""
    lines = []
    for lesson in changes.lessons:
        key = f"changed_lesson.{lesson.kind}"
        name = label(language, "changes.named", title=lesson.title, address=lesson.address)
        said = label(language, key, lesson=name, old=lesson.before)
        lines.append((said, list(_of_lesson(lesson, language))))
    for session in changes.sessions:
        key = f"changed_session.{session.kind}"
        said = label(language, key, session=session.title, old=session.before)
        lines.append((said, list(_of_session(session, language))))
    for page, before, now in changes.pages:
        old, new = _local(before, language), _local(now, language)
        lines.append((label(language, "changes.page_local", page=page, old=old, new=new), []))
    return lines


def _of_lesson(lesson: LessonChange, language: Language) -> Iterator[str]:
    if lesson.old_title:
        yield label(language, "changes.title", old=lesson.old_title)
    if lesson.minutes:
        yield label(language, "changes.minutes", old=lesson.minutes[0], new=lesson.minutes[1])
    if lesson.local:
        old, new = (_local(kind, language) for kind in lesson.local)
        yield label(language, "changes.local", old=old, new=new)
    for section in lesson.sections:
        yield label(
            language,
            f"changed_section.{section.kind}",
            name=_called(section.heading, language),
            old=_called(section.before or "", language),
            added=section.added,
            removed=section.removed,
        )


def _called(heading: str, language: Language) -> str:
    """Return what a section is called; a task and a quiz as on their page."""
    if not heading.startswith(OPENING):
        return heading or label(language, "changes.opening")
    kind, _, title = heading.removeprefix(OPENING).partition(" ")
    name = label(language, f"block.{kind}")
    return f"{name}: {title[1:-1]}" if title else name


def _of_session(session: SessionChange, language: Language) -> Iterator[str]:
    if session.times:
        yield label(language, "changes.times", old=session.times[0], new=session.times[1])
    for part in session.added:
        yield label(language, "changes.part_new", part=_part_called(part, language))
    for part in session.removed:
        yield label(language, "changes.part_gone", part=_part_called(part, language))
    for part, old, new in session.retimed:
        name = _part_called(part, language)
        yield label(language, "changes.part_retimed", part=name, old=old, new=new)


def _part_called(part: str, language: Language) -> str:
    """Return a part with an activity that has no title called as pages call it, not by its id."""

    def said(match: re.Match[str]) -> str:
        number = "" if match[2] == "1" else f" {match[2]}"
        return f"– {label(language, f'block.{match[1]}')}{number}"

    return _ACTIVITY.sub(said, part)


def _local(kind: str | None, language: Language) -> str:
    return label(language, f"local_kind.{kind or 'none'}")
