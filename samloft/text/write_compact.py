"""Write blocks as HTML on one line, for where Python-Markdown can hold no block as Markdown.

A list without blank lines between its items is such a place. What is inside the elements is
still Markdown, so links between pages are the site generator's to turn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from samloft.text.containers import unlike_ours
from samloft.text.elements import ELEMENTS, ON_ONE_LINE, element_of, opening_of, title_of
from samloft.text.nodes import Node
from samloft.text.write_inline import language_of, write_inline

_PRE = re.compile(r"<pre\b[^>]*>.*?</pre\s*>", re.DOTALL | re.IGNORECASE)
_SIGNS = re.compile(r"[\n\t`*_\[\]{}\\!#|~]")
"""What Markdown would read."""
_KEPT = re.compile(rf"<[^<>]*>|&#?\w+;|{_SIGNS.pattern}")
"""A tag, a letter's name, or a sign."""


def compact(nodes: Sequence[Node]) -> str:
    """Return blocks as HTML elements on one line, with Markdown in them."""
    return "".join(_block(node) for node in nodes if node.kind != "footnote")


def _block(node: Node) -> str:
    inside = compact(node.children) if node.kind in _HOLDERS else ""
    match node.kind:
        case "paragraph":
            text = write_inline(node.children, ON_ONE_LINE)
            return text if node.is_tight else _element("p", text, node)
        case "heading":
            text = write_inline(node.children, ON_ONE_LINE)
            return _element(f"h{node.level}", text, node)
        case "code":
            return compact_code(node)
        case "rule":
            return "<hr>"
        case "table":
            return f"<table>{inside}</table>"
        case "cell":
            name = "th" if node.is_tight else "td"
            return _element(name, write_inline(node.children, ON_ONE_LINE), node)
        case "term":
            return f"<dt>{write_inline(node.children, ON_ONE_LINE)}</dt>"
        case "markup":
            return unlike_ours(write_inline(node.children, ON_ONE_LINE))
        case "html":
            return _raw(unlike_ours(node.text.strip()))
        case "container":
            opening, closing = unlike_ours(node.text.strip()), unlike_ours(node.info.strip())
            return f"{opening}{inside}{closing}".replace("\n", " ")
        case "block" | "tab":
            opening, title = title_of(node)
            head = element_of(opening, title) if title else ""
            block = element_of(opening_of(node), head + inside)
            return block if node.fold else unlike_ours(block)
    return element_of(opening_of(node), inside)


def _raw(html: str) -> str:
    """Return HTML on one line, with no sign in its words that is Markdown there."""
    html = _PRE.sub(lambda found: found[0].replace("\n", "&#10;"), html)
    return _KEPT.sub(_as_itself, html.replace("\n", " "))


def _as_itself(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};" if len(found[0]) == 1 else found[0]


_HOLDERS = {*ELEMENTS, "table", "container", "block", "tab"} - {"term"}


def _element(name: str, inside: str, node: Node) -> str:
    attrs = "".join(f' {key}="{escape(value)}"' for key, value in node.attrs.items())
    return f"<{name}{attrs}>{inside}</{name}>"


def compact_code(node: Node) -> str:
    """Return code as HTML on one line, where every sign is itself, in Markdown and in HTML."""
    shown = _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", escape(node.text, quote=False))
    language = language_of(node.info)
    name = f' class="language-{language}"' if language else ""
    return f"<pre><code{name}>{shown}</code></pre>"
