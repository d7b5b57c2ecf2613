"""Texts with marks as theme templates are given them: to print, not to look at.

A template that compares a mark, or asks how long it is, would get an answer that holds for no
edition. It is stopped, and the setting is put in as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from samloft.slots.slot import MARK


class MisfitError(Exception):
    """A mark does not do where it stands: something depends on the value."""

    def __init__(self, marks: tuple[str, ...]) -> None:
        super().__init__(*marks)
        self.marks = marks


class PrintedOnly(str):
    """A text with a mark in it. It can be printed; MisfitError for all else that is asked of it."""

    __slots__ = ()

    def __bool__(self) -> bool:
        # Whether a setting is there at all is the same wherever its mark is used.
        return True

    def __str__(self) -> str:
        # Itself: many a filter starts with this, and then looks.
        return self


_PRINTS = {"__str__", "__format__", "__add__", "__bool__", "encode"}
_OF_EVERY_OBJECT = set(dir(object)) - {"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"}


def _refusing(name: str) -> Callable[..., Any]:
    def refuse(self: PrintedOnly, *_: object, **__: object) -> Any:
        raise MisfitError(tuple(match[0] for match in MARK.finditer(self)))

    refuse.__name__ = name
    return refuse


for _name in {*dir(str), "__hash__"} - _PRINTS - (_OF_EVERY_OBJECT - {"__hash__"}):
    if callable(getattr(str, _name)):
        setattr(PrintedOnly, _name, _refusing(_name))


def printed_only(value: Any) -> Any:
    """Return settings with every text that holds a mark, at any depth, to be printed only."""
    if isinstance(value, Mapping):
        return {key: printed_only(each) for key, each in value.items()}
    if isinstance(value, list):
        return [printed_only(each) for each in value]
    return PrintedOnly(value) if isinstance(value, str) and MARK.search(value) else value
