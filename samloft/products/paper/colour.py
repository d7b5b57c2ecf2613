"""Have one colour of a paper stand in one place of the file, wherever it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from samloft.products.paper.instructions import Instruction


class OneColour:
    """Rewrites a file's pages so that a colour is taken from a table of one.

    The table is an Indexed colour space (ISO 32000-1, 8.6.6.3).
    """

    def __init__(self, pdf: pikepdf.Pdf, colour: str) -> None:
        """Take a file and its colour, as #rrggbb."""
        self._pdf, self._colour = pdf, colour.lower()
        self._space: Object | None = None
        self._spaces = _Spaces()
        self.table: Object | None = None
        """The stream with the colour's three bytes, once it has been used."""

    def begin(self) -> None:
        """Begin a page."""
        self._spaces = _Spaces()

    def drawn(
        self, page: pikepdf.Page, operands: Sequence[Any], operator: str
    ) -> list[Instruction]:
        """Return what to draw in place of an instruction."""
        if operator not in ("scn", "SCN"):
            self._spaces.note(operands, operator)
            return [(operands, operator)]
        space = "cs" if operator == "scn" else "CS"
        if "#" + "".join(f"{round(each * 255):02x}" for each in operands) == self._colour:
            self._spaces.replaced(space)
            if "/ColorSpace" not in page.Resources:
                page.Resources.ColorSpace = Dictionary()
            page.Resources.ColorSpace["/sl"] = self._own_space()
            return [(["/sl"], space), ([0], operator)]
        back = self._spaces.back(space)
        return [*([([back], space)] if back else []), (operands, operator)]

    def _own_space(self) -> Object:
        if self._space is None:
            self.table = self._pdf.make_stream(bytes.fromhex(self._colour[1:]))
            space = Array([Name.Indexed, Name.DeviceRGB, 0, self.table])
            self._space = self._pdf.make_indirect(space)
        return self._space


class _Spaces:
    """Which colour space holds for fills and strokes, where some have been replaced by ours."""

    def __init__(self) -> None:
        self._now: dict[str, tuple[str | None, bool]] = {
            "cs": (None, False),
            "CS": (None, False),
        }
        self._kept: list[dict[str, tuple[str | None, bool]]] = []

    def note(self, operands: Sequence[Any], operator: str) -> None:
        """Follow what an instruction does to them."""
        if operator == "q":
            self._kept.append(dict(self._now))
        elif operator == "Q" and self._kept:
            self._now = self._kept.pop()
        elif operator in self._now:
            self._now[operator] = (operands[0], False)

    def replaced(self, space: str) -> None:
        """Note that ours holds now."""
        self._now[space] = (self._now[space][0], True)

    def back(self, space: str) -> str | None:
        """Return the space to go back to, if ours holds; then it does so no more."""
        was, is_ours = self._now[space]
        self._now[space] = (was, False)
        return was if is_ours else None
