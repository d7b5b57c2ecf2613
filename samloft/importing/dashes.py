"""Turn hyphens that stand for dashes into the dashes that other tools show for them.

The parse tells where a reader would see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from samloft.importing.document import Report
from samloft.importing.seen import seen_of, with_new

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


def dashes(text: str, where: str, report: Report) -> str:
    """Return a text with `--` and `---` between words as dashes; code and addresses stay."""
    labels = {found[1] for found in _LABEL.finditer(text)}
    kept = [span for label in labels for span in _spans_of(label, text)]
    signs = [
        found
        for found in _SIGN.finditer(text)
        if found["sign"] and not any(first <= found.start() < last for first, last in kept)
    ]
    if not signs:
        return text
    seen = seen_of(text, signs, "text", "image", "link", "block", "tab")
    made = []
    for found in signs:
        sign = found["sign"]
        if found in seen:
            report.add("changed", "dash", where, sign=sign)
            sign = "–" if len(sign) == 2 else "—"
        made.append(sign)
    return with_new(text, signs, made)


def _spans_of(part: str, text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(re.escape(part), text))
