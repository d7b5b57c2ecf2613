"""Put in the place of all raw HTML in a text what the sanitiser makes of it, whole elements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from samloft.text.nodes import Node
from samloft.text.parse import parse_line
from samloft.text.safety import clean, clean_around
from samloft.text.write_inline import Where, write_inline

_LINES = frozenset({"paragraph", "heading", "term", "cell"})
"""What holds pieces of a line: the tags in it are looked at by themselves."""
_ELEMENTS = {"link": "a", "image": "img", "heading": "h2"}
"""What an attribute list stands on; a paragraph where nothing else is said."""


def sanitised(node: Node, *, has_ids: bool = True) -> Node:
    """Return a node with harmless HTML, attributes and addresses, and nothing else changed.

    What was lost on the way is for `unsafe_in` to say; this sees to it that nothing but what the
    sanitiser returned is shipped, also where nobody asked. Without ids, `has_ids`, it may stand on
    a page any number of times.
    """
    return _sanitised(node, has_ids=has_ids)


def _sanitised(node: Node, *, has_ids: bool, is_clean: bool = False) -> Node:
    """Return a node made harmless; its own HTML is that already where `is_clean` says so."""
    if node.kind == "container" and not is_clean:
        html = clean_around(tuple(_html_in(node)), has_ids=has_ids)
        node, is_clean = _with_html(node, iter(html)), True
    if node.children:
        inside = [_sanitised(child, has_ids=has_ids, is_clean=is_clean) for child in node.children]
        is_done = is_clean and node.kind == "markup"
        children = tuple(inside if is_done else _sanitised_tags(inside, has_ids=has_ids))
        if any(new is not old for new, old in zip(children, node.children, strict=True)):
            node = node.having(*children)
    is_marked_up = "<" in node.title or "[" in node.title
    if is_marked_up and node.kind in ("block", "tab", "fold"):
        title = Node(kind="paragraph", children=tuple(parse_line(node.title)))
        made = _sanitised(title, has_ids=has_ids)
        if made is not title:
            node = replace(node, title=write_inline(made.children, Where(in_heading=True)))
    if node.kind == "html":
        if is_clean:
            return node
        return _with_text(node, clean(node.text, is_ours=True, has_ids=has_ids).html)
    if node.attrs or node.target:
        return _with_attributes(node, has_ids=has_ids)
    return node


def _html_in(node: Node) -> Iterator[str]:
    """Yield all HTML of an element and of those in it: a row is nothing without its table."""
    if node.kind in ("html", "container"):
        yield node.text
    for child in node.children:
        if node.kind == "markup" and child.kind == "tag":
            yield child.text
        elif child.kind not in _LINES:
            yield from _html_in(child)
    if node.kind == "container":
        yield node.info


def _with_html(node: Node, html: Iterator[str]) -> Node:
    """Return a node with other HTML in it, piece by piece as `_html_in` yields it."""
    if node.kind in ("html", "container"):
        node = _with_text(node, next(html))
    children = []
    for child in node.children:
        if node.kind == "markup" and child.kind == "tag":
            child = _with_text(child, next(html))
        elif child.kind not in _LINES:
            child = _with_html(child, html)
        children.append(child)
    if any(new is not old for new, old in zip(children, node.children, strict=True)):
        node = node.having(*children)
    if node.kind == "container" and (closing := next(html)) != node.info:
        node = replace(node, info=closing)
    return node


def _sanitised_tags(nodes: Sequence[Node], *, has_ids: bool) -> Iterator[Node]:
    """Yield nodes, the tags among them as the sanitiser has them when they stand together."""
    tags = tuple(node.text for node in nodes if node.kind == "tag")
    if not tags:
        yield from nodes
        return
    clean_tags = iter(clean_around(tags, has_ids=has_ids))
    for node in nodes:
        yield _with_text(node, next(clean_tags)) if node.kind == "tag" else node


def _with_text(node: Node, text: str) -> Node:
    return node if node.text == text else replace(node, text=text)


def _with_attributes(node: Node, *, has_ids: bool) -> Node:
    """Return a node with the attributes that do no harm; a link that does leads nowhere."""
    name = _ELEMENTS.get(node.kind, "p")
    kept = {
        key: value
        for key, value in node.attrs.items()
        if (node.kind == "cell" or not _lost(name, key, value)) and (has_ids or key != "id")
    }
    address = "src" if node.kind == "image" else "href"
    target = "" if node.target and _lost(name, address, node.target) else node.target
    if kept == node.attrs and target == node.target:
        return node
    return replace(node, attrs=kept, target=target)


def _lost(element: str, name: str, value: str) -> bool:
    return bool(clean(f'<{element} {escape(name)}="{escape(value)}">', is_ours=True).lost)
