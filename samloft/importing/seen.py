"""Change what a pattern finds in a text where the parse has a reader read it, and nowhere else.

Places are held open meanwhile by signs of the same kind as hyphens, so that all around them is read
as it was. What they do not come back from is code, HTML or an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from samloft.text.nodes import lines_of
from samloft.text.parse import parse

_BITS = "\u2e3a\u2e3b"
"""Two rare dashes that a mark is written with: Markdown reads them as it reads hyphens."""
_WIDTH = 14
_MARK = re.compile(f"[{_BITS}]{{{_WIDTH}}}")
_WORDS = ("text", "block", "tab")
"""Where words stand that may hold more than words."""


def changed(text: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]) -> str:
    """Return a text with what a pattern finds changed, where it is words that are read."""
    places = list(pattern.finditer(text))
    if not places:
        return text
    seen = seen_of(text, places, *_WORDS)
    return with_new(text, places, [change(each) if each in seen else each[0] for each in places])


def seen_of(text: str, places: Sequence[re.Match[str]], *kinds: str) -> frozenset[re.Match[str]]:
    """Return which places stand in the words of nodes of some kinds, or in their titles."""
    if any(bit in text for bit in _BITS):
        return frozenset()
    marks = {_mark(number): place for number, place in enumerate(places)}
    nodes = parse(with_new(text, places, [*marks])).all(*kinds)
    found = {mark for node in nodes for mark in _MARK.findall(f"{node.text} {node.title}")}
    return frozenset(place for mark, place in marks.items() if mark in found)


def code_lines(text: str) -> frozenset[int]:
    """Return the lines of a text, from 0, that are code."""
    return frozenset(number - 1 for number in lines_of(parse(text).all("code")))


def with_new(text: str, places: Sequence[re.Match[str]], new: Sequence[str]) -> str:
    """Return a text with something else at some places."""
    pieces, at = [], 0
    for place, each in zip(places, new, strict=True):
        pieces += [text[at : place.start()], each]
        at = place.end()
    return "".join((*pieces, text[at:]))


def _mark(number: int) -> str:
    return "".join(_BITS[number >> bit & 1] for bit in range(_WIDTH))
