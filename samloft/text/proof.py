"""Prove that the site generator reads a text as we do: the shape of its HTML against our tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

from samloft.text.containers import PHRASING, VOID
from samloft.text.html import to_html
from samloft.text.html_reader import HtmlReader
from samloft.text.markdown import engine_html
from samloft.text.nodes import Node
from samloft.text.write import write
from samloft.text.write_inline import NOTHING

_SPACE = re.compile(r"[ \t\r\n\f]+")
_INLINE = PHRASING | {"note"}
_ALIKE = {"section": "div"}
"""Elements that no reader can tell from others, as long as they have no names."""
_TOLD = ("href", "src", "alt", "title", "start", "align", "lang", "colspan", "rowspan", "scope")
"""The attributes that are compared."""

_ELEMENT = re.compile(rf"</?(?!(?:br|{'|'.join(PHRASING)})[\s/>])[a-z]", re.IGNORECASE)
"""What stands in a text with an element that is a block; also where it is code."""

_HOLD = frozenset({"block", "tab", "quote", "container"})
"""What holds blocks, each the same without those beside it; in a list they are not."""
_WRITTEN = frozenset({"html", "markup"})
_PLAIN = Node(kind="paragraph", children=(Node(kind="text", text="x"),))


class Part(NamedTuple):
    """One tag, or one run of text."""

    name: str
    """As `p`, `/p`; empty for text."""
    value: str = ""


_BACK = '&#160;<a class="footnote-backref"'
"""What leads from a footnote's last paragraph to its mark."""


def shape_of(html: str) -> tuple[Part, ...]:
    """Return what of some HTML a reader can tell apart."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(_closed_up(reader.parts))


class _Reader(HtmlReader):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Part] = []
        self.pre = 0
        self.left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if f"<{tag}>" == NOTHING:
            return
        if self.left_out or (tag == "div" and "footnote" in classes):
            self.left_out += tag not in VOID
            return
        if tag == "pre":
            self.pre += 1
        if tag == "div" and "highlight" in classes:
            self.parts.append(Part("wrapper"))
            return
        if self.pre and tag in ("span", "code"):
            return
        if tag == "sup" and given.get("id", "").startswith("fnref"):
            self.parts.append(Part("note", given["id"].partition(":")[2]))
            self.left_out = 1
            return
        told = [f"{name}={_value(name, given[name])}" for name in _TOLD if name in given]
        if "admonition" in classes or tag == "details":
            told += [each for each in classes if each != "admonition"]
            told += ["open"] if "open" in given else []
        self.parts.append(Part(_ALIKE.get(tag, tag), " ".join(told)))

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            self.left_out -= tag not in VOID
            return
        if tag == "pre":
            self.pre -= 1
        if (self.pre and tag in ("span", "code")) or tag in VOID:
            return
        self.parts.append(Part(f"/{_ALIKE.get(tag, tag)}"))

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            text = data if self.pre else _SPACE.sub(" ", data)
            self.parts.append(Part("pre-text" if self.pre else "", text))


def _value(name: str, value: str) -> str:
    if name in ("href", "src"):
        return quote(unquote(value), safe="/:?#[]@!$&'()*+,;=%~")
    return _SPACE.sub(" ", value).strip()


def _closed_up(parts: list[Part]) -> Iterator[Part]:
    """Yield the parts without white space that no reader sees, and without our own wrappers."""
    depth: list[bool] = []
    joined: list[Part] = []
    for part in parts:
        if part.name == "wrapper":
            depth.append(True)
            continue
        if part.name == "div":
            depth.append(False)
        elif part.name == "/div" and depth and depth.pop():
            continue
        if not part.name and joined and not joined[-1].name:
            joined[-1] = Part("", _SPACE.sub(" ", joined[-1].value + part.value))
        elif part.name == "pre-text" and joined and joined[-1].name == "pre-text":
            joined[-1] = Part("pre-text", joined[-1].value + part.value)
        else:
            joined.append(part)
    for number, part in enumerate(joined):
        if part.name == "pre-text":
            value = part.value.rstrip("\n")  # the highlighter drops blank lines at the end
            if value:
                yield Part("pre-text", value)
            continue
        if part.name:
            if part.name not in ("thead", "/thead", "tbody", "/tbody"):
                yield part
            continue
        value = part.value
        if number == 0 or _is_block(joined[number - 1]):
            value = value.lstrip(" ")
        if number + 1 == len(joined) or _is_block(joined[number + 1]):
            value = value.rstrip(" ")
        if value:
            yield Part("", value)


def _is_block(part: Part) -> bool:
    name = part.name.lstrip("/")
    return bool(name) and (name not in _INLINE or name == "br")


def as_engine_reads(document: Node) -> str:
    """Return a document as text for the site generator's parser, with all that it cites."""
    known = {note.info for note in document.all("footnote")}
    cited = dict.fromkeys(note.info for note in document.all("note") if note.info not in known)
    return write(document) + "".join(f"\n\n[^{name}]: x" for name in cited)


def first_difference(document: Node, written: str = "") -> Node | None:
    """Return the first block that the site generator would show otherwise, the innermost there is.

    None where all of it comes out as CommonMark says. `written` is the document as the generator
    reads it, where that is known.
    """
    if _is_same(document, written):
        return None
    return _first_in(document, document.having) if document.children else document


def _first_in(node: Node, around: Callable[..., Node]) -> Node:
    """Return the innermost block in a node that differs: by itself, or else beside those before it.

    `around` gives the document with nothing in it but some blocks, in the node's place.
    """
    blocks = node.children
    alone = (at for at, each in enumerate(blocks) if not _is_same(around(each)))
    at = next(alone, None)
    before = blocks[:0] if at is not None else blocks
    if at is None:
        same, differs = 0, len(blocks)
        while differs - same > 1:
            middle = (same + differs) // 2
            if _is_same(around(*blocks[:middle])):
                same = middle
            else:
                differs = middle
        at = differs - 1
        before = blocks[:at]
    first = blocks[at]
    if first.kind in _HOLD and first.children:
        return _first_in(first, lambda *inside: around(*before, first.having(*inside)))
    elements = [each for each in first.walk() if each.kind in _WRITTEN]
    found = (each for each in elements if not _is_same(around(*before, _with_one(first, each))))
    if elements and _is_same(around(*before, _with_one(first, None))):
        first = next(found, first)
    return first if first.line else node


def _with_one(block: Node, element: Node | None) -> Node:
    """Return a block with one element in it, and plain words for all others."""
    return block.mapped(
        lambda each: (_PLAIN if each.kind in _WRITTEN and each is not element else each,)
    )


def _is_same(document: Node, written: str = "") -> bool:
    if not all(map(_is_same_as_footnote, document.all("footnote"))):
        return False
    read = written or as_engine_reads(document)
    if shape_of(to_html(document.children)) != shape_of(engine_html(read)):
        return False
    if not _ELEMENT.search(read):
        return True
    blocks = [(block.info, document.having(*block.children)) for block in document.all("block")]
    if not all(_is_same_within("div", each) for each in (document, *(part for _, part in blocks))):
        return False
    is_folded = "<details" in read  # an answer to a quiz is folded in, too
    return all(
        _is_same_within("details", part) for of, part in blocks if is_folded and of == "quiz"
    )


def _is_same_as_footnote(note: Node) -> bool:
    """Tell whether a footnote is read alike where it stands, at the end of a text that has it."""
    body = (*note.children, _PLAIN)
    mark = Node(kind="paragraph", children=(Node(kind="note", info=note.info),))
    html = engine_html(as_engine_reads(Node(kind="document", children=(mark, note.having(*body)))))
    _, _, notes = html.partition('<div class="footnote">')
    _, _, shown = notes.partition(' id="fn:')
    shown, _, _ = shown.partition(_BACK)
    return shape_of(f'<li id="fn:{note.info}">{to_html(body)}') == shape_of(
        f'<li id="fn:{shown}</p>'
    )


def _is_same_within(name: str, document: Node) -> bool:
    """Tell whether a text is read alike in an element of ours, as a guide's passage or a task.

    The generator takes an end tag in a list for that of an element around, if they have one name:
    what comes after it is not where it was.
    """
    children = (*document.children, _PLAIN)
    ours = document.having(
        Node(kind="container", text=f"<{name}>", info=f"</{name}>", children=children)
    )
    return shape_of(to_html(ours.children)) == shape_of(engine_html(as_engine_reads(ours)))
