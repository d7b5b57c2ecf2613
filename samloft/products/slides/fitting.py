"""Share what a slide shows out over as many slides as it needs, so that nothing runs over."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

from samloft.products.slides.reading import Face, Paragraph, Run, Table

SIZES = (28, 24, 20, 18)
"""Points of a slide's text, the largest first; none is smaller."""
TABLE_SIZES = (22, 20, 18)
LINE, GAP = 1.26, 0.4
"""Height of a line, and the room after a paragraph, in sizes of the text."""
SPARE = 1.1
"""Where the typeface is not installed, another stands in for it that is up to so much wider."""
WIDTH, HEIGHT = 836.0, 338.0
"""Points that a slide has for text: 30 cm by 12.2 cm, less the room around it."""
NARROW = 501.0
"""The same where a picture stands beside."""
INDENT = 1.1
"""How far an item of a list stands in, in sizes of the text."""
CELL = (10.0, 8.0)
"""Points around the text in a table's cell, across and down."""


@dataclass(frozen=True)
class Laid:
    """A slide as it is to be set."""

    face: Face
    size: int
    part: int = 1
    parts: int = 1


def fitted(face: Face) -> tuple[Laid, ...]:
    """Return the slides that a slide is shared out over; each is filled before the next.

    A picture stands beside text that fits there; else it has a slide of its own.
    """
    if len(face.pictures) == 1 and not any(isinstance(block, Table) for block in face.body):
        size, pages = _text(face.body, NARROW)
        if len(pages) == 1:
            return (Laid(face, size),)
    every = list(_pages(replace(face, pictures=()))) if face.body or not face.pictures else []
    for each in face.pictures:
        every.append((replace(face, body=(), pictures=(each,)), SIZES[0]))
    return tuple(
        Laid(each, size, number, len(every)) for number, (each, size) in enumerate(every, start=1)
    )


def _pages(face: Face) -> Iterator[tuple[Face, int]]:
    """Yield a slide with what fits of its body, and the size of its letters; then the next."""
    rest: list[Paragraph | Table] = []
    for block in (*face.body, None):
        if isinstance(block, Paragraph):
            rest.append(block)
            continue
        if rest or (block is None and not face.body):
            size, texts = _text(rest, WIDTH)
            yield from ((replace(face, body=page), size) for page in texts)
            rest = []
        if isinstance(block, Table):
            yield from ((replace(face, body=(table,)), size) for size, table in _tables(block))


def _text(
    blocks: Sequence[Paragraph | Table], width: float
) -> tuple[int, list[tuple[Paragraph | Table, ...]]]:
    """Return the largest size at which paragraphs fit a slide; else the smallest, on several."""
    for size in SIZES:
        if sum(height(block, size, width) for block in blocks) <= HEIGHT:
            return size, [tuple(blocks)]
    size = SIZES[-1]
    pages: list[list[Paragraph | Table]] = [[]]
    left = HEIGHT
    for block in _short_enough(blocks, size, width):
        needed = height(block, size, width)
        if needed > left and pages[-1]:
            pages.append([])
            left = HEIGHT
        pages[-1].append(block)
        left -= needed
    return size, [tuple(page) for page in pages]


def _short_enough(
    blocks: Sequence[Paragraph | Table], size: int, width: float
) -> Iterator[Paragraph | Table]:
    """Yield paragraphs, those longer than a slide cut after a sentence."""
    for block in blocks:
        if isinstance(block, Table) or height(block, size, width) <= HEIGHT:
            yield block
            continue
        words = [replace(run, text=f"{word} ") for run in block.runs for word in run.text.split()]
        mark = block.mark
        while words:
            count = _as_many(words, mark, block.level, size, width)
            yield Paragraph(tuple(words[:count]), mark, block.level)
            words, mark = words[count:], ""


def _as_many(words: Sequence[Run], mark: str, level: int, size: int, width: float) -> int:
    """Return how many words fit a slide, from the first; to a sentence's end, if there is one."""
    fits, too_many = 1, len(words) + 1
    while too_many - fits > 1:
        tried = (fits + too_many) // 2
        if height(Paragraph(tuple(words[:tried]), mark, level), size, width) <= HEIGHT:
            fits = tried
        else:
            too_many = tried
    if fits == len(words):
        return fits
    ends = (".", "?", "!", ":", ";")
    return next((n for n in range(fits, 0, -1) if words[n - 1].text.rstrip().endswith(ends)), fits)


def _tables(table: Table) -> Iterator[tuple[int, Table]]:
    """Yield a table, on one slide at the largest size that fits, or its rows on several, evenly."""
    for size in TABLE_SIZES:
        if sum(row_height(table, row, size) for row in range(len(table.rows))) <= HEIGHT:
            yield size, table
            return
    size = TABLE_SIZES[-1]
    head, *rows = table.rows
    heights = [row_height(table, number, size) for number in range(1, len(table.rows))]
    room = max(1, int(HEIGHT - row_height(table, 0, size)))
    fewest = len(_filled(heights, room))
    even = next(less for less in range(1, room + 1) if len(_filled(heights, less)) == fewest)
    at = 0
    for count in _filled(heights, even):
        yield size, Table((head, *rows[at : at + count]))
        at += count


def _filled(heights: Sequence[float], room: float) -> list[int]:
    """Return how many rows each slide gets when it is filled before the next."""
    counts, left = [0], room
    for needed in heights:
        if needed > left and counts[-1]:
            counts, left = [*counts, 0], room
        counts[-1] += 1
        left -= needed
    return counts


def height(block: Paragraph | Table, size: int, width: float) -> float:
    """Return how high a paragraph is, in points."""
    if isinstance(block, Table):
        return sum(row_height(block, row, size) for row in range(len(block.rows)))
    room = width - (INDENT * size * (block.level + 1) if block.mark or block.level else 0)
    return lines_of(block.runs, size, room) * size * LINE + size * GAP


def columns_of(table: Table) -> tuple[float, ...]:
    """Return how wide a table's columns are, in points: by words, then by all that stands."""
    count = max(len(row) for row in table.rows)
    columns = [
        ["".join(run.text for run in row[at]) for row in table.rows if at < len(row)]
        for at in range(count)
    ]
    words = [[word for cell in cells for word in cell.split()] for cells in columns]
    needed = [
        max((_length(word, TABLE_SIZES[0], True) for word in each), default=0.0) + 2 * CELL[0]
        for each in words
    ]
    left = WIDTH - sum(needed)
    if left < 0:  # words are broken
        return tuple(WIDTH * each / sum(needed) for each in needed)
    weights = [max(map(len, cells), default=0) + 1 for cells in columns]
    return tuple(
        own + left * weight / sum(weights) for own, weight in zip(needed, weights, strict=True)
    )


def row_height(table: Table, row: int, size: int) -> float:
    """Return how high a table's row is, in points."""
    widths = columns_of(table)
    lines = (
        lines_of(cell, size, widths[at] - 2 * CELL[0], is_bold=row == 0 or at == 0)
        for at, cell in enumerate(table.rows[row])
    )
    return max(lines, default=1) * size * LINE + 2 * CELL[1]


def lines_of(runs: Sequence[Run], size: int, room: float, *, is_bold: bool = False) -> int:
    """Return how many lines some text takes in a column, as it is broken between words."""
    count, at = 1, 0.0
    space = _length(" ", size, is_bold)
    for run in runs:
        for number, piece in enumerate(run.text.split("\v")):
            if number:
                count, at = count + 1, 0.0
            for word in piece.split():
                length = _length(word, size, is_bold or run.is_bold)
                if at and at + space + length > room:
                    count, at = count + 1, 0.0
                at += length + (space if at else 0.0)
                while at > room:  # a word longer than the column is broken
                    count, at = count + 1, at - room
    return count


@functools.lru_cache(maxsize=8192)
def _length(text: str, size: int, is_bold: bool) -> float:
    return float(_face(is_bold).getlength(text)) * size / 100 * SPARE


@functools.cache
def _face(is_bold: bool) -> ImageFont.FreeTypeFont:
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    name = "Bold" if is_bold else "Regular"
    return ImageFont.truetype(str(folder / f"SourceSansPro-{name}.otf"), 100)
