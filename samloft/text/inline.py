"""Read what stands in a line of text: emphasis, links, pictures, code, notes and tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from samloft.text.attributes import leading
from samloft.text.containers import UNSEEN
from samloft.text.markup import DECORATION, inline_markup
from samloft.text.nodes import Node

_KINDS = {"em": "emphasis", "strong": "strong", "s": "struck", "link": "link"}
_MARK = len("[x] ")
"""Signs of the longest mark that a line of text may open something with."""


class _State(StateInline):
    """Notes where in its source each piece begins."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        at = self.pos
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = at
        return token


class InlineParser(ParserInline):
    """Markdown-it's own, which notes where in its source each piece begins."""

    def __init__(self, ruler: Ruler[Any], ruler2: Ruler[Any]) -> None:
        """Take the rules of another."""
        super().__init__()
        self.ruler, self.ruler2 = ruler, ruler2

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        """Return the tokens of a source, added to those there are."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def note(state: StateInline, silent: bool) -> bool:
    """Read `[^name]`: of a footnote in the text, or of a source in sources.yml."""
    if not state.src.startswith("[^", state.pos):
        return False
    close = state.src.find("]", state.pos)
    name = state.src[state.pos + 2 : close]
    if close < 0 or not name or any(sign in name for sign in " \t\n[^`"):
        return False
    if not silent:
        state.push("note", "", 0).content = name
    state.pos = close + 1
    return True


def inline_nodes(token: Token) -> tuple[Node, ...]:
    """Return what is in an inline token, with its lines."""
    line = (token.map or (0, 0))[0] + 1
    source = token.content
    return _pieces(iter(token.children or ()), line, source)


def _pieces(tokens: Iterator[Token], first: int, source: str, here: int = 0) -> tuple[Node, ...]:
    """Return inline nodes until the piece around them closes; `here` is the line it began on."""
    found: list[Node] = []
    line = here or first
    for token in tokens:
        if token.nesting < 0:
            break
        if "at" in token.meta:
            line = first + source.count("\n", 0, token.meta["at"])
        if token.nesting > 0:
            begun, inside = line, joined(_pieces(tokens, first, source, line))
            line += sum(
                piece.kind in ("newline", "break") for each in inside for piece in each.walk()
            )
            kind = _KINDS[token.type.removesuffix("_open")]
            target, title = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
            found.append(Node(kind=kind, children=inside, line=begun, target=target, title=title))
        elif token.type in ("text", "text_special"):
            if token.content:
                escaped = "\\" if token.type == "text_special" else ""
                found.append(Node(kind="text", text=token.content, info=escaped, line=line))
        elif token.type == "image":
            said = _pieces(iter(token.children or ()), line, "")
            alt = "".join(piece.words for piece in said)
            found.append(
                Node(
                    kind="image",
                    text=alt,
                    line=line,
                    target=str(token.attrs["src"]),
                    title=str(token.attrs.get("title", "")),
                )
            )
            line += _lines_in(said)
        else:
            found.append(_piece(token, line))
            line += found[-1].kind in ("newline", "break")
    has_tags = any(piece.kind == "tag" for piece in found)
    return tuple(_with_attributes(inline_markup(found) if has_tags else found))


def _lines_in(pieces: Iterable[Node]) -> int:
    return sum(each.kind in ("newline", "break") for piece in pieces for each in piece.walk())


def joined(pieces: Sequence[Node]) -> tuple[Node, ...]:
    """Return pieces with each run of text as one."""
    found: list[Node] = []
    for kind, run in groupby(pieces, key=lambda piece: piece.kind):
        alike = list(run)
        found += [_one_text(alike)] if kind == "text" else alike
    return tuple(found)


def _one_text(run: Sequence[Node]) -> Node:
    first, *others = run
    if not others:
        return first
    whole, info = first.text, first.info
    for piece in others:
        info = info or (piece.info if len(whole) < _MARK else "")
        whole += piece.text
    return replace(first, text=whole, info=info)


def _piece(token: Token, line: int) -> Node:
    if token.type == "softbreak":
        return Node(kind="newline", line=line)
    if token.type == "hardbreak":
        return Node(kind="break", line=line)
    if token.type == "code_inline":
        return Node(kind="codespan", text=token.content, line=line)
    if token.type == "note":
        return Node(kind="note", info=token.content, line=line)
    return Node(kind="tag", text=token.content, line=line)


def _with_attributes(pieces: Sequence[Node]) -> Iterable[Node]:
    """Yield pieces, links and pictures with the attribute list right after them."""
    rest = list(pieces)
    while rest:
        piece = rest.pop(0)
        if piece.kind in ("link", "image") and rest and rest[0].kind == "text" and not rest[0].info:
            attrs, text = leading(rest[0].text)
            if attrs:
                piece = _having(piece, attrs)
                rest[0] = replace(rest[0], text=text)
                if not text:
                    rest.pop(0)
        yield piece


def _having(piece: Node, attrs: Mapping[str, str]) -> Node:
    """Return a link or a picture with attributes; what Markdown says too, it says itself."""
    rest = dict(attrs)
    if not piece.title:
        piece = replace(piece, title=rest.pop("title", ""))
    if piece.kind == "link":
        rest = {name: value for name, value in rest.items() if name not in UNSEEN}
    elif not piece.text and "alt" in rest:
        alt = rest.pop("alt")
        piece = replace(piece, text=alt, info="" if alt else DECORATION)
    return replace(piece, attrs=rest)
