"""Withdraw a version, or go back to an earlier one: nothing is deleted, and all can be undone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from samloft.course.course import load_course
from samloft.course.networks import load_networks
from samloft.course.reader import Reader
from samloft.languages import Language
from samloft.problems import CourseError, UsageError, problem
from samloft.suggest import nearest
from samloft.versions.manifest import Line, Withdrawal
from samloft.versions.next_tree import alone_with, put_next
from samloft.versions.published_tree import Tree
from samloft.versions.release import front_of
from samloft.versions.version_numbers import is_preview
from samloft.versions.version_pages import Around


def withdraw(
    root: Path, out: Path, version: str, names: Sequence[str], reason: str, language: Language
) -> list[Line]:
    """Mark a version as withdrawn: its pages stay, and say so.

    Args:
        root: the course.
        out: the published tree.
        version: which version.
        names: of which editions; none for every one that has it.
        reason: what its pages say of it; may be empty.
        language: of the reason.

    Returns the editions as they stand now. Raises UsageError for what is not there.
    """
    why = Withdrawal(date=_today(), reason=reason, language=language)

    def marked(line: Line) -> Line:
        pinned = None if line.pinned == version else line.pinned
        return replace(line, withdrawn={**line.withdrawn, version: why}, pinned=pinned)

    return _decide(root, out, lambda tree: [marked(line) for line in _named(tree, names, version)])


def reinstate(root: Path, out: Path, version: str, names: Sequence[str]) -> list[Line]:
    """Take back a withdrawal. Returns and raises as `withdraw` does."""

    def unmarked(line: Line) -> Line:
        left = {name: why for name, why in line.withdrawn.items() if name != version}
        return replace(line, withdrawn=left)

    return _decide(
        root, out, lambda tree: [unmarked(line) for line in _named(tree, names, version)]
    )


def roll_back(root: Path, out: Path, names: Sequence[str], to: str | None) -> list[Line]:
    """Lead readers to an earlier version again, until a newer one is released.

    Args:
        root: the course.
        out: the published tree.
        names: of which editions; none for every one.
        to: the version; the one before the newest unless it is named. The highest there is ends
            a rollback.

    Returns the versions readers are led to now. Raises UsageError where there is none to go to.
    """

    def decided(tree: Tree) -> list[Line]:
        lines = lines_of(tree, names)
        if to:
            lines = having(lines, to, all_named=bool(names))
        goals = {line.edition: to or _before(line) for line in lines}
        lost = [line for line in lines if goals[line.edition] in (None, *line.withdrawn)]
        if lost:
            raise UsageError(
                problem(f"{out}/{line.edition}", "version-to-go-back-to-is-there") for line in lost
            )
        return [_led_to(line, goals[line.edition]) for line in lines]

    return _decide(root, out, decided)


def _led_to(line: Line, goal: str | None) -> Line:
    is_highest = replace(line, pinned=None).newest.version == goal
    return replace(line, pinned=None if is_highest else goal)


def _before(line: Line) -> str | None:
    """Return the whole version before the newest one that stands."""
    names = [each.version for each in line.versions]
    lower = names[: names.index(line.newest.version)]
    standing = [n for n in lower if n not in line.withdrawn and not is_preview(n)]
    return standing[-1] if standing else None


def lines_of(tree: Tree, names: Sequence[str]) -> list[Line]:
    """Return the versions of some editions, or of all. Raises UsageError for unknown names."""
    known = list(tree.index.editions)
    where = str(tree.folder)
    if not known:
        raise UsageError([problem(where, "tree-is-released")])
    wanted = [name.strip("/") for name in names] or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UsageError(
            problem(where, "edition-is-released", name=name, nearest=nearest(name, known))
            for name in unknown
        )
    return [line for name in wanted if (line := tree.line(name))]


def having(lines: Sequence[Line], version: str, *, all_named: bool = False) -> list[Line]:
    """Return those editions that have a version.

    Raises UsageError where none has it; with `all_named`, where any lacks it.
    """
    found = [line for line in lines if any(each.version == version for each in line.versions)]
    if not found or (all_named and len(found) < len(lines)):
        every = [each.version for line in lines for each in line.versions]
        close = nearest(version, every)
        raise UsageError([problem("build.py", "version-is-released", name=version, nearest=close)])
    return found


def _named(tree: Tree, names: Sequence[str], version: str) -> list[Line]:
    return having(lines_of(tree, names), version, all_named=bool(names))


def _decide(root: Path, out: Path, decided: Callable[[Tree], Sequence[Line]]) -> list[Line]:
    """Do what is decided, with nobody else at the tree; return how its editions stand now."""
    reader = Reader(root)
    course = load_course(reader)
    # A mistake in a text of today is no reason to leave yesterday's version standing.
    if course is None:
        raise CourseError(reader.problems)
    networks = load_networks(reader, course)
    with alone_with(out) as place:
        now = Tree(out)
        lines = {line.edition: line for line in decided(now)}
        around, front = Around(course), front_of(course, networks)
        put_next(now, place, lines, {}, around, front, course.site_url, networks)
    return list(lines.values())


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()
