"""A page that replaces a shared one says which text it follows, and holds no unsettled conflict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.bases import ADAPTATIONS, find_adaptations, read_bases
from samloft.checks.texts import LineOf, every_text, problem
from samloft.history import MARKS
from samloft.model import Course, Network
from samloft.problems import Problem
from samloft.sources import Reader


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each page without a base, and for each conflict."""
    every = tuple(networks)
    reader = Reader(course.root)
    for network in every:
        adapted = {derived.source for derived in find_adaptations(course, network)}
        for name, form in read_bases(reader, ADAPTATIONS.format(network=network.slug)).items():
            if name not in adapted and (course.root / name).exists():
                values = {"base": form.base, "network": network.slug}
                yield Problem(path=name, line=None, rule="adaptation-has-page", values=values)
        for derived in find_adaptations(course, network):
            if derived.blocks is None and derived.source not in read_bases(reader, derived.lock):
                yield Problem(
                    path=derived.source,
                    line=None,
                    rule="adaptation-has-base",
                    values={
                        "base": derived.base, "network": network.slug, "file": derived.source
                    },
                )  # fmt: skip
    yield from reader.problems
    for text in every_text(course, every):
        for number, line in enumerate(text.body.split("\n"), start=1):
            if line.startswith(MARKS[0]):
                yield problem(text, number, "conflict-is-settled")
