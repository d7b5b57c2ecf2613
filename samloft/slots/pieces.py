"""Cut rendered text at its marks, tell which values fit between the cuts, and put them in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from samloft.slots.slot import MARK, PREFIX, Place, Slot, is_way

READ = {"title", "alt", "content", "aria-label", "placeholder"}
"""Attributes whose value is text for a reader."""
_ATTRIBUTE = re.compile(r"""\s([\w:-]+)=(["'])([^"']*)\Z""")
_DOTS = re.compile(r"(?:\.{1,2}/)*")
_WHOLE_ADDRESS = re.compile(r"https?://|mailto:|/")
_SCRIPT = re.compile(r"<script.*?(?:</script|\Z)", re.DOTALL)
_LINE_START = re.compile(rf"(?m)^[\s>|]*(?:(?:[*+-]|\d+[.)])\s+)*({MARK.pattern})")


@dataclass(frozen=True)
class Pieces:
    """A text, cut at its marks: there is a piece before, between and after them."""

    literals: tuple[bytes, ...]
    marks: tuple[str, ...]

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        """Return the text with values for its marks. Raises KeyError for a mark without one."""
        if not self.marks:
            return self.literals[0]
        parts = [self.literals[0]]
        for mark, literal in zip(self.marks, self.literals[1:], strict=True):
            parts += (values[mark], literal)
        return b"".join(parts)


def cut(text: str) -> Pieces:
    """Cut a text at its marks."""
    literals, marks, at = [], [], 0
    for match in MARK.finditer(text):
        literals.append(text[at : match.start()].encode("utf-8", errors="xmlcharrefreplace"))
        marks.append(match[0])
        at = match.end()
    literals.append(text[at:].encode("utf-8", errors="xmlcharrefreplace"))
    return Pieces(tuple(literals), tuple(marks))


def json_value(value: str) -> bytes:
    """Return a value as it stands inside a JSON string."""
    return json.dumps(value)[1:-1].encode()


def places_in(markdown: str, html: str, entries: str) -> dict[str, set[Place]]:
    """Return where each mark stands on a page, as Markdown, as HTML and in the search index."""
    found: dict[str, set[Place]] = {}
    scripts = [match.span() for match in _SCRIPT.finditer(html)]
    for match in MARK.finditer(html):
        in_script = any(start < match.start() < end for start, end in scripts)
        place = Place.NOWHERE if in_script else _place(html, match[0], match.start())
        found.setdefault(match[0], set()).add(place)
    for match in MARK.finditer(entries):
        found.setdefault(match[0], set()).add(Place.TEXT)
    for match in _LINE_START.finditer(markdown):
        found.setdefault(match[1], set()).add(Place.LINE_START)
    for text in (html, entries):
        if text.lower().count(PREFIX.lower()) == len(MARK.findall(text)):
            continue
        # A mark was changed: in a heading's id, all is lower case. Whichever it was, keep out.
        for mark in list(found):
            found[mark].add(Place.NOWHERE)
    return found


def _place(html: str, mark: str, at: int) -> Place:
    """Return where a mark stands in a page, outside scripts."""
    opened = html.rfind("<", 0, at)
    if opened < html.rfind(">", 0, at):
        return Place.TEXT
    attribute = _ATTRIBUTE.search(html, opened, at)
    if attribute is None:
        return Place.NOWHERE
    name, _, before = attribute.groups()
    if is_way(mark):
        return Place.WAY if _DOTS.fullmatch(before) else Place.NOWHERE
    if name in READ:
        return Place.TEXT
    return Place.ADDRESS if _WHOLE_ADDRESS.match(before) else Place.NOWHERE


def misfits(places: Mapping[str, set[Place]], slots: Mapping[str, Slot]) -> list[str]:
    """Return the marks on a page that an edition's own values cannot stand for."""
    return [
        mark
        for mark, where in places.items()
        if mark not in slots or not all(slots[mark].fits(place) for place in where)
    ]
