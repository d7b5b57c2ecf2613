"""Say where in which text a template went wrong, and what it asked for."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from samloft.problems import Problem, problem
from samloft.suggest import nearest
from samloft.text.environments import UnknownNameError
from samloft.text.escape import UnknownValueError
from samloft.text.limits import TooMuchError

STOPS = (
    jinja2.TemplateError,
    UnknownNameError,
    UnknownValueError,
    TooMuchError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,  # of a filter
    RuntimeError,
    SyntaxError,
)
"""What filling in a text may stop for."""


@dataclass(frozen=True)
class Tried:
    """A text that was to be filled in."""

    source: str
    """Its file; line n of the text is its line n."""
    name: str
    """What the engine knows it as."""
    text: str
    extends: Sequence[tuple[str, str]]
    """Key and text of each page beneath it, the lowest first."""
    texts: Mapping[str, str]
    """Every text the engine knows, by name."""
    values: Mapping[str, Any]


def half_a_letter(half: str, tried: Tried) -> Problem:
    """Return what to say of half a letter that a text writes by its number."""
    written = partial(line_with_any_case, ascii(half)[1:-1])
    where, line = first_with(written, tried)
    return problem(where, "letters-are-whole", line=line, value=ascii(half)[1:-1])


def what_stopped(error: Exception, tried: Tried) -> Problem:
    """Return what to say of an error that a text could not be filled in for, one of `STOPS`."""
    match error:
        case jinja2.TemplateSyntaxError():
            return _unreadable(error, tried)
        case jinja2.TemplateNotFound():
            missing = str(error.name)
            line = line_in(error, tried.name) or line_with(tried.text, missing)
            return problem(tried.source, "overlay-extends-shared", line=line, name=missing)
        case SyntaxError():  # Python's own: it takes twenty blocks inside one another
            where, line = first_with(deepest_line, tried)
            return problem(where, "template-is-flat", line=line)
    where, line = place_of(error, tried.texts, tried.source)
    match error:
        case UnknownNameError():
            return _unknown(error, where, line, tried.values)
        case UnknownValueError():
            written = expression(tried, where, line)
            return problem(where, "value-is-there", line=line, name=written)
        case TooMuchError():
            return problem(where, "template-is-bounded", line=line)
        case SecurityError():
            return problem(where, "template-is-safe", line=line, reason=str(error))
    # Where the stack runs out varies, and with it the error's own words.
    reason = "RecursionError" if isinstance(error, RecursionError) else str(error)
    return misspelt(reason, where, line) or problem(
        where, "template-works", line=line, reason=reason
    )


def _unreadable(error: jinja2.TemplateSyntaxError, tried: Tried) -> Problem:
    file = error.filename or tried.name
    where = file.split("#")[0]
    line, reason = unclosed(tried.texts.get(file, tried.text), error)
    return misspelt(error.message or "", where, error.lineno) or problem(
        where, "template-is-readable", line=line, reason=reason
    )


def _unknown(
    error: UnknownNameError, where: str, line: int | None, values: Mapping[str, Any]
) -> Problem:
    is_own = error.within is values.get("values", error)
    known = error.known if is_own else error.known or sorted(values)
    said = {"name": error.name, "nearest": nearest(error.name, known)}
    if is_own:
        return Problem(path=where, line=line, rule="value-exists", values=said)
    return Problem(path=where, line=line, rule="name-exists", values=said)


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


def misspelt(message: str, where: str, line: int | None) -> Problem | None:
    """Return what is misspelt, or named twice, by the engine's words; None where nothing is."""
    twice = _TWICE.search(message)
    if twice:
        return problem(where, "block-is-named-once", line=line, name=twice[1])
    found = _UNKNOWN.search(message)
    kind, name = [part for part in found.groups() if part] if found else ("", "")
    if not name or name in TAGS:  # one that ends, or goes on with, what nothing has begun
        return None
    said = {"name": name, "nearest": nearest(name, _KNOWN[kind])}
    return Problem(path=where, line=line, rule="template-word-exists", values=said)


def expression(tried: Tried, where: str, line: int | None) -> str:
    """Return what a line asks for in vain, as it was written."""
    lines = tried.texts.get(where, tried.texts.get(tried.name, "")).split("\n")
    written = lines[line - 1] if line and line <= len(lines) else ""
    asked = re.findall(r"\{\{-?\s*(.+?)\s*-?\}\}", written)
    for expression in asked:
        value: Any = SimpleNamespace(**tried.values)
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


def first_with(line_in_it: Callable[[str], int | None], tried: Tried) -> tuple[str, int | None]:
    """Return the file and line of a page, or of the nearest beneath it, that has something."""
    for name, each in ((tried.source, tried.text), *reversed(tried.extends)):
        line = line_in_it(each)
        if line:
            return name.partition("#")[0], line
    return tried.source, None


def line_with_any_case(words: str, text: str) -> int | None:
    """Return the line of a text that holds some words, which are in small letters."""
    return line_with(text.lower(), words)
