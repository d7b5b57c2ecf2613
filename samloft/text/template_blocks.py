"""The text inside each named block of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TAG = re.compile(r"\{%[-+]?\s*(?:block\s+(\w+)|(endblock))\b.*?%\}")
CALLS_SUPER = re.compile(r"\bsuper\s*\(")


def block_names(text: str) -> dict[str, int]:
    """Return the named places in a text, with their lines."""
    found: dict[str, int] = {}
    for match in re.finditer(r"\{%-?\s*block\s+(\w+)", text):
        found.setdefault(match[1], text.count("\n", 0, match.start()) + 1)
    return found


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
