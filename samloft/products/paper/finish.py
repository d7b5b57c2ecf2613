"""What is done to a paper once it is laid out: row heads in its tags, and packing."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from samloft.products.paper.colour import OneColour
from samloft.products.paper.content import instructions, written


def finished(pdf: bytes, brand: str) -> bytes:
    """Return a paper with its rows' heads tagged, packed as small as it gets.

    Args:
        pdf: the paper as it was laid out.
        brand: the colour that differs between editions, as #rrggbb: it stands in one place, as in
            papers that are filled in.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        mend_tags(opened)
        colour = OneColour(opened, brand)
        for page in opened.pages:
            colour.begin()
            drawn = (
                each
                for operands, operator in instructions(page)
                for each in colour.drawn(page, operands, operator)
            )
            page.Contents = opened.make_stream(written(drawn))
        out = io.BytesIO()
        opened.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )
    return out.getvalue()


def mend_tags(pdf: pikepdf.Pdf) -> None:
    """Tag row heads, and leave out what says nothing or only draws borders.

    The first cell of each body row is its head, unless it is empty to write in. Typst cannot say
    so outside its nightly builds; PDF/UA-1 (ISO 14289-1, 7.5) wants every head with its scope.
    """
    if "/Suspects" in pdf.Root.MarkInfo:
        del pdf.Root.MarkInfo["/Suspects"]  # false is what its absence says; poppler trips over it
    for node in _elements(pdf):
        if node.get("/S") == Name.TR:
            cells = [cell for cell in kids(node) if isinstance(cell, Dictionary)]
            if cells and cells[0].get("/S") == Name.TD and kids(cells[0]):
                _make_head(cells[0])
        own = node.get("/A")
        if isinstance(own, Array):
            kept = [each for each in own if each.get("/O") != Name.Layout or "/BBox" in each]
            if not kept:
                del node["/A"]
            elif len(kept) < len(own):
                node.A = Array(kept)
        elif own is not None and own.get("/O") == Name.Layout and "/BBox" not in own:
            del node["/A"]


def kids(node: Object) -> list[Object]:
    """Return what stands in a structure element."""
    inside = node.get("/K")
    if inside is None:
        return []
    return list(inside) if isinstance(inside, Array) else [inside]


def _elements(pdf: pikepdf.Pdf) -> list[Object]:
    """Return every structure element of a file."""
    found: list[Object] = []
    todo = [pdf.Root.get("/StructTreeRoot")]
    while todo:
        node = todo.pop()
        if isinstance(node, Dictionary):
            found.append(node)
            todo += kids(node)
    return found


def _make_head(cell: Object) -> None:
    cell.S = Name.TH
    own, scope = cell.get("/A"), Dictionary(O=Name.Table, Scope=Name.Row)
    if own is None:
        cell.A = scope
    elif isinstance(own, Array):
        own.append(scope)
    elif own.get("/O") == Name.Table:
        own.Scope = Name.Row
    else:
        cell.A = Array([own, scope])
