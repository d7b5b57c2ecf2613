"""Have colours be the device's, each told in one word: what Typst takes along is sRGB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from samloft.products.paper.instructions import Instruction

Words = Mapping[str, str]
"""By the name of a colour space, the word that sets a colour of it (ISO 32000-1, 8.6.8)."""
_SPACES = {1: (Name.DeviceGray, "g"), 3: (Name.DeviceRGB, "rg")}


def take_device_colours(pdf: pikepdf.Pdf) -> dict[tuple[int, int], Words]:
    """Leave out of a file the colour spaces that are the device's; return by page what they were.

    Pictures keep theirs, as the device's.
    """
    found: dict[tuple[int, int], Words] = {}
    for page in pdf.pages:
        spaces = page.Resources.get("/ColorSpace", Dictionary())
        numbers = {name: _colours_in(space) for name, space in spaces.items()}
        found[page.obj.objgen] = {name: _SPACES[n][1] for name, n in numbers.items() if n}
    for page in pdf.pages:
        spaces = page.Resources.get("/ColorSpace", Dictionary())
        for name in found[page.obj.objgen]:
            if name in spaces:
                del spaces[name]
    for each in pdf.objects:
        if isinstance(each, Stream) and each.get("/Subtype") == Name.Image:
            number = _colours_in(each.get("/ColorSpace"))
            if number:
                each.ColorSpace = _SPACES[number][0]
    return found


def _colours_in(space: Object | None) -> int | None:
    """Return how many numbers a colour has, in a space that is nearly the device's."""
    if isinstance(space, Array) and space[0] == Name.ICCBased:
        number = int(space[1].N)
        return number if number in _SPACES else None
    return None


def in_device_colours(drawn: Iterable[Instruction], words: Words) -> Iterator[Instruction]:
    """Yield instructions with the device's colours in one word each."""
    now: dict[str, str | None] = {"cs": None, "CS": None}
    kept = []
    for operands, operator in drawn:
        if operator in now:
            now[operator] = words.get(operands[0])
            if now[operator]:
                continue
        elif operator == "q":
            kept.append(dict(now))
        elif operator == "Q" and kept:
            now = kept.pop()
        elif operator == "scn" and (word := now["cs"]):
            yield operands, word
            continue
        elif operator == "SCN" and (word := now["CS"]):
            yield operands, word.upper()
            continue
        yield operands, operator
