"""Values that tell when a text looks at them, and results kept by what was looked at.

Most texts only print an edition's values. Such a text is the same for every edition but for the
places where it prints, so it is filled in once, with a mark in each of those places. A text that
looks at a value (a condition, a comparison, a filter …) is the same for those editions where what
it looked at is the same.
"""

from __future__ import annotations

import functools
import operator
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from markupsafe import Markup

from samloft.cache import Cache
from samloft.slots.slot import slot_of

Made = TypeVar("Made")


KEPT = "made"
"""Where the cache keeps it."""
NOTHING = object()
"""What an edition does not have is equal to nothing another has."""


class Lookups:
    """Notes which values are looked at, and remembers what was made with which."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Remember nothing yet; `cache` keeps between builds what is told whole."""
        self._cache = cache
        self._open: list[_Watch] = []
        self._known: dict[Any, list[_Entry[Any]]] = {}
        self.unmarked: set[str] = set()
        """Paths of settings that no mark can stand for where they turned out to be printed."""

    def note(self, path: str, value: object) -> None:
        """Note that a value was looked at."""
        self._add({path: value})
        if self._open:
            self._open[-1].here[path] = value

    def _add(self, seen: Mapping[str, Any]) -> None:
        for watch in self._open:
            watch.seen.update(seen)

    @contextmanager
    def watch(self) -> Iterator[dict[str, Any]]:
        """Gather what is looked at inside."""
        watch = _Watch()
        self._open.append(watch)
        try:
            yield watch.seen
        finally:
            self._open.pop()

    def once(
        self,
        key: object,
        facts: Mapping[str, Any],
        make: Callable[[], Made],
        of: str = "",
    ) -> Made:
        """Return what `make` makes, made anew only where it would look at other values.

        What the maker around this one has looked at by itself may have come in with `make`, so
        it counts as looked at here too, unless it is said what comes in.

        Args:
            key: what is made, and of what, but for the values.
            facts: every value of this edition, by its path.
            make: makes it; looks at values only through the traced ones.
            of: the digest of everything that comes in with `make`, where that is known; nothing
                in that is traced. What it makes is then kept between builds, if there is a cache.
        """
        # Whatever became unmarked since was a mark in what is remembered.
        whole = (key, of, *sorted(self.unmarked))
        entries: list[_Entry[Made]] | None = self._known.get(whole)
        if entries is None:
            entries = self._known[whole] = self._kept(whole) if of else []
        for number, entry in enumerate(entries):
            if all(_is_same(facts.get(path, NOTHING), value) for path, value in entry.seen.items()):
                self._add(entry.seen)
                # Editions come with those that are like them: the next one will ask for this too.
                entries.insert(0, entries.pop(number))
                return entry.made
        around = dict(self._open[-1].here) if self._open and not of else {}
        with self.watch() as seen:
            made = make()
        entries.append(_Entry(made, {**around, **seen}))
        if of and self._cache:
            self._cache.save(KEPT, repr(whole), entries)
        return made

    def _kept(self, whole: tuple[object, ...]) -> list[_Entry[Any]]:
        """Return what builds before this one have made of the same."""
        return (self._cache and self._cache.load(KEPT, repr(whole))) or []


def _is_same(one: object, other: object) -> bool:
    # Layers of texts are large, and mostly the very same.
    return one is other or one == other


@dataclass
class _Watch:
    seen: dict[str, Any] = field(default_factory=dict)
    """All that was looked at inside."""
    here: dict[str, Any] = field(default_factory=dict)
    """Less what was looked at in something made inside."""


@dataclass
class _Entry(Generic[Made]):
    made: Made
    seen: dict[str, Any] = field(default_factory=dict)


class Traced:
    """A value that prints as its mark.

    Anything else that is done with it is noted, and does what it would do with the value itself.
    """

    __slots__ = ("_lookups", "_path", "_value")

    def __init__(self, path: str, value: Any, lookups: Lookups) -> None:
        self._path, self._value, self._lookups = path, value, lookups

    def __getattr__(self, name: str) -> Any:
        inner = object.__getattribute__(self, "_value")
        if isinstance(inner, SimpleNamespace) and name in vars(inner):
            path = object.__getattribute__(self, "_path")
            lookups = object.__getattribute__(self, "_lookups")
            return Traced(f"{path}.{name}", vars(inner)[name], lookups)
        return getattr(looked_at(self), name)


def _truth(self: Traced) -> bool:
    """Whether there is anything is less to look at than what it is."""
    truth = bool(object.__getattribute__(self, "_value"))
    path = object.__getattribute__(self, "_path")
    object.__getattribute__(self, "_lookups").note(is_there(path), truth)
    return truth


def is_there(path: str) -> str:
    """Return the path of whether there is a value at all."""
    return f"{path}?"


def frame_of(path: str) -> str:
    """Return the path of what a printed value's mark stands for: not the value, but its shape."""
    return f"{path}~"


setattr(Traced, "__bool__", _truth)  # noqa: B010


def printed(value: Traced) -> Markup | None:
    """Return a traced value's mark; None for one that is not a text: it has to be looked at."""
    inner = object.__getattribute__(value, "_value")
    if not isinstance(inner, str):
        return None
    path = object.__getattribute__(value, "_path")
    slot = slot_of(path, inner)
    object.__getattribute__(value, "_lookups").note(frame_of(path), slot.shape)
    return Markup(slot.printed)


def behind(value: Any) -> Any:
    """Return the value behind a traced one, for what is the same whatever the value is."""
    return object.__getattribute__(value, "_value") if isinstance(value, Traced) else value


def looked_at(value: Any) -> Any:
    """Return the value behind a traced one, and note that it was looked at."""
    if not isinstance(value, Traced):
        return value
    inner = behind(value)
    path = object.__getattribute__(value, "_path")
    object.__getattribute__(value, "_lookups").note(path, inner)
    return inner


def _operation(function: Callable[..., Any]) -> Callable[..., Any]:
    def operate(self: Traced, *others: Any) -> Any:
        return function(looked_at(self), *map(looked_at, others))

    return operate


for _name, _function in {
    **{each.__name__: each for each in (str, repr, hash, len, iter, format, int, float)},
    "fspath": os.fspath,
    **{name: getattr(operator, name) for name in ("contains", "getitem", "eq", "ne")},
    **{name: getattr(operator, name) for name in ("lt", "le", "gt", "ge", "add", "mul", "mod")},
    "radd": lambda value, other: other + value,
    "rmul": lambda value, other: other * value,
    "rmod": lambda value, other: other % value,
}.items():
    setattr(Traced, f"__{_name}__", _operation(_function))


def seen_through(value: Any) -> Any:
    """Return a value with every traced one in it, at any depth, looked at."""
    if isinstance(value, dict):
        return {seen_through(key): seen_through(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return type(value)(seen_through(each) for each in value)
    return looked_at(value)


def looking(function: Any) -> Callable[..., Any]:
    """Return a filter or test that is given the values themselves."""

    @functools.wraps(function)
    def look(*values: Any, **named: Any) -> Any:
        return function(*map(seen_through, values), **seen_through(named))

    return look


def traced(names: Mapping[str, Any], lookups: Lookups) -> dict[str, Any]:
    """Return the same names, traced."""
    return {name: Traced(name, value, lookups) for name, value in names.items()}


def facts_of(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything there is to look at below some names, by its path."""
    found: dict[str, Any] = {}

    def gather(path: str, value: Any) -> None:
        found[path] = value
        found[is_there(path)] = bool(value)
        if isinstance(value, str):
            found[frame_of(path)] = slot_of(path, value).shape
        if isinstance(value, SimpleNamespace):
            for name, each in vars(value).items():
                gather(f"{path}.{name}", each)

    for name, value in names.items():
        gather(name, value)
    return found
