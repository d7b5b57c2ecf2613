"""Files beside the texts are no heavier than a reader can use; pictures say nothing of where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_file
from samloft.composing.downloads import KINDS
from samloft.course.media import PICTURES
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem

HEAVIEST_FILE = 10_000_000
"""Bytes of what a reader takes home: half a minute on a slow phone."""
KIND = Kind.SHOULD
HEAVIEST = 500_000
"""Bytes: a second or so on a slow phone."""
WIDEST = 2000
"""Pixels: a page shows 800, twice as dense on a good screen; paper takes as many."""
_PLACE = 0x8825
"""Where in EXIF a camera says where it was."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each file that is heavy, or tells where a picture was taken."""
    for name, path in every_file(course, networks):
        kind = path.suffix.lower()
        size = path.stat().st_size
        if kind in PICTURES:
            width, height, has_place = _looked_at(path, PICTURES[kind])
            if has_place:
                yield problem(name, "picture-tells-no-place", is_warning=True)
            if size > HEAVIEST or width > 2 * WIDEST:
                yield problem(
                    name, "picture-is-light", is_warning=True, size=f"{size / 1e6:.1f}",
                    shape=f"{width} × {height}", most=str(WIDEST),
                )  # fmt: skip
        elif kind in KINDS and size > HEAVIEST_FILE:
            yield problem(name, "download-is-light", is_warning=True, size=f"{size / 1e6:.1f}")
        elif kind == ".svg" and size > HEAVIEST:
            yield problem(name, "drawing-is-light", is_warning=True, size=f"{size / 1e6:.1f}")


def _looked_at(path: Path, kind: str) -> tuple[int, int, bool]:
    from PIL import Image  # takes a while, and most courses have none

    try:
        with Image.open(path, formats=(kind,)) as picture:
            return (*picture.size, bool(picture.getexif().get_ifd(_PLACE)))
    except (OSError, ValueError, SyntaxError):
        return (0, 0, False)  # checks.media says what it is
