"""Turn hyphens that stand for dashes into the dashes that other tools show for them.

The parse tells where a reader would see them. They are held open meanwhile by signs of the same
kind, so that all around them is read as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from samloft.importing.document import Report
from samloft.text.parse import parse

_SIGN = re.compile(
    r"\{[^{}]*\}|https?://\S+|\ue000[^\ue001]*\ue001"
    r"|(?P<sign>(?<=[^\s|:<!+\\-])-{2,3}(?=[^\s|:>+-])"
    r"|(?<![|:<!+\\-])-{2,3}(?= +[^\s|:>+-])"
    r"|(?<=[^\s|:<!+*>-] )-{2,3}$)",
    re.MULTILINE,
)
"""Hyphens that may stand for a dash, and what none are looked for in: values, attributes, bare
addresses. Hyphens after a space alone begin a word: `--all`."""
_LABEL = re.compile(r"^[ >]*(\[[^\]]*--[^\]]*\]):", re.MULTILINE)
"""What links are found by elsewhere in a text; a link is to find it still."""
_BITS = "\u2e3a\u2e3b"
"""Two rare dashes that a mark is written with: Markdown reads them as it reads hyphens."""
_WIDTH = 14
_MARK = re.compile(f"[{_BITS}]{{{_WIDTH}}}")


def dashes(text: str, where: str, report: Report) -> str:
    """Return a text with `--` and `---` between words as dashes; code and addresses stay."""
    labels = {found[1] for found in _LABEL.finditer(text)}
    kept = [span for label in labels for span in _spans_of(label, text)]
    signs = [
        found
        for found in _SIGN.finditer(text)
        if found["sign"] and not any(first <= found.start() < last for first, last in kept)
    ]
    if not signs or any(bit in text for bit in _BITS):
        return text
    seen = _seen(_with(text, signs, [_mark(number) for number in range(len(signs))]))
    made = []
    for number, found in enumerate(signs):
        sign = found["sign"]
        if _mark(number) in seen:
            report.add("changed", "dash", where, sign=sign)
            sign = "–" if len(sign) == 2 else "—"
        made.append(sign)
    return _with(text, signs, made)


def _spans_of(part: str, text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(re.escape(part), text))


def _with(text: str, places: list[re.Match[str]], new: list[str]) -> str:
    """Return a text with something else at some places."""
    pieces, at = [], 0
    for place, each in zip(places, new, strict=True):
        pieces += [text[at : place.start()], each]
        at = place.end()
    return "".join((*pieces, text[at:]))


def _mark(number: int) -> str:
    return "".join(_BITS[number >> bit & 1] for bit in range(_WIDTH))


def _seen(marked: str) -> set[str]:
    """Return the marks that stand where a reader reads them."""
    nodes = parse(marked).all("text", "image", "link", "block", "tab")
    return {mark for node in nodes for mark in _MARK.findall(f"{node.text} {node.title}")}
