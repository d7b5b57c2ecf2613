"""Take what moved in the shared texts into the local ones."""

from __future__ import annotations

from samloft.adapting.update import LOST, Standing
from samloft.console import Console
from samloft.course.model import Course, Network
from samloft.course.reader import Reader
from samloft.problems import CourseError


def take_in(console: Console) -> list[Standing]:
    """Take what moved in the shared texts into the local ones, and say what was done to which.

    Returns what was merged. Raises CourseError, UsageError.
    """
    from samloft.adapting.follow_moves import follow
    from samloft.adapting.settle_locks import settle_locks
    from samloft.adapting.update import update
    from samloft.catalogue import label
    from samloft.git import is_kept

    for lock in settle_locks(console.root):
        console.tell("lock_settled", file=lock)
    # Not whole yet: texts may lie over a page that has moved.
    renamed = follow(*_look(console)) if is_kept(console.root) else []
    for old, new in renamed:
        console.tell("followed", file=old, new=new)
    reader, course, networks = read_course_of(console)
    names = (
        label(console.language, "conflict.local"),
        label(console.language, "conflict.before"),
        label(console.language, "conflict.shared"),
    )
    merged = update(reader, course, networks, names, [new for _, new in renamed])
    for each in merged:
        key = "update_conflicts" if each.conflicts else "updated"
        if each.state in LOST:
            key = f"standing_{each.state}"
        derived = each.derived
        console.tell(key, file=derived.source, base=derived.base, command=derived.noting,
                     conflicts=each.conflicts)  # fmt: skip
    return merged


def read_course_of(console: Console) -> tuple[Reader, Course, tuple[Network, ...]]:
    """Read everything, but for what only a build asks: that every text is whole and settled."""
    reader, course, networks = _look(console)
    # A part that is not there may have another number in the shared session now.
    found = [each for each in reader.problems if each.rule != "part-is-there"]
    if found:
        raise CourseError(found)
    reader.problems.clear()
    return reader, course, networks


def _look(console: Console) -> tuple[Reader, Course, tuple[Network, ...]]:
    """Read everything, with what is wrong in it left in the reader."""
    from samloft.course.course import load_course
    from samloft.course.networks import load_networks
    from samloft.course.reader import Reader

    reader = Reader(console.root)
    course = load_course(reader)
    if course is None:
        raise CourseError(reader.problems)
    return reader, course, load_networks(reader, course)
