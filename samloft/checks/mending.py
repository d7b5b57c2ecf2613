"""Write what can be mended without a person into the course's own texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samloft.checks.silenced import find_silences
from samloft.checks.texts import every_text
from samloft.course.bases import (
    TRANSLATIONS,
    digest_of,
    find_translations,
    note_bases,
    read_bases,
)
from samloft.course.model import Course, Network
from samloft.course.reader import Reader, read_lf, write_lf
from samloft.text.tidy import Mend, mended

_HEAD = re.compile(r"\ufeff?---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Mended:
    """One thing that was mended, in a file."""

    path: str
    mend: Mend


def mend_all(course: Course, networks: Sequence[Network]) -> Iterator[Mended]:
    """Mend every text, and yield what was done.

    A translation that agreed with its base goes on agreeing: what the base says is the same.
    """
    root = course.root
    reader = Reader(root)
    kept = {(each.about, each.rule) for each in find_silences(root) if each.reason}
    known = read_bases(reader, TRANSLATIONS)
    every = list(find_translations(course))
    agreeing = [
        each
        for each in every
        if each.source in known and known[each.source].digest == digest_of(root / each.base)
    ]
    changed = set()
    for text in every_text(course, networks):
        path = root / text.source
        after, mends = mended(text.body, text.language)
        if not mends or any((text.source, mend.rule) in kept for mend in mends):
            continue
        whole = read_lf(path)
        head = _HEAD.match(whole)
        start = head.end() if head else 0
        body = after[whole.count("\n", 0, start) :]
        if whole[start:] != text.body[whole.count("\n", 0, start) :]:
            continue  # read otherwise than it is written, as with letters in two parts
        write_lf(path, whole[:start] + body)
        changed.add(text.source)
        yield from (Mended(path=text.source, mend=mend) for mend in mends)
    noted = [each for each in agreeing if each.base in changed]
    if noted:
        note_bases(reader, every, noted)
