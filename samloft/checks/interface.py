"""Every word of the interface is written in the languages that networks offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from samloft.catalogue import borrowed
from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.course.editions import languages_of
from samloft.course.model import Course, Network
from samloft.problems import Problem

KIND = Kind.SHOULD


def find(course: Course, networks: Sequence[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each group of words that are another language's on these pages."""
    for language in languages_of(networks):
        words = (key.rpartition(".") for key in borrowed(language, ""))
        for group, keys in groupby(words, key=lambda parts: parts[0]):
            yield Problem(
                path=f"samloft/languages/{language}.toml",
                line=None,
                rule="interface-is-written",
                values={
                    "table": f"labels.{group}" if group else "labels",
                    "words": ", ".join(word for *_, word in keys),
                },
                is_warning=True,
            )
