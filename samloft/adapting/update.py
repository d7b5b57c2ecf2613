"""Tell how each derived text stands to its base, and take in what has moved."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from samloft.adapting.fields import merge_fields
from samloft.adapting.values_to_names import turned_back, values_of
from samloft.checks.adaptations import Stranded, conflict_lines, stranded
from samloft.checks.lost_adaptations import Lost, lost_adaptations
from samloft.composing.overlay import layers_of
from samloft.course.bases import (
    ADAPTATIONS,
    TRANSLATIONS,
    Derived,
    digest_of,
    find_derived,
    note_bases,
    read_bases,
    write_bases,
)
from samloft.course.editions import editions_with_texts
from samloft.course.json_schemas import with_schema_line_of
from samloft.course.model import Course, Network
from samloft.course.reader import Reader, read_lf, write_lf
from samloft.course.schema import BaseForm
from samloft.git import deepen, is_kept, is_shallow, merged, text_as_it_was, uncommitted
from samloft.problems import CourseError, UsageError, problem
from samloft.text.links import home_of
from samloft.text.template_blocks import CALLS_SUPER, bodies_of, with_body

Turn = Callable[[str, str], str]
"""Given the shared text and the local one, returns the local one with names for its values."""
State = Literal[
    "current", "moved", "unnoted", "forgotten", "conflict", "gone", "renamed", "shallow",
    "stranded", "elsewhere",
]  # fmt: skip
"""Forgotten: the text it was made from is not in the repository's history; shallow: nor in the
part of it that is here. Conflict: two texts
stand in the file, and one is to be chosen. Gone, renamed: the file noted is not there. Stranded,
elsewhere: the text it was made from is not there any more, or has moved.
"""


LOST: tuple[State, ...] = ("forgotten", "shallow")
"""What nothing can be taken into: the text it was made from is not to be had."""


def _is_any(file: str) -> bool:
    return True


def _as_it_is(shared: str, local: str) -> str:
    return local


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a derived text stands to the one it follows."""

    derived: Derived
    state: State
    added: int = 0
    """Lines that came into the base since."""
    removed: int = 0
    result: str | None = None
    """The text with what moved taken in; only for adaptations that can be merged."""
    conflicts: int = 0
    renamed: str = ""
    """The file it seems to have become; or where its base is now, as in `ki/03-ny`."""
    noted: BaseForm | None = None
    """What is remembered of the base."""
    turn: Turn = field(default=_as_it_is, repr=False, compare=False)
    """Turns the edition's own values in its text back into names."""


def standings(
    reader: Reader,
    course: Course,
    networks: Iterable[Network],
    names: tuple[str, str, str] = ("local", "before", "now"),
) -> list[Standing]:
    """Return how every derived text stands; `names` are what a conflict's three parts are called.

    Raises CourseError for a lock that cannot be read.
    """
    found = standings_known(reader, course, networks, names)
    if reader.problems:
        raise CourseError(reader.problems)
    return found


def standings_known(
    reader: Reader,
    course: Course,
    networks: Iterable[Network],
    names: tuple[str, str, str] = ("local", "before", "now"),
) -> list[Standing]:
    """Do as `standings`, for all but the texts of locks that cannot be read; those are noted."""
    networks = tuple(networks)
    locks = dict(_readable(reader, networks))
    every = [each for each in find_derived(course, networks) if each.lock in locks]
    turns = _turns(networks)
    root = reader.root
    if is_kept(root) and is_shallow(root) and _lacks_history(root, every, locks):
        deepen(root)
    lost = [_lost(each) for each in lost_adaptations(course, networks)]
    lost += [_stranded(each) for each in stranded(course, networks)]
    return lost + [
        _standing(
            reader.root,
            derived,
            locks[derived.lock].get(derived.key),
            names,
            turns.get(home_of(derived.source), _as_it_is),
        )
        for derived in every
    ]


def _readable(
    reader: Reader, networks: Iterable[Network]
) -> Iterator[tuple[str, Mapping[str, BaseForm]]]:
    """Yield what each lock remembers; a problem is noted for one that cannot be read."""
    local = (ADAPTATIONS.format(folder=layer.folder) for layer, _ in layers_of(networks))
    for lock in (TRANSLATIONS, *local):
        before = len(reader.problems)
        bases = read_bases(reader, lock)
        if len(reader.problems) == before:
            yield lock, bases


def _lacks_history(
    root: Path, every: Iterable[Derived], locks: Mapping[str, Mapping[str, BaseForm]]
) -> bool:
    """Tell whether a text that another was made from is not in the history that is here."""
    noted = ((each, locks[each.lock].get(each.key)) for each in every)
    return any(
        form.digest != digest_of(root / each.base) and text_as_it_was(root, form.digest) is None
        for each, form in noted
        if form
    )


def _lost(lost: Lost) -> Standing:
    """Return how an adaptation stands whose file is not there."""
    derived = Derived(source=lost.file, base=lost.base, lock=lost.lock, key=lost.key)
    state: State = "renamed" if lost.renamed else "gone"
    return Standing(derived=derived, state=state, renamed=lost.renamed)


def _stranded(found: Stranded) -> Standing:
    """Return how an adaptation stands that lies over nothing."""
    derived = Derived(source=found.file, base=found.base, lock=found.lock, key=found.file)
    state: State = "elsewhere" if found.home else "stranded"
    return Standing(derived=derived, state=state, renamed=found.home)


def _turns(networks: Iterable[Network]) -> Mapping[str, Turn]:
    """Return, for each overlay's folder, what turns the edition's values back into names."""
    editions = [edition for network in networks for edition in editions_with_texts(network)]
    return {
        edition.network.top.folder: partial(_turned, values_of(edition)) for edition in editions
    }


def _turned(values: Mapping[str, str], shared: str, local: str) -> str:
    return "".join(turned_back(shared, local, values))


def _standing(
    root: Path,
    derived: Derived,
    noted: BaseForm | None,
    names: tuple[str, str, str],
    turn: Turn,
) -> Standing:
    unsettled = 0 if derived.is_translation else _conflicts_in(root / derived.source)
    if unsettled:
        return Standing(derived=derived, state="conflict", conflicts=unsettled, noted=noted)
    if noted is None or noted.base != derived.base:
        return Standing(derived=derived, state="unnoted")
    if noted.digest == digest_of(root / derived.base):
        return Standing(derived=derived, state="current", noted=noted)
    return replace(_moved(root, derived, noted.digest, names, turn), noted=noted, turn=turn)


def _conflicts_in(path: Path) -> int:
    """Return in how many places of a file a merge left two texts."""
    return len([*conflict_lines(read_lf(path))])


def _moved(
    root: Path, derived: Derived, digest: str, names: tuple[str, str, str], turn: Turn
) -> Standing:
    before = text_as_it_was(root, digest) if is_kept(root) else None
    if before is None:
        is_cut = is_kept(root) and is_shallow(root)
        return Standing(derived=derived, state="shallow" if is_cut else "forgotten")
    now, ours = read_lf(root / derived.base), read_lf(root / derived.source)
    if derived.source.endswith(".yml"):
        before, now = (with_schema_line_of(each, ours) for each in (before, now))
    if derived.is_translation:
        added, removed = _changed_lines(before, now)
        return Standing(derived=derived, state="moved", added=added, removed=removed)
    if derived.is_fields:
        fields = merge_fields(ours, before, now, derived.blocks or (), names)
        if not fields.has_moved:
            return Standing(derived=derived, state="current")
        result, conflicts = fields.text, fields.conflicts
        added, removed = fields.added, fields.removed
    elif derived.blocks is None:
        added, removed = _changed_lines(before, now)
        result, conflicts = _merged(ours, before, now, names, turn)
    else:
        was, is_now, local = (bodies_of(text) for text in (before, now, ours))
        added = removed = conflicts = 0
        result = ours
        for name in derived.blocks:
            if name not in was or name not in is_now or was[name] == is_now[name]:
                continue
            more, less = _changed_lines(was[name], is_now[name])
            added, removed = added + more, removed + less
            if CALLS_SUPER.search(local[name]):
                continue  # it takes the shared text along by itself
            body, clashes = _merged(local[name], was[name], is_now[name], names, turn)
            conflicts += clashes
            result = with_body(result, name, body)
        if not added and not removed:
            return Standing(derived=derived, state="current")
    return Standing(
        derived=derived,
        state="moved",
        added=added,
        removed=removed,
        result=result,
        conflicts=conflicts,
    )


def _merged(
    ours: str, before: str, now: str, names: tuple[str, str, str], turn: Turn
) -> tuple[str, int]:
    """Return three texts as one, and how many places clash.

    An improvement that was offered comes back with names where the local text has values: that
    is no clash.
    """
    result, conflicts = merged(ours, before, now, names)
    if conflicts:
        again, left = merged(turn(now, ours), before, now, names)
        if left < conflicts:
            return again, left
    return result, conflicts


def update(
    reader: Reader,
    course: Course,
    networks: Sequence[Network],
    names: tuple[str, str, str],
    renamed: Collection[str] = (),
    is_asked: Callable[[str], bool] = _is_any,
) -> list[Standing]:
    """Take what has moved in the shared texts into the local ones; return what was merged.

    And what was not, as the text it was made from is not to be had.

    Conflicts are marked in the texts, which cannot be built before they are settled.

    Args:
        reader: of the course.
        course: the shared texts.
        networks: every network.
        names: what the three parts of a conflict are called.
        renamed: files that have just followed a lesson that moved, with nobody's work in them.
        is_asked: tells whether a file is one to take something into.

    Raises UsageError, with nothing written, outside a Git repository and for texts that are
    changed and not committed; CourseError for locks that cannot be read.
    """
    if not is_kept(reader.root):
        raise UsageError([problem(".", "course-is-in-git")])
    found = standings(reader, course, networks, names)
    every = [each for each in found if is_asked(each.derived.source)]
    moved = [each for each in every if each.result is not None]
    ours = [each.derived.source for each in moved if each.derived.source not in renamed]
    dirty = uncommitted(reader.root, ours)
    if dirty:
        raise UsageError(problem(name, "work-is-committed") for name in dirty)
    taken = [*_written(reader.root, moved, names)]
    waiting = {each.derived.key for each in moved} - {each.derived.key for each in taken}
    # A page may have moved around a block that is as it was: that block agrees with it still.
    agreeing = [
        each.derived
        for each in every
        if not each.derived.is_translation
        and each.state in ("current", "moved")
        and each.derived.key not in waiting
    ]
    gone = {each.derived.key for each in every if each.state == "gone"}
    for lock in {each.derived.lock for each in every if each.derived.key in gone}:
        known = read_bases(reader, lock)
        write_bases(reader, lock, {key: form for key, form in known.items() if key not in gone})
    note_bases(reader, [each.derived for each in every if each.derived.key not in gone], agreeing)
    lost = [each for each in every if each.state in LOST and not each.derived.is_translation]
    return [*taken, *lost]


def _written(
    root: Path, moved: Iterable[Standing], names: tuple[str, str, str]
) -> Iterator[Standing]:
    """Write merged texts, and yield them as they came out.

    A text that follows two bases takes in one after the other. With conflicts left from the
    first, the second waits for the next time.
    """
    conflicts: dict[str, int] = {}
    for each in moved:
        source = each.derived.source
        if conflicts.get(source):
            continue
        now = each
        if source in conflicts:
            now = _standing(root, each.derived, each.noted, names, each.turn)
        assert now.result is not None, "what moved can be merged"
        write_lf(root / source, now.result)
        conflicts[source] = now.conflicts
        yield now


def _changed_lines(before: str, now: str) -> tuple[int, int]:
    """Return how many lines came and how many went."""
    match = difflib.SequenceMatcher(None, before.splitlines(), now.splitlines(), autojunk=False)
    changes = [each for each in match.get_opcodes() if each[0] != "equal"]
    added = sum(end - start for _, _, _, start, end in changes)
    return added, sum(end - start for _, start, end, _, _ in changes)
