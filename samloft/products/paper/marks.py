"""What marks say which pieces of a page are tagged: pieces that may be one, and each mark once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from samloft.products.paper.content import written
from samloft.products.paper.instructions import Instruction


def marked(drawn: Sequence[Instruction], pieces: Mapping[int, int]) -> Iterator[Instruction]:
    """Yield instructions with pieces by their new numbers; what is marked alike is marked once."""
    opened: list[object] = []
    closed: object = None
    waiting = False
    for operands, operator in drawn:
        if operator in ("BDC", "BMC"):
            said, key = _renumbered(operands, pieces)
            if waiting and closed == key:
                waiting = False
                opened.append(key)
                continue
            if waiting:
                yield [], "EMC"
                waiting = False
            opened.append(key)
            yield said, operator
        elif operator == "EMC":
            if waiting:
                yield [], "EMC"
            closed, waiting = opened.pop(), True
        else:
            if waiting:
                yield [], "EMC"
                waiting = False
            yield operands, operator
    if waiting:
        yield [], "EMC"


def _renumbered(operands: Sequence[Any], pieces: Mapping[int, int]) -> tuple[Sequence[Any], object]:
    """Return a mark by its new number, and what tells it from others."""
    if _has_properties(operands) and "/MCID" in operands[1]:
        # What a figure shows, its element says.
        own = {name: each for name, each in operands[1].items() if name != "/Alt"}
        said = {**own, "/MCID": pieces[own["/MCID"]]}
        is_alone = piece_of(operands) is not None
        return [operands[0], said], written([([said], "BDC")]) if is_alone else object()
    return operands, written([(operands, "BDC")])


def neighbours(drawn: Sequence[Instruction]) -> Iterator[tuple[int, int | None]]:
    """Yield each tagged piece of a page, and the one it directly follows, where they may be one."""
    opened: list[int | None] = []
    before: int | None = None
    for operands, operator in drawn:
        if operator in ("BDC", "BMC"):
            one = piece_of(operands)
            any_one = operands[1].get("/MCID") if _has_properties(operands) else None
            if any_one is not None:
                yield any_one, before if one is not None else None
            opened.append(one)
            before = None
        elif operator == "EMC":
            before = opened.pop()
        else:
            before = None


def piece_of(operands: Sequence[Any]) -> int | None:
    """Return the number of a tagged piece that says nothing else; None for other marks."""
    if _has_properties(operands) and operands[1].keys() == {"/MCID"}:
        return int(operands[1]["/MCID"])
    return None


def _has_properties(operands: Sequence[Any]) -> bool:
    return len(operands) == 2 and isinstance(operands[1], dict)
