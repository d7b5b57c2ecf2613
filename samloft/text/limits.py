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
MOST_ITEMS = 100_000
"""In a list, with what is in its items: no page has a thousandth of it."""
MOST_ON_A_LINE = 20_000
"""Letters: the longest line anybody has written takes a tenth."""
MOST_WRITTEN = 150_000
"""Letters of a file that is read as Markdown: seventy pages, where the longest lesson has eight."""
EACH, SIZED = "each_step", "sized"
"""Filters of our own that are put around loops and joined texts."""


def first_too_long(text: str) -> int | None:
    """Return the line of a text that is longer than any reader needs; None where all is well."""
    letters = 0
    for number, line in enumerate(text.split("\n"), start=1):
        letters += len(line) + 1
        if len(line) > MOST_ON_A_LINE or letters > MOST_WRITTEN:
            return number
    return None


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

    def filtered(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that is paid for by the size of what goes into it and comes out."""

        @functools.wraps(function)
        def pay_first(*arguments: Any, **named: Any) -> Any:
            self.take(STEP + sum(map(size_of, _plain((*arguments, *named.values())))))
            made = function(*arguments, **named)
            return self.sized(made) if isinstance(made, CONTAINERS) else made

        return pay_first

    def resulted(self, value: Any) -> Any:
        """Return what a call came to, for the price of what is in it."""
        return self.sized(value) if isinstance(value, CONTAINERS) else value

    def called(self, function: object, arguments: Iterable[Any]) -> None:
        """Pay for a call before it is made."""
        own = isinstance(function, (Macro, BlockReference))
        self.take(STEP + (self.longest if own else 0))
        self.take(sum(map(size_of, _held(arguments))))
        owner = getattr(function, "__self__", None)
        if function is safe_range or isinstance(owner, PLAIN):
            check_sizes([owner, *arguments])

    def operated(self, operator: str, left: Any, right: Any) -> None:
        """Pay for an operator before it is applied."""
        self.take(STEP)
        texts = isinstance(left, SEQUENCES) or isinstance(right, SEQUENCES)
        if operator == "*" and texts:
            made = check_sizes([left, right])
            if made > MOST_ITEMS and not (isinstance(left, str) or isinstance(right, str)):
                raise TooMuchError
        elif operator == "%" and isinstance(left, str):
            check_format(left)
            self.take(sum(map(size_of, _held([right]))))
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
                if isinstance(value, nodes.Node):
                    setattr(node, name, _counted(value))
                elif isinstance(value, list):
                    value[:] = [_counted(item) for item in value]
        return tree


def size_of(value: Any) -> int:
    """Return how much there is of a value: letters, items with all in them, or a number itself.

    Raises TooMuchError for more items than any text needs.
    """
    if isinstance(value, int):
        return abs(value)
    if isinstance(value, CONTAINERS):
        return _items_in(value, {}, 0)
    return len(value) if isinstance(value, Sized) else 1


def _items_in(value: Any, known: dict[int, int], depth: int) -> int:
    """Return how much there is in a list, as often as it is there; each part is looked at once."""
    if id(value) in known:
        return known[id(value)]
    if depth > DEEPEST or len(value) > MOST_ITEMS:
        raise TooMuchError
    total = len(value)
    every = (part for item in value.items() for part in item) if isinstance(value, dict) else value
    for item in every:
        if isinstance(item, str):
            total += len(item)
        elif isinstance(item, CONTAINERS):
            total += _items_in(item, known, depth + 1)
        elif isinstance(item, int):
            total += item.bit_length() // 3
        if total > MOST_ITEMS:
            raise TooMuchError
    known[id(value)] = total
    return total


def _held(values: Iterable[Any]) -> Iterator[Any]:
    """Yield what holds something."""
    return (value for value in values if isinstance(value, (str, *CONTAINERS)))


def _plain(values: Iterable[Any]) -> Iterator[Any]:
    """Yield what has a size that costs something to work on."""
    return (value for value in values if isinstance(value, (str, range, *CONTAINERS)))


def check_sizes(values: Iterable[Any]) -> int:
    """Return the product of some sizes. Raises TooMuchError for what could become too large.

    The product is more than any filter, method or operator makes of its arguments.
    """
    product = math.prod(max(size_of(value), 1) for value in values)
    if product > LARGEST:
        raise TooMuchError
    return product


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


CONTAINERS = (list, tuple, dict)
SEQUENCES = (str, list, tuple)
DEEPEST = 50
"""Lists inside one another."""
PLAIN = (*SEQUENCES, int, dict)
"""What has a size of its own."""


def _counted(node: Any) -> Any:
    """Return what makes a text or a list of others with its size counted."""
    makes = isinstance(node, nodes.Concat | nodes.List | nodes.Dict)
    makes |= isinstance(node, nodes.Tuple) and node.ctx == "load"
    return _filter(node, SIZED, []) if makes else node


def _filter(node: Any, name: str, arguments: list[nodes.Expr]) -> nodes.Filter:
    return nodes.Filter(node, name, arguments, [], None, None, lineno=node.lineno)


def _printed(node: nodes.Node) -> int:
    """Return how many letters a part of a text has that are always the same."""
    return sum(len(data.data) for data in node.find_all(nodes.TemplateData))
