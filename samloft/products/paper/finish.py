"""What is done to a paper once it is laid out: row heads in its tags, and packing."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from samloft.products.paper.colour import OneColour
from samloft.products.paper.content import written
from samloft.products.paper.drawings import Drawings


def finished(pdf: bytes, brand: str) -> bytes:
    """Return a paper with its rows' heads tagged, packed as small as it gets.

    Args:
        pdf: the paper as it was laid out.
        brand: the colour that differs between editions, as #rrggbb: it stands in one place, as in
            papers that are filled in.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        mend_tags(opened)
        colour, drawings = OneColour(opened, brand), Drawings(opened)
        for page in opened.pages:
            colour.begin()
            drawn = (
                each
                for operands, operator in drawings.shared(page)
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
        _trim(node)
        own = node.get("/A")
        if isinstance(own, Array):
            kept = [each for each in own if each.get("/O") != Name.Layout or "/BBox" in each]
            if not kept:
                del node["/A"]
            elif len(kept) < len(own):
                node.A = Array(kept)
        elif own is not None and own.get("/O") == Name.Layout and "/BBox" not in own:
            del node["/A"]


def _trim(node: Object) -> None:
    """Leave out of an element what says nothing: its type, parts and lists that are empty."""
    if "/S" in node and "/Type" in node:
        del node["/Type"]  # optional (ISO 32000-1, table 323), and hundreds of them
    inside = kids(node)
    full = [kid for kid in inside if not _is_empty(kid)]
    if len(full) < len(inside):
        node.K = Array(full)
    elif len(full) == 1 and isinstance(node.K, Array) and "/S" in node:
        node.K = full[0]
    own = node.get("/A", Array())
    for said in own if isinstance(own, Array) else [own]:
        if "/Headers" in said and not len(said.Headers):
            del said["/Headers"]


def _is_empty(kid: Object) -> bool:
    """Tell whether an element only parts its parent, and holds nothing."""
    return isinstance(kid, Dictionary) and kid.get("/S") == Name.Div and not kids(kid)


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
