"""What a process was set up with, kept for each piece of its work: all that it remembers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Ready:
    """The one thing a process of its own keeps: nobody can hand it over with every item."""

    of: str | None = None
    made: Any = None


def make_ready(of: str, set_up: Callable[[], Any]) -> None:
    """Set up this process for some work, unless that is what it is set up for already."""
    if _Ready.of != of:
        _Ready.made = set_up()
        _Ready.of = of


def work_on(work: Callable[[Any, Item], Result], item: Item) -> Result:
    """Return what comes of an item, worked on with what this process was set up with."""
    return work(_Ready.made, item)
