"""Put what stands beside elements in raw HTML, and in none of its own, in paragraphs.

Browsers and editors show `<h2>Title</h2>` and a line of words right below it as a heading and a
paragraph. Python-Markdown would read those words as Markdown, and nobody else does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samloft.text.containers import PHRASING, VOID
from samloft.text.html_reader import HtmlReader
from samloft.text.markup import pieces_of
from samloft.text.nodes import Node

OF_HTML = "html"
"""The `info` of a paragraph that is words in raw HTML: no blank line makes it one."""
_HOLDS = frozenset({"article", "aside", "blockquote", "details", "div", "figure", "section"})
"""Elements that open in one block of HTML and close in a later one."""

_ODD = ("<!-->", "<!--->", "--!>")
"""Where browsers, and they alone, see the end of a comment."""
_TAG = re.compile(r"<[a-zA-Z/!?]")


@dataclass
class _Event:
    """A tag or some text, and where it begins."""

    start: int
    kind: str
    name: str = ""
    end: int = 0
    """Where what comes after it begins."""
    other: int | None = None
    """Of an opening, which event closes it."""


class _Part(NamedTuple):
    """What stands in no element that closes here."""

    kind: str
    """`words` are what a paragraph may hold, `blank` is what nobody sees, `block` all else."""
    start: int
    end: int


class _Events(HtmlReader):
    """Tells tags and text of a piece of HTML apart; a comment belongs to what is before it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Event] = []
        self._html = html
        self._lines = [0, *(at + 1 for at, sign in enumerate(html) if sign == "\n")]
        self._open: list[int] = []
        self._named: Counter[str] = Counter()
        """How many elements of a name are open."""
        self.feed(html)
        self.close()
        end = len(html)
        for event in reversed(self.found):
            event.end, end = end, event.start

    def _note(self, kind: str, name: str = "") -> int:
        line, column = self.getpos()
        self.found.append(_Event(self._lines[line - 1] + column, kind, name))
        return len(self.found) - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        number = self._note("void" if tag in VOID else "open", tag)
        if tag not in VOID:
            self._open.append(number)
            self._named[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        number = self._note("close", tag)
        while self._named[tag]:
            opening = self._open.pop()
            name = self.found[opening].name
            self._named[name] -= 1
            if name == tag:
                self.found[opening].other = number
                break

    def handle_data(self, data: str) -> None:
        number = self._note("words" if data.strip() else "blank")
        start = self.found[number].start
        if _TAG.search(self._html, start, start + len(data) + 1):
            self.found[number].kind = "strange"  # a tag that nothing closes


def in_paragraphs(node: Node) -> tuple[Node, ...]:
    """Return a block of HTML; where words stand loose in it, paragraphs and the rest."""
    text = node.text.lstrip()
    if any(sign in text for sign in _ODD) or (text[:2] in ("<!", "<?") and text[:4] != "<!--"):
        return (node,)  # browsers read it otherwise, or it is no element
    parts = _parts(_Events(node.text).found)
    if all(part.kind != "words" for part in parts):
        return (node,)
    return tuple(_parted(node, parts))


def _parts(events: Sequence[_Event]) -> list[_Part]:
    """Return what stands in no element that closes here; nothing where that is not plain."""
    whole = {
        number: event.other
        for number, event in enumerate(events)
        if event.kind == "open" and event.other is not None
    }
    found: list[_Part] = []
    number = 0
    while number < len(events):
        event, last = events[number], whole.get(number, number)
        if event.kind == "strange":
            return []
        if event.kind in ("words", "blank"):
            kind = event.kind
        elif event.kind == "void" or number in whole:
            inside = (each.name for each in events[number : last + 1] if each.name)
            kind = "words" if PHRASING.issuperset(inside) else "block"
        elif event.name in _HOLDS:
            kind = "block"
        else:
            return []
        found.append(_Part(kind, event.start, events[last].end))
        number = last + 1
    return found


def _parted(node: Node, parts: list[_Part]) -> Iterator[Node]:
    """Yield paragraphs of words, and what stands between them as it is written."""
    runs: list[_Part] = []
    for part in parts:
        before = runs[-1] if runs else part
        if runs and part.kind in (before.kind, "blank"):
            runs[-1] = before._replace(end=part.end)
        else:
            runs.append(part)
    for kind, start, end in runs:
        written = node.text[start:end]
        shown = written.strip()
        begun = start + len(written) - len(written.lstrip())
        line = node.line + node.text.count("\n", 0, begun)
        last = line + shown.count("\n")
        if kind == "words":
            pieces = pieces_of(shown, line)
            yield Node(kind="paragraph", info=OF_HTML, children=pieces, line=line, last=last)
        elif kind == "block":
            yield replace(node, text=f"{shown}\n", line=line, last=last)
