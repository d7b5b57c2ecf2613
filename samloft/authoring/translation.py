"""Draft a text in another language, follow its base, and hand it to translators and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from samloft.text.pieces import pieces_of
from samloft.text.units import Unit, units_of, with_words

Translator = Callable[[Sequence[str]], list[str]]
"""Gives texts in another language, with the marks of `units` in place."""
SAID = ("title", "objective", "summary")
"""What of front matter is words."""
NOT_ITS_OWN = ("moved_from", "proofread_by")
"""What of front matter is of one form alone."""
_HEAD = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Text:
    """A Markdown file taken apart."""

    head: Mapping[str, Any]
    body: str
    first: int
    """The line of the file that the body begins on."""


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A draft, and what of it somebody has to look at."""

    text: str
    left: tuple[int, ...] = ()
    """Lines of the base whose words stand as they were."""
    kept: tuple[int, ...] = ()
    """Lines of the translation that people wrote, and whose base has changed."""


def text_of(content: str) -> Text:
    """Return a Markdown file taken apart. Raises ValueError for one without front matter."""
    found = _HEAD.match(content)
    if found is None:
        raise ValueError("front matter")
    head = yaml.safe_load(found[1])
    first = content.count("\n", 0, found.end()) + 1
    return Text(
        head=head if isinstance(head, dict) else {}, body=content[found.end() :], first=first
    )


def draft(base: Text, translator: Translator) -> Drafted:
    """Return a text drafted in another language; only its words are other ones."""
    units = units_of(base.body)
    names = [key for key in SAID if base.head.get(key)]
    said = translator([*(str(base.head[key]) for key in names), *(each.source for each in units)])
    head = _head(base.head, dict(zip(names, said, strict=False)))
    words = dict(enumerate(said[len(names) :]))
    body, left = with_words(base.body, units, words)
    lines = tuple(base.first + units[number].line - 1 for number in left)
    return Drafted(text=head + body, left=lines)


def follow(old: Text, new: Text, now: Text, translator: Translator) -> Drafted | None:
    """Return a translation with what changed in its base drafted again.

    What people wrote stays, also where its base has changed: they are told. None where the
    translation is not built as its base was, so that nobody but them can tell what belongs to what.

    Args:
        old: the base as it was when the translation agreed with it.
        new: the base as it is.
        now: the translation.
        translator: drafts.
    """
    before = [piece.raw for piece in pieces_of(old.body)]
    fresh_pieces = list(pieces_of(new.body))
    after = [piece.raw for piece in fresh_pieces]
    mine = list(pieces_of(now.body))
    theirs = list(pieces_of(old.body))
    if [piece.node.kind for piece in mine] != [piece.node.kind for piece in theirs]:
        return None
    built: list[str] = []
    kept: list[int] = []
    left: list[int] = []
    at = new.first

    def drafted(raw: str) -> str:
        units = units_of(raw)
        words = dict(enumerate(translator([each.source for each in units]))) if units else {}
        text, lost = with_words(raw, units, words)
        left.extend([at] * bool(lost))
        return text

    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, stop, other_start, other_stop in matcher.get_opcodes():
        if kind == "equal":
            built += [piece.raw for piece in mine[first:stop]]
            continue
        for number, raw in enumerate(after[other_start:other_stop]):
            place = first + number
            fresh = drafted(raw)
            own = mine[place].raw if place < stop else None
            if own is not None and own not in (fresh, drafted(before[place])):
                kept.append(now.first + mine[place].node.line - 1)
                built.append(own)
            else:
                built.append(fresh)
    head, own_head = _followed_head(old, new, now, translator)
    kept = [1] * own_head + kept
    start = "\n" * (len(new.body) - len(new.body.lstrip("\n")))
    ends = (piece.after for piece in fresh_pieces)
    body = start + "".join(map("".join, zip(built, ends, strict=True)))
    body = body.rstrip("\n") + "\n"
    return Drafted(text=head + body, left=tuple(left), kept=tuple(kept))


def _followed_head(old: Text, new: Text, now: Text, translator: Translator) -> tuple[str, bool]:
    """Return front matter that follows its base, and whether people's words in it have stayed."""
    said: dict[str, str] = {}
    is_kept = False
    for key in SAID:
        if not new.head.get(key):
            continue
        own = now.head.get(key)
        if own and old.head.get(key) == new.head[key]:
            said[key] = str(own)
            continue
        (fresh,) = translator([str(new.head[key])])
        before = translator([str(old.head[key])]) if old.head.get(key) else []
        if own and own not in (fresh, *before):
            said[key], is_kept = str(own), True
        else:
            said[key] = fresh
    return _head(new.head, said), is_kept


def _head(base: Mapping[str, Any], said: Mapping[str, str]) -> str:
    """Return the front matter of a draft."""
    head = {key: value for key, value in base.items() if key not in NOT_ITS_OWN}
    head |= said
    head["proofread_by"] = "draft"
    dumped = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{dumped}---\n"


def words_there(base: Text, now: Text | None) -> dict[str, str]:
    """Return what a translation, if there is one, has for each of its base's words."""
    if now is None:
        return {}
    found = {unit.source: said for unit, said in paired(base, now) if said}
    heads = {str(base.head[key]): now.head.get(key) for key in SAID if base.head.get(key)}
    return found | {words: str(said) for words, said in heads.items() if said}


def paired(base: Text, now: Text) -> list[tuple[Unit, str]]:
    """Return each unit of a base with what a translation has there; empty where it has nothing."""
    own, theirs = units_of(base.body), units_of(now.body)
    alike = len(own) == len(theirs)
    return [
        (unit, theirs[n].source if alike and len(theirs[n].spans) == len(unit.spans) else "")
        for n, unit in enumerate(own)
    ]
