"""Write a PDF file with places held open, so that a copy is its pieces put together."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

PACK = 5000
"""Objects in one object stream (ISO 32000-1, 7.5.7): they are packed by what they share."""


@dataclass(frozen=True)
class Gap:
    """A place held open: what goes there, and how many bytes it has."""

    name: str
    size: int


def cut(pdf: pikepdf.Pdf, gaps: Mapping[tuple[int, int], Gap]) -> tuple[bytes | Gap, ...]:
    """Return a file in pieces, with gaps for the whole of some objects' values or streams.

    Everything else is packed in object streams and compressed as far as it goes; what cannot be
    reached is left out.

    Args:
        pdf: the file.
        gaps: by object number; a stream keeps its dictionary, with the gap's size as its length.
    """
    out = _Pieces()
    out.add(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    where: dict[int, tuple[int, int, int]] = {}
    packed = []
    order = _reached(pdf)
    size = max(each.objgen[0] for each in order) + 1
    for each in order:
        at, gap = each.objgen[0], gaps.get(each.objgen)
        if isinstance(each, Stream):
            where[at] = (1, out.length, 0)
            _stream(out, at, each, gap)
        elif gap:
            where[at] = (1, out.length, 0)
            out.add(b"%d 0 obj\n" % at)
            out.leave(gap)
            out.add(b"\nendobj\n")
        else:
            packed.append(each)
    for start in range(0, len(packed), PACK):
        where[size] = (1, out.length, 0)
        group = packed[start : start + PACK]
        where |= {each.objgen[0]: (2, size, n) for n, each in enumerate(group)}
        _object_stream(out, size, group)
        size += 1
    where[size] = (1, out.length, 0)
    _cross_reference(out, size, where, pdf)
    return out.done()


class _Pieces:
    """What has been written, as pieces between gaps."""

    def __init__(self) -> None:
        self._pieces: list[bytes | Gap] = []
        self._open: list[bytes] = []
        self.length = 0

    def add(self, content: bytes) -> None:
        self._open.append(content)
        self.length += len(content)

    def leave(self, gap: Gap) -> None:
        self._pieces += [b"".join(self._open), gap]
        self._open = []
        self.length += gap.size

    def done(self) -> tuple[bytes | Gap, ...]:
        return (*self._pieces, b"".join(self._open))


def _reached(pdf: pikepdf.Pdf) -> list[Object]:
    """Return the objects that can be reached, by their numbers."""
    found: dict[tuple[int, int], Object] = {}
    todo: list[Object] = [pdf.Root, pdf.trailer.Info]
    while todo:
        each = todo.pop()
        if each.is_indirect:
            if each.objgen in found:
                continue
            found[each.objgen] = each
        if isinstance(each, Array):
            inside = list(each)
        elif isinstance(each, Stream):
            inside = [value for _, value in each.stream_dict.items()]
        elif isinstance(each, Dictionary):
            inside = [value for _, value in each.items()]
        else:
            inside = []
        todo += [value for value in inside if isinstance(value, Object)]
    return sorted(found.values(), key=lambda each: each.objgen)


def _stream(out: _Pieces, at: int, stream: Stream, gap: Gap | None) -> None:
    said = stream.stream_dict
    content = b"" if gap else zlib.compress(stream.read_bytes(), 9)
    for name in ("/Filter", "/DecodeParms"):
        if name in said:
            del said[name]
    if not gap:
        said.Filter = Name.FlateDecode
    said.Length = gap.size if gap else len(content)
    out.add(b"%d 0 obj\n%s\nstream\n" % (at, said.unparse(resolved=True)))
    if gap:
        out.leave(gap)
    else:
        out.add(content)
    out.add(b"\nendstream\nendobj\n")


def _object_stream(out: _Pieces, at: int, group: list[Object]) -> None:
    heads, bodies, place = [], [], 0
    for each in group:
        body = each.unparse(resolved=True) + b"\n"
        heads.append(b"%d %d " % (each.objgen[0], place))
        bodies.append(body)
        place += len(body)
    head = b"".join(heads)
    content = zlib.compress(head + b"".join(bodies), 9)
    said = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
    out.add(b"%d 0 obj\n" % at + said % (len(group), len(head), len(content)))
    out.add(b"\nstream\n" + content + b"\nendstream\nendobj\n")


def _cross_reference(
    out: _Pieces, at: int, where: Mapping[int, tuple[int, int, int]], pdf: pikepdf.Pdf
) -> None:
    """Write the cross-reference stream (ISO 32000-1, 7.5.8), with the file's own name in gaps."""
    start = out.length
    free = (0, 0, 65535)
    rows = (where.get(number, free if number == 0 else (0, 0, 0)) for number in range(at + 1))
    row: Callable[[tuple[int, int, int]], bytes] = lambda each: (  # noqa: E731
        bytes([each[0]]) + each[1].to_bytes(4, "big") + each[2].to_bytes(2, "big")
    )
    # Each row as how it differs from the one before: PNG's "up" (ISO 32000-1, 7.4.4.4).
    table = zlib.compress(_differences([row(each) for each in rows]), 9)
    out.add(
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<"
        % (at, at + 1, pdf.Root.objgen[0], pdf.trailer.Info.objgen[0])
    )
    out.leave(Gap("id", 32))
    out.add(b"><")
    out.leave(Gap("id", 32))
    out.add(b">]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>")
    out.add(b"/Length %d>>\nstream\n" % len(table))
    out.add(table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start)


def _differences(rows: list[bytes]) -> bytes:
    before = bytes(len(rows[0]))
    found = []
    for row in rows:
        found.append(b"\x02" + bytes((a - b) % 256 for a, b in zip(row, before, strict=True)))
        before = row
    return b"".join(found)
