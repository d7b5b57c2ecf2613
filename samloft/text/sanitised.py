"""Put in the place of all raw HTML in a text what the sanitiser makes of it, whole elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from html import escape

from samloft.text.nodes import Node
from samloft.text.safety import Cleaned, clean

Clean = Callable[[str], Cleaned]
_ELEMENTS = {"link": "a", "image": "img", "heading": "h2"}
"""What an attribute list stands on; a paragraph where nothing else is said."""


def sanitised(node: Node, *, has_ids: bool = True) -> Node:
    """Return a node with harmless HTML, attributes and addresses, and nothing else changed.

    What was lost on the way is for `unsafe_in` to say; this sees to it that nothing but what the
    sanitiser returned is shipped, also where nobody asked. Without ids, `has_ids`, it may stand on
    a page any number of times.
    """
    return _sanitised(node, partial(clean, is_ours=True, has_ids=has_ids), has_ids=has_ids)


def _sanitised(node: Node, clean: Clean, *, has_ids: bool) -> Node:
    if node.children:
        inside = [_sanitised(child, clean, has_ids=has_ids) for child in node.children]
        children = tuple(_sanitised_tags(inside, clean))
        if any(new is not old for new, old in zip(children, node.children, strict=True)):
            node = node.having(*children)
    if node.kind == "html":
        return _with_text(node, clean(node.text).html)
    if node.kind == "container":
        opening, closing = _around([node.text, node.info], clean)
        return (
            node
            if (opening, closing) == (node.text, node.info)
            else replace(node, text=opening, info=closing)
        )
    if node.attrs or node.target:
        return _with_attributes(node, has_ids=has_ids)
    return node


def _sanitised_tags(nodes: Sequence[Node], clean: Clean) -> Iterator[Node]:
    """Yield nodes, the tags among them as the sanitiser has them when they stand together."""
    tags = [node.text for node in nodes if node.kind == "tag"]
    if not tags:
        yield from nodes
        return
    clean_tags = iter(_around(tags, clean))
    for node in nodes:
        yield _with_text(node, next(clean_tags)) if node.kind == "tag" else node


def _around(tags: Sequence[str], clean: Clean) -> list[str]:
    """Return tags that stand in one text with other things between them, each made harmless.

    Where they do not make whole elements, none is left.
    """
    between = [f'<data value="sl{number}"></data>' for number in range(1, len(tags))]
    whole = tags[0] + "".join(mark + tag for mark, tag in zip(between, tags[1:], strict=True))
    rest, found = clean(whole).html, []
    for mark in between:
        part, is_there, rest = rest.partition(mark)
        if not is_there:
            return [""] * len(tags)
        found.append(part)
    return [*found, rest]


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
