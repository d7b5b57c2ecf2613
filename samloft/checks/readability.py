"""Lessons are easy enough to read (språklova § 9 asks public bodies for clear language)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.course.model import Course, Network
from samloft.problems import Problem
from samloft.text.blocks import settings_of
from samloft.text.nodes import Node
from samloft.text.parse import parse

KIND = Kind.SHOULD
HIGHEST = 45
"""LIX over this is hard going; newspapers lie around 40."""
_TEMPLATE = re.compile(r"\{\{[^{}]*+\}\}|\{%[^%]*+%\}")
_SENTENCE_END = re.compile(r"[.!?:](?=\s|$|»)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each lesson over the limit."""
    for module in course.modules:
        for lesson in module.lessons:
            for writing in lesson.forms.values():
                score = lix(writing.body)
                if score > HIGHEST:
                    yield Problem(
                        path=writing.source,
                        line=None,
                        rule="text-is-readable",
                        values={"score": f"{score:.0f}", "highest": str(HIGHEST)},
                        is_warning=True,
                    )


def lix(text: str) -> float:
    """Return the LIX of a Markdown text: words a sentence, and per cent words over six letters.

    Headings, tables, code and block openings are not prose; each paragraph or list item that lacks
    a full stop counts as a sentence.
    """
    words: list[str] = []
    sentences = 0
    for paragraph in _prose(parse(text)):
        plain = _TEMPLATE.sub(" ", paragraph)
        found = _WORD.findall(plain)
        if found:
            words += found
            sentences += max(1, len(_SENTENCE_END.findall(plain)))
    if not words:
        return 0.0
    long = sum(len(word) > 6 for word in words)
    return len(words) / sentences + 100 * long / len(words)


def _prose(node: Node) -> Iterator[str]:
    """Yield the words of each paragraph, also of those in lists, blocks and definitions."""
    if node.kind == "paragraph":
        yield node.words
    elif node.kind != "table":
        inside = settings_of(node)[1] if node.info == "group" else node.children
        yield from (words for child in inside for words in _prose(child))
