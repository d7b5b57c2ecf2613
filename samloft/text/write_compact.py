"""Write blocks as HTML on one line, for where Python-Markdown can hold no block as Markdown.

A list without blank lines between its items is such a place. What is inside the elements is
still Markdown, so links between pages are the site generator's to turn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from samloft.text.containers import unlike_ours
from samloft.text.nodes import Node
from samloft.text.parse import parse_line
from samloft.text.write_inline import Where, language_of, write_inline

_PRE = re.compile(r"<pre\b[^>]*>.*?</pre\s*>", re.DOTALL | re.IGNORECASE)
_KEPT = re.compile(r"<[^<>]*>|&#?\w+;|[\n\t`*_\[\]{}\\!#|~]")
"""A tag, a letter's name, or a sign that Markdown would read."""
_SIGNS = re.compile(r"[\n\t`*_\[\]{}\\!#|~]")
_NAMES = {
    "quote": "blockquote",
    "bullets": "ul",
    "definitions": "dl",
    "term": "dt",
    "definition": "dd",
    "row": "tr",
    "item": "li",
}
_ON_ONE_LINE = Where(in_heading=True, in_link=True)


def compact(nodes: Sequence[Node]) -> str:
    """Return blocks as HTML elements on one line, with Markdown in them."""
    return "".join(_block(node) for node in nodes if node.kind != "footnote")


def _block(node: Node) -> str:
    inside = compact(node.children) if node.kind in _HOLDERS else ""
    match node.kind:
        case "paragraph":
            text = write_inline(node.children, _ON_ONE_LINE)
            return text if node.is_tight else _element("p", text, node)
        case "heading":
            text = write_inline(node.children, _ON_ONE_LINE)
            return _element(f"h{node.level}", text, node)
        case "code":
            return compact_code(node)
        case "rule":
            return "<hr>"
        case "numbers":
            start = f' start="{node.level}"' if node.level != 1 else ""
            return f"<ol{start}>{inside}</ol>"
        case "table":
            return f"<table>{inside}</table>"
        case "cell":
            name = "th" if node.is_tight else "td"
            return _element(name, write_inline(node.children, _ON_ONE_LINE), node)
        case "term":
            return f"<dt>{write_inline(node.children, _ON_ONE_LINE)}</dt>"
        case "markup":
            return unlike_ours(write_inline(node.children, _ON_ONE_LINE))
        case "html":
            return _raw(unlike_ours(node.text.strip()))
        case "container":
            opening, closing = unlike_ours(node.text.strip()), unlike_ours(node.info.strip())
            return f"{opening}{inside}{closing}".replace("\n", " ")
        case "block" | "tab":
            return _admonition(node, inside)
    return f"<{_NAMES[node.kind]}>{inside}</{_NAMES[node.kind]}>"


def _raw(html: str) -> str:
    """Return HTML on one line, with no sign in its words that is Markdown there."""
    html = _PRE.sub(lambda found: found[0].replace("\n", "&#10;"), html)
    return _KEPT.sub(_as_itself, html.replace("\n", " "))


def _as_itself(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};" if len(found[0]) == 1 else found[0]


_HOLDERS = {*_NAMES, "numbers", "table", "container", "block", "tab"} - {"term"}


def _element(name: str, inside: str, node: Node) -> str:
    attrs = "".join(f' {key}="{escape(value)}"' for key, value in node.attrs.items())
    return f"<{name}{attrs}>{inside}</{name}>"


def _admonition(node: Node, inside: str) -> str:
    title = write_inline(parse_line(node.title), _ON_ONE_LINE)
    if node.fold:
        opened = ' open="open"' if node.fold == "+" else ""
        kind = node.info or node.kind
        head = f"<summary>{title}</summary>" if title else ""
        return f'<details class="{kind}"{opened}>{head}{inside}</details>'
    head = f'<p class="admonition-title">{title}</p>' if title else ""
    block = f'<div class="admonition {node.info or node.kind}">{head}{inside}</div>'
    return unlike_ours(block)


def compact_code(node: Node) -> str:
    """Return code as HTML on one line, where every sign is itself, in Markdown and in HTML."""
    shown = _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", escape(node.text, quote=False))
    language = language_of(node.info)
    name = f' class="language-{language}"' if language else ""
    return f"<pre><code{name}>{shown}</code></pre>"
