"""Read a text once, as CommonMark: everything that asks what is in a text asks this tree.

The dialect is CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) with GitHub's tables,
strikethrough and task lists, footnotes, definition lists, attribute lists and admonitions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote.index import footnote_def

from samloft.languages.words import months
from samloft.text.admonitions import admonitions
from samloft.text.allowed import DEEPEST as MOST_ELEMENTS
from samloft.text.attributes import trailing
from samloft.text.containers import open_tags, with_containers
from samloft.text.folds import whole_folds
from samloft.text.inline import InlineParser, inline_nodes, joined, note
from samloft.text.loose_words import OF_HTML, in_paragraphs
from samloft.text.markup import with_markup
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
}


@functools.cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    # Until attribute lists are read, an escaped brace is told from one that begins a list.
    md.core.ruler.disable("text_join")
    md.inline = InlineParser(md.inline.ruler, md.inline.ruler2)
    md.use(deflist_plugin).use(admonitions)
    md.block.ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph"]})
    md.inline.ruler.after("image", "note", note)  # a link's text may begin with ^
    # Addresses are judged by safety, which can say what is wrong with them.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    return md


@functools.lru_cache(maxsize=2048)
def parse(text: str) -> Node:
    """Return what is in a text, as a tree of kind `document`."""
    if line := first_wild(text):
        return Node(kind="document", fault="wild", line=line)
    tokens = _parser().parse(text)
    if text.count("<") > MOST_ELEMENTS and (line := _deep_element(tokens)):
        return Node(kind="document", fault="deep", line=line)
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
    body, *alone = (each.without(_is_footnote) for each in (document, *notes))
    return body.having(*body.children, *alone)


def _deep_element(tokens: Sequence[Token]) -> int:
    """Return the line of the HTML where too many elements stand in one another; 0 for nowhere."""
    depth = 0
    for token in tokens:
        if token.type == "html_block":
            opened, closed = open_tags(token.content)
            depth += len(opened) - len(closed)
            if depth > MOST_ELEMENTS:
                return (token.map or [0])[0] + 1
    return 0


def _is_footnote(node: Node) -> bool:
    return node.kind == "footnote"


def parse_line(text: str) -> tuple[Node, ...]:
    """Return what is in one line of a text that is no block of its own, as a title."""
    return joined(inline_nodes(_parser().parseInline(text)[0]))


def _blocks(tokens: Iterator[Token]) -> Iterator[Node]:
    """Yield nodes until the block around them closes."""
    for token in tokens:
        if token.nesting < 0:
            return
        if token.type in ("thead_open", "tbody_open"):
            yield from _blocks(tokens)
        elif token.type == "inline":
            yield from inline_nodes(token)
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
        node = replace(node, children=joined(node.children))
    if kind in ("bullets", "numbers"):
        lines = [each for item in inside for each in item.children if each.kind == "paragraph"]
        # Words that stand loose in HTML are never tight.
        tight = not lines or any(each.is_tight for each in lines)
        (item, *others), blocks = inside, inside[0].children
        if not tight and not others and len(blocks) == 1 and blocks[0].info == OF_HTML:
            # A picture in HTML alone, `- <img …>`: no blank line has made the list loose.
            node, tight = node.having(item.having(replace(blocks[0], is_tight=True))), True
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
        yield replace(first, children=joined((day, *first.children)), is_tight=False)
        yield from rest


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
    if first.info:
        return item
    if first.text.lower() in ("[ ]", "[x]") and pieces and pieces[0].kind == "newline":
        changed = paragraph.having(*pieces[1:])
    elif first.text[:4].lower() in ("[ ] ", "[x] "):
        changed = paragraph.having(replace(first, text=first.text[4:].lstrip(" ")), *pieces)
    else:
        return item
    return replace(item, children=(changed, *rest), info=first.text[1].lower())
