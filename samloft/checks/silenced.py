"""Advice that somebody has decided not to take, for one file and with a reason.

A line by itself, in front matter, a YAML file or a text, says so:

    # silence text-is-readable: loven siteres ordrett
    <!-- silence text-is-readable: loven siteres ordrett -->

A file that has no room for such a line, as a picture, is named in a text or a YAML file beside it:

    # silence picture-is-light kart.jpg: gatenavnene skal kunne leses
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from samloft.catalogue import rules
from samloft.problems import Problem, problem
from samloft.suggest import nearest

FOLDERS, KINDS = ("modules", "docs", "networks"), (".md", ".yml")
_LINE = re.compile(
    r"[ \t]*(?:#|<!--)[ \t]*silence[ \t]+(?P<rule>[\w-]+)"
    r"(?:[ \t]+(?!-->)(?P<file>[^\s:](?:[^:]*[^\s:])?))?[ \t]*"
    r"(?::(?P<reason>.*?))?[ \t]*(?:-->)?[ \t]*"
)


@dataclass(frozen=True, kw_only=True)
class Silence:
    """One rule that is silenced for one file."""

    path: str
    """Where it is written."""
    line: int
    rule: str
    reason: str
    about: str
    """The file it is silenced for."""


def find_silences(root: Path) -> Iterator[Silence]:
    """Yield what the files of a course silence."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in KINDS and path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                if "silence" in text:
                    name = path.relative_to(root).as_posix()
                    yield from _in_text(name, text)


def _in_text(name: str, text: str) -> Iterator[Silence]:
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found:
            reason = (found["reason"] or "").strip()
            about = posixpath.normpath(posixpath.join(posixpath.dirname(name), found["file"] or ""))
            yield Silence(
                path=name,
                line=number,
                rule=found["rule"],
                reason=reason,
                about=about if found["file"] else name,
            )


def without_silenced(advice: Iterable[Problem], root: Path) -> list[Problem]:
    """Return advice less what is silenced; a silence without use or reason is told of itself."""
    silences = list(find_silences(root))
    by_place = {(each.about, each.rule): each for each in silences if each.reason}
    left, used = [], set()
    for each in advice:
        silence = by_place.get((each.path, each.rule))
        if silence and each.is_warning:
            used.add(silence)
        else:
            left.append(each)
    return [*left, *(_in_vain(silence) for silence in silences if silence not in used)]


def _in_vain(silence: Silence) -> Problem:
    known = rules()
    if silence.rule not in known:
        return _warning(silence, "silence-names-a-rule", nearest=nearest(silence.rule, known))
    if not silence.reason:
        return _warning(silence, "silence-has-a-reason")
    return _warning(silence, "silence-is-needed")


def _warning(silence: Silence, rule: str, **values: str) -> Problem:
    values |= {"name": silence.rule, "file": silence.about}
    return problem(silence.path, rule, line=silence.line, is_warning=True, **values)
