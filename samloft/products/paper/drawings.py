"""Have each small drawing stand once in a paper, wherever it is drawn: in any size, on any page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from samloft.products.paper.content import written
from samloft.products.paper.device_colours import Words, in_device_colours
from samloft.products.paper.instructions import Instruction

CLIP = ("m", "l", "l", "l", "h", "W", "n")
"""How Typst frames a picture before it draws it."""
DRAWN = frozenset(
    {"q", "Q", "cs", "CS", "scn", "SCN", "w", "J", "j", "M", "d"}
    | {"m", "l", "c", "h", "re", "f", "f*", "S", "s", "B", "b"}
)
"""What a drawing of ours is made of: no text, no pictures, nothing that needs tags."""


@dataclass(frozen=True)
class _Drawing:
    """A drawing on a page: where it ends, how it is placed, what it is."""

    end: int
    matrix: Sequence[float]
    box: tuple[float, ...]
    body: Sequence[Instruction]


class Drawings:
    """The drawings of one file."""

    def __init__(self, pdf: pikepdf.Pdf, words: Mapping[tuple[int, int], Words]) -> None:
        """Take a file, and what `take_device_colours` gives."""
        self._pdf, self._words = pdf, words
        self._forms: dict[tuple[bytes, tuple[float, ...]], Object] = {}

    def shared(self, page: pikepdf.Page, drawn: Sequence[Instruction]) -> Iterator[Instruction]:
        """Yield what a page draws, with each drawing as a use of the one in the file."""
        at = 0
        while at < len(drawn):
            found = _drawing(drawn, at)
            form = self._form(page, found) if found else None
            if found is None or form is None:
                yield drawn[at]
                at += 1
                continue
            yield [], "q"
            yield list(found.matrix), "cm"
            yield [self._name(page, form)], "Do"
            yield [], "Q"
            at = found.end + 1

    def _form(self, page: pikepdf.Page, found: _Drawing) -> Object | None:
        """Return a drawing as a form (ISO 32000-1, 8.10); None for one in a network's colour."""
        names = {ops[0] for ops, operator in found.body if operator in ("cs", "CS")}
        fills = [ops for ops, operator in found.body if operator in ("scn", "SCN")]
        if len(names) != 1 or any(len(ops) != 1 for ops in fills):
            return None
        (name,) = names
        words = self._words[page.obj.objgen]
        if name not in words:
            return None
        content = written(in_device_colours(found.body, words))
        key = (content, found.box)
        if key not in self._forms:
            self._forms[key] = self._pdf.make_stream(
                content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(found.box)
            )
        return self._forms[key]

    def _name(self, page: pikepdf.Page, form: Object) -> str:
        """Return what a page calls a drawing."""
        if "/XObject" not in page.Resources:
            page.Resources.XObject = Dictionary()
        name = f"/sl{form.objgen[0]}"
        page.Resources.XObject[Name(name)] = form
        return name


def _drawing(drawn: Sequence[Instruction], at: int) -> _Drawing | None:
    """Return the drawing that begins at a place, if one does: framed, all of it placed alike."""
    start = at + 1 + len(CLIP)
    frame = drawn[at + 1 : start]
    if drawn[at][1] != "q" or tuple(operator for _, operator in frame) != CLIP:
        return None
    body: list[Instruction] = []
    matrix: Sequence[float] | None = None
    depth, here = 0, start
    while here < len(drawn):
        operands, operator = drawn[here]
        if depth == 0 and operator == "Q":
            break
        if operator == "cm" and depth == 1:
            if matrix is not None and matrix != operands:
                return None
            matrix = operands
        elif operator in DRAWN and (depth or operator == "q"):
            depth += {"q": 1, "Q": -1}.get(operator, 0)
            body.append((operands, operator))
        else:
            return None
        here += 1
    if matrix is None or here == len(drawn):
        return None
    across, skew, turn, down, right, up = matrix
    if skew or turn or not across or not down:
        return None
    xs = [(ops[0] - right) / across for ops, _ in frame if ops]
    ys = [(ops[1] - up) / down for ops, _ in frame if ops]
    box = tuple(round(each, 1) for each in (min(xs), min(ys), max(xs), max(ys)))
    return _Drawing(here, matrix, box, body)
