"""Find what may be meant for the facilitator alone, and is no note where it stands.

A note that is not one is read by all: whatever names the facilitator as other tools, or a slip of
the pen, would begin a note is refused, however it is marked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from samloft.text.called_notes import WHO as _WHO
from samloft.text.called_notes import is_called_a_note, summaries
from samloft.text.folds import fold_of
from samloft.text.nodes import Node

_CALL = "[!！¡‼❗❕ǃ]"
"""An exclamation mark, and what looks like one."""
_BLANK = r"[^\S\n]*+"
_BEGIN = rf"^{_BLANK}(?:[>*+-]{_BLANK})*"
"""A line, and marks of lists and quotes that are only text where they stand."""
_MARKED = re.compile(
    # None of these turns back over what another begins.
    rf"(?:(?<!{_CALL}){_CALL}{{3,}}+"
    r"|(?<![?？])[?？]{3,}+\+?|(?<!:):{3,}+|(?<!/)/{3,}+)"
    r"[^\w\n]{0,4}facilitators?\b"
    rf"|{_BEGIN}(?:(?:(?:{_CALL}|[?？]){_BLANK})+\+?|:{{2,}}+|/{{3,}}+|\.\.|\[!(?:[\w-]+\])?)"
    rf"[^\w\n]{{0,4}}{_WHO}"
    rf"|{_BEGIN}(?:[=+-]{{3,}}+[!+]?|[@#%\\]{{1,2}}+(?:begin)?)[^\w\n]{{0,4}}{_WHO}\W{{0,4}}$"
    rf"|\{{[^{{}}\n]{{0,80}}\.{_WHO}"
    rf"|{_BEGIN}(?::{{3,}}+|/{{3,}}+)[^\n]*?(?:\binstructors?\b|\b{_WHO})"
    rf"|{_BEGIN}[\[{{<%]{{1,2}}[/:.# ]{{0,4}}{_WHO}{_BLANK}[\]}}>%]{{1,2}}{_BLANK}$",
    re.IGNORECASE | re.MULTILINE,
)
"""An opening, ours or another tool's, anywhere in a line; half of one, or a tag, that begins it."""
_TITLED = re.compile(
    rf"{_BEGIN}(?:(?:[!?]{{3,}}|={{3,}})[!+]?[^\"\n]*\"(?P<ours>[^\"\n]+)\""
    r"|(?:\[!\w[\w-]*\][+-]?|\.\. [\w-]+::)(?P<theirs>[^\n]+))"
)
"""An opening with a title, ours or as GitHub and Obsidian write it, that is only text."""
_FENCE = re.compile(rf"(?:\{{[\w-]+\}})?[{{.\s]*{_WHO}", re.IGNORECASE)
_RUN_ON_FENCE = re.compile(rf"{_FENCE.pattern}[}}\s]*\s\S", re.IGNORECASE)
_CLASS = re.compile(rf"\bclass\s*+=[^>]{{0,200}}?\b(?:{_WHO}|instructors?\b)", re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_LINES = frozenset({"paragraph", "heading", "cell", "term"})
_RAW = frozenset({"html", "tag", "container"})
_APART = frozenset({"heading", "block", "tab", "rule", "item", "footnote", "term", "definition"})
"""What begins something new by itself: what stands right above it has ended."""


class Stray(NamedTuple):
    """A place where something may be meant for the facilitator."""

    line: int
    words: str


def marked_as_notes(text: str) -> str:
    """Return the words in a text that look like the opening of a note; empty where none do."""
    # Few texts name the facilitator, and those that do not need not be searched.
    is_named = any(name in text.lower() for name in ("ilitator", "instructor"))
    found = _MARKED.search(text) if is_named else None
    return found[0].strip() if found else ""


def stray_notes(document: Node) -> Iterator[Stray]:
    """Yield each place in a text that looks like a note to the facilitator, and is none."""
    for node in document.walk():
        for above, below in pairwise(node.children):
            if below.kind == "code" and below.fold and above.kind in _LINES:
                yield from _named(above.line, above.words)
        if node.kind in _LINES:
            yield from _marked(_lines(node.children, node.line))
            yield from _fences_run_on(node)
        elif node.kind == "row":
            yield from _over_cells(node)
        elif node.kind in _RAW:
            yield from _marked(enumerate(node.text.split("\n"), start=max(node.line, 1)))
            if found := _CLASS.search(unescape(node.text)):
                yield Stray(max(node.line, 1), " ".join(found[0].split()))
            for title in summaries(node.text):
                yield from _named(max(node.line, 1), title)
        elif node.kind == "code" and _FENCE.match(node.info):
            yield Stray(node.line, f"```{node.info}")
        elif node.kind == "code" and node.fold == "i":
            yield from _marked(enumerate(node.text.split("\n"), start=node.line))
        if node.kind in ("block", "tab", "link", "image"):
            told = node.title if node.kind != "image" else f"{node.title}\n{node.text}"
            yield from _marked((node.line, line) for line in told.split("\n"))
            if node.kind in ("block", "tab") and node.info != "facilitator":
                yield from _named(node.line, node.title)
        if fold := fold_of(node) if node.kind == "container" else None:
            yield from _named(node.line, fold.title)
        if re.search(_WHO, node.attrs.get("class", ""), re.IGNORECASE):
            yield Stray(node.line or document.line, node.attrs["class"])


def _named(line: int, title: str) -> Iterator[Stray]:
    """Yield the title of a block for all, where it is what a note to the facilitator is called."""
    if is_called_a_note(title):
        yield Stray(line, title)


def run_on(nodes: Sequence[Node]) -> Iterator[int]:
    """Yield each line below a note to the facilitator that may be a part of it."""
    for node in nodes:
        if node.kind == "block" and node.info == "facilitator" and node.level:
            yield node.level
    for node, after in pairwise(nodes):
        end = _end_of_note(node)
        is_right_below = after.kind not in _APART and after.line == end + 1
        # What is moved in is code, where a comment or the end of a quote has ended the note.
        if end and (is_right_below or (after.kind == "code" and after.fold == "i")):
            yield after.line


def _end_of_note(node: Node) -> int:
    """Return the last line of the note that ends a part of a text; 0 where none does.

    A list's own last line may be the blank one below it.
    """
    if node.kind == "block" and node.info == "facilitator":
        return node.last
    if not node.children or node.kind in _LINES:
        return 0
    return _end_of_note(node.children[-1])


def _marked(lines: Iterator[tuple[int, str]]) -> Iterator[Stray]:
    for number, line in lines:
        if words := marked_as_notes(line):
            yield Stray(number, words)
        elif titled := _TITLED.match(line):
            yield from _named(number, titled["ours"] or titled["theirs"])


def _over_cells(row: Node) -> Iterator[Stray]:
    """Yield what a bar parts: `/// admonition | Facilitator` below a table is a row of it."""
    cells = [" ".join(words for _, words in _lines(cell.children, 0)) for cell in row.children]
    if not any(map(marked_as_notes, cells)):  # which would be told of by itself
        yield from _marked(iter([(row.line, " | ".join(cells))]))


def _lines(pieces: Sequence[Node], first: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a paragraph or the like as they are read; code is nobody's words."""
    line, words = first, ""
    for piece in _flat(pieces):
        if piece.kind in ("newline", "break") or _BREAK.match(piece.text):
            yield line, words
            words = ""
            continue
        if not words:
            line = piece.line or line
        words += piece.text if piece.kind == "text" else "\N{OBJECT REPLACEMENT CHARACTER}"
    yield line, words


def _fences_run_on(node: Node) -> Iterator[Stray]:
    """Yield fences for the facilitator that are code in a line, since they stand below another."""
    before = ""
    for piece in node.children:
        if piece.kind in ("newline", "break"):
            before = ""
            continue
        is_first = re.fullmatch(_BEGIN, before) is not None
        if is_first and piece.kind == "codespan" and _RUN_ON_FENCE.match(piece.text):
            yield Stray(piece.line or node.line, f"```{piece.text.split()[0]}")
        before += piece.words or "\N{OBJECT REPLACEMENT CHARACTER}"


def _flat(pieces: Sequence[Node]) -> Iterator[Node]:
    for piece in pieces:
        if piece.children:
            yield from _flat(piece.children)
        elif piece.kind != "tag" or _BREAK.match(piece.text):
            yield piece
