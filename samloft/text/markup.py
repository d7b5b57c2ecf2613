"""Read links and pictures that are written as HTML, so that they are followed like all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markdown_it.common.normalize_url import normalizeLink

from samloft.text.containers import UNSEEN, VOID
from samloft.text.html_reader import HtmlReader
from samloft.text.nodes import Node

DECORATION = "decoration"
"""The `info` of a picture that is said to say nothing: `alt=""`, which Markdown cannot say."""


class _Pieces(HtmlReader):
    """Takes HTML apart: tags as they are written, text, pictures and links."""

    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = line
        self.pieces: list[list[Node]] = [[]]
        self.links: list[Node] = []

    @property
    def line(self) -> int:
        """Where what is read stands in the text."""
        return self.first + self.getpos()[0] - 1

    def add(self, kind: str, text: str = "") -> None:
        """Take in a piece."""
        self.pieces[-1].append(Node(kind=kind, text=text, line=self.line))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img" and _is_plain(given.get("src", "")):
            self.pieces[-1].append(_picture(given, self.line))
        elif tag == "a" and _is_plain(given.get("href", "")):
            self.links.append(_link(given, self.line))
            self.pieces.append([])
        else:
            self.add("tag", self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links:
            inside = tuple(self.pieces.pop())
            self.pieces[-1].append(self.links.pop().having(*inside))
        elif tag not in VOID:
            self.add("tag", f"</{tag}>")

    def handle_data(self, data: str) -> None:
        for number, text in enumerate(data.split("\n")):
            if number:
                self.add("newline")
            if text.strip() or (text and not number):
                self.add("text", text if number == 0 else text.lstrip())


def _is_plain(address: str) -> bool:
    """Tell whether an address can be read in one way only; of others safety tells."""
    return bool(address) and address.isprintable() and "\\" not in address


def _picture(given: dict[str, str], line: int) -> Node:
    rest = {name: value for name, value in given.items() if name not in ("src", "alt", "title")}
    return Node(
        kind="image",
        text=given.get("alt", ""),
        target=normalizeLink(given["src"]),
        title=given.get("title", ""),
        info=DECORATION if given.get("alt") == "" else "",
        attrs=rest,
        line=line,
    )


def _link(given: dict[str, str], line: int) -> Node:
    rest = {name: value for name, value in given.items() if name not in {"href", "title"} | UNSEEN}
    target, title = normalizeLink(given["href"]), given.get("title", "")
    return Node(kind="link", target=target, title=title, attrs=rest, line=line)


def pieces_of(html: str, line: int) -> tuple[Node, ...]:
    """Return what is in some HTML, as pieces of a line."""
    reader = _Pieces(line)
    reader.feed(html)
    reader.close()
    return tuple(reader.pieces[0])


def with_markup(node: Node) -> tuple[Node, ...]:
    """Return a block of HTML; one with links or pictures taken apart, as kind `markup`."""
    if node.kind != "html":
        return (node,)
    reader = _Pieces(node.line)
    reader.feed(node.text.strip())
    reader.close()
    pieces = tuple(reader.pieces[0])
    is_one = len(pieces) > 2 and pieces[0].kind == pieces[-1].kind == "tag" and not reader.links
    if not is_one or not any(piece.kind in ("link", "image") for piece in pieces):
        return (node,)
    return (replace(node, kind="markup", text="", children=pieces),)


def inline_markup(pieces: Sequence[Node]) -> list[Node]:
    """Return pieces of a line with `<img>` and `<a>` as pictures and links."""
    found: list[Node] = []
    rest = list(pieces)
    while rest:
        piece = rest.pop(0)
        reader = _Pieces(piece.line)
        if piece.kind == "tag":
            reader.feed(piece.text)
            reader.close()
        end = _end_of_link(rest) if reader.links else None
        if end is not None:
            inside = inline_markup(rest[:end])
            found.append(reader.links[0].having(*inside))
            del rest[: end + 1]
        elif len(reader.pieces) == 1 and [each.kind for each in reader.pieces[0]] == ["image"]:
            found.append(reader.pieces[0][0])
        else:
            found.append(piece)
    return found


def _end_of_link(pieces: Sequence[Node]) -> int | None:
    ends = (n for n, piece in enumerate(pieces) if piece.kind == "tag" and piece.text == "</a>")
    return next(ends, None)
