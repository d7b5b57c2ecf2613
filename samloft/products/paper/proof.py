"""Prove that a paper that was filled in is the one that would have been typeset."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Object

from samloft.products.paper.finish import finished
from samloft.products.paper.setting import set_texts
from samloft.products.paper.stamp import key_of, letters_for, make_base
from samloft.products.paper.tags import kids
from samloft.products.paper.typeset import Layout, typeset

if TYPE_CHECKING:
    from samloft.products.registry import Commission

SCALE = 100 / 72
"""Pictures are compared at 100 dots an inch."""
SAID = ("/S", "/Lang", "/Alt", "/ActualText", "/T", "/E")


def is_exact(commission: Commission, layout: Layout) -> bool:
    """Tell whether a paper filled in has the tags, text, links and picture of the one typeset.

    True for one that is typeset anyway, because something does not fit. Raises CourseError.
    """
    file = commission.file
    base = make_base(key_of(file), layout, commission.pictures, letters_for(file.facts))
    if base is None:
        return True
    stamped = base.stamped(file.facts, set_texts(base.texts(file.facts)))
    if stamped is None:
        return True
    exact = finished(typeset(file, layout, commission.pictures), file.facts.brand)
    return same(stamped, exact)


def same(one: bytes, other: bytes) -> bool:
    """Tell whether two papers have the same tags, links, title, text and picture."""
    return _said(one) == _said(other) and _seen(one) == _seen(other)


def _said(paper: bytes) -> tuple[object, ...]:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        links = [
            str(note.A.URI)
            for page in pdf.pages
            for note in page.get("/Annots", Array())
            if "/A" in note and "/URI" in note.A
        ]
        title = str(pdf.trailer.Info.get("/Title"))
        return title, str(pdf.Root.get("/Lang")), links, _tags(pdf.Root.StructTreeRoot)


def _tags(node: Object) -> tuple[object, ...]:
    """Return a structure element: what it says, and what is in it."""
    if not isinstance(node, Dictionary):
        return (str(node),)
    own = node.get("/A")
    scope = [
        str(each.get("/Scope"))
        for each in (own if isinstance(own, Array) else [own])
        if each is not None
    ]
    return (*(str(node.get(name)) for name in SAID), *scope, *map(_tags, kids(node)))


def _words(page: pypdfium2.PdfTextPage) -> str:
    # Where its lines end is a guess of the reader's, who takes a drawing for the end of one.
    return " ".join(page.get_text_range().split())


def _seen(paper: bytes) -> list[tuple[str, bytes]]:
    """Return the text and the picture of each page."""
    pdf = pypdfium2.PdfDocument(paper)
    try:
        return [
            (_words(page.get_textpage()), bytes(page.render(scale=SCALE).buffer)) for page in pdf
        ]
    finally:
        pdf.close()
