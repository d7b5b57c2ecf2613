"""Take what moved in the shared texts into the local ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from samloft.adapting.update import LOST, Standing
from samloft.console import Console
from samloft.course.model import Course, Network
from samloft.course.reader import Reader
from samloft.problems import CourseError


def take_in(console: Console, editions: Sequence[str] = ()) -> list[Standing]:
    """Take what moved in the shared texts into the local ones, and say what was done to which.

    Args:
        console: where to say it.
        editions: those whose texts are meant, as in `agder`; every one where none is named.

    Returns what was merged. Raises CourseError, UsageError.
    """
    from samloft.adapting.follow_moves import Followed, follow
    from samloft.adapting.settle_locks import settle_locks
    from samloft.adapting.update import update
    from samloft.catalogue import label
    from samloft.git import is_kept

    # Not whole yet: texts may lie over a page that has moved.
    looked = _look(console)
    is_asked = texts_of(editions, looked[2])
    for lock in settle_locks(console.root):
        console.tell("lock_settled", file=lock)
    followed = follow(*looked) if is_kept(console.root) else Followed((), ())
    for old, new in followed.moves:
        console.tell("followed", file=old, new=new)
    for name in followed.relinked:
        console.tell("relinked", file=name)
    reader, course, networks = read_course_of(console)
    names = (
        label(console.language, "conflict.local"),
        label(console.language, "conflict.before"),
        label(console.language, "conflict.shared"),
    )
    fresh = [*(new for _, new in followed.moves), *followed.relinked]
    merged = update(reader, course, networks, names, fresh, is_asked)
    for each in merged:
        key = "update_conflicts" if each.conflicts else "updated"
        if each.state in LOST:
            key = f"standing_{each.state}"
        derived = each.derived
        console.tell(key, file=derived.source, base=derived.base, command=derived.noting,
                     conflicts=each.conflicts)  # fmt: skip
    return merged


def texts_of(editions: Sequence[str], networks: Sequence[Network]) -> Callable[[str], bool]:
    """Return what tells whether a file is some editions' own; a network's has its municipalities'.

    Without editions every file is meant. Raises UsageError for an edition that there is not.
    """
    from samloft.course.editions import find_editions
    from samloft.text.links import edition_of

    asked = {each.id for each in find_editions(editions, networks)} if editions else set()

    def is_asked(file: str) -> bool:
        home = edition_of(file)
        return not asked or home in asked or home.partition("/")[0] in asked

    return is_asked


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
