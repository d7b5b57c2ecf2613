"""Write what a PDF page draws as short as it gets without changing the picture."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, String

from samloft.products.paper.instructions import Instruction


def written(drawn: Iterable[Instruction], sizes: list[float] | None = None) -> bytes:
    """Return instructions as a content stream (ISO 32000-1, 7.8.2), without what says nothing.

    Measures are kept to a hundredth of a point on paper, which is finer than any printer, in
    figures to a twentieth; colours and scales to a hundred-thousandth.

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
        places = 5 if operator in FINE or sizes[-1] > ROUGH else 2 if sizes[-1] > SMALL else 1
        if operator == "TJ":
            lines.append(show(operands[0]))
            continue
        said = [_plain(each, places) for each in operands]
        if operator == "cm":
            if sizes[-1] <= ROUGH:  # where to is a measure, how large a scale
                said[4:] = [number(each, 2) for each in operands[4:]]
            sizes[-1] *= max(abs(each) for each in operands[:4])
        lines.append(_together(*said, operator.encode()))
    return b"\n".join(lines)


EVEN = 25
"""Thousandths of the type size that kerning is told in steps of: no letter stands more than half of
that from its place, which is 0.05 mm in running text."""


def show(items: Iterable[bytes | float]) -> bytes:
    """Return the operator that shows letters, with the kerning between."""
    out: list[bytes | int] = [b""]
    left = 0.0
    for item in items:
        if isinstance(item, bytes):
            out[-1:] = [out[-1] + item] if isinstance(out[-1], bytes) else [out[-1], item]
            continue
        left += item
        step = round(left / EVEN) * EVEN
        left -= step
        if step:
            out.append(step)
    if len(out) == 1 and isinstance(out[0], bytes):
        return string(out[0]) + b"Tj"
    parts = (string(each) if isinstance(each, bytes) else number(each) for each in out if each)
    return b"[" + b"".join(parts) + b"]TJ"


SMALL = 0.5
"""Scale up to which a tenth of a unit is finer than a twentieth of a point, as in figures."""
ROUGH = 2
"""Scale up to which a hundredth of a unit is finer than any printer."""
FINE = frozenset({"cm", "Tm", "scn", "SCN", "g", "G", "rg", "RG", "gs", "sh"})
"""Operators whose numbers are scales and colours."""


def _plain(value: object, places: int) -> bytes:
    """Return an operand as a content stream has it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value, places)
    if isinstance(value, str):
        return _name(value)
    if isinstance(value, bytes):
        return string(value)
    if isinstance(value, (list, tuple)):
        return b"[" + _together(*(_plain(each, places) for each in value)) + b"]"
    if isinstance(value, dict):
        tokens = (token for name, each in value.items() for token in (name, each))
        return b"<<" + _together(*(_plain(each, 5) for each in tokens)) + b">>"
    return direct(value, {}, places)


_FIRST = {"/S": 0, "/Pg": 1, "/P": 2, "/K": 3}
"""In what order a tag says what it is: what many say alike comes first, and packs well."""


def _rank(entry: tuple[str, object]) -> tuple[int, str]:
    return _FIRST.get(entry[0], len(_FIRST)), entry[0]


@functools.lru_cache(maxsize=1024)
def _name(said: str) -> bytes:
    return Name(said).unparse()


def direct(
    value: object,
    numbers: Mapping[tuple[int, int], int],
    places: int = 5,
    *,
    is_whole: bool = False,
) -> bytes:
    """Return a value as a file has it, with as few bytes as it gets.

    Args:
        value: the value.
        numbers: what the objects it leads to are called.
        places: decimals of its numbers.
        is_whole: true for an object of the file itself: of what is in it, those are led to.
    """
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if value is None:
        return b"null"
    if isinstance(value, (int, float, Decimal)):
        return number(float(value), places)
    if not isinstance(value, Object):
        raise TypeError(f"{value!r} cannot stand in a file")
    if value.is_indirect and not is_whole:
        return b"%d 0 R" % numbers[value.objgen]
    if isinstance(value, String):
        return string(bytes(value))
    if isinstance(value, Array):
        return b"[" + _together(*(direct(each, numbers, places) for each in value)) + b"]"
    if isinstance(value, Dictionary):
        tokens: list[bytes] = []
        for name, each in sorted(value.items(), key=_rank):
            tokens += (_name(name), direct(each, numbers, 5))
        return b"<<" + _together(*tokens) + b">>"
    return bytes(value.unparse())


DELIMITERS = frozenset(b"()<>[]{}/%")


def _together(*tokens: bytes) -> bytes:
    """Return tokens with a space where they would run into one (ISO 32000-1, 7.2.2)."""
    out: list[bytes] = []
    for token in tokens:
        if out and out[-1][-1] not in DELIMITERS and token[0] not in DELIMITERS:
            out.append(b" ")
        out.append(token)
    return b"".join(out)


@functools.lru_cache(maxsize=8192)
def number(value: float, places: int = 2) -> bytes:
    """Return a number with at most so many decimals."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if text.startswith(("0.", "-0.")):
        text = text.replace("0.", ".", 1)
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
    """By what a glyph is called in strings; a ligature is more than one letter."""
    glyph: Mapping[str, int]
    widths: Mapping[int, float]
    """In thousandths of the type size."""
    bytes_each: int = 2
    """That a glyph takes in strings."""

    @staticmethod
    def of(font: Object) -> Letters:
        """Read the tables of a font of Typst's (ISO 32000-1, 9.7.4.3 and 9.10.3)."""
        text = dict(_unicode(font.ToUnicode.read_bytes().decode("latin-1")))
        return Letters.by(text, _widths(font))

    @staticmethod
    def by(text: Mapping[int, str], widths: Mapping[int, float], bytes_each: int = 2) -> Letters:
        """Return letters by what glyphs say; of two that say the same, the first is used."""
        glyphs = reversed(list(text.items()))
        return Letters(text, {said: number for number, said in glyphs}, widths, bytes_each)

    def glyphs(self, raw: bytes) -> list[int]:
        """Return the glyphs of a string."""
        each = self.bytes_each
        return [int.from_bytes(raw[at : at + each], "big") for at in range(0, len(raw), each)]

    def string(self, glyphs: Iterable[int]) -> bytes:
        """Return glyphs as a string has them."""
        return b"".join(glyph.to_bytes(self.bytes_each, "big") for glyph in glyphs)


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


def shown(
    operands: Sequence[Any], operator: str, letters: Letters | None
) -> list[list[int] | float] | None:
    """Return the glyphs a text operator shows, with the kerning between; None for others.

    Args:
        operands: the operator's.
        operator: the operator.
        letters: of the font that holds, if one does.
    """
    if letters is None or operator not in ("Tj", "TJ"):
        return None
    items = [operands[0]] if operator == "Tj" else operands[0]
    return [letters.glyphs(each) if isinstance(each, bytes) else float(each) for each in items]
