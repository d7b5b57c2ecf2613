"""Make a paper's places to write in, and boxes to tick, fields that can be filled in on a screen.

A layout marks each with a link that leads nowhere, so that it stands in its place on the page and
in the tags. Here the links become fields (ISO 32000-1, 12.7), each with the name that is read
aloud; ISO 14289-1, 7.18.4 wants each in a tag of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, String

from samloft.products.paper.tags import elements, kids

MARK = "samloft-field:"
"""How the address begins that marks a field: then comes its kind, a colon, and its name."""
TICK = "tick"
"""The kind that is a box to tick; all others are lines to write on."""
SIDE = 10
CROSS = b"1.5 w 1 J 2 2 m 8 8 l 2 8 m 8 2 l S"
_LOOK = String("/Sl 0 Tf 0 g")
"""Of what is filled in: black, and as large as there is room for."""
_FONT = Name("/SourceSansPro-Regular")
_MULTILINE = 1 << 12
_PRINTED = 4
_GREY = 0.45
FIRST, LAST = 0x20, 0xFF


@dataclass(frozen=True, kw_only=True)
class _Letters:
    """What a PDF is told of a font, in thousandths of the type size."""

    outlines: bytes
    widths: tuple[int, ...]
    """Of each byte's letter, from the first."""
    box: tuple[int, int, int, int]
    heights: tuple[int, int, int]
    """Of what rises, of what hangs, of a capital."""


@dataclass(frozen=True)
class _Drawings:
    """What fields show, each scaled to its own size by viewers (ISO 32000-1, 12.5.5)."""

    nothing: Object
    cross: Object

    @staticmethod
    def of(pdf: pikepdf.Pdf) -> _Drawings:
        return _Drawings(*(
            pdf.make_stream(
                drawn, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, SIDE, SIDE])
            )
            for drawn in (b"", CROSS)
        ))  # fmt: skip


def make_fields(pdf: pikepdf.Pdf) -> None:
    """Have what a layout marked as fields be fields, in reading order; the rest stays as it is."""
    root = pdf.Root.get("/StructTreeRoot")
    marked = {
        note.objgen
        for page in pdf.pages
        for note in page.get("/Annots", Array())
        if _said(note).startswith(MARK)
    }
    if not marked or not isinstance(root, Dictionary):
        return
    drawings = _Drawings.of(pdf)
    fields: list[Object] = []
    for node in elements(root):
        lead = next((kid for kid in kids(node) if _leads_to(kid) in marked), None)
        if lead is None:
            continue
        node.S, node.K = Name.Form, lead
        if "/A" in node:
            del node["/A"]
        _make_field(lead.Obj, len(fields) + 1, drawings)
        fields.append(lead.Obj)
    form = Dictionary(Fields=Array(fields), DA=_LOOK, DR=Dictionary(Font=Dictionary(Sl=_font(pdf))))
    pdf.Root["/AcroForm"] = pdf.make_indirect(form)


def _said(note: Object) -> str:
    return str(note.get("/Contents", "")) if note.get("/Subtype") == Name.Link else ""


def _leads_to(kid: object) -> tuple[int, int] | None:
    is_lead = isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR
    return kid.Obj.objgen if is_lead else None  # type: ignore[attr-defined]


def _make_field(note: Object, number: int, drawings: _Drawings) -> None:
    kind, _, name = _said(note).removeprefix(MARK).partition(":")
    for each in ("/A", "/Border", "/Contents"):
        if each in note:
            del note[each]
    what = _tick(drawings) if kind == TICK else _lines(drawings)
    said = Dictionary(
        Subtype=Name.Widget, F=_PRINTED, T=String(f"felt-{number}"), TU=String(name), **what
    )
    for key, value in said.items():
        note[key] = value


def _tick(drawings: _Drawings) -> dict[str, Any]:
    shown = Dictionary(Ja=drawings.cross, Off=drawings.nothing)
    off = Name.Off
    return {
        "FT": Name.Btn,
        "V": off,
        "AS": off,
        "AP": Dictionary(N=shown),
        "MK": Dictionary(CA="8"),
    }


def _lines(drawings: _Drawings) -> dict[str, Any]:
    """Return what is said of a text.

    Nothing is drawn until it is filled in: the lines on the paper show. Then a viewer draws it
    anew, on white and in a frame.
    """
    return {
        "FT": Name.Tx,
        "Ff": _MULTILINE,
        "DA": _LOOK,
        "MK": Dictionary(BG=Array([1]), BC=Array([_GREY])),
        "BS": Dictionary(W=0.5),
        "AP": Dictionary(N=drawings.nothing),
    }


def _font(pdf: pikepdf.Pdf) -> Object:
    """Return a font for viewers to draw with.

    Letters it lacks, as some of Sámi, they take from a font of their own, or leave out.
    """
    letters = _letters()
    ascent, descent, capital = letters.heights
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=_FONT,
        Flags=32,
        FontBBox=Array(list(letters.box)),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=capital,
        StemV=80,
        FontFile3=pdf.make_stream(letters.outlines, Subtype=Name.Type1C),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=_FONT,
        FirstChar=FIRST,
        LastChar=LAST,
        Widths=Array(list(letters.widths)),
        FontDescriptor=pdf.make_indirect(descriptor),
        Encoding=Name.WinAnsiEncoding,
    )
    return pdf.make_indirect(font)


@lru_cache(maxsize=1)
def _letters() -> _Letters:
    """Return the letters of Windows' table (1252) in our typeface, without hints."""
    face = TTFont(Path(font_source_sans_pro.__file__).parent / "files/SourceSansPro-Regular.otf")
    names, across = face.getBestCmap(), face["hmtx"].metrics
    letters = [bytes([code]).decode("cp1252", "ignore") for code in range(FIRST, LAST + 1)]
    known = [names.get(ord(each)) if each else None for each in letters]
    widths = (across[name][0] if name else 0 for name in known)
    head, lines = face["head"], face["hhea"]
    cutter = Subsetter(Options(hinting=False, layout_features=[]))
    cutter.populate(text="".join(letters))
    cutter.subset(face)
    return _Letters(
        outlines=face.getTableData("CFF "),
        widths=tuple(widths),
        box=(head.xMin, head.yMin, head.xMax, head.yMax),
        heights=(lines.ascent, lines.descent, face["OS/2"].sCapHeight),
    )
