"""Drawings as they may be shipped: without scripts and outside addresses, and with bounded work."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

import py_svg_hush

LARGEST = 2_000_000
"""Bytes."""
DEEPEST = 64
"""Elements inside one another."""
MOST_ELEMENTS = 20_000
"""In all, each `use` counted as what it draws."""
LOST = frozenset({"foreignObject", "image"})
"""Elements that are seen nowhere: HTML in a drawing, and a picture in a picture."""
MOVING = frozenset({"animate", "animateColor", "animateMotion", "animateTransform", "set"})
"""Elements that move others: no reader can stop them, and paper stands still."""

_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_KEYFRAMES = re.compile(r"@(?:-\w+-)?keyframes\b", re.IGNORECASE)


class TooMuchError(ValueError):
    """A drawing that asks for more work than any drawing needs."""


def cleaned_svg(path: Path) -> bytes:
    """Return a drawing without scripts and outside addresses.

    Raises ValueError for what is not SVG, TooMuchError for what makes too much work, OSError for
    what cannot be read.
    """
    stat = path.stat()
    return _cleaned(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _cleaned(path: Path, changed: int, size: int) -> bytes:
    if size > LARGEST:
        raise TooMuchError
    content = path.read_bytes()
    _check_work(content)
    clean: bytes = py_svg_hush.filter_svg(content)
    return clean


class Seen(NamedTuple):
    """What of a drawing is not as it is meant, each with its line, as `<foreignObject>`."""

    lost: list[tuple[int, str]]
    """What nobody would see."""
    moving: list[tuple[int, str]]


def seen_in(path: Path) -> Seen:
    """Return what of a drawing nobody would see, and what moves in it.

    Browsers load nothing for a picture in a picture, nor what a `use` has from another file, and
    paper holds no HTML. In a `switch` the next form of the same thing is drawn in its place.
    Raises OSError.
    """
    seen = Seen([], [])
    around: list[list[tuple[int, str, bool]]] = []
    """Of each open element, what is inside it, and whether that is lost."""
    style: list[str] = []
    """The rules of the `style` that is open."""

    def opened(written: str, attributes: dict[str, str]) -> None:
        name, line = written.rpartition(":")[2], reader.CurrentLineNumber
        reader.CharacterDataHandler = style.append if name == "style" else None
        if name in MOVING:
            seen.moving.append((line, f"<{name}>"))
        is_lost = name in LOST or (name == "use" and _is_elsewhere(attributes))
        if around:
            around[-1].append((line, f"<{name}>", is_lost))
        around.append([])

    def closed(written: str) -> None:
        inside = around.pop()
        lost = [(line, each) for line, each, is_lost in inside if is_lost]
        if style:
            seen.moving.extend(_keyframes("".join(style), reader.CurrentLineNumber))
            style.clear()
        if written.rpartition(":")[2] != "switch" or len(lost) == len(inside):
            seen.lost.extend(lost)

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.EndElementHandler = opened, closed
    reader.Parse(path.read_bytes(), True)
    seen.lost.sort()
    seen.moving.sort()
    return seen


def _keyframes(rules: str, last: int) -> Iterator[tuple[int, str]]:
    """Yield the first rule that moves something, where the rules end on the line `last`."""
    said = _CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), rules)
    if found := _KEYFRAMES.search(said):
        yield last - said.count("\n", found.start()), found[0]


def _is_elsewhere(attributes: dict[str, str]) -> bool:
    """Tell whether a `use` has what it draws from another file."""
    ways = [way.strip() for name, way in attributes.items() if name.rpartition(":")[2] == "href"]
    return any(way and not way.startswith("#") for way in ways)


def _check_work(content: bytes) -> None:
    """Look how much a drawing asks for, without following it. Raises ValueError, TooMuchError."""
    open_ids: list[list[str]] = []
    own: dict[str, int] = defaultdict(int)
    uses: dict[str, list[str]] = defaultdict(list)

    def opened(name: str, attributes: dict[str, str]) -> None:
        open_ids.append([*(open_ids[-1] if open_ids else [""])])
        if "id" in attributes:
            open_ids[-1].append(attributes["id"])
        if len(open_ids) > DEEPEST:
            raise TooMuchError
        used = attributes.get("href") or attributes.get("xlink:href") or ""
        for each in open_ids[-1]:
            own[each] += 1
            if used.startswith("#"):
                uses[each].append(used[1:])

    def closed(name: str) -> None:
        open_ids.pop()

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.EndElementHandler = opened, closed
    reader.EntityDeclHandler = _refuse
    try:
        reader.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    if _elements("", own, uses, {}, ()) > MOST_ELEMENTS:
        raise TooMuchError


def _refuse(*_: object) -> None:
    raise TooMuchError


def _elements(
    name: str,
    own: dict[str, int],
    uses: dict[str, list[str]],
    known: dict[str, int],
    around: tuple[str, ...],
) -> int:
    """Return how many elements a part of a drawing comes to, when each `use` is drawn."""
    if name in around or len(around) > DEEPEST:
        raise TooMuchError
    if name not in known:
        inside = (_elements(each, own, uses, known, (*around, name)) for each in uses[name])
        known[name] = own[name] + sum(inside)
    return known[name]
