"""What is done to a paper once it is laid out: row heads in its tags, and packing."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Object


def finished(pdf: bytes) -> bytes:
    """Return a paper with its rows' heads tagged, packed as small as it gets."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tag_row_heads(opened)
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
