"""The running words of a text, as a reader reads them: no code, no address, no tag, no key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from samloft.text.blocks import GROUP_KEYS
from samloft.text.containers import VOID, language_of
from samloft.text.html_reader import HtmlReader
from samloft.text.nodes import Node
from samloft.text.parse import parse, parse_line
from samloft.text.quizzes import ANSWER
from samloft.text.tidy import TEMPLATE

_CODE = frozenset({"code", "kbd", "pre", "samp", "var"})
"""Elements whose words are not a language's."""
_KEYS = {"group": tuple(f"{key}:" for key in GROUP_KEYS), "quiz": (ANSWER,)}
"""What begins a line of a block, and is for us."""


_VALUE = "\ue000"
"""Stands for a value: it is no letter, and no white space."""


class Prose(NamedTuple):
    """Words that stand together on one line."""

    line: int
    language: str
    """What they are written in; of a part marked with another language, that."""
    text: str


def prose_of(body: str, language: str) -> Iterator[Prose]:
    """Yield the words of a text with template code in it, in the order they are read.

    Args:
        body: the text.
        language: what it is written in.
    """
    return (each for each in _in_block(parse(_held(body)), language, ()) if each.text.strip())


def _held(body: str) -> str:
    """Return a text with something in the place of each value, and nothing of other code."""

    def held(found: re.Match[str]) -> str:
        lines = "\n" * found[0].count("\n")
        return f"{_VALUE}{lines}" if found[0].startswith("{{") else lines

    return TEMPLATE.sub(held, body)


def _in_block(node: Node, language: str, keys: Sequence[str]) -> Iterator[Prose]:
    """Yield the words in a block; `keys` is what its lines may begin with that is no word."""
    match node.kind:
        case "code":
            return
        case "paragraph" | "heading" | "cell" | "term" | "markup":
            for each in _Line(node.line, language).read(node.children):
                yield _without(keys, each)
            return
        case "html":
            yield from _in_html(node.text, node.line, language)
            return
    inside = language
    if node.kind == "container":
        yield from _in_html(node.text, node.line, language)
        inside = language_of(node.text) or language
    elif node.kind in ("block", "tab"):
        title = _Line(node.line, language).read(parse_line(node.title))
        yield from (each._replace(line=node.line) for each in title)
        keys = _KEYS.get(node.info, ())
    for child in node.children:
        yield from _in_block(child, inside, keys)
    if node.kind == "container":
        yield from _in_html(node.info, node.last, language)


def _without(keys: Sequence[str], prose: Prose) -> Prose:
    key = next((key for key in keys if prose.text.startswith(key)), "")
    return prose._replace(text=prose.text.removeprefix(key))


class _Open(NamedTuple):
    """An element that is open: its name, what is written in it, and whether that is code."""

    name: str
    language: str
    is_code: bool


class _Elements(HtmlReader):
    """Knows which elements are open."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Open("", language, is_code=False)]

    @property
    def here(self) -> _Open:
        """The innermost that is open."""
        return self.open[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            language = dict(attrs).get("lang") or self.here.language
            self.open.append(_Open(tag, language, self.here.is_code or tag in _CODE))

    def handle_endtag(self, tag: str) -> None:
        names = [each.name for each in self.open]
        if tag in names[1:]:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]


class _Line:
    """Reads pieces of a line; what stands together without a break between is read together."""

    def __init__(self, line: int, language: str) -> None:
        self._line = line
        self._elements = _Elements(language)
        self._text = ""

    def read(self, pieces: Iterable[Node]) -> Iterator[Prose]:
        """Yield the words of the pieces."""
        yield from self._pieces(pieces)
        yield self._said()

    def _said(self) -> Prose:
        said = Prose(self._line, self._elements.here.language, self._text)
        self._text = ""
        return said

    def _pieces(self, pieces: Iterable[Node]) -> Iterator[Prose]:
        for piece in pieces:
            if not self._text:
                self._line = piece.line or self._line
            if piece.kind == "text":
                self._text += " " if self._elements.here.is_code else piece.text
            elif piece.kind in ("codespan", "note"):
                self._text += " "
            elif piece.kind in ("newline", "break"):
                yield self._said()
            elif piece.kind == "tag":
                before = self._elements.here
                said = self._said()
                self._elements.feed(piece.text)
                if self._elements.here.language == before.language and "<br" not in piece.text:
                    self._text = said.text  # a word may go on behind it
                else:
                    yield said
            elif piece.kind == "image":
                yield self._said()
                yield Prose(piece.line, self._elements.here.language, piece.text)
            else:
                yield from self._pieces(piece.children)
            if piece.title:
                yield self._said()
                yield Prose(piece.line, self._elements.here.language, piece.title)


class _Html(_Elements):
    """Gathers the words in a block of HTML."""

    def __init__(self, line: int, language: str) -> None:
        super().__init__(language)
        self.found: list[Prose] = []
        self._first = line

    def handle_data(self, data: str) -> None:
        line = self._first + self.getpos()[0] - 1
        if not self.here.is_code:
            said = enumerate(data.split("\n"), start=line)
            self.found += [Prose(number, self.here.language, text) for number, text in said]


def _in_html(html: str, line: int, language: str) -> Sequence[Prose]:
    reader = _Html(line, language)
    reader.feed(html)
    reader.close()
    return reader.found
