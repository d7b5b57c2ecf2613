"""A note to the facilitator stands in a lesson of a session: the session's guide takes it in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.composing.overlay import modules_of
from samloft.course.model import Course, Module, Network
from samloft.problems import Problem, problem
from samloft.text.blocks import find_notes
from samloft.text.called_notes import labels_of_notes
from samloft.text.links import home_of

KIND = Kind.SHOULD
SHARED = ""
PAGES = "docs"


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield advice for each note that no guide takes in, and each in a lesson that is for all."""
    gone_through = _gone_through(course, networks)
    yield from _labelled(course, networks)
    for text in every_text(course, networks):
        if "acilitator" not in text.body:
            continue
        home, folder, name = _parts(text.source)
        for note in find_notes(text.body):
            if folder == PAGES:
                yield problem(text.source, "note-is-in-a-lesson", line=note.line, is_warning=True)
            elif name.partition(".")[0] not in gone_through[home]:
                yield problem(text.source, "note-is-in-a-session", line=note.line, is_warning=True)


def _labelled(course: Course, networks: Iterable[Network]) -> Iterator[Problem]:
    """Yield advice for each text in a lesson that is called a note, and is for all."""
    with course.cache.once_each("labels of notes") as once:
        for text in every_text(course, networks):
            if _parts(text.source)[1] == PAGES:
                continue
            for line, label in once(text.body, labels_of_notes):
                yield problem(
                    text.source, "note-is-a-block", line=line, is_warning=True, value=label
                )


def _parts(source: str) -> tuple[str, str, str]:
    """Return whose text a file is, `docs` or `modules`, and its name in there."""
    home = home_of(source)
    folder, _, name = source.removeprefix(f"{home}/").partition("/")
    return home, folder, name


def _gone_through(course: Course, networks: Iterable[Network]) -> Mapping[str, set[str]]:
    """Return the lessons that sessions go through, as `ki/05-reglene`, by whose text it may be.

    A shared text may be anybody's, a network's its own and its municipalities'.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    found[SHARED] = _in_sessions(course.modules)
    for network in networks:
        own = f"networks/{network.slug}"
        for slug, seen in {"": network, **network.local}.items():
            lessons = _in_sessions(modules_of(course, seen))
            for home in {SHARED, own, f"{own}/municipalities/{slug}" if slug else own}:
                found[home] |= lessons
    return found


def _in_sessions(modules: Iterable[Module]) -> set[str]:
    return {
        f"{module.slug}/{part.lesson}"
        for module in modules
        for session in module.sessions
        for part in session.parts
        if part.lesson
    }
