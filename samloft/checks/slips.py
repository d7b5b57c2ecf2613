"""Signs a reader sees as they are, and that were meant to be something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem
from samloft.text.nodes import Node
from samloft.text.parse import parse

KIND = Kind.SHOULD
_LINK = re.compile(
    r"\[[^\[\]\n]++\] \((?:https?://[^)\s]+|#[\w-]+|[\w./-]+\.(?:md|yml|svg|png|jpe?g|pdf))\)"
)
_HEADING = re.compile(r"#{2,6}[^\s#].*")
_CITATION = re.compile(r"\[\^\s*[\w-]+\s*\]")
_MARK = re.compile(r"\[(?:|[xX]|  +)\](?=\S|\s|$)")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}[-|: ]*")
_CODE = "\N{OBJECT REPLACEMENT CHARACTER}"


class Slip(NamedTuple):
    """One slip of the pen."""

    rule: str
    line: int
    value: str
    """What is written."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each slip of the pen."""
    for text in every_text(course, networks):
        for slip in slips_in(text.body):
            yield problem(text.source, slip.rule, line=slip.line, is_warning=True, value=slip.value)


def slips_in(body: str) -> Iterator[Slip]:
    """Yield each slip of a text."""
    document = parse(body)
    for item in document.all("item"):
        first = item.children[0].children if item.children else ()
        mark = _MARK.match(first[0].text) if first and first[0].kind == "text" else None
        if mark:
            yield Slip("task-has-its-mark", item.line, mark[0])
    for node in document.all("paragraph", "heading", "cell", "term"):
        before = ""
        for line, words in _lines(node):
            for found in _LINK.finditer(words):
                yield Slip("link-has-no-space", line, found[0])
            for found in _CITATION.finditer(words):
                yield Slip("citation-has-no-space", line, found[0])
            if node.kind != "cell" and _HEADING.fullmatch(words):
                yield Slip("heading-has-a-space", line, words[:60])
            if "|" in before and _RULE.fullmatch(words):
                yield Slip("table-has-equal-rows", line, words[:60])
            before = words


def _lines(node: Node) -> Iterator[tuple[int, str]]:
    """Yield the lines of a paragraph or the like as they are read, with a sign where code is."""
    line, words = node.line, ""
    for child in node.children:
        if child.kind in ("newline", "break"):
            yield line, words
            words = ""
        else:
            line = line if words else child.line or line
            words += _words(child)
    yield line, words


def _words(node: Node) -> str:
    if node.kind == "text":
        return node.text
    if node.kind in ("codespan", "image", "note"):
        return _CODE
    return "".join(map(_words, node.children)) or " "
