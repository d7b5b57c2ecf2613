"""Write a PDF file with places held open: what differs between copies stands last in it."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import deflate
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from samloft.products.paper.content import direct

Place = tuple[int, int]
"""What an object of a file is known by."""
Numbers = Mapping[Place, int]
"""The number each object gets in what is written, in that order."""
Row = tuple[int, int, int]
"""Of the cross-references: kind, place, and place within that (ISO 32000-1, 7.5.8)."""
PACK = 5000
"""Objects in one object stream (ISO 32000-1, 7.5.7): they are packed by what they share."""
EVEN = 39
"""Bytes that most tags have, and shorter objects are filled up to: their places then grow evenly,
which is told in fewer bytes than the spaces take."""
WORTH = 300
"""Bytes from which it is worth packing what is filled in."""
_END = (
    b"%d 0 obj\n<</Type/XRef/Size %d/W[1 3 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]"
    b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 6>>/Length %d>>\nstream\n%s\n"
    b"endstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
)


@dataclass(frozen=True)
class Gap:
    """An object that is filled in."""

    name: str
    said: bytes | None
    """What is said of a stream beside its length; None for what is no stream."""


@dataclass(frozen=True)
class OpenFile:
    """A file, but for what is filled in."""

    start: bytes
    """All that every copy has."""
    rows: bytes
    """The cross-references to that, each as how it differs from the one before."""
    last: bytes
    """The last of them, as it is."""
    gaps: tuple[Gap, ...]
    first: int
    """The number of the first gap; the others follow."""
    packs: tuple[Row, ...]
    """Where the object streams are, whose numbers come after those of the gaps."""
    root: int
    info: int

    def filled(self, values: Mapping[str, bytes], ident: bytes) -> bytes:
        """Return a copy.

        Args:
            values: what stands in each gap, by its name.
            ident: what tells the copy from every other, as 32 hexadecimal digits.
        """
        out, length = [self.start], len(self.start)
        rows: list[Row] = []
        for number, gap in enumerate(self.gaps, start=self.first):
            rows.append((1, length, 0))
            out.append(_object(number, values[gap.name], gap.said))
            length += len(out[-1])
        rows += [*self.packs, (1, length, 0)]
        begun, packer = _begun(self.rows)
        packer = packer.copy()
        table = begun + packer.compress(_differences(rows, self.last)) + packer.flush()
        own = self.first + len(rows) - 1
        said = (own, own + 1, self.root, self.info, ident, ident, len(table), table, length)
        return b"".join((*out, _END % said))


def numbered(pdf: pikepdf.Pdf, gaps: Mapping[Place, str]) -> Numbers:
    """Return the objects of a file that can be reached, by the numbers they are to have.

    What is read together stands together: numbers and places grow evenly, and pack well. So do
    tags of a kind, which are said alike. What is filled in comes last.
    """
    found: dict[Place, None] = {}
    todo: list[Object] = [pdf.trailer.Info, pdf.Root]
    while todo:
        each = todo.pop()
        if each.is_indirect:
            if each.objgen in found:
                continue
            found[each.objgen] = None
        if isinstance(each, Array):
            inside = list(each)
        elif isinstance(each, Stream):
            inside = [value for _, value in each.stream_dict.items()]
        elif isinstance(each, Dictionary):
            inside = [value for _, value in each.items()]
        else:
            inside = []
        todo += [value for value in reversed(inside) if isinstance(value, Object)]
    kinds = {place: _kind_of_tag(pdf.get_object(place)) for place in found}
    order = sorted(found, key=lambda place: (place in gaps, kinds[place]))
    return {place: number for number, place in enumerate(order, start=1)}


def _kind_of_tag(each: Object) -> str:
    """Return which kind of structure element something is; nothing for what is none."""
    is_tag = isinstance(each, Dictionary) and "/P" in each and isinstance(each.get("/S"), Name)
    return str(each.S) if is_tag else ""


def cut(pdf: pikepdf.Pdf, gaps: Mapping[Place, str], numbers: Numbers) -> OpenFile:
    """Return a file with gaps for the whole of some objects' values or streams.

    Everything else is packed in object streams and compressed as far as it goes.

    Args:
        pdf: the file.
        gaps: what is filled in, by its object.
        numbers: what `numbered` gives.
    """
    out = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    length = len(out[0])
    where: dict[int, Row] = {0: (0, 0, 65535)}
    packed: list[tuple[int, bytes]] = []
    open_ones: list[Gap] = []
    for place, number in numbers.items():
        each = pdf.get_object(place)
        if place in gaps:
            open_ones.append(Gap(gaps[place], _said(each, numbers)))
        elif isinstance(each, Stream):
            where[number] = (1, length, 0)
            out.append(_stream(number, each, numbers))
            length += len(out[-1])
        else:
            packed.append((number, direct(each, numbers, is_whole=True)))
    packs: list[Row] = []
    for start in range(0, len(packed), PACK):
        own = len(numbers) + 1 + len(packs)
        group = packed[start : start + PACK]
        where |= {number: (2, own, at) for at, (number, _) in enumerate(group)}
        packs.append((1, length, 0))
        out.append(_object_stream(own, group))
        length += len(out[-1])
    first = len(numbers) - len(open_ones) + 1
    rows = [where[number] for number in range(first)]
    root, info = (numbers[each.objgen] for each in (pdf.Root, pdf.trailer.Info))
    differences, last = _differences(rows, bytes(6)), _row(rows[-1])
    return OpenFile(
        b"".join(out), differences, last, tuple(open_ones), first, tuple(packs), root, info
    )


def _said(each: Object, numbers: Numbers) -> bytes | None:
    """Return what is said of a stream that is filled in."""
    if not isinstance(each, Stream):
        return None
    return b"".join(
        name.encode() + b" " + direct(value, numbers)
        for name, value in each.stream_dict.items()
        if name not in ("/DecodeParms", "/Filter", "/Length")
    )


def _object(number: int, content: bytes, said: bytes | None) -> bytes:
    """Return what is filled in as an object; `said` as a gap has it."""
    if said is None:
        return b"%d 0 obj\n%s\nendobj\n" % (number, content)
    if len(content) >= WORTH:
        content, said = zlib.compress(content), said + b"/Filter/FlateDecode"
    form = b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n"
    return form % (number, said, len(content), content)


def _stream(number: int, stream: Stream, numbers: Numbers) -> bytes:
    said = stream.stream_dict
    # A photograph, or what is packed by its rows, stays as it is.
    if "/DecodeParms" not in said and said.get("/Filter") in (None, Name.FlateDecode):
        content = packed(stream.read_bytes())
        said.Filter = Name.FlateDecode
    else:
        content = stream.read_raw_bytes()
    said.Length = len(content)
    form = b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n"
    return form % (number, direct(said, numbers, is_whole=True), content)


def _object_stream(number: int, group: Sequence[tuple[int, bytes]]) -> bytes:
    heads, place = [], 0
    bodies = [body.ljust(EVEN) for _, body in group]
    for (own, _), body in zip(group, bodies, strict=True):
        heads.append(b"%d %d" % (own, place))
        place += len(body) + 1
    head = b" ".join(heads) + b"\n"
    content = packed(head + b"\n".join(bodies))
    form = (
        b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\n"
        b"stream\n%s\nendstream\nendobj\n"
    )
    return form % (number, len(group), len(head), len(content), content)


def packed(content: bytes) -> bytes:
    """Return what every copy has, as small as it gets in about the time that zlib takes."""
    return bytes(deflate.zlib_compress(content, 12))


@functools.lru_cache(maxsize=64)
def _begun(rows: bytes) -> tuple[bytes, Any]:
    """Return the start of what packs cross-references to what every copy has, and what packs on.

    The latter is to be copied.
    """
    packer = zlib.compressobj(9)
    return packer.compress(rows), packer


def _row(row: Row) -> bytes:
    return bytes([row[0]]) + row[1].to_bytes(3, "big") + row[2].to_bytes(2, "big")


def _differences(rows: Sequence[Row], before: bytes) -> bytes:
    """Return rows as how each differs from the one before: PNG's "up" (ISO 32000-1, 7.4.4.4)."""
    found = []
    for each in map(_row, rows):
        found.append(b"\x02" + bytes((a - b) % 256 for a, b in zip(each, before, strict=True)))
        before = each
    return b"".join(found)
