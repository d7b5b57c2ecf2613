"""How much room text and tables take on a slide, in points, as the typeface's letters are wide."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

from samloft.products.slides.reading import Paragraph, Run, Table

LINE = 1.26
"""Height of a line, in sizes of the text."""
APART = 0.8
"""Room before a list that comes right after another."""
SPARE = 1.1
"""Where the typeface is not installed, another stands in for it that is up to so much wider."""
WIDTH, HEIGHT, CLOSE_HEIGHT = 836.0, 338.0, 363.0
"""Points that a slide has for text: 30 cm by 12.2 cm, less the room around it; more of the height
below a title of one line."""
MARGIN = 10.0
"""Points beside the text in a table's cell."""
_SHARES = (1.0, 0.7, 0.4, 0.0)
"""How much more of the room a column gets for all it lacks: in step with it, or hardly."""


@dataclass(frozen=True)
class Setting:
    """How closely things are set."""

    spare: float = SPARE
    gap: float = 0.4
    """Room after a paragraph, in sizes of the text."""
    cell: float = 8.0
    """Points above and below the text in a table's cell."""


OPEN, CLOSE = Setting(), Setting(spare=1.01, gap=0.25, cell=3.6)
"""As it is set where there is room, and so that what fits a slide in the typeface is not parted."""


def height(block: Paragraph | Table, size: int, width: float, setting: Setting = OPEN) -> float:
    """Return how high a paragraph or a table is."""
    if isinstance(block, Table):
        return sum(row_height(block, row, size, setting) for row in range(len(block.rows)))
    lines = lines_of(block.runs, size, (width - stands_in(block) * size) / setting.spare)
    return lines * size * LINE + size * (setting.gap + (APART if block.is_apart else 0))


def stands_in(block: Paragraph) -> float:
    """Return how far a paragraph stands in, in sizes of the text."""
    within = block.within or ((len(block.mark),) if block.mark else ())
    return sum(map(hang_of, within))


def hang_of(letters: int) -> float:
    """Return how far a list's text stands in from its marks, the longest of so many letters."""
    return max(1.1, 0.3 + 0.47 * letters)


def row_height(table: Table, row: int, size: int, setting: Setting = OPEN) -> float:
    """Return how high a table's row is."""
    widths = table.widths or columns_of(table, size)
    lines = (
        lines_of(
            cell, size, (widths[at] - 2 * MARGIN) / setting.spare, is_bold=_is_bold(table, row, at)
        )
        for at, cell in enumerate(table.rows[row])
    )
    return max(lines, default=1) * size * LINE + 2 * setting.cell


def _is_bold(table: Table, row: int, column: int) -> bool:
    return row == 0 or (column == 0 and table.has_row_heads)


@functools.lru_cache(maxsize=256)
def columns_of(table: Table, size: int) -> tuple[float, ...]:
    """Return how wide a table's columns are: no word is broken, and the table is low.

    What a column can use has an end: one that needs no more than its longest cell gets no more,
    unless all have all they need.
    """
    columns = table.columns
    least, most = [], []
    for at, cells in enumerate(columns):
        bold = [_is_bold(table, row, at) for row in range(len(cells))]
        lengths = [
            [length(word, size, is_bold) * SPARE for word in cell.split()]
            for cell, is_bold in zip(cells, bold, strict=True)
        ]
        least.append(max((max(each, default=0.0) for each in lengths), default=0.0) + 2 * MARGIN)
        whole = (
            length(cell, size, is_bold) * SPARE for cell, is_bold in zip(cells, bold, strict=True)
        )
        most.append(max(whole, default=0.0) + 2 * MARGIN + 1)
    if sum(least) >= WIDTH:  # words are broken
        return tuple(WIDTH * each / sum(least) for each in least)
    if sum(most) <= WIDTH:
        return tuple(WIDTH * each / sum(most) for each in most)
    left = WIDTH - sum(least)
    lacks = [all_of_it - own for own, all_of_it in zip(least, most, strict=True)]
    ways = [_shared(least, lacks, left, share) for share in _SHARES]
    return min(ways, key=lambda widths: height(replace(table, widths=widths), size, WIDTH))


def _shared(
    least: Sequence[float], lacks: Sequence[float], left: float, share: float
) -> tuple[float, ...]:
    """Return columns with what is left shared out, none given more than it lacks."""
    given = [0.0] * len(least)
    while left > 0.5 and any(g < lack for g, lack in zip(given, lacks, strict=True)):
        weights = [lack**share if g < lack else 0.0 for g, lack in zip(given, lacks, strict=True)]
        more = [
            min(left * weight / sum(weights), lack - g)
            for weight, lack, g in zip(weights, lacks, given, strict=True)
        ]
        given = [g + each for g, each in zip(given, more, strict=True)]
        left -= sum(more)
    return tuple(own + g for own, g in zip(least, given, strict=True))


def lines_of(runs: Sequence[Run], size: int, room: float, *, is_bold: bool = False) -> int:
    """Return how many lines some text takes in a column, as it is broken between words."""
    count, at = 1, 0.0
    space = length(" ", size, is_bold)
    for run in runs:
        for number, piece in enumerate(run.text.split("\v")):
            if number:
                count, at = count + 1, 0.0
            for word in piece.split():
                long = length(word, size, is_bold or run.is_bold)
                if at and at + space + long > room:
                    count, at = count + 1, 0.0
                at += long + (space if at else 0.0)
                while at > room:  # a word longer than the column is broken
                    count, at = count + 1, at - room
    return count


@functools.lru_cache(maxsize=16384)
def length(text: str, size: int, is_bold: bool) -> float:
    """Return how long a text is on one line."""
    return float(_face(is_bold).getlength(text)) * size / 100


@functools.cache
def _face(is_bold: bool) -> ImageFont.FreeTypeFont:
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    name = "Bold" if is_bold else "Regular"
    return ImageFont.truetype(str(folder / f"SourceSansPro-{name}.otf"), 100)
