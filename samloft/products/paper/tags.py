"""Mend a paper's tags: row heads, scopes in place of lists of heads, nothing that says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, String

from samloft.products.paper.instructions import Instruction
from samloft.products.paper.marks import neighbours

Place = tuple[int, int]
"""What an object of a file is known by."""


def mend_tags(pdf: pikepdf.Pdf) -> None:
    """Tag row heads, and leave out what says nothing or only draws borders.

    The first cell of each body row is its head, unless it is empty to write in. Typst cannot say
    so outside its nightly builds; PDF/UA-1 (ISO 14289-1, 7.5) wants every head with its scope, or
    every cell with its heads: where no cell spans others, scopes tell it.
    """
    if "/Suspects" in pdf.Root.MarkInfo:
        del pdf.Root.MarkInfo["/Suspects"]  # false is what its absence says; poppler trips over it
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    every = list(elements(root))
    for node in every:
        if node.S == Name.TR:
            cells = [cell for cell in kids(node) if isinstance(cell, Dictionary)]
            if cells and cells[0].get("/S") == Name.TD and _says(cells[0]):
                _make_head(cells[0])
    for node in every:
        if Name.Table == node.S:
            _tell_by_scope(node)
    for node in elements(root):  # found anew: boxes are taken away on the way down
        _trim(node)
    named = sorted((bytes(node.ID), node) for node in elements(root) if "/ID" in node)
    names = [each for name, node in named for each in (String(name), node)]
    if names:
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(names)))
    elif "/IDTree" in root:
        del root["/IDTree"]


def join_pieces(
    pdf: pikepdf.Pdf, drawn: Mapping[Place, Sequence[Instruction]]
) -> dict[Place, dict[int, int]]:
    """Have the lines of a paragraph be one tagged piece; return the numbers pieces are to have.

    Args:
        pdf: the file, whose tags are changed.
        drawn: what each page draws, by the page.
    """
    root = pdf.Root.StructTreeRoot
    every = list(elements(root))
    following = {pair for node in every for pair in _following(node)}
    numbers: dict[Place, dict[int, int]] = {}
    for place, instructions in drawn.items():
        own = numbers[place] = {}
        count = -1
        for piece, before in neighbours(instructions):
            if piece in own:
                continue
            is_one = before is not None and (place, before, piece) in following
            if before is None or not is_one or own[before] != count:
                count += 1
            own[piece] = count
    for node in every:
        _renumber(node, numbers)
    places = NumberTree(root.ParentTree)
    for page in pdf.pages:
        if "/StructParents" in page:
            at = int(page.obj.StructParents)
            first = {new: old for old, new in reversed(numbers[page.obj.objgen].items())}
            owners = places[at]
            places[at] = Array([owners[first[new]] for new in sorted(first)])
    return numbers


def _following(node: Object) -> Iterator[tuple[Place, int, int]]:
    """Yield pieces that stand after one another in an element, with their page."""
    before: tuple[Place, int] | None = None
    for kid in kids(node):
        here = _piece(node, kid)
        if here and before and here[0] == before[0]:
            yield (*before, here[1])
        before = here


def _piece(node: Object, kid: object) -> tuple[Place, int] | None:
    """Return a piece in an element by its page and number; None for what is none."""
    if isinstance(kid, int):
        return node.Pg.objgen, kid
    if isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
        page = kid if "/Pg" in kid else node
        return page.Pg.objgen, int(kid.MCID)
    return None


def _renumber(node: Object, numbers: Mapping[Place, Mapping[int, int]]) -> None:
    kept: list[object] = []
    last: tuple[Place, int] | None = None
    is_changed = False
    for kid in kids(node):
        here = _piece(node, kid)
        if here is None:
            kept.append(kid)
            last = None
            continue
        is_changed = True
        new = (here[0], numbers[here[0]][here[1]])
        if new != last:
            if isinstance(kid, int):
                kept.append(new[1])
            else:
                kid.MCID = new[1]
                kept.append(kid)
        last = new
    if is_changed:
        node.K = kept[0] if len(kept) == 1 else Array(kept)


def kids(node: Object) -> list[Object]:
    """Return what stands in a structure element."""
    inside = node.get("/K")
    if inside is None:
        return []
    return list(inside) if isinstance(inside, Array) else [inside]


def elements(node: Object) -> Iterator[Object]:
    """Yield every structure element below one, in reading order."""
    todo = list(reversed(kids(node)))
    while todo:
        each = todo.pop()
        if isinstance(each, Dictionary) and "/S" in each:
            yield each
            todo += reversed(kids(each))


def attributes(node: Object) -> list[Object]:
    """Return what is said of a structure element, owner by owner."""
    own = node.get("/A")
    return [] if own is None else list(own) if isinstance(own, Array) else [own]


def _says(cell: Object) -> bool:
    """Tell whether a cell says something; one to write in holds a field at most."""
    return bool(kids(cell)) and all(Name.Form != each.S for each in elements(cell))


def _make_head(cell: Object) -> None:
    cell.S = Name.TH
    own = attributes(cell)
    table = next((each for each in own if each.get("/O") == Name.Table), None)
    if table is None:
        cell.A = Array([*own, Dictionary(O=Name.Table, Scope=Name.Row)])
    else:
        table.Scope = Name.Row


def _tell_by_scope(table: Object) -> None:
    """Leave the lists of heads out of a table in which no cell spans others."""
    cells = [each for each in elements(table) if each.S in (Name.TD, Name.TH)]
    own = [said for cell in cells for said in attributes(cell)]
    if any("/RowSpan" in said or "/ColSpan" in said for said in own):
        return
    for said in own:
        if "/Headers" in said:
            del said["/Headers"]
    for cell in cells:
        if "/ID" in cell:
            del cell["/ID"]


def _trim(node: Object) -> None:
    """Leave out of an element what says nothing."""
    for name in ("/Type", "/T"):  # both optional (ISO 32000-1, table 323); the text is there
        if name in node:
            del node[name]
    if "/Alt" in node:
        node.Alt = String(str(node.Alt))  # in letters of one byte, where it can be
    inside = kids(node)
    if any(_is_box(kid) for kid in inside):
        inside = [each for kid in inside for each in _unboxed(kid)]
        for each in inside:
            if isinstance(each, Dictionary) and "/S" in each:
                each.P = node
        node.K = Array(inside)
    if len(inside) == 1 and isinstance(node.K, Array):
        node.K = inside[0]
    kept = [said for said in attributes(node) if _says_something(said)]
    if kept:
        node.A = kept[0] if len(kept) == 1 else Array(kept)
    elif "/A" in node:
        del node["/A"]


_MEANS = frozenset({"/A", "/ActualText", "/Alt", "/C", "/E", "/ID", "/Lang"})


def _is_box(kid: object) -> bool:
    """Tell whether something only parts an element, and says nothing of what is in it."""
    if not isinstance(kid, Dictionary) or kid.get("/S") != Name.Div or _MEANS & set(kid.keys()):
        return False
    return all(isinstance(each, Dictionary) and "/S" in each for each in kids(kid))


def _unboxed(kid: Object) -> Iterator[Object]:
    """Yield what stands in a box, or what is none."""
    if not _is_box(kid):
        yield kid
        return
    for each in kids(kid):
        yield from _unboxed(each)


def _says_something(said: Object) -> bool:
    """Tell whether attributes are about more than borders."""
    if said.get("/O") == Name.Layout:
        return "/BBox" in said
    if "/Headers" in said and not len(said.Headers):
        del said["/Headers"]
    return len(said.keys()) > 1
