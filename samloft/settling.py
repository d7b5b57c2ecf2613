"""Run by the new engine in the middle of a pull: say what is new, take it in, look it over."""

from __future__ import annotations

from pathlib import Path

from samloft.adapting.take_in import take_in
from samloft.catalogue import label
from samloft.changes.compare import changes_between, in_words
from samloft.changes.outline import outline_of
from samloft.checks.whole_course import check_all
from samloft.console import OURS, Console
from samloft.course.course import load_course
from samloft.course.model import Course, Network
from samloft.course.networks import load_networks
from samloft.course.reader import Reader
from samloft.languages import LANGUAGES, Language, about
from samloft.problems import CourseError
from samloft.upstream.pull import BROKEN, CONFLICTS, MERGED


def settle(before: str, now: str, language: str, program: str = OURS) -> int:
    """Say what differs between two repositories, and take it into the second's local texts.

    Args:
        before: the network's repository as it is.
        now: a copy of it with the new shared files, everything committed.
        language: of what is said.
        program: how it is called here.

    Returns MERGED, CONFLICTS or BROKEN.
    """
    console = Console(Language(language), Path(now), program=program)
    try:
        _say_what_is_new(Path(before), console)
        if any(each.conflicts for each in take_in(console)):
            return CONFLICTS
        check_all(console.root)
    except CourseError as error:
        console.show(error.problems)
        return BROKEN
    return MERGED


def _say_what_is_new(before: Path, console: Console) -> None:
    """Say what differs in the shared course, in each of the network's languages."""
    (was, _), (now, networks) = (_read(root) for root in (before, console.root))
    languages = networks[0].languages if networks else LANGUAGES[:1]
    for language in languages:
        lines = in_words(
            changes_between(outline_of(was, language), outline_of(now, language)), console.language
        )
        if len(languages) > 1:
            console.tell_raw(f"{about(language).name}:\n")
        for line, details in lines or [(label(console.language, "changes.none"), [])]:
            console.tell_raw(f"  {line}\n" + "".join(f"    – {each}\n" for each in details))


def _read(root: Path) -> tuple[Course, tuple[Network, ...]]:
    reader = Reader(root)
    course = load_course(reader)
    if course is None:
        raise CourseError(reader.problems)
    return course, load_networks(reader, course)
