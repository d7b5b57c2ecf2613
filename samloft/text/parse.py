"""Read a text once, as CommonMark: everything that asks what is in a text asks this tree.

The dialect is CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) with GitHub's tables,
strikethrough and task lists, footnotes, definition lists, attribute lists and admonitions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from samloft.languages.words import months
from samloft.text.admonitions import admonitions
from samloft.text.attributes import leading, trailing
from samloft.text.containers import UNSEEN, with_containers
from samloft.text.folds import whole_folds
from samloft.text.loose_words import in_paragraphs
from samloft.text.markup import DECORATION, inline_markup, with_markup
from samloft.text.nodes import Node
from samloft.text.wild import first_wild

DEEPEST = 60
"""Blocks in one another; a list and its item are two. What is deeper would be lost."""
_KINDS = {
    "paragraph": "paragraph",
    "heading": "heading",
    "blockquote": "quote",
    "bullet_list": "bullets",
    "ordered_list": "numbers",
    "list_item": "item",
    "table": "table",
    "tr": "row",
    "th": "cell",
    "td": "cell",
    "admonition": "block",
    "footnote_reference": "footnote",
    "dl": "definitions",
    "dt": "term",
    "dd": "definition",
    "em": "emphasis",
    "strong": "strong",
    "s": "struck",
    "link": "link",
}


_MARK = len("[x] ")
"""Signs of the longest mark that a line of text may open something with."""


class _State(StateInline):
    """Notes where in its source each piece begins."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        at = self.pos
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = at
        return token


class _Inline(ParserInline):
    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


@functools.cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    # Until attribute lists are read, an escaped brace is told from one that begins a list.
    md.core.ruler.disable("text_join")
    inline = _Inline()
    inline.ruler, inline.ruler2 = md.inline.ruler, md.inline.ruler2
    md.inline = inline
    md.use(deflist_plugin).use(admonitions)
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph"]})
    md.inline.ruler.before("link", "note", _note)
    # Addresses are judged by safety, which can say what is wrong with them.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


def _note(state: StateInline, silent: bool) -> bool:
    """Read `[^name]`: of a footnote in the text, or of a source in sources.yml."""
    if not state.src.startswith("[^", state.pos):
        return False
    close = state.src.find("]", state.pos)
    name = state.src[state.pos + 2 : close]
    if close < 0 or not name or any(sign in name for sign in " \t\n[^`"):
        return False
    if state.src[close + 1 : close + 2] in ("(", "["):
        return False  # a link whose text begins with ^
    if not silent:
        state.push("note", "", 0).content = name
    state.pos = close + 1
    return True


@functools.lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """Return what is in a text, as a tree of kind `document`."""
    if line := first_wild(text):
        return Node(kind="document", fault="wild", line=line)
    tokens = _parser().parse(text)
    children = with_containers(tuple(_blocks(iter(tokens))))
    if "<details" in text:
        children = whole_folds(Node(kind="document", children=children)).children
    if "<img" in text or "<a" in text:
        children = Node(kind="document", children=children).mapped(with_markup).children
    deep = next((token for token in tokens if token.level >= DEEPEST - 2), None)
    line = (deep.map or [0])[0] + 1 if deep else 1
    document = Node(
        kind="document",
        children=children,
        line=line,
        last=text.count("\n") + 1,
        fault="deep" if deep else "",
    )
    # A footnote is the text's, wherever it is written.
    notes = tuple(document.all("footnote"))
    if not notes:
        return document
    body = document.without(lambda node: node.kind == "footnote")
    return body.having(*body.children, *notes)


def parse_line(text: str) -> tuple[Node, ...]:
    """Return what is in one line of a text that is no block of its own, as a title."""
    return _joined(_inline(_parser().parseInline(text)[0]))


def _blocks(tokens: Iterator[Token]) -> Iterator[Node]:
    """Yield nodes until the block around them closes."""
    for token in tokens:
        if token.nesting < 0:
            return
        if token.type in ("thead_open", "tbody_open"):
            yield from _blocks(tokens)
        elif token.type == "inline":
            yield from _inline(token)
        elif token.nesting > 0:
            node = _opened(token, tuple(_blocks(tokens)))
            if node.kind == "paragraph" and not node.children:
                continue  # a line of spaces that no key types: nobody sees it
            yield from _dates(node) if node.kind == "numbers" else (node,)
        elif token.type == "html_block":
            yield from in_paragraphs(_leaf(token))
        else:
            yield _leaf(token)


def _leaf(token: Token) -> Node:
    kind = {"fence": "code", "code_block": "code", "hr": "rule"}.get(token.type, "html")
    first, last = token.map or (-1, 0)
    return Node(
        kind=kind,
        text=token.content,
        info=token.info.strip(),
        fold="i" if token.type == "code_block" else "",
        line=first + 1,
        last=last,
    )


def _opened(token: Token, inside: tuple[Node, ...]) -> Node:
    name = token.type.removesuffix("_open")
    kind = _KINDS[name]
    first, last = token.map or (-1, 0)
    node = Node(
        kind=kind,
        children=inside,
        level=int(token.tag[1]) if kind == "heading" else 0,
        is_tight=kind == "paragraph" and token.hidden,
        line=first + 1,
        last=last,
    )
    if kind == "paragraph":
        node = _with_own_attributes(node)
    if kind == "heading":
        node = _heading(node)
    if kind in ("paragraph", "heading", "cell", "term"):
        node = replace(node, children=_joined(node.children))
    if kind in ("bullets", "numbers"):
        tight = not any(
            child.kind == "paragraph" and not child.is_tight
            for item in inside
            for child in item.children
        )
        first = int(token.attrs.get("start", 1)) if kind == "numbers" else 0
        return replace(node, level=first, is_tight=tight)
    if kind == "item":
        number = int(token.info) if token.info else 0
        return _task(replace(node, level=number))
    if kind == "cell":
        style = str(token.attrs.get("style", ""))
        align = {"align": style.removeprefix("text-align:")} if style else {}
        return replace(node, is_tight=name == "th", attrs=align)
    if kind == "block":
        fault = str(token.meta.get("fault", ""))
        if token.markup == "===":
            return replace(node, kind="tab", title=token.content)
        fold = {"???": "?", "???+": "+"}.get(token.markup, "")
        beyond = int(token.meta["beyond"])
        node = replace(node, info=token.info, title=token.content, level=beyond)
        return replace(node, fold=fold, fault=fault)
    if kind == "footnote":
        first = min((child.line for child in inside), default=0)
        last = max((child.last for child in inside), default=0)
        return replace(node, info=token.meta["label"], line=first, last=last)
    return node


def _dates(numbers: Node) -> Iterator[Node]:
    """Yield a numbered list, or paragraphs where each item is a date: `17. mai er fridag`."""
    firsts = [next(iter(item.children), item) for item in numbers.children]
    words = [first.words.split(maxsplit=1)[:1] for first in firsts]
    if not all(word and word[0].strip(".,:").casefold() in months() for word in words):
        yield numbers
        return
    for item in numbers.children:
        first, *rest = item.children
        day = Node(kind="text", text=f"{item.level}. ", line=first.line)
        yield replace(first, children=_joined((day, *first.children)), is_tight=False)
        yield from rest


def _inline(token: Token) -> tuple[Node, ...]:
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
            begun, inside = line, _joined(_pieces(tokens, first, source, line))
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


def _joined(pieces: Sequence[Node]) -> tuple[Node, ...]:
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


def _heading(node: Node) -> Node:
    """Return a heading with the attribute list at its end."""
    if node.children and node.children[-1].kind == "text" and not node.children[-1].info:
        *before, last = node.children
        text, attrs = trailing(last.text)
        if attrs:
            kept = (*before, replace(last, text=text)) if text else tuple(before)
            return replace(node, children=kept, attrs=attrs)
    return node


def _with_own_attributes(node: Node) -> Node:
    """Return a paragraph with the attribute list that is its last line."""
    if len(node.children) > 2 and node.children[-1].kind == "text" and not node.children[-1].info:
        *before, newline, last = node.children
        text, attrs = trailing(last.text, colon=True)
        if attrs and not text and newline.kind in ("newline", "break"):
            return replace(node, children=tuple(before), attrs=attrs)
    return node


def _task(item: Node) -> Node:
    """Return a list item with its task mark apart, as GitHub reads `- [x] done`."""
    if not item.children or item.children[0].kind != "paragraph":
        return item
    paragraph, *rest = item.children
    if not paragraph.children or paragraph.children[0].kind != "text":
        return item
    first, *pieces = paragraph.children
    if first.info or first.text[:4].lower() not in ("[ ] ", "[x] "):
        return item
    text = replace(first, text=first.text[4:].lstrip())
    changed = replace(paragraph, children=(text, *pieces))
    return replace(item, children=(changed, *rest), info=first.text[1].lower())
