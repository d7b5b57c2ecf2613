"""Files beside the texts are light, letters in drawings can be read, pictures tell no place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from pathlib import Path

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_file
from samloft.course.drawing_letters import smallest_letters
from samloft.course.media import DOWNLOADS, PICTURES
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem

HEAVIEST_FILE = 10_000_000
"""Bytes of what a reader takes home: half a minute on a slow phone."""
KIND = Kind.SHOULD
HEAVIEST = 500_000
"""Bytes: a second or so on a slow phone."""
WIDEST = 2000
"""Pixels: a page shows 800, twice as dense on a good screen; paper takes as many."""
NARROWEST = 284
"""Pixels: what a drawing has for itself in an activity, on a phone of 320."""
SMALLEST = 12
"""Pixels of letters."""
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
                    name, "picture-is-light", is_warning=True, size=str(ceil(size / 1000)),
                    shape=f"{width} × {height}", most=str(WIDEST),
                )  # fmt: skip
        elif kind in DOWNLOADS and size > HEAVIEST_FILE:
            yield problem(name, "download-is-light", is_warning=True, size=str(round(size / 1e6)))
        elif kind == ".svg":
            if size > HEAVIEST:
                yield problem(
                    name, "drawing-is-light", is_warning=True, size=str(ceil(size / 1000))
                )
            letters = _letters(path)
            if letters is not None and letters < SMALLEST:
                yield problem(
                    name, "drawing-has-large-letters", is_warning=True,
                    size=f"{letters:.0f}", least=str(SMALLEST),
                )  # fmt: skip


def _letters(path: Path) -> float | None:
    try:
        return smallest_letters(path, NARROWEST)
    except (OSError, ValueError):
        return None  # checks.media says what it is


def _looked_at(path: Path, kind: str) -> tuple[int, int, bool]:
    from PIL import Image  # takes a while, and most courses have none

    try:
        with Image.open(path, formats=(kind,)) as picture:
            return (*picture.size, bool(picture.getexif().get_ifd(_PLACE)))
    except (OSError, ValueError, SyntaxError):
        return (0, 0, False)  # checks.media says what it is
