"""Pictures are no heavier than what is shown of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samloft.checks.texts import LineOf
from samloft.composing.overlay import layers_of
from samloft.composing.pictures import WIDEST
from samloft.course.media import PICTURES
from samloft.course.model import Course, Network
from samloft.problems import Problem

HEAVY = 1_000_000
"""Bytes: a photograph as wide as a page shows it has a fifth of that."""
KINDS = {*PICTURES, ".gif"}


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each picture that everyone who copies the course carries along."""
    files = set(course.files.values())
    for layer, _ in layers_of(tuple(networks)):
        files |= set(layer.files.values())
    for path in sorted(files):
        if path.suffix.lower() in KINDS and (size := path.stat().st_size) > HEAVY:
            yield Problem(
                path=path.relative_to(course.root).as_posix(),
                line=None,
                rule="picture-is-light",
                values={"size": f"{size / 1_000_000:.1f}", "width": str(WIDEST)},
                is_warning=True,
            )
