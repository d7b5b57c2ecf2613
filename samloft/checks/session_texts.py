"""What is told and shown in a session is looked through as lessons are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_module
from samloft.course.misfits import Key
from samloft.course.model import Course, Network, Session
from samloft.languages import Language
from samloft.problems import Problem
from samloft.text.faults import Fault, unprintable_in
from samloft.text.links import find_citations
from samloft.text.looked_through import LookedThrough

KIND = Kind.MUST
SIGNS = ("{{", "{%")


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each thing in a session's notes that a lesson could not have either."""
    sessions = {
        session.source: session
        for module in every_module(course, networks)
        for session in module.sessions
    }
    with course.cache.once_each("notes") as once:
        for source, session in sessions.items():
            path = course.root / source
            for key, text in _texts(session):
                for fault in once(text, _faults_in):
                    line = _line_in(path, line_of(path, key), text.split("\n")[fault.line - 1])
                    yield Problem(path=source, line=line, rule=fault.rule, values=fault.values)


def _line_in(path: Path, start: int, words: str) -> int:
    """Return the line of a file with some words, from where their text begins: it may be folded."""
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    at = range(start, len(lines) + 1)
    return next((line for line in at if words.strip()[:40] in lines[line - 1]), start)


def _texts(session: Session) -> Iterator[tuple[Key, str]]:
    """Yield what is Markdown in a session, each with the way to it."""
    fields: list[tuple[Key, Mapping[Language, str]]] = [(("facilitator",), session.facilitator)]
    for at, part in enumerate(session.parts):
        fields += [(("parts", at, "notes"), part.notes), (("parts", at, "shows"), part.shows)]
        fields += [
            (("parts", at, "needs_text", number, "shows"), need.shows)
            for number, need in enumerate(part.needs_text)
        ]
    for way, forms in fields:
        yield from (((*way, language), text) for language, text in forms.items())


def _faults_in(text: str) -> tuple[Fault, ...]:
    return tuple(_each_fault(text))


def _each_fault(text: str) -> Iterator[Fault]:
    found = LookedThrough().of(text)
    # They stand under headings of the guide's own, so theirs begin lower.
    yield from (fault for fault in found.faults if fault.rule != "heading-skips-no-level")
    for rule, value in found.unsafe:
        yield Fault(_line_with(value, text), rule, {"value": value} if value else {})
    yield from unprintable_in(text)
    for name, line in find_citations(text).items():
        yield Fault(line, "notes-cite-nothing", {"name": name})
    for sign in SIGNS:
        if sign in text:
            yield Fault(_line_with(sign, text), "notes-have-no-values", {"name": sign})


def _line_with(words: str, text: str) -> int:
    lines = enumerate(text.split("\n"), start=1)
    return next((number for number, line in lines if words.rstrip(">") in line), 1)
