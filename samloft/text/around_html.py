"""Write what holds raw HTML as HTML elements too, with Markdown in them.

Python-Markdown takes an element for what it is where it begins a line: in a list, a quote or a
block, which it reads moved in, it puts a paragraph around its tags.
"""

from __future__ import annotations

from operator import is_

from samloft.text.containers import open_tags
from samloft.text.elements import ELEMENTS, ON_ONE_LINE, element_of, opening_of, title_of
from samloft.text.folds import fold_of
from samloft.text.nodes import Node
from samloft.text.write_inline import write_inline

_HOLD = frozenset({*ELEMENTS, "block", "tab", "container", "control"}) - {"row", "term"}


def as_elements(node: Node) -> Node:
    """Return a block, or a document, with all that holds raw HTML in it as elements.

    Not a list without blank lines, which is written on one line with all that is in it, and not a
    footnote, which is no element; and none around HTML that is not whole, which is refused.
    """
    if node.kind == "document":
        children = tuple(map(as_elements, node.children))
        is_same = all(map(is_, children, node.children))
        return node if is_same else node.having(*children)
    html = list(node.all("html", "markup", "container"))
    return _written(node)[0] if html and all(map(_is_whole, html)) else node


def _is_whole(html: Node) -> bool:
    """Tell whether some HTML ends nothing around it: what is written around it would be ended."""
    if html.kind == "container":
        return True  # its end was found
    tags = html.text or "".join(piece.text for piece in html.walk() if piece.kind == "tag")
    return open_tags(tags) == ([], [])


def _written(node: Node) -> tuple[Node, bool]:
    """Return a block as it is to be written, and whether there is HTML in it that begins a line."""
    if node.kind in ("html", "markup") or (node.kind == "container" and not node.children):
        return node, True
    is_on_one_line = node.kind in ("bullets", "numbers") and node.is_tight
    if not node.children or is_on_one_line or node.kind == "footnote":
        return node, False
    inside = [_written(child) for child in node.children]
    if not any(has_html for _, has_html in inside) and not _has_more(node):
        return node, False
    children = tuple(child for child, _ in inside)
    return _as_element(node, children), node.kind in _HOLD


def _has_more(node: Node) -> bool:
    """Tell whether there is more around the Markdown in an element than its two tags."""
    written = node.text + node.info if node.kind == "container" else ""
    return written.count("<") > 2 and fold_of(node) is None


def _as_element(node: Node, children: tuple[Node, ...]) -> Node:
    """Return a block as an element with other blocks in it."""
    if node.kind in ("block", "tab"):
        opening, title = title_of(node)
        return _element(node, ((_line(node, opening, title),) if title else ()) + children)
    if node.kind in ("item", "definition"):
        return _wholly(node.having(*children))
    if node.kind not in _HOLD or node.kind in ("container", "control"):
        return node.having(*children)
    if node.kind in ("bullets", "numbers", "definitions"):
        children = tuple(map(_wholly, children))
    return _element(node, children)


def _wholly(part: Node) -> Node:
    """Return a part of a list as an element, also one without raw HTML in it.

    Python-Markdown puts a second paragraph in a list right inside such an element beside its items.
    """
    if part.kind == "term":
        return _line(part, "dt", write_inline(part.children, ON_ONE_LINE))
    if part.kind not in ("item", "definition"):
        return part
    children = (
        _as_element(each, each.children)
        if each.kind in ("bullets", "numbers") and not each.is_tight
        else each
        for each in part.children
    )
    return _element(part, tuple(children))


def _line(node: Node, opening: str, words: str) -> Node:
    """Return an element with nothing but a line of words in it."""
    html = element_of(f'{opening} markdown="span"', words)
    return Node(kind="html", text=html, line=node.line, last=node.line)


def _element(node: Node, children: tuple[Node, ...]) -> Node:
    """Return the element that a block is, with other blocks in it."""
    opening = opening_of(node)
    return Node(
        kind="container",
        text=f"<{opening}>",
        info=f"</{opening.split()[0]}>",
        children=children,
        line=node.line,
        last=node.last,
    )
