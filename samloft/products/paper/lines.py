"""Have lines of text follow one another in one text object, each placed from the one before.

Typst sets up place, colour and font anew for every line, and takes them down again: that is more
than half of what its pages say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samloft.products.paper.content import ROUGH, Letters
from samloft.products.paper.device_colours import Words, in_device_colours
from samloft.products.paper.instructions import Instruction
from samloft.products.paper.marks import marked

SLOT, FORM = "slot", "form"
"""Stand where a text is to be filled in: operators of our own, which no file holds.

A form is for what no reader reads aloud, as what stands at the foot of every page: it has colour,
font and size with it, and is the same on every page.
"""
SHOWS = frozenset({"TJ", "Tj", SLOT})
_COLOURS = frozenset({"cs", "scn"})


def in_lines(
    drawn: Sequence[Instruction],
    pieces: Mapping[int, int],
    fonts: Mapping[str, Letters],
    words: Words,
) -> list[Instruction]:
    """Return what draws the same with fewer instructions.

    Args:
        drawn: what a page draws.
        pieces: for each tagged piece of it, the number it is to have. Those that follow one another
            and have the same become one.
        fonts: the letters of its fonts, by their names.
        words: for the device's colours.
    """
    writer = _Writer(fonts, words)
    told = list(marked(drawn, pieces))
    at = 0
    while at < len(told):
        found = _line(told, at) if writer.may_round else None
        if found:
            line, at = found
            writer.line(line)
            continue
        operands, operator = told[at]
        is_mark = operator in ("BDC", "BMC")
        is_around_text = is_mark and writer.may_round and _holds_lines_alone(told, at)
        if is_around_text or (operator == "EMC" and writer.is_within_text):
            writer.mark(operands, operator, is_around_text=is_around_text)
        else:
            writer.other(operands, operator)
        at += 1
    writer.end()
    return writer.drawn


@dataclass(frozen=True)
class _Line:
    """Some letters at a place."""

    colour: tuple[Instruction, ...]
    font: str
    size: float
    across: float
    up: float
    shown: Instruction


def _line(drawn: Sequence[Instruction], at: int) -> tuple[_Line, int] | None:
    """Return the line that begins at a place, and where it ends; None where none does."""
    here = at + 2
    if drawn[at][1] != "q" or here >= len(drawn) or drawn[at + 1][1] != "cm":
        return None
    scale, turn, skew, down, across, up = drawn[at + 1][0]
    colour: dict[str, Instruction] = {}
    while here < len(drawn) and drawn[here][1] in _COLOURS:
        colour[drawn[here][1]] = drawn[here]
        here += 1
    rest = drawn[here : here + 7]
    is_even = scale > 0 and abs(scale + down) < EVENLY
    if turn or skew or not is_even or len(rest) < 7 or len(colour) != 2:
        return None
    names = [operator for _, operator in rest]
    if names[:4] != ["BT", "Tr", "Tf", "Tm"] or names[4] not in SHOWS or names[5:] != ["ET", "Q"]:
        return None
    mode, (font, told), matrix = (rest[place][0] for place in (1, 2, 3))
    if mode[0] or tuple(matrix) != (1, 0, 0, -1, 0, 0):
        return None
    size = round(told * scale, 2)
    line = _Line((colour["cs"], colour["scn"]), font, size, across, up, rest[4])
    return line, here + 7


def _holds_lines_alone(drawn: Sequence[Instruction], mark: int) -> bool:
    """Tell whether a mark that is opened at a place holds lines, and nothing else."""
    at = mark + 1
    while at < len(drawn) and drawn[at][1] != "EMC":
        found = _line(drawn, at)
        if found is None or (found[0].shown[1] == SLOT and _is_artifact(drawn[mark][0])):
            return False
        at = found[1]
    return at > mark + 1


def _is_artifact(mark: Sequence[Any]) -> bool:
    return bool(mark[0] == "/Artifact")


@dataclass(frozen=True)
class _State:
    """What holds for the text that comes, as far as it is known."""

    colour: tuple[str, ...] | None = None
    font: tuple[str, float] | None = None
    size: float = 1.0
    """How large a unit is."""


EVENLY = 1e-4
"""How much a scale may differ between across and down, as in figures that are made smaller."""
STEPS = 10
"""Steps of a point that lines of letters are placed at: none is moved by more than 0.02 mm."""
CLOSE = 400
"""Thousandths of the type size that letters may stand apart, and be one line still."""


def _items(operands: Sequence[Any], operator: str) -> list[Any]:
    return list(operands[0]) if operator == "TJ" else [operands[0]]


def _joined(items: Sequence[object]) -> Iterator[object]:
    """Yield letters and the kerning between, with letters that have none between as one string."""
    raw = b""
    for item in items:
        if isinstance(item, bytes):
            raw += item
            continue
        if raw:
            yield raw
        raw = b""
        yield item
    if raw:
        yield raw


class _Writer:
    """Writes instructions down; a text object is open as long as there are only lines."""

    def __init__(self, fonts: Mapping[str, Letters], words: Words) -> None:
        self._fonts, self._words = fonts, words
        self.drawn: list[Instruction] = []
        self.is_within_text = False
        """True within a mark that stands in a text object."""
        self._is_open = False
        self._at = (0, 0)
        self._before: tuple[_Line, float] | None = None
        """What was shown last, and where it begins, in steps."""
        self._states = [_State()]
        self._marks: list[bool] = []
        """For each mark that is open, whether it is about what no reader reads."""

    @property
    def may_round(self) -> bool:
        """Tell whether a hundredth of a unit is finer than any printer."""
        return self._states[-1].size <= ROUGH

    def line(self, line: _Line) -> None:
        """Write a line: only what is another than for the line before."""
        if line.shown[1] == SLOT and any(self._marks):
            self._form(line)
            return
        self._begin()
        colour = tuple(str(each) for operands, _ in line.colour for each in operands)
        font = (line.font, line.size)
        state = self._states[-1]
        # In whole steps, so that what is rounded off does not add up from line to line.
        to = (round(line.across * STEPS), round(line.up * STEPS))
        if state.colour == colour and state.font == font and self._goes_on(line, to):
            return
        if state.colour != colour:
            self.drawn += line.colour
        if state.font != font:
            self.drawn.append(([line.font, line.size], "Tf"))
        self._states[-1] = replace(state, colour=colour, font=font)
        way = [(to[0] - self._at[0]) / STEPS, (to[1] - self._at[1]) / STEPS]
        self.drawn += [(way, "Td"), line.shown]
        self._at, self._before = to, (line, to[0])

    def _form(self, line: _Line) -> None:
        """Write where a text is to be filled in that is a drawing of its own."""
        self.end()
        place = [1, 0, 0, 1, *(round(each * STEPS) / STEPS for each in (line.across, line.up))]
        colour = list(in_device_colours(line.colour, self._words))
        own = [*line.shown[0], colour, line.font, line.size]
        self.drawn += [([], "q"), (place, "cm"), (own, FORM), ([], "Q")]

    def _goes_on(self, line: _Line, to: tuple[int, int]) -> bool:
        """Write a line after what was shown last, if it goes on there; tell whether it does."""
        shown, operator = self.drawn[-1]
        is_shown = operator in ("Tj", "TJ") and line.shown[1] in ("Tj", "TJ")
        # At the foot of a page a text may be filled in: what follows stands by itself either way.
        if any(self._marks) or not is_shown or to[1] != self._at[1] or self._before is None:
            return False
        unit = line.size / 1000 * STEPS
        """Steps that a thousandth of the type size takes."""
        one, begins = self._before
        end = begins + self._wide(one, one.shown)
        gap = round((end - line.across * STEPS) / unit)
        if abs(gap) > CLOSE:
            return False
        items = [*_items(shown, operator), *([gap] if gap else []), *_items(*line.shown)]
        self.drawn[-1] = ([list(_joined(items))], "TJ")
        self._before = line, end - gap * unit
        return True

    def _wide(self, line: _Line, shown: Instruction) -> float:
        """Return how wide a line is, in steps."""
        letters = self._fonts.get(line.font)
        if letters is None or shown[1] == SLOT:
            return 0.0
        wide = 0.0
        for item in _items(*shown):
            if isinstance(item, bytes):
                wide += sum(letters.widths.get(each, 0.0) for each in letters.glyphs(item))
            else:
                wide -= float(item)
        return wide * line.size / 1000 * STEPS

    def mark(self, operands: Sequence[Any], operator: str, *, is_around_text: bool) -> None:
        """Write where a mark within a text object begins or ends."""
        if is_around_text:
            self._begin()
        self.is_within_text = is_around_text
        self._note(operands, operator)
        self.drawn.append((operands, operator))

    def _note(self, operands: Sequence[Any], operator: str) -> None:
        if operator in ("BDC", "BMC"):
            self._marks.append(_is_artifact(operands))
        elif operator == "EMC":
            self._marks.pop()

    def other(self, operands: Sequence[Any], operator: str) -> None:
        """Write what is no line."""
        self.end()
        self._note(operands, operator)
        if operator == "q":
            self._states.append(self._states[-1])
        elif operator == "Q" and len(self._states) > 1:
            self._states.pop()
        elif operator in ("cs", "scn", "Tf", "gs"):
            self._states[-1] = replace(self._states[-1], colour=None, font=None)
        elif operator == "cm":
            scale = max(abs(each) for each in operands[:4])
            self._states[-1] = replace(self._states[-1], size=self._states[-1].size * scale)
        self.drawn.append((operands, operator))

    def _begin(self) -> None:
        if not self._is_open:
            self.drawn.append(([], "BT"))
            self._is_open, self._at = True, (0, 0)

    def end(self) -> None:
        """Close the text object, if one is open."""
        if self._is_open:
            self.drawn.append(([], "ET"))
            self._is_open = False
