"""What is done to a paper once it is laid out: it is to say what it must, and no more."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Object, String

from samloft.products.paper.colour import OneColour
from samloft.products.paper.content import written
from samloft.products.paper.device_colours import in_device_colours, take_device_colours
from samloft.products.paper.drawings import Drawings
from samloft.products.paper.fields import make_fields
from samloft.products.paper.file import cut, numbered
from samloft.products.paper.fonts import Fonts
from samloft.products.paper.instructions import Instruction, instructions
from samloft.products.paper.lines import in_lines
from samloft.products.paper.tags import join_pieces, mend_tags

Holds = Callable[[pikepdf.Page, Fonts, Iterator[Instruction]], Iterator[Instruction]]
"""Puts places to be filled in into what a page draws."""


def finished(pdf: bytes, brand: str) -> bytes:
    """Return a paper with its tags mended, packed as small as it gets.

    Args:
        pdf: the paper as it was laid out.
        brand: the colour that differs between editions, as #rrggbb: it stands in one place, as in
            papers that are filled in.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page, drawn in mended(opened, OneColour(opened, brand)):
            page.Contents = opened.make_stream(written(drawn))
        file = cut(opened, {}, numbered(opened, {}))
    return file.filled({}, hashlib.md5(pdf, usedforsecurity=False).hexdigest().encode())


def mended(
    pdf: pikepdf.Pdf, colour: OneColour, holds: Holds = lambda _, __, drawn: drawn
) -> Iterator[tuple[pikepdf.Page, list[Instruction]]]:
    """Mend a file, and yield each page with what it is to draw.

    Args:
        pdf: the file.
        colour: what has the network's colour stand in one place.
        holds: what puts places to be filled in into a page.
    """
    make_fields(pdf)
    mend_tags(pdf)
    _shorten_bookmarks(pdf)
    _shorten_metadata(pdf)
    words = take_device_colours(pdf)
    drawings = Drawings(pdf, words)
    drawn = {page.obj.objgen: list(drawings.shared(page, instructions(page))) for page in pdf.pages}
    pieces = join_pieces(pdf, drawn)
    fonts = Fonts(pdf)
    for page in pdf.pages:
        colour.begin()
        coloured = (
            each
            for operands, operator in holds(page, fonts, fonts.drawn(page, drawn[page.obj.objgen]))
            for each in colour.drawn(page, operands, operator)
        )
        own = words[page.obj.objgen]
        lines = in_lines(list(coloured), pieces[page.obj.objgen], fonts.on(page), own)
        yield page, list(in_device_colours(lines, own))


def _shorten_bookmarks(pdf: pikepdf.Pdf) -> None:
    """Have each bookmark hold its own place, in whole points, and its title in one-byte letters."""
    todo = [pdf.Root.get("/Outlines")]
    while todo:
        item = todo.pop()
        if not isinstance(item, Dictionary):
            continue
        todo += [item.get("/First"), item.get("/Next")]
        if "/Title" in item:
            item.Title = String(str(item.Title))
        where = item.get("/Dest")
        if isinstance(where, Array):
            item["/Dest"] = Array(_whole(each) for each in where)


_LEFT_OUT = re.compile(
    r"<(xmpTPg:NPages|xmpMM:RenditionClass|dc:format|pdf:PDFVersion)>[^<]*</\1>"
    r"| xmlns:(?:xmpTPg|pdf)=\"[^\"]*\""
)
"""What the file itself shows; the number of pages would count those that are taken away again."""


def _shorten_metadata(pdf: pikepdf.Pdf) -> None:
    """Leave out of the metadata what nobody asks a paper for."""
    said = pdf.Root.Metadata.read_bytes().decode()
    pdf.Root.Metadata.write(re.sub(" {2,}", " ", _LEFT_OUT.sub("", said)).encode())


def _whole(value: Object) -> Object | int:
    return value if isinstance(value, Object) else round(float(value))
