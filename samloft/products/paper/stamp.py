"""Typeset a paper once for many editions, and fill in what differs in the finished file."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from samloft.composing.plain_tree import Facts, ProductFile
from samloft.products.paper.colour import OneColour
from samloft.products.paper.content import Instruction, Letters, shown, written
from samloft.products.paper.drawings import Drawings
from samloft.products.paper.file import Gap, cut
from samloft.products.paper.finish import mend_tags
from samloft.products.paper.setting import SetText, weight_of
from samloft.products.paper.typeset import QR_VERSION, Layout, line_of, qr_of, typeset

LETTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅabcdefghijklmnopqrstuvwxyzæøå0123456789"
    " .,:;·–-’'/&()ÁÄÉÖÜáäéöüèČčĐđŊŋŠšŦŧŽž ff fi fl ffi ffl fj tt ti"
)
"""What a name or an address may hold without the paper being typeset for it."""
SIZES = {"edition": 240, "line": 360, "address": 420}
"""Bytes held open for each text; what is longer is typeset."""
SPARE = 240
"""Bytes held open beside what the base has, for links and for what the file says of itself."""
BASE_BRAND = "#123457"
"""A colour no paper uses otherwise, in the base."""
SIDE = 17 + 4 * QR_VERSION
"""Modules along the side of a code."""
_SLOT = re.compile(r"Qx(edition|line|address)(\d+)")
_HELD = Facts(
    course="", edition="Qxedition0", network="Qxnetwork0", version="", date="", address="",
    brand=BASE_BRAND, kind="",
)  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """A place for a text in a paper."""

    name: str
    weight: str
    letters: Letters
    room: float
    """How wide the text may be, in thousandths of its size."""


@dataclass(frozen=True)
class Base:
    """A paper typeset once, in pieces."""

    pieces: tuple[bytes | Gap, ...]
    slots: Mapping[str, Slot]
    """By the names of gaps."""
    info: Mapping[str, str]
    xmp: str
    xmp_size: int
    """In bytes, with the room held open in it."""
    links: Mapping[str, bytes]
    pages: int

    def texts(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """Yield the texts that a copy needs, each with its weight."""
        for slot in self.slots.values():
            yield slot.weight, said_in(facts)[slot.name]

    def stamped(self, facts: Facts, known: Mapping[tuple[str, str], SetText]) -> bytes | None:
        """Return the paper of one edition; None where something does not fit and it is typeset."""
        said = said_in(facts)
        held = {"Qxedition0": facts.edition, "Qxnetwork0": facts.network}
        ident = hashlib.md5(repr((self.xmp, facts)).encode(), usedforsecurity=False).hexdigest()
        filled: dict[str, bytes | None] = {
            "id": ident.upper().encode(),
            "brand": bytes.fromhex(facts.brand.removeprefix("#")),
            "info": _info(self.info, held),
            "xmp": _xmp(self.xmp, held, ident, self.xmp_size),
        }
        for name, slot in self.slots.items():
            text = known.get((slot.weight, said[slot.name]))
            fits = text is not None and text.width <= slot.room
            filled[name] = text.drawn(slot.letters) if text and fits else None
        for name, link in self.links.items():
            filled[name] = link.replace(b"Qxaddress0", facts.address.encode())
        if facts.address:
            filled["qr"] = _qr_bits(facts.address)
        out = []
        for piece in self.pieces:
            if isinstance(piece, bytes):
                out.append(piece)
                continue
            content = filled[piece.name]
            if content is None or len(content) > piece.size:
                return None
            out.append(content.ljust(piece.size))
        return b"".join(out)


def said_in(facts: Facts) -> dict[str, str]:
    """Return what stands in each slot."""
    return {"edition": facts.edition, "line": line_of(facts), "address": facts.address}


def key_of(sheet: ProductFile) -> ProductFile:
    """Return a sheet without what is filled in: papers of equal ones share a base."""
    facts = replace(
        sheet.facts,
        edition=_HELD.edition,
        network=_HELD.network,
        brand=BASE_BRAND,
        address="Qxaddress0" if sheet.facts.address else "",
    )
    return replace(sheet, facts=facts, path=sheet.page)


def make_base(sheet: ProductFile, layout: Layout, pictures: Path) -> Base | None:
    """Return the base of a sheet; None for a layout that it cannot be made of.

    Args:
        sheet: what `key_of` gives.
        layout: the Typst files.
        pictures: the docs/ folder of the plain tree.

    Raises CourseError for what cannot be laid out.
    """
    pdf = pikepdf.open(io.BytesIO(typeset(sheet, layout, pictures, letters=LETTERS)))
    del pdf.pages[-1]
    mend_tags(pdf)
    cutter = _Cutter(pdf)
    if not all(cutter.page(page) for page in pdf.pages):
        return None
    if sheet.facts.address and not cutter.code():
        return None
    cutter.links()
    info = {name: str(value) for name, value in pdf.trailer.Info.items()}
    xmp = pdf.Root.Metadata.read_bytes().decode()
    gaps, size = cutter.gaps, len(xmp.encode()) + SPARE
    gaps[pdf.trailer.Info.objgen] = Gap("info", len(_info(info, {})) + SPARE)
    gaps[pdf.Root.Metadata.objgen] = Gap("xmp", size)
    return Base(cut(pdf, gaps), cutter.slots, info, xmp, size, cutter.uris, len(pdf.pages))


class _Cutter:
    """Cuts a file's pages around what differs between editions."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf, self._colour = pdf, OneColour(pdf, BASE_BRAND)
        self._drawings = Drawings(pdf)
        self._fonts: dict[tuple[int, int], tuple[str | None, Letters]] = {}
        self._streams: dict[str, Object] = {}
        self.gaps: dict[tuple[int, int], Gap] = {}
        self.slots: dict[str, Slot] = {}
        self.uris: dict[str, bytes] = {}

    def page(self, page: pikepdf.Page) -> bool:
        """Cut one page; tell whether that can be done."""
        pieces: list[Object] = []
        kept: list[Instruction] = []
        font: Object | None = None
        size = 0.0
        self._colour.begin()
        sizes = [1.0]
        for operands, operator in self._drawings.shared(page):
            if operator == "Tf":
                font = page.Resources.Font[str(operands[0])]
                size = float(operands[1])
            glyphs = shown(operands, operator)
            if glyphs is not None and font is not None:
                weight, letters = self._letters(font)
                text = "".join(
                    letters.text.get(glyph, "")
                    for item in glyphs
                    if not isinstance(item, float)
                    for glyph in item
                )
                if "Qx" in text:
                    slot = _SLOT.fullmatch(text)
                    if slot is None or weight is None:
                        return False
                    pieces.append(self._pdf.make_stream(written(kept, sizes)))
                    kept = []
                    room = float(slot[2]) / size * 1000
                    pieces.append(self._slot(slot[1], weight, font, letters, room))
                    continue
            kept += self._colour.drawn(page, operands, operator)
        pieces.append(self._pdf.make_stream(written(kept, sizes)))
        page.Contents = Array(pieces)
        if self._colour.table is not None:
            self.gaps[self._colour.table.objgen] = Gap("brand", 3)
        return True

    def _letters(self, font: Object) -> tuple[str | None, Letters]:
        if font.objgen not in self._fonts:
            found = weight_of(str(font.BaseFont))
            self._fonts[font.objgen] = (found, Letters.of(font))
        return self._fonts[font.objgen]

    def _slot(self, name: str, weight: str, font: Object, letters: Letters, room: float) -> Object:
        """Return the stream of a slot; the same one wherever the same text stands."""
        gap = f"{name}-{font.objgen[0]}"
        if gap not in self._streams:
            self._streams[gap] = self._pdf.make_stream(b" ")
            self.gaps[self._streams[gap].objgen] = Gap(gap, SIZES[name])
            self.slots[gap] = Slot(name, weight, letters, room)
        known = self.slots[gap]
        self.slots[gap] = replace(known, room=min(known.room, room))
        return self._streams[gap]

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
            self.gaps[image.objgen] = Gap("qr", SIDE * -(-SIDE // 8))
        return bool(found)

    def links(self) -> None:
        """Hold the links to the address open."""
        for each in self._pdf.objects:
            if not isinstance(each, Dictionary) or each.get("/Subtype") != Name.Link:
                continue
            if "Qxaddress0" in str(each.get("/A", Dictionary()).get("/URI", "")):
                name = f"link-{each.objgen[0]}"
                self.uris[name] = each.unparse(resolved=True)
                self.gaps[each.objgen] = Gap(name, len(self.uris[name]) + SPARE // 2)


def _info(info: Mapping[str, str], held: Mapping[str, str]) -> bytes:
    said = {name: pikepdf.String(_with(text, held)) for name, text in info.items()}
    return bytes(Dictionary(said).unparse())


def _with(text: str, held: Mapping[str, str]) -> str:
    for mark, value in held.items():
        text = text.replace(mark, value)
    return text


_NAMED = re.compile(r"(<xmpMM:(?:InstanceID|DocumentID)>)[^<]*")
_END = "<?xpacket end"


def _xmp(text: str, held: Mapping[str, str], ident: str, size: int) -> bytes:
    """Return the metadata packet, with room before its end."""
    said = _with(text, {mark: escape(value) for mark, value in held.items()})
    said = _NAMED.sub(rf"\g<1>uuid:{ident}", said)
    head, end, tail = said.rpartition(_END)
    content, close = head.encode(), (end + tail).encode()
    return content.ljust(size - len(close)) + close


@lru_cache(maxsize=1024)
def _qr_bits(address: str) -> bytes | None:
    """Return a code as a picture of one bit a module; None for an address that is too long."""
    code = qr_of(address)
    if code is None:
        return None
    rows = ("".join("0" if dark else "1" for dark in row) for row in code.matrix)
    return b"".join(
        int(row.ljust(-(-SIDE // 8) * 8, "1"), 2).to_bytes(-(-SIDE // 8), "big") for row in rows
    )
