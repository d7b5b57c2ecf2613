"""Signs a reader sees as they are, and that were meant to be something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from samloft.checks.texts import LineOf, every_text
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem
from samloft.text.parse import parse

_LINK = re.compile(
    r"\[[^\]\n]+\] \((?:https?://[^)\s]+|#[\w-]+|[\w./-]+\.(?:md|yml|svg|png|jpe?g|pdf))\)"
)
_HEADING = re.compile(r"#{2,6}[^\s#].*")
_CITATION = re.compile(r"\[\^\s*[\w-]+\s*\]")
_MARK = re.compile(r"\[(?:|[xX]|  +)\](?=\S|\s|$)")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}[-|: ]*")


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
    lines = body.split("\n")
    for node in document.all("text"):
        for found in _LINK.finditer(node.text):
            yield Slip("link-has-no-space", node.line, found[0])
        for found in _CITATION.finditer(node.text):
            yield Slip("citation-has-no-space", node.line, found[0])
    for item in document.all("item"):
        first = item.children[0].children if item.children else ()
        mark = _MARK.match(first[0].text) if first and first[0].kind == "text" else None
        if mark:
            yield Slip("task-has-its-mark", item.line, mark[0])
    for paragraph in document.all("paragraph"):
        for number in range(paragraph.line, paragraph.last + 1):
            written = lines[number - 1].strip()
            if _HEADING.fullmatch(written):
                yield Slip("heading-has-a-space", number, written[:60])
            is_rule = number > paragraph.line and _RULE.fullmatch(lines[number - 1]) is not None
            if is_rule and "|" in lines[number - 2]:
                yield Slip("table-has-equal-rows", number, written[:60])
