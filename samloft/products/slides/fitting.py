"""Share what a slide shows out over as many slides as it needs, so that nothing runs over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samloft.products.slides.measuring import (
    CLOSE,
    CLOSE_HEIGHT,
    HEIGHT,
    OPEN,
    WIDTH,
    Setting,
    columns_of,
    height,
    lines_of,
    row_height,
)
from samloft.products.slides.reading import Face, Paragraph, Run, Table

SIZES = (28, 24, 20, 18)
"""Points of a slide's text, the largest first; none is smaller."""
TABLE_SIZES = (22, 20, 18)
TITLE = 40
"""Points of a title that has room for it."""
BESIDE = (402.0, 357.0, 312.0)
"""Points that a picture may be wide beside a text: at the first its own letters have 18 points."""
GUTTER = 23.0
"""Between two columns, and between a text and a picture."""
LONG_LIST = 7
"""Items from which on a list may be in two columns."""


@dataclass(frozen=True)
class Laid:
    """A slide as it is to be set."""

    face: Face
    size: int
    part: int = 1
    parts: int = 1
    beside: float = 0.0
    """Points that a picture has beside the text."""
    split: int = 0
    """How many paragraphs stand in the first of two columns; 0 for one column."""
    setting: Setting = OPEN

    @property
    def width(self) -> float:
        """Points that a column of text has."""
        whole = WIDTH - (self.beside + GUTTER if self.beside else 0)
        return (whole - GUTTER) / 2 if self.split else whole

    @property
    def columns(self) -> tuple[tuple[Paragraph | Table, ...], ...]:
        """What stands in each column."""
        body = self.face.body
        return (body[: self.split], body[self.split :]) if self.split else (body,)

    @property
    def used(self) -> float:
        """Points of the slide's height that are filled."""
        return max(_sum(each, self.size, self.width, self.setting) for each in self.columns)

    @property
    def fits(self) -> bool:
        """Whether all of it is on the slide."""
        return self.used <= self.height

    @property
    def height(self) -> float:
        """Points that the slide has for what it shows: more where it is close set."""
        return CLOSE_HEIGHT if self.setting == CLOSE and self._has_short_title else HEIGHT

    @property
    def _has_short_title(self) -> bool:
        """Whether its title, numbered as it may come to be, is one line of the largest letters."""
        title = (Run(f"{self.face.heading} (1 av 2)"),)
        width = self.width * 2 + GUTTER if self.split else self.width
        return lines_of(title, TITLE, width, is_bold=True) == 1


def fitted(face: Face) -> tuple[Laid, ...]:
    """Return the slides that a slide is shared out over, evenly.

    A picture stands beside text that fits there; else it has a slide of its own.
    """
    has_table = any(isinstance(block, Table) for block in face.body)
    if len(face.pictures) == 1 and face.body and not has_table:
        beside = _beside(face)
        if beside:
            return (beside,)
    every = list(_pages(replace(face, pictures=()))) if face.body or not face.pictures else []
    every += [Laid(replace(face, body=(), pictures=(each,)), SIZES[0]) for each in face.pictures]
    return tuple(
        replace(each, part=number, parts=len(every)) for number, each in enumerate(every, start=1)
    )


def _beside(face: Face) -> Laid | None:
    """Return a text with its picture beside it, the picture as wide as the text lets it be."""
    ways = [Laid(face, size, beside=beside) for beside in BESIDE for size in SIZES[:-1]]
    ways += [
        Laid(face, SIZES[-1], beside=beside, setting=setting)
        for setting in (OPEN, CLOSE)
        for beside in BESIDE
    ]
    return next((each for each in ways if each.fits), None)


def _pages(face: Face) -> Iterator[Laid]:
    """Yield a slide with what fits of its body, then the next; a table is never beside text."""
    rest: list[Paragraph | Table] = []
    for block in (*face.body, None):
        if isinstance(block, Paragraph):
            rest.append(block)
            continue
        if rest or (block is None and not face.body):
            yield from _texts(replace(face, body=tuple(rest)))
            rest = []
        if isinstance(block, Table):
            yield from _tables(face, block)


def _texts(face: Face) -> Iterator[Laid]:
    """Yield a text on one slide, with the largest letters that fit, or else parted evenly."""
    *larger, least = SIZES
    columns = list(_in_columns(face))
    ways = [Laid(face, size) for size in larger]
    ways += [replace(each, size=larger[-1]) for each in columns]
    ways += [Laid(face, least), *columns, Laid(face, least, setting=CLOSE)]
    ways += [replace(each, setting=CLOSE) for each in columns]
    whole = next((each for each in ways if each.fits), None)
    if whole:
        yield whole
        return
    blocks = list(_short_enough(face.body, least, WIDTH))
    at = 0
    for count in _evenly([height(each, least, WIDTH) for each in blocks], HEIGHT):
        yield Laid(replace(face, body=tuple(blocks[at : at + count])), least)
        at += count


def _in_columns(face: Face) -> Iterator[Laid]:
    """Yield a text with a long list in the two columns that are most alike."""
    items = [block for block in face.body if isinstance(block, Paragraph) and block.mark]
    if len(items) < LONG_LIST:
        return
    ways = [Laid(face, SIZES[-1], split=number) for number in range(1, len(face.body))]
    yield min(ways, key=lambda each: each.used)


def _short_enough(
    blocks: Sequence[Paragraph | Table], size: int, width: float
) -> Iterator[Paragraph | Table]:
    """Yield paragraphs, those longer than a slide cut after a sentence."""
    for block in blocks:
        if isinstance(block, Table) or height(block, size, width) <= HEIGHT:
            yield block
            continue
        words = [replace(run, text=f"{word} ") for run in block.runs for word in run.text.split()]
        while words:
            count = _as_many(replace(block, runs=tuple(words)), size, width)
            block = replace(block, runs=tuple(words[:count]))
            yield block
            words, block = words[count:], replace(block, mark="")


def _as_many(block: Paragraph, size: int, width: float) -> int:
    """Return how many words fit a slide, from the first; to a sentence's end, if there is one."""
    words = block.runs
    fits, too_many = 1, len(words) + 1
    while too_many - fits > 1:
        tried = (fits + too_many) // 2
        if height(replace(block, runs=words[:tried]), size, width) <= HEIGHT:
            fits = tried
        else:
            too_many = tried
    if fits == len(words):
        return fits
    ends = (".", "?", "!", ":", ";")
    return next((n for n in range(fits, 0, -1) if words[n - 1].text.rstrip().endswith(ends)), fits)


def _tables(face: Face, table: Table) -> Iterator[Laid]:
    """Yield a table on one slide, with the largest letters that fit, or its rows parted evenly."""
    ways = [(size, OPEN) for size in TABLE_SIZES] + [(TABLE_SIZES[-1], CLOSE)]
    for size, setting in ways:
        whole = Laid(replace(face, body=(_settled(table, size),)), size, setting=setting)
        if whole.fits:
            yield whole
            return
    size = TABLE_SIZES[-1]
    table = _settled(table, size)
    head, *rows = table.rows
    heights = [row_height(table, number, size) for number in range(1, len(table.rows))]
    at = 0
    for count in _evenly(heights, HEIGHT - row_height(table, 0, size)):
        piece = replace(table, rows=(head, *rows[at : at + count]))
        yield Laid(replace(face, body=(piece,)), size)
        at += count


def _settled(table: Table, size: int) -> Table:
    return replace(table, widths=columns_of(table, size))


def _sum(blocks: Sequence[Paragraph | Table], size: int, width: float, setting: Setting) -> float:
    return sum(height(block, size, width, setting) for block in blocks)


def _evenly(heights: Sequence[float], room: float) -> list[int]:
    """Return how many each slide gets: on as few as can be, with the fullest as low as can be."""
    fewest = len(_filled(heights, room))
    even = (less for less in range(1, int(room) + 1) if len(_filled(heights, less)) == fewest)
    return _filled(heights, next(even, room))


def _filled(heights: Sequence[float], room: float) -> list[int]:
    """Return how many each slide gets when it is filled before the next."""
    counts, left = [0], room
    for needed in heights:
        if needed > left and counts[-1]:
            counts, left = [*counts, 0], room
        counts[-1] += 1
        left -= needed
    return counts
