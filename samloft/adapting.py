"""Start a network's own version of a text, tell how each stands, and take in what has moved."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from samloft.bases import (
    Derived,
    digest_of,
    every_page,
    find_adaptations,
    find_derived,
    note_bases,
    read_bases,
)
from samloft.course import load_course
from samloft.history import is_kept, merged, text_as_it_was, uncommitted
from samloft.languages import Language
from samloft.model import Course, Network, Writing, pick
from samloft.near import nearest
from samloft.networks import load_networks
from samloft.problems import CourseError, Problem, UsageError
from samloft.sources import Reader
from samloft.templates import SHARED, block_names, extends_shared

State = Literal["current", "moved", "unnoted", "forgotten"]
"""Forgotten: the text it was made from is not in the repository's history."""


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


def standings(
    reader: Reader,
    course: Course,
    networks: Iterable[Network],
    names: tuple[str, str, str] = ("local", "before", "now"),
) -> list[Standing]:
    """Return how every derived text stands; `names` are what a conflict's three parts are called.

    Raises CourseError for a lock that cannot be read.
    """
    every = list(find_derived(course, networks))
    locks = {lock: read_bases(reader, lock) for lock in {derived.lock for derived in every}}
    if reader.problems:
        raise CourseError(reader.problems)
    found = []
    for derived in every:
        noted = locks[derived.lock].get(derived.source)
        if noted is None or noted.base != derived.base:
            found.append(Standing(derived=derived, state="unnoted"))
        elif noted.digest == digest_of(reader.root / derived.base):
            found.append(Standing(derived=derived, state="current"))
        else:
            found.append(_moved(reader.root, derived, noted.digest, names))
    return found


def _moved(root: Path, derived: Derived, digest: str, names: tuple[str, str, str]) -> Standing:
    before = text_as_it_was(root, digest) if is_kept(root) else None
    if before is None:
        return Standing(derived=derived, state="forgotten")
    now, ours = _text(root / derived.base), _text(root / derived.source)
    if derived.is_translation:
        added, removed = _changed_lines(before, now)
        return Standing(derived=derived, state="moved", added=added, removed=removed)
    if derived.blocks is None:
        added, removed = _changed_lines(before, now)
        result, conflicts = merged(ours, before, now, names)
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
            body, clashes = merged(local[name], was[name], is_now[name], names)
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


def update(
    reader: Reader, course: Course, networks: Sequence[Network], names: tuple[str, str, str]
) -> list[Standing]:
    """Take what has moved in the shared texts into the networks' own; return what was merged.

    Conflicts are marked in the texts, which cannot be built before they are settled. Raises
    UsageError, with nothing written, outside a Git repository and for texts that are changed and
    not committed.
    """
    if not is_kept(reader.root):
        raise UsageError([_problem(".", "course-is-in-git")])
    every = standings(reader, course, networks, names)
    moved = [each for each in every if each.result is not None]
    dirty = uncommitted(reader.root, [each.derived.source for each in moved])
    if dirty:
        raise UsageError(_problem(name, "work-is-committed") for name in dirty)
    for each in moved:
        assert each.result is not None
        _write(reader.root / each.derived.source, each.result)
    # A page may have moved around a block that is as it was: that block agrees with it still.
    agreeing = [
        each.derived
        for each in every
        if not each.derived.is_translation and each.state in ("current", "moved")
    ]
    note_bases(reader, [each.derived for each in every], agreeing)
    return moved


def adapt(
    root: Path, course: Course, networks: Sequence[Network], network: str, page: str, block: str
) -> tuple[Path, bool]:
    """Start a network's own version of a shared page, or note what one that is there follows.

    Args:
        root: of the course.
        course: the shared texts.
        networks: every network.
        network: which one.
        page: the shared text's file or its address, as in `modules/ki/01-hva-er-ki.md` or
            `ki/01-hva-er-ki`; the address means the network's own language. Or the network's
            own file, to note that it agrees with the shared text now.
        block: the part to replace; empty for the whole page.

    Returns the network's file, and whether it is new or has something new. Raises UsageError.
    """
    known = {each.slug: each for each in networks}
    if network not in known:
        close = nearest(network, list(known))
        raise UsageError([_problem(network, "edition-exists", name=network, nearest=close)])
    if page in {derived.source for derived in find_adaptations(course, known[network])}:
        _note(root, network, page)
        return root / page, False
    base = _shared_text(course, page, known[network].language)
    page = base.source
    if getattr(base.head, "locked", False):
        raise UsageError(
            [_problem(page, "locked-text-is-shared", name=getattr(base.head, "title", ""))]
        )
    target = root / "networks" / network / page
    text = _text(root / page)
    there = _text(target) if target.exists() else ""
    new = _started(text, there, page, block)
    if new != there:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, new)
    _note(root, network, f"networks/{network}/{page}")
    return target, new != there


def _shared_text(course: Course, page: str, language: Language) -> Writing[Any]:
    """Return the shared text with this file, or with this address in a language."""
    every = _shared_texts(course)
    for text in every:
        if text.source == page:
            return text
    for forms in every_page(course):
        text = forms[pick(language, forms)]
        if page.strip("/").removesuffix(".md") == _address(text.source):
            return text
    addresses = dict.fromkeys(_address(text.source) for text in every)
    choices = [*(text.source for text in every), *addresses]
    raise UsageError([_problem(page, "page-is-shared", nearest=nearest(page, choices))])


def _address(source: str) -> str:
    """Return where a shared text's page is found: `modules/ki/a.nn.md` at `ki/a`."""
    return source.partition("/")[2].partition(".")[0]


def _started(text: str, there: str, page: str, block: str) -> str:
    """Return the network's text with the shared page, or one block of it, to begin with."""
    if not block:
        return there or text
    bodies = bodies_of(text)
    if block not in bodies:
        close = nearest(block, list(bodies)) if bodies else ""
        raise UsageError([_problem(page, "block-exists", name=block, nearest=close)])
    if there and not extends_shared(there):
        raise UsageError([_problem(page, "page-is-not-replaced")])
    if block in block_names(there):
        return there
    start = there or f'{{% extends "{SHARED}" %}}\n'
    return f"{start}{{% block {block} %}}{bodies[block]}{{% endblock %}}\n"


def _note(root: Path, network: str, source: str) -> None:
    reader = Reader(root)
    course = load_course(reader)
    assert course is not None, "it was read a moment ago"
    every = list(find_derived(course, load_networks(reader, course)))
    note_bases(reader, every, [derived for derived in every if derived.source == source])


def _shared_texts(course: Course) -> list[Writing[Any]]:
    return [text for forms in every_page(course) for text in forms.values()]


_TAG = re.compile(r"\{%[-+]?\s*(?:block\s+(\w+)|(endblock))\b.*?%\}")
CALLS_SUPER = re.compile(r"\bsuper\s*\(")


def spans_of(text: str) -> Mapping[str, tuple[int, int]]:
    """Return where the body of each block of a text begins and ends."""
    found: dict[str, tuple[int, int]] = {}
    opened: list[tuple[str, int]] = []
    for tag in _TAG.finditer(text):
        if tag[1]:
            opened.append((tag[1], tag.end()))
        elif opened:
            name, start = opened.pop()
            found[name] = (start, tag.start())
    return found


def bodies_of(text: str) -> Mapping[str, str]:
    """Return what is inside each block of a text."""
    return {name: text[start:end] for name, (start, end) in spans_of(text).items()}


def with_body(text: str, name: str, body: str) -> str:
    """Return a text with another body in one of its blocks."""
    start, end = spans_of(text)[name]
    return text[:start] + body + text[end:]


def _changed_lines(before: str, now: str) -> tuple[int, int]:
    """Return how many lines came and how many went."""
    match = difflib.SequenceMatcher(None, before.splitlines(), now.splitlines(), autojunk=False)
    changes = [each for each in match.get_opcodes() if each[0] != "equal"]
    added = sum(end - start for _, _, _, start, end in changes)
    return added, sum(end - start for _, start, end, _, _ in changes)


def _text(path: Path) -> str:
    return path.read_bytes().replace(b"\r\n", b"\n").decode("utf-8")


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))


def _problem(path: str, rule: str, **values: str) -> Problem:
    return Problem(path=path, line=None, rule=rule, values=values)
