"""Put papers into one file to print, in order, with their tags, bookmarks and headings' ids."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, OutlineItem, Pdf, String

from samloft.products.paper.tags import kids


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper of a pile."""

    name: str
    """What it is called among the pile's bookmarks: `Utdelingsark`."""
    content: bytes


def count_pages(paper: bytes) -> int:
    """Return how many pages a paper has."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        return len(pdf.pages)


def first_pages(counts: Sequence[int]) -> Iterator[int]:
    """Yield the page each paper of a pile begins at, from 1: always on a front."""
    at = 1
    for count in counts:
        yield at
        at += count + count % 2


def piled(papers: Sequence[Paper]) -> bytes:
    """Return papers as one PDF/UA-1 file; each begins on a front, so that both sides are used.

    The file is called what the first of them is. Each of the others is a part of its structure
    tree (ISO 32000-1, 14.7), with the page numbers, ids and heads of tables it had.
    """
    with pikepdf.open(io.BytesIO(papers[0].content)) as pile:
        bookmarks = [_bookmark(pile, papers[0].name, 0)]
        root = pile.Root.StructTreeRoot
        document = kids(root)[0]
        places = NumberTree(root.ParentTree)
        ids = dict(_ids(document, ""))
        for number, paper in enumerate(papers[1:], start=1):
            if len(pile.pages) % 2:
                pile.add_blank_page(page_size=_size(pile))
            before, following = len(pile.pages), max(places, default=-1) + 1
            with pikepdf.open(io.BytesIO(paper.content)) as other:
                bookmarks.append(_bookmark(other, paper.name, before))
                pile.add_pages_from(other, outlines="ignore")
                # The pages are there already: what is copied now leads to them.
                tree = pile.copy_foreign(other.Root.StructTreeRoot)
            for page in pile.pages[before:]:
                _own_notes(page.obj, NumberTree(tree.ParentTree))
                _renumber(page.obj, following)
            for place, owner in NumberTree(tree.ParentTree).items():
                places[place + following] = owner
            part = kids(tree)[0]
            part.S, part.P = Name.Part, document
            document.K = Array([*kids(document), part])
            ids |= dict(_ids(part, f"{number}-"))
        root.ParentTreeNextKey = max(places, default=-1) + 1
        names = [each for name in sorted(ids) for each in (String(name), ids[name])]
        root.IDTree = pile.make_indirect(Dictionary(Names=Array(names)))
        with pile.open_outline() as outline:
            outline.root[:] = bookmarks
        out = io.BytesIO()
        pile.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )
    return out.getvalue()


def _size(pdf: Pdf) -> tuple[float, float]:
    box = pdf.pages[0].mediabox
    return float(box[2]), float(box[3])


def _own_notes(page: Object, owners: NumberTree) -> None:
    """Have the tags of what is noted on a page lead to it: links and fields are copied anew."""
    for note in page.get("/Annots", Array()):
        if "/StructParent" not in note:
            continue
        for kid in kids(owners[int(note.StructParent)]):
            is_note = isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR
            if is_note and list(kid.Obj.Rect) == list(note.Rect):
                kid.Obj = note


def _renumber(page: Object, following: int) -> None:
    """Have a page, and what is noted on it, ask for its places where they stand in the pile."""
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + following
    for note in page.get("/Annots", Array()):
        if "/StructParent" in note:
            note.StructParent = int(note.StructParent) + following


def _ids(node: Object, prefix: str) -> Iterator[tuple[bytes, Object]]:
    """Yield what has an id in a structure element, with that id after it was made its own."""
    todo = [node]
    while todo:
        each = todo.pop()
        if not isinstance(each, Dictionary):
            continue
        if "/ID" in each:
            each.ID = String(prefix.encode() + bytes(each.ID))
            yield bytes(each.ID), each
        own = each.get("/A", Array())
        for said in own if isinstance(own, Array) else [own]:
            if "/Headers" in said:
                said.Headers = Array(String(prefix.encode() + bytes(n)) for n in said.Headers)
        todo += kids(each)


def _bookmark(pdf: Pdf, name: str, before: int) -> OutlineItem:
    """Return a paper's bookmarks under its name, for a pile with so many pages before it."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def moved(item: OutlineItem) -> OutlineItem:
        where = item.destination
        assert isinstance(where, Array), "Typst's bookmarks lead to places on pages"
        at = OutlineItem(
            item.title,
            before + numbers[where[0].objgen],
            "XYZ",
            left=float(where[2]),
            top=float(where[3]),
        )
        at.children.extend(moved(each) for each in item.children)
        return at

    own = OutlineItem(name, before, "Fit")
    with pdf.open_outline() as outline:
        for title in outline.root:  # a paper's one title, with all else below it
            own.children.extend(moved(each) for each in title.children)
    return own
