"""Say where in which text a template went wrong, and what it asked for."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from samloft.suggest import nearest


def place_of(error: BaseException, texts: Mapping[str, str], source: str) -> tuple[str, int | None]:
    """Return file and line of the innermost template frame an error passed through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in texts:
            return frame.filename.split("#")[0], frame.lineno
    return source, None


def line_in(error: BaseException, name: str) -> int | None:
    """Return the line of a text that an error passed through last."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == name), None)


def line_with(text: str, words: str) -> int | None:
    """Return the line of a text that holds some words."""
    at = text.find(words)
    return None if at < 0 else text.count("\n", 0, at) + 1


def unclosed(text: str, error: jinja2.TemplateSyntaxError) -> tuple[int, str]:
    """Return the line and the reason of what cannot be read: for a tag left open, the tag."""
    reason = error.message or ""
    if "needs to be closed" not in reason:
        lines = text.split("\n")
        written = lines[error.lineno - 1].strip() if error.lineno <= len(lines) else ""
        return error.lineno, written[:80] or reason
    opened: list[re.Match[str]] = []
    for tag in re.finditer(
        r"\{%-?\s*(end)?(if|for|block|macro|call|filter|set|with)\b.*?%\}", text
    ):
        if not tag[1]:
            opened.append(tag)
        elif opened and opened[-1][2] == tag[2]:
            opened.pop()
    if not opened:
        return error.lineno, reason
    return text.count("\n", 0, opened[-1].start()) + 1, opened[-1][0]


_UNKNOWN = re.compile(r"unknown (tag) '(\w+)'|No (filter|test) named '(\w+)'")
_TWICE = re.compile(r"block '(\w+)' defined twice")
TAGS = ("if", "elif", "else", "endif", "for", "endfor", "block", "endblock", "extends", "raw")
"""What authors write between `{%` and `%}`."""
_KNOWN = {
    "tag": TAGS,
    "filter": tuple(FILTERS),
    "test": tuple(name for name in TESTS if name.isalpha()),
}


def misspelt(message: str) -> tuple[str, dict[str, str]] | None:
    """Return the rule that a template breaks by the engine's words, and what the rule's need.

    None where none fits.
    """
    twice = _TWICE.search(message)
    if twice:
        return "block-is-named-once", {"name": twice[1]}
    found = _UNKNOWN.search(message)
    kind, name = [part for part in found.groups() if part] if found else ("", "")
    if not name or name in TAGS:  # one that ends, or goes on with, what nothing has begun
        return None
    return "template-word-exists", {"name": name, "nearest": nearest(name, _KNOWN[kind])}


def expression(
    texts: Mapping[str, str], name: str, where: str, line: int | None, values: Mapping[str, Any]
) -> str:
    """Return what a line asks for in vain, as it was written."""
    lines = texts.get(where, texts.get(name, "")).split("\n")
    written = lines[line - 1] if line and line <= len(lines) else ""
    asked = re.findall(r"\{\{-?\s*(.+?)\s*-?\}\}", written)
    for expression in asked:
        value: Any = SimpleNamespace(**values)
        path = expression.split(".")
        for depth, step in enumerate(path, start=1):
            value = getattr(value, step, "")
            if value is None:
                return ".".join(path[:depth])
    return asked[0] if asked else written.strip()


def deepest_line(text: str) -> int | None:
    """Return the line where a text's loops and conditions are deepest inside one another."""
    depth, deepest, found = 0, 0, None
    for tag in re.finditer(r"\{%[-+]?\s*(end)?(?:for|if|with|filter|call|macro)\b", text):
        depth += -1 if tag[1] else 1
        if depth > deepest:
            deepest, found = depth, text.count("\n", 0, tag.start()) + 1
    return found


def first_with(
    line_in_it: Callable[[str], int | None],
    source: str,
    text: str,
    extends: Sequence[tuple[str, str]],
) -> tuple[str, int | None]:
    """Return the file and line of a page, or of the nearest beneath it, that has something."""
    for name, each in ((source, text), *reversed(extends)):
        line = line_in_it(each)
        if line:
            return name.partition("#")[0], line
    return source, None


def line_with_any_case(words: str, text: str) -> int | None:
    """Return the line of a text that holds some words, which are in small letters."""
    return line_with(text.lower(), words)
