"""Every line of an adaptations.lock has its file: one that is gone, or was given another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.overlay import layers_of
from samloft.course.bases import ADAPTATIONS, file_of, find_adaptations, read_bases
from samloft.course.model import Course, Layer, Network
from samloft.course.reader import Reader, read_lf
from samloft.problems import Problem, problem

KIND = Kind.SHOULD
ALIKE = 0.6
"""How much of a text must be the shared one's for it to be that, under another name."""


@dataclass(frozen=True, kw_only=True)
class Lost:
    """An adaptation that is noted, and whose file is not there."""

    key: str
    """What the lock has it under."""
    file: str
    base: str
    lock: str
    renamed: str
    """The file it seems to have become; empty where it is gone."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each line of a lock whose file is not there."""
    for each in lost_adaptations(course, tuple(networks)):
        if each.renamed:
            yield problem(
                each.renamed, "adaptation-keeps-its-name", base=each.base, name=each.file,
                lock=each.lock, is_warning=True,
            )  # fmt: skip
        else:
            yield problem(
                each.lock, "adaptation-has-file", is_warning=True, name=each.file, base=each.base
            )


def lost_adaptations(course: Course, networks: tuple[Network, ...]) -> Iterator[Lost]:
    """Yield every adaptation that is noted, and whose file is not there."""
    reader = Reader(course.root)
    adapted = {each.source for network in networks for each in find_adaptations(course, network)}
    for layer, _ in layers_of(networks):
        lock = ADAPTATIONS.format(folder=layer.folder)
        own = [name for name in _own_texts(layer) if name not in adapted]
        for key, form in read_bases(reader, lock).items():
            file = file_of(key)
            if not (course.root / file).exists():
                renamed = _renamed(course.root, file, form.base, own)
                yield Lost(key=key, file=file, base=form.base, lock=lock, renamed=renamed)


def _own_texts(layer: Layer) -> Iterator[str]:
    """Yield the files of an overlay that may lie over something."""
    for lesson in layer.lessons.values():
        yield from (writing.source for writing in lesson.values())
    for page in layer.pages.values():
        yield from (writing.source for writing in page.values())
    for addition in layer.additions.values():
        yield from (session.source for session in addition.sessions)


def _renamed(root: Path, file: str, base: str, own: Iterable[str]) -> str:
    """Return the file of an overlay that is most like a shared one; nothing where none is."""
    if not (root / base).is_file():
        return ""
    shared = read_lf(root / base).splitlines()
    kind = PurePosixPath(file).suffixes
    likely = {
        name: SequenceMatcher(None, shared, read_lf(root / name).splitlines(), False).ratio()
        for name in own
        if PurePosixPath(name).suffixes == kind
    }
    best = max(likely, key=lambda name: likely[name], default="")
    return best if best and likely[best] >= ALIKE else ""
