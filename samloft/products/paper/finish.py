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
        tag_row_heads(opened)
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


def tag_row_heads(pdf: pikepdf.Pdf) -> None:
    """Tag the first cell of each body row as the row's head, unless it is empty to write in.

    Typst cannot say so outside its nightly builds. PDF/UA-1 (ISO 14289-1, 7.5) wants every head
    with its scope.
    """
    tree = pdf.Root.get("/StructTreeRoot")
    if isinstance(tree, Dictionary):
        for row in _rows(tree):
            cells = [cell for cell in kids(row) if isinstance(cell, Dictionary)]
            if cells and cells[0].get("/S") == Name.TD and kids(cells[0]):
                _make_head(cells[0])


def kids(node: Object) -> list[Object]:
    """Return what stands in a structure element."""
    inside = node.get("/K")
    if inside is None:
        return []
    return list(inside) if isinstance(inside, Array) else [inside]


def _rows(tree: Object) -> list[Object]:
    found: list[Object] = []
    todo = [tree]
    while todo:
        node = todo.pop()
        if not isinstance(node, Dictionary):
            continue
        if node.get("/S") == Name.TR:
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
