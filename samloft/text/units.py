"""The words of a text, sentence by sentence as they stand, to be put into another language.

A unit is what a translator is given: the words of a paragraph, a heading, a cell or a title, with
`{1}`, `{2}` … where something stands that is none: template code, marks, code, where links lead.
Words that are put back change nothing but words.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from samloft.text.blocks import GROUP_KEYS
from samloft.text.nodes import Node
from samloft.text.parse import parse
from samloft.text.shape import Shape, shape
from samloft.text.tidy import TEMPLATE

MARK = re.compile(r"\{(\d+)\}")
_LEAVES = frozenset({"paragraph", "heading", "cell", "term"})
_ENTITIES = {"&": "&(?:amp;)?", "<": "(?:<|&lt;)", ">": "(?:>|&gt;)", '"': '(?:"|&quot;)'}
_SIGNS = re.compile(r"([\\`*\[\]<>]|(?<!\w)_|_(?!\w))")
_SETTING = re.compile(rf"(?:{'|'.join(GROUP_KEYS)}):[ \t]*")
_KEPT = ("size", "minutes")
"""Settings of a group task that are figures."""


@dataclass(frozen=True)
class Unit:
    """Words that belong together, and where in the text they stand."""

    line: int
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    """What stands in each span, as a reader sees it."""

    @property
    def source(self) -> str:
        """The words, with marks for what stands between them."""
        first, *rest = self.words
        marked = (f"{{{number}}}{words}" for number, words in enumerate(rest, 1))
        return " ".join((first + "".join(marked)).split())


def units_of(body: str) -> tuple[Unit, ...]:
    """Return the units of a text, in the order of its lines."""
    starts = [0]
    for line in body.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found: list[Unit] = []
    cursor = 0
    leaves: list[tuple[int, int, list[str]]] = list(_leaves(parse(body)))
    for number, last, words in sorted(leaves, key=lambda leaf: leaf[0]):
        if number < 1:
            continue
        cursor = max(cursor, starts[number - 1])
        end = starts[min(max(last, number), len(starts) - 1)]
        spans, kept = [], []
        for text in words:
            match = _pattern(text.strip()).search(body, cursor, end)
            if match is None:
                continue  # written in a way that is not found again: it stays as it is
            cursor = match.end()
            spans.append((match.start(), match.end()))
            kept.append(text)
        if spans:
            found.append(Unit(bisect.bisect(starts, spans[0][0]), tuple(spans), tuple(kept)))
    return tuple(found)


def _pattern(text: str) -> re.Pattern[str]:
    """Return how a text may be written: with backslashes, or with names of signs."""
    return re.compile(
        "".join(
            _ENTITIES.get(sign) or (re.escape(sign) if sign.isalnum() else rf"\\?{re.escape(sign)}")
            for sign in text
        )
    )


def _leaves(node: Node, around: str = "") -> Iterator[tuple[int, int, list[str]]]:
    """Yield each line of words there is: its first line, its last, and the words in it."""
    if node.kind in _LEAVES:
        is_settings = around == "group"
        words = [part for text in _texts(node.children) for part in _parted(text, is_settings)]
        words = [each for each in words if any(sign.isalpha() for sign in each)]
        if words:
            yield node.line or _first_line(node), node.last, words
        return
    if node.kind in ("block", "tab") and node.title:
        yield node.line, node.line, [part for part in _parted(node.title, False) if part.strip()]
    for number, child in enumerate(node.children):
        is_first = node.kind == "block" and number == 0
        yield from _leaves(child, node.info if is_first else "")


def _first_line(node: Node) -> int:
    return next((each.line for each in node.walk() if each.line), 0)


def _texts(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if node.kind in ("text", "image"):
            yield node.text
        elif node.kind not in ("codespan", "tag", "note"):
            yield from _texts(node.children)


def _parted(text: str, is_settings: bool) -> Iterator[str]:
    """Yield the words of a text around its template code."""
    setting = _SETTING.match(text) if is_settings else None
    if setting:
        if setting[0].startswith(_KEPT):
            return
        text = text[setting.end() :]
    for part in TEMPLATE.split(text):
        if part.strip():
            yield part


def with_words(body: str, units: Sequence[Unit], words: Mapping[int, str]) -> tuple[str, list[int]]:
    """Return a text with other words in it, and which units stay as they were.

    Those are the ones whose words lack a mark, or would make the text another than it is.

    Args:
        body: the text.
        units: its units.
        words: for the number of each unit, what is to stand there, with the unit's own marks.
    """
    own = _built(body)
    good = {
        number: parts for number, said in words.items() if (parts := parts_of(said, units[number]))
    }
    whole = _put(body, units, good)
    if _built(whole) == own:
        return whole, sorted(words.keys() - good.keys())
    kept = {
        number: parts
        for number, parts in good.items()
        if _built(_put(body, units, {number: parts})) == own
    }
    whole = _put(body, units, kept)
    if _built(whole) != own:  # each alone is safe, all together are not
        return body, sorted(words)
    return whole, sorted(words.keys() - kept.keys())


def parts_of(said: str, unit: Unit) -> list[str] | None:
    """Return the words for each span of a unit; None where its marks are not there in order."""
    pieces = MARK.split(said)
    if [int(number) for number in pieces[1::2]] != list(range(1, len(unit.spans))):
        return None
    parts = [each.strip() for each in pieces[::2]]
    return parts if all(parts) else None


def _put(body: str, units: Sequence[Unit], words: Mapping[int, Sequence[str]]) -> str:
    changes = [
        (start, end, _SIGNS.sub(r"\\\1", part))
        for number, parts in words.items()
        for (start, end), part in zip(units[number].spans, parts, strict=True)
    ]
    for start, end, part in sorted(changes, reverse=True):
        body = body[:start] + part + body[end:]
    return body


def _built(body: str) -> Shape:
    """Return what a text is made of, apart from its words."""
    return shape(parse(body), lambda words: bool(words)), tuple(TEMPLATE.findall(body))
