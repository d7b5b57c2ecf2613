"""Texts are written as the house writes: signs, dates, blank lines, marks of lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from samloft.checks.kind import Kind
from samloft.checks.texts import AnyWriting, LineOf, every_text
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem
from samloft.text.tidy import STYLE, Mend, mended

KIND = Kind.SHOULD


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each thing of style that `check --fix` would mend."""
    with course.cache.once_each("tidy") as once:
        for text in every_text(course, networks):
            for each in once(f"{text.language} {text.body}", partial(_mends, text)):
                yield problem(
                    text.source,
                    each.rule,
                    line=each.line,
                    is_warning=True,
                    old=each.old,
                    new=each.new,
                )


def _mends(text: AnyWriting, _: str) -> tuple[Mend, ...]:
    mends = mended(text.body, text.language)[1]
    return tuple(mend for mend in mends if mend.rule in STYLE)
