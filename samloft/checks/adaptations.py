"""A page that replaces a shared one says which text it follows, and holds no unsettled conflict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.composing.overlay import layers_of
from samloft.course.bases import ADAPTATIONS, find_adaptations, read_bases
from samloft.course.model import Course, Network
from samloft.course.moved import homes_of
from samloft.course.reader import Reader
from samloft.git import MARKS
from samloft.problems import Problem, problem
from samloft.text.blocks import text_lines

KIND = Kind.MUST


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each page without a base, and for each conflict."""
    every = tuple(networks)
    reader = Reader(course.root)
    adapted = {each.key: each for network in every for each in find_adaptations(course, network)}
    for each in stranded(course, every):
        yield (
            problem(each.file, "adaptation-follows-its-page", name=each.home)
            if each.home
            else problem(
                each.file, "adaptation-has-page", base=each.base, network=each.edition,
                lock=each.lock,
            )
        )  # fmt: skip
    for layer, edition in layers_of(every):
        lock = ADAPTATIONS.format(folder=layer.folder)
        known = read_bases(reader, lock)
        for derived in adapted.values():
            if derived.lock == lock and derived.blocks is None and derived.key not in known:
                yield problem(
                    derived.source,
                    "adaptation-has-base",
                    base=derived.base,
                    network=edition,
                    file=derived.source,
                )
    yield from reader.problems
    for text in every_text(course, every):
        for number in conflict_lines(text.body):
            yield problem(text.source, "conflict-is-settled", line=number)


@dataclass(frozen=True, kw_only=True)
class Stranded:
    """An adaptation whose shared text is not where it was."""

    file: str
    base: str
    lock: str
    edition: str
    home: str
    """Where that text is now, as in `ki/03-ny`; empty where it is gone."""


def stranded(course: Course, networks: tuple[Network, ...]) -> Iterator[Stranded]:
    """Yield every adaptation that is noted, and there, and lies over nothing."""
    reader = Reader(course.root)
    homes = {f"modules/{old}": new for old, new in homes_of(course).items()}
    adapted = {each.key for network in networks for each in find_adaptations(course, network)}
    for layer, edition in layers_of(networks):
        lock = ADAPTATIONS.format(folder=layer.folder)
        for name, form in read_bases(reader, lock).items():
            if name not in adapted and (course.root / name).exists():
                home = homes.get(form.base.partition(".")[0], "")
                yield Stranded(file=name, base=form.base, lock=lock, edition=edition, home=home)


def conflict_lines(text: str) -> Iterator[int]:
    """Yield the line of each place where a merge left two texts; in code they are an example."""
    for number, line in text_lines(text) if MARKS[0] in text else ():
        if line.startswith(MARKS[0]):
            yield number
