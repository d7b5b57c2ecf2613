"""Cut a finished paper's pages around what differs between editions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from samloft.products.paper.colour import OneColour
from samloft.products.paper.content import Letters, shown, written
from samloft.products.paper.file import Place
from samloft.products.paper.finish import mended
from samloft.products.paper.fonts import Fonts
from samloft.products.paper.instructions import Instruction
from samloft.products.paper.lines import FORM, SLOT
from samloft.products.paper.setting import weight_of
from samloft.products.paper.typeset import QR_VERSION

BASE_BRAND = "#123457"
"""A colour no paper uses otherwise, in the base."""
SIDE = 17 + 4 * QR_VERSION
"""Modules along the side of a code."""
_OWN = "/c"
"""What a drawing of its own calls a colour space."""
_SLOT = re.compile(r"Qx(edition|line|address)(\d+)")


@dataclass(frozen=True)
class Slot:
    """A place for a text in a paper."""

    name: str
    weight: str
    letters: Letters
    room: float
    """How wide the text may be, in thousandths of its size."""
    before: bytes = b""
    after: bytes = b""
    """What stands around it, where it is a drawing of its own."""


class Cutter:
    """Cuts a file's pages around what differs between editions."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf, self._colour = pdf, OneColour(pdf, BASE_BRAND)
        self._streams: dict[str, Object] = {}
        self._texts: dict[str, Slot] = {}
        self._is_whole = True
        self.gaps: dict[Place, str] = {}
        self.slots: dict[str, Slot] = {}
        self.addresses: dict[str, Object] = {}

    def pages(self) -> bool:
        """Cut the pages; tell whether that can be done."""
        for page, drawn in mended(self._pdf, self._colour, self._held):
            pieces: list[Object] = []
            kept: list[Instruction] = []
            sizes = [1.0]
            for operands, operator in [*drawn, ([], SLOT)]:
                if operator == FORM:
                    kept.append(([self._form(page, *operands)], "Do"))
                elif operator != SLOT:
                    kept.append((operands, operator))
                else:
                    pieces.append(self._pdf.make_stream(written(kept, sizes)))
                    pieces += [self._stream(name) for name in operands]
                    kept = []
            page.Contents = pieces[0] if len(pieces) == 1 else Array(pieces)
        if self._colour.table is not None:
            self.gaps[self._colour.table.objgen] = "brand"
        return self._is_whole

    def _held(
        self, page: pikepdf.Page, fonts: Fonts, drawn: Iterator[Instruction]
    ) -> Iterator[Instruction]:
        """Yield what a page draws, with each text that differs as a slot."""
        font: Object | None = None
        letters: Letters | None = None
        size = 0.0
        for operands, operator in drawn:
            if operator == "Tf":
                font = page.Resources.Font[operands[0]]
                letters = fonts.letters.get(font.objgen)
                size = operands[1]
            glyphs = (
                shown(operands, operator, letters) if _may_be_slot(operands, operator) else None
            )
            if glyphs is not None and font is not None and letters is not None:
                text = "".join(
                    letters.text.get(glyph, "")
                    for item in glyphs
                    if not isinstance(item, float)
                    for glyph in item
                )
                if "Qx" in text:
                    slot, weight = _SLOT.fullmatch(text), weight_of(str(font.BaseFont))
                    if slot is None or weight is None:
                        self._is_whole = False
                        return
                    room = float(slot[2]) / size * 1000
                    yield [self._slot(slot[1], weight, font, letters, room)], SLOT
                    continue
            yield operands, operator

    def _slot(self, name: str, weight: str, font: Object, letters: Letters, room: float) -> str:
        """Return the name of a slot; the same one wherever the same text stands."""
        gap = f"{name}-{font.objgen[0]}"
        known = self._texts.setdefault(gap, Slot(name, weight, letters, room))
        self._texts[gap] = replace(known, room=min(known.room, room))
        return gap

    def _stream(self, gap: str) -> Object:
        """Return the stream of a slot, which holds the text alone."""
        if gap not in self._streams:
            self._streams[gap] = self._pdf.make_stream(b" ")
            self.gaps[self._streams[gap].objgen] = gap
        self.slots[gap] = self._texts[gap]
        return self._streams[gap]

    def _form(
        self,
        page: pikepdf.Page,
        name: str,
        colour: Sequence[Instruction],
        font: str,
        size: float,
    ) -> str:
        """Return what a page calls the drawing that holds a text (ISO 32000-1, 8.10)."""
        # Pages have names of their own for fonts and colours.
        before = written([*_renamed(colour), (["/f", size], "Tf")])
        used = Dictionary(Font=Dictionary({"/f": page.Resources.Font[font]}))
        spaces = [said[0] for said, operator in colour if operator == "cs"]
        if spaces:
            used.ColorSpace = Dictionary({_OWN: page.Resources.ColorSpace[spaces[0]]})
        gap = f"{name}-{before.decode()}-{used.unparse().decode()}"
        if gap not in self._streams:
            self._streams[gap] = self._pdf.make_stream(
                b" ",
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([-2, -size, 600, 2 * size]),
                Resources=used,
            )
            self.gaps[self._streams[gap].objgen] = gap
        self.slots[gap] = replace(self._texts[name], before=b"BT " + before + b"\n", after=b" ET")
        called = f"/sl{self._streams[gap].objgen[0]}"
        if "/XObject" not in page.Resources:
            page.Resources.XObject = Dictionary()
        page.Resources.XObject[Name(called)] = self._streams[gap]
        return called

    def code(self) -> bool:
        """Hold the code open as bits; tell whether there is one of the right size."""
        found = [
            each
            for each in self._pdf.objects
            if isinstance(each, Stream) and each.get("/Subtype") == Name.Image
            if each.get("/Width") == SIDE
        ]
        for image in found:
            for name in ("/Filter", "/DecodeParms", "/SMask"):
                if name in image:
                    del image[name]
            image.BitsPerComponent = 1
            self.gaps[image.objgen] = "qr"
        return bool(found)

    def links(self) -> None:
        """Hold the links to the address open."""
        for each in self._pdf.objects:
            if not isinstance(each, Dictionary) or each.get("/Subtype") != Name.Link:
                continue
            if "Qxaddress0" in str(each.get("/A", Dictionary()).get("/URI", "")):
                name = f"link-{each.objgen[0]}"
                self.addresses[name] = each
                self.gaps[each.objgen] = name


def _renamed(colour: Sequence[Instruction]) -> Iterator[Instruction]:
    for said, operator in colour:
        yield ([_OWN] if operator == "cs" else said), operator


def _may_be_slot(operands: Sequence[Any], operator: str) -> bool:
    """Tell at a glance whether a text may be a slot: it has a Q, or letters of two bytes."""
    items = operands[0] if operator == "TJ" else operands if operator == "Tj" else ()
    return any(b"Q" in each or b"\0" in each for each in items if isinstance(each, bytes))
