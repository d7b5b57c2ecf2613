"""Have a paper's letters take one byte each, the same in all its fonts, and leave out hints.

Typst numbers the glyphs of each font by where they are first used. Numbered as in Unicode, they
need no table of their own to say what they are, and the same words are the same bytes in bold.
Hints are for screens of few dots; no printer and no screen of today uses them.
"""

from __future__ import annotations

import functools
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2CharString
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from samloft.products.paper.content import Letters
from samloft.products.paper.instructions import Instruction

ORDINARY = {*range(0x20, 0x7F), *range(0xA0, 0x100)}
"""Letters that are their own bytes, as in Latin-1."""
SPARE = (*range(0x80, 0xA0), *range(0x01, 0x20), 0x7F)
"""Bytes for all others."""
OWN = 0xF000
"""From where glyphs are numbered that say more than one letter, or what another says too."""
HIGHEST = 0xEFFF
"""The last letter that keeps its own number."""
_TABLE = """/CIDInit/ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 0>>def
/CMapName/{name} def/CMapType {kind} def
1 begincodespacerange<00><FF>endcodespacerange
{said}
endcmap CMapName currentdict/CMap defineresource pop end end"""

DRAWN_BY = frozenset({"GlyphOrder", "glyf", "head", "hhea", "hmtx", "loca", "maxp"})
"""The tables of a TrueType font that a PDF needs (ISO 32000-1, 9.9)."""
Place = tuple[int, int]


@dataclass(frozen=True)
class _Codes:
    """The bytes of a font's glyphs."""

    all: Mapping[int, int]
    first: bytes
    """Those of the first 256, by their numbers."""

    @staticmethod
    def of(all_of_them: Mapping[int, int]) -> _Codes:
        return _Codes(all_of_them, bytes(all_of_them.get(glyph, 0) for glyph in range(256)))


class Fonts:
    """The fonts of one file."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Renumber the letters of every font of Typst's, unless there are more than bytes."""
        self.letters: dict[Place, Letters] = {}
        self._bytes: dict[Place, _Codes] = {}
        fonts = _fonts_of(pdf)
        read = {place: Letters.of(font) for place, font in fonts.items()}
        numbers = _numbers(read)
        said = {
            number: read[place].text.get(glyph, "")
            for place, own in numbers.items()
            for glyph, number in own.items()
        }
        _trim_others(pdf)
        codes = _codes(sorted(said))
        if codes is None:
            self.letters = read
            return
        table = _table("Adobe-Identity-UCS", "UCS", 2, _letters_said(codes, said))
        way = _table("Samloft-1", "Identity", 1, _glyphs_meant(codes))
        says = pdf.make_stream(table)
        leads = pdf.make_stream(
            way,
            Type=Name.CMap,
            CMapName=Name("/Samloft-1"),
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
        )
        for place, font in fonts.items():
            own, old = numbers[place], read[place]
            _renumber(pdf, font, own, old)
            font["/Encoding"], font["/ToUnicode"] = leads, says
            new = {glyph: codes[own[glyph]] for glyph in sorted(own, key=own.__getitem__)}
            self._bytes[place] = _Codes.of(new)
            self.letters[place] = Letters.by(
                {code: old.text[glyph] for glyph, code in new.items() if glyph in old.text},
                {code: old.widths.get(glyph, 0.0) for glyph, code in new.items()},
                bytes_each=1,
            )

    def on(self, page: pikepdf.Page) -> Mapping[str, Letters]:
        """Return the letters of a page's fonts, by the names it has for them."""
        return {
            name: self.letters[font.objgen]
            for name, font in dict(page.Resources.get("/Font", Dictionary())).items()
            if font.objgen in self.letters
        }

    def drawn(self, page: pikepdf.Page, drawn: Sequence[Instruction]) -> Iterator[Instruction]:
        """Yield what a page draws, with its letters by their new bytes."""
        new: _Codes | None = None
        for operands, operator in drawn:
            if operator == "Tf":
                new = self._bytes.get(page.Resources.Font[operands[0]].objgen)
            said = operands
            if new and operator == "Tj":
                said = [_string(operands[0], new)]
            elif new and operator == "TJ":
                items = operands[0]
                said = [[_string(e, new) if isinstance(e, bytes) else e for e in items]]
            yield said, operator


def _fonts_of(pdf: pikepdf.Pdf) -> dict[Place, Object]:
    """Return the fonts that pages use: those Typst made, and no drawing has for itself."""
    found: dict[Place, Object] = {}
    for page in pdf.pages:
        for font in dict(page.Resources.get("/Font", Dictionary())).values():
            inner = font.get("/DescendantFonts", Array([Dictionary()]))[0]
            file = inner.get("/FontDescriptor", Dictionary()).get("/FontFile3")
            if file is not None and font.get("/Encoding") == Name("/Identity-H"):
                found[font.objgen] = font
    for each in pdf.objects:
        if isinstance(each, Stream) and each.get("/Subtype") == Name.Form:
            inside = each.get("/Resources", Dictionary()).get("/Font", Dictionary())
            for font in dict(inside).values():
                found.pop(font.objgen, None)
    return found


def _trim_others(pdf: pikepdf.Pdf) -> None:
    """Leave out hints, and names, of fonts that are no OpenType, as that for code."""
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/FontFile2" in each:
            with TTFont(io.BytesIO(each.FontFile2.read_bytes()), recalcTimestamp=False) as font:
                for name in set(font.keys()) - DRAWN_BY:
                    del font[name]
                for glyph in font.getGlyphOrder():
                    font["glyf"][glyph].removeHinting()
                packed = io.BytesIO()
                font.save(packed)
            each.FontFile2 = pdf.make_stream(packed.getvalue())


def _numbers(read: Mapping[Place, Letters]) -> dict[Place, dict[int, int]]:
    """Return the numbers glyphs are to have, by font: Unicode's, where they say one letter."""
    called = {place: dict(_called(letters)) for place, letters in read.items()}
    others = {name for names in called.values() for name in names.values() if not _is_one(*name)}
    # In the order of what they say: which font comes first is Typst's to choose.
    own = {name: OWN + number for number, name in enumerate(sorted(others))}
    return {
        place: {
            **{glyph: own[name] if name in own else ord(name[0]) for glyph, name in names.items()},
            0: 0,
        }
        for place, names in called.items()
    }


def _called(letters: Letters) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield each glyph with what it says, and how many before it say the same."""
    count: Counter[str] = Counter()
    for glyph in sorted(letters.widths):
        said = letters.text.get(glyph, "")
        yield glyph, (said, count[said])
        count[said] += 1


def _is_one(said: str, before: int) -> bool:
    """Tell whether a glyph is the first to say one letter, and has Unicode's number."""
    return len(said) == 1 and not before and 0 < ord(said) <= HIGHEST


def _codes(numbers: Sequence[int]) -> dict[int, int] | None:
    """Return a byte for each number; None where there are too many."""
    spare = iter(SPARE)
    codes = {0: 0}
    for number in numbers:
        if number:
            code = number if number in ORDINARY else next(spare, None)
            if code is None:
                return None
            codes[number] = code
    return codes


def _table(name: str, ordering: str, kind: int, said: Iterator[str]) -> bytes:
    return _TABLE.format(name=name, ordering=ordering, kind=kind, said="\n".join(said)).encode()


def _letters_said(codes: Mapping[int, int], said: Mapping[int, str]) -> Iterator[str]:
    """Yield the lines that tell what bytes say."""
    yield "2 beginbfrange\n<20><7E><0020>\n<A0><FF><00A0>\nendbfrange"
    others = [(code, said[each]) for each, code in codes.items() if code != each and said[each]]
    if others:
        yield f"{len(others)} beginbfchar"
        yield from (f"<{code:02X}><{text.encode('utf-16-be').hex()}>" for code, text in others)
        yield "endbfchar"


def _glyphs_meant(codes: Mapping[int, int]) -> Iterator[str]:
    """Yield the lines that tell which glyphs bytes mean."""
    yield "2 begincidrange\n<20><7E>32\n<A0><FF>160\nendcidrange"
    others = [(code, number) for number, code in codes.items() if code != number]
    if others:
        yield f"{len(others)} begincidchar"
        yield from (f"<{code:02X}>{number}" for code, number in others)
        yield "endcidchar"


def _renumber(pdf: pikepdf.Pdf, font: Object, numbers: Mapping[int, int], old: Letters) -> None:
    """Give the glyphs of a font their new numbers (Adobe's note 5176, 18), and take its hints."""
    inner = font.DescendantFonts[0]
    told = inner.FontDescriptor
    cut = CFFFontSet()
    cut.decompile(io.BytesIO(told.FontFile3.read_bytes()), None)
    face: Any = cut[cut.fontNames[0]]
    names = {f"cid{glyph:05d}": f"cid{number:05d}" for glyph, number in numbers.items()}
    glyphs = face.CharStrings
    for outline in glyphs.charStringsIndex:
        outline.setBytecode(_unhinted(outline.bytecode))
    for part in face.FDArray:
        for name in _FOR_HINTS & set(part.Private.rawDict):
            del part.Private.rawDict[name]
    glyphs.charStrings = {names.get(name, name): at for name, at in glyphs.charStrings.items()}
    face.charset = [names.get(name, name) for name in face.charset]
    face.CIDCount = max(numbers.values()) + 1
    for part in face.FDArray:
        # A whole's matrix that is the usual one is not written, and then a part's own would count.
        part.rawDict.pop("FontMatrix", None)
    packed = io.BytesIO()
    cut.compile(packed, SimpleNamespace(recalcBBoxes=False))
    told.FontFile3 = pdf.make_stream(packed.getvalue(), Subtype=Name.CIDFontType0C)
    if "/CIDSet" in told:
        del told["/CIDSet"]  # it would have to be told anew; a reader does well without
    inner.W = Array(_widths(numbers, old))


_FOR_HINTS = frozenset(
    {"BlueValues", "OtherBlues", "FamilyBlues", "FamilyOtherBlues", "BlueScale", "BlueShift"}
    | {"BlueFuzz", "StdHW", "StdVW", "StemSnapH", "StemSnapV", "ForceBold", "LanguageGroup"}
)
_STEMS = frozenset({"hstem", "hstemhm", "vstem", "vstemhm"})
_MASKS = frozenset({"hintmask", "cntrmask"})


@functools.lru_cache(maxsize=4096)
def _unhinted(code: bytes) -> bytes:
    """Return the outline of a glyph without its hints (Adobe's note 5177, 4.3)."""
    outline = T2CharString(code)
    outline.decompile()
    if {"callsubr", "callgsubr"} & {each for each in outline.program if isinstance(each, str)}:
        return code  # what is in there is not looked into
    kept: list[object] = []
    waiting: list[object] = []
    is_first, is_mask = True, False
    for each in outline.program:
        if is_mask:
            is_mask = False  # the bits of a mask
        elif each in _STEMS or each in _MASKS:
            # Stems come in pairs; one number more is the glyph's width, told once.
            waiting = waiting[:1] if is_first and len(waiting) % 2 else []
            kept += waiting
            waiting, is_first, is_mask = [], False, each in _MASKS
        elif isinstance(each, str):
            kept += [*waiting, each]
            waiting, is_first = [], False
        else:
            waiting.append(each)
    outline.setProgram([*kept, *waiting])
    outline.compile()
    made: bytes = outline.bytecode
    return made


def _widths(numbers: Mapping[int, int], old: Letters) -> Iterator[object]:
    """Yield a font's widths: a number and the widths from there on (ISO 32000-1, 9.7.4.3)."""
    every = sorted((number, old.widths.get(glyph, 0.0)) for glyph, number in numbers.items())
    for _, run in groupby(enumerate(every), key=lambda each: each[1][0] - each[0]):
        found = [pair for _, pair in run]
        yield found[0][0]
        yield Array(round(width) if width == round(width) else width for _, width in found)


def _string(raw: bytes, codes: _Codes) -> bytes:
    if any(raw[::2]):
        pairs = zip(raw[::2], raw[1::2], strict=True)
        return bytes(codes.all[256 * high + low] for high, low in pairs)
    return raw[1::2].translate(codes.first)
