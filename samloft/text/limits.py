"""Bound the work a text can ask for: texts are written by people outside the core team.

Jinja has no endless loop, but loops in loops, calls in calls and doubled texts come to the same.
Everything a text does costs units; a text that has used its units is stopped. What one step alone
could make too large is refused before it is done.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Macro
from jinja2.sandbox import safe_range

UNITS = 3_000_000
"""As much as one text may use: a unit is about a letter. The longest page there is uses 200 000."""
STEP = 10
"""Units for a turn of a loop, or a call."""
LARGEST = 10_000_000
"""The largest product of the sizes that go into one filter, call or operator."""
EACH, SIZED = "each_step", "sized"
"""Filters of our own that are put around loops and joined texts."""


class TooMuchError(SecurityError):
    """A text asks for more work than any text needs."""


class Budget:
    """The units a text has left."""

    def __init__(self) -> None:
        self.left = UNITS
        self.longest = 0
        """Letters of the longest text with macros or blocks: a call may print as much."""

    def take(self, units: int) -> None:
        """Use some. Raises TooMuchError when they are spent."""
        self.left -= units
        if self.left < 0:
            raise TooMuchError

    def each(self, values: Iterable[Any], weight: int = 0) -> Iterator[Any]:
        """Yield values, each for the price of what a turn prints."""
        for value in values:
            self.take(STEP + weight)
            yield value

    def sized(self, value: Any) -> Any:
        """Return a value, for the price of its size."""
        self.take(size_of(value))
        return value

    def called(self, function: object, arguments: Iterable[Any]) -> None:
        """Pay for a call before it is made."""
        own = isinstance(function, (Macro, BlockReference))
        self.take(STEP + (self.longest if own else 0))
        owner = getattr(function, "__self__", None)
        if function is safe_range or isinstance(owner, PLAIN):
            check_sizes([owner, *arguments])

    def operated(self, operator: str, left: Any, right: Any) -> None:
        """Pay for an operator before it is applied."""
        self.take(STEP)
        texts = isinstance(left, SEQUENCES) or isinstance(right, SEQUENCES)
        if operator == "*" and texts:
            check_sizes([left, right])
        elif operator == "%" and isinstance(left, str):
            check_format(left)
        elif operator == "**":
            check_sizes([left, right, right])
        elif operator == "+" and texts:
            self.take(size_of(left) + size_of(right))

    def bound(self, tree: nodes.Template) -> nodes.Template:
        """Return a parsed text with its loops and joined texts counted."""
        for loop in list(tree.find_all(nodes.For)):
            weight = nodes.Const(_printed(loop), lineno=loop.lineno)
            loop.iter = _filter(loop.iter, EACH, [weight])
        for node in [tree, *tree.find_all(nodes.Node)]:
            for name, value in node.iter_fields():
                if isinstance(value, nodes.Concat):
                    setattr(node, name, _filter(value, SIZED, []))
                elif isinstance(value, list):
                    value[:] = [
                        _filter(item, SIZED, []) if isinstance(item, nodes.Concat) else item
                        for item in value
                    ]
        return tree


def size_of(value: Any) -> int:
    """Return how much there is of a value: letters, items, or a number itself."""
    if isinstance(value, int):
        return abs(value)
    return len(value) if isinstance(value, Sized) else 1


def check_sizes(values: Iterable[Any]) -> None:
    """Refuse what could become too large. Raises TooMuchError.

    The product is more than any filter, method or operator makes of its arguments.
    """
    if math.prod(max(size_of(value), 1) for value in values) > LARGEST:
        raise TooMuchError


def bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that refuses arguments that could become too large."""

    @functools.wraps(function)
    def check_first(*arguments: Any, **named: Any) -> Any:
        check_sizes(each for each in (*arguments, *named.values()) if isinstance(each, PLAIN))
        return function(*arguments, **named)

    return check_first


_WIDE = re.compile(r"\d{4}|\*|:[^{}]*\{")


def check_format(text: object) -> None:
    """Refuse a format with a great width, or one said elsewhere. Raises TooMuchError.

    `{:>999999999}` and `%999999999d` are short to write.
    """
    if _WIDE.search(str(text)):
        raise TooMuchError


SEQUENCES = (str, list, tuple)
PLAIN = (*SEQUENCES, int, dict)
"""What has a size of its own."""


def _filter(node: Any, name: str, arguments: list[nodes.Expr]) -> nodes.Filter:
    return nodes.Filter(node, name, arguments, [], None, None, lineno=node.lineno)


def _printed(node: nodes.Node) -> int:
    """Return how many letters a part of a text has that are always the same."""
    return sum(len(data.data) for data in node.find_all(nodes.TemplateData))
