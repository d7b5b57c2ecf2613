"""Lessons are easy enough to read (språklova § 9 asks public bodies for clear language)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.course.model import Course, Network
from samloft.problems import Problem
from samloft.text.blocks import text_lines

KIND = Kind.SHOULD
HIGHEST = 45
"""LIX over this is hard going; newspapers lie around 40."""
_NOT_PROSE = re.compile(r"^\s*(\||\{%|!!!|#|(size|minutes|product):)|^\s*$")
_MARKUP = re.compile(
    r"\]\([^()]*+(?:\([^()]*+\)[^()]*+)*\)|\[\^[\w-]++\]|<[^<>]++>|\{\{[^{}]*+\}\}|[*_`\[\]]"
)
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

    Headings, tables and block openings are not prose; each paragraph or list item that lacks a
    full stop counts as a sentence.
    """
    words: list[str] = []
    sentences = 0
    for _, line in text_lines(text):
        if _NOT_PROSE.match(line):
            continue
        plain = _MARKUP.sub(" ", line)
        found = _WORD.findall(plain)
        if found:
            words += found
            sentences += max(1, len(_SENTENCE_END.findall(plain)))
    if not words:
        return 0.0
    long = sum(len(word) > 6 for word in words)
    return len(words) / sentences + 100 * long / len(words)
