"""Blocks are of a kind we know, and a quiz can be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samloft.checks.texts import LineOf, every_text, problem
from samloft.course.model import Course, Network
from samloft.problems import Problem
from samloft.suggest import nearest
from samloft.text.blocks import KINDS, find_blocks, text_lines

_ANY_OPENING = re.compile(r"^!!!")


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each unknown or empty block, and quiz without an answer."""
    for writing in every_text(course, networks):
        blocks = find_blocks(writing.body)
        opened = {block.line for block in blocks}
        for number, line in text_lines(writing.body):
            if _ANY_OPENING.match(line) and number not in opened:
                yield problem(writing, number, "block-opens-rightly", value=line.strip())
        for block in blocks:
            if block.kind not in KINDS:
                close = nearest(block.kind, list(KINDS))
                yield problem(
                    writing, block.line, "block-kind-is-known", name=block.kind, nearest=close
                )
            elif not block.body:
                yield problem(writing, block.line, "block-has-text", name=block.kind)
            elif block.kind == "quiz":
                answers = block.answers()[1]
                if len(answers) < 2 or not any(right for right, _ in answers):
                    yield problem(writing, block.line, "quiz-has-a-right-answer", title=block.title)
