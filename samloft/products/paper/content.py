"""Read what a PDF page draws, and write it as short as it gets without changing the picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pikepdf
from pikepdf import Array, Object, String

Instruction = tuple[list[Object], str]
"""Operands and operator."""


def instructions(page: pikepdf.Page) -> list[Instruction]:
    """Return what a page draws, in order. Raises TypeError for a picture inside the stream."""
    found = []
    for each in pikepdf.parse_content_stream(page):
        if not isinstance(each, pikepdf.ContentStreamInstruction):
            raise TypeError("a picture inside a content stream")
        found.append((list(each.operands), str(each.operator)))
    return found


def written(drawn: Iterable[Instruction], sizes: list[float] | None = None) -> bytes:
    """Return instructions as a content stream (ISO 32000-1, 7.8.2), without what says nothing.

    Measures are kept to a hundredth of a point on paper, which is finer than any printer; colours
    and scales to a hundred-thousandth.

    Args:
        drawn: what to write.
        sizes: how large a unit is within each `q` that is open, kept up from piece to piece.
    """
    sizes = [1.0] if sizes is None else sizes
    lines = []
    for operands, operator in drawn:
        if operator == "q":
            sizes.append(sizes[-1])
        elif operator == "Q" and len(sizes) > 1:
            sizes.pop()
        places = 5 if operator in FINE or sizes[-1] > 2 else 2
        said = [_operand(each, places) for each in operands]
        if operator == "cm":
            if sizes[-1] <= 2:  # where to is a measure, how large a scale
                said[4:] = [_operand(each, 2) for each in operands[4:]]
            scale = max(abs(float(each)) for each in operands[:4])
            sizes[-1] *= scale
        lines.append(b" ".join((*said, operator.encode())))
    return b"\n".join(lines)


FINE = frozenset({"cm", "Tm", "scn", "SCN", "gs", "sh"})
"""Operators whose numbers are scales and colours."""


def _operand(value: Object, places: int) -> bytes:
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return number(float(value), places)
    if isinstance(value, String):
        return string(bytes(value))
    if isinstance(value, Array):
        return b"[" + b" ".join(_operand(each, places) for each in value) + b"]"
    return bytes(value.unparse())


def number(value: float, places: int = 2) -> bytes:
    """Return a number with at most so many decimals."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return b"0" if text in ("-0", "") else text.encode()


def string(raw: bytes) -> bytes:
    """Return a literal string (ISO 32000-1, 7.3.4.2)."""
    for sign, said in ((b"\\", b"\\\\"), (b"(", b"\\("), (b")", b"\\)"), (b"\r", b"\\r")):
        raw = raw.replace(sign, said)
    return b"(" + raw + b")"


@dataclass(frozen=True)
class Letters:
    """A font's glyphs as letters, both ways, and how wide they are."""

    text: Mapping[int, str]
    """By glyph number; a ligature is more than one letter."""
    glyph: Mapping[str, int]
    widths: Mapping[int, float]
    """In thousandths of the type size."""

    @staticmethod
    def of(font: Object) -> Letters:
        """Read a font's own tables (ISO 32000-1, 9.7.4.3 and 9.10.3)."""
        text = dict(_unicode(bytes(font.ToUnicode.read_bytes()).decode("latin-1")))
        return Letters(text, {said: number for number, said in text.items()}, _widths(font))


def _unicode(table: str) -> Iterable[tuple[int, str]]:
    """Yield glyph numbers with their letters from a ToUnicode table."""
    words = table.replace("<", " <").replace(">", "> ").replace("[", " [ ").replace("]", " ] ")
    tokens = words.split()
    at, mode = 0, ""
    while at < len(tokens):
        token = tokens[at]
        if token in ("beginbfchar", "beginbfrange"):
            mode = token
        elif token.startswith("end"):
            mode = ""
        elif mode == "beginbfchar" and token.startswith("<"):
            yield int(token[1:-1], 16), _letters(tokens[at + 1])
            at += 1
        elif mode == "beginbfrange" and token.startswith("<"):
            first, last = int(token[1:-1], 16), int(tokens[at + 1][1:-1], 16)
            if tokens[at + 2] == "[":
                for step in range(last - first + 1):
                    yield first + step, _letters(tokens[at + 3 + step])
                at += 3 + last - first + 1
            else:
                start = _letters(tokens[at + 2])
                for step in range(last - first + 1):
                    yield first + step, start[:-1] + chr(ord(start[-1]) + step)
                at += 2
        at += 1


def _letters(token: str) -> str:
    return bytes.fromhex(token[1:-1]).decode("utf-16-be")


def _widths(font: Object) -> dict[int, float]:
    found: dict[int, float] = {}
    items = list(font.DescendantFonts[0].W)
    at = 0
    while at < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], Array):
            found |= {first + n: float(width) for n, width in enumerate(items[at + 1])}
            at += 2
        else:
            for glyph in range(first, int(items[at + 1]) + 1):
                found[glyph] = float(items[at + 2])
            at += 3
    return found


def shown(operands: list[Object], operator: str) -> list[list[int] | float] | None:
    """Return the glyph numbers a text operator shows, with the kerning between; None for others."""
    if operator == "Tj":
        return [_glyphs(bytes(operands[0]))]
    if operator != "TJ":
        return None
    return [
        _glyphs(bytes(each)) if isinstance(each, String) else float(each) for each in operands[0]
    ]


def _glyphs(raw: bytes) -> list[int]:
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
