"""Write a tree as the HTML that CommonMark gives, to hold the pages against."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from samloft.text.containers import is_comment
from samloft.text.nodes import Node
from samloft.text.parse import parse_line

_PLAIN = {
    "quote": "blockquote",
    "bullets": "ul",
    "item": "li",
    "row": "tr",
    "definitions": "dl",
    "term": "dt",
    "definition": "dd",
    "emphasis": "em",
    "strong": "strong",
    "struck": "del",
}


def to_html(nodes: Sequence[Node]) -> str:
    """Return nodes as HTML, without the footnotes, which stand elsewhere."""
    return "".join(_html(node) for node in nodes)


def _html(node: Node) -> str:
    inside = to_html(node.children)
    match node.kind:
        case "document" | "markup":
            return inside
        case "text":
            return escape(node.text)
        case "newline":
            return "\n"
        case "break":
            return "<br>"
        case "codespan":
            return f"<code>{escape(node.text)}</code>"
        case "tag" | "html":
            return "" if is_comment(node.text) else node.text
        case "container":
            return f"{node.text}{inside}{node.info}"
        case "note":
            return f'<sup id="fnref:{escape(node.info)}">x</sup>'
        case "link":
            return f'<a href="{escape(node.target)}"{_title(node)}>{inside}</a>'
        case "image":
            alt = escape(node.text)
            return f'<img src="{escape(node.target)}" alt="{alt}"{_title(node)}>'
        case "paragraph":
            return inside if node.is_tight else f"<p>{inside}</p>"
        case "heading":
            return f"<h{node.level}>{inside}</h{node.level}>"
        case "code":
            return f"<pre><code>{escape(node.text)}</code></pre>"
        case "rule":
            return "<hr>"
        case "numbers":
            start = f' start="{node.level}"' if node.level != 1 else ""
            return f"<ol{start}>{inside}</ol>"
        case "table":
            return f"<table>{inside}</table>"
        case "cell":
            name = "th" if node.is_tight else "td"
            align = f' align="{node.attrs["align"]}"' if node.attrs.get("align") else ""
            return f"<{name}{align}>{inside}</{name}>"
        case "block" | "tab":
            title = to_html(parse_line(node.title))
            if node.fold:
                opened = " open" if node.fold == "+" else ""
                head = f"<summary>{title}</summary>" if title else ""
                return f'<details class="{node.info or node.kind}"{opened}>{head}{inside}</details>'
            head = f'<p class="admonition-title">{title}</p>' if title else ""
            return f'<div class="admonition {node.info or node.kind}">{head}{inside}</div>'
        case "footnote":
            return ""
    name = _PLAIN[node.kind]
    return f"<{name}>{inside}</{name}>"


def _title(node: Node) -> str:
    return f' title="{escape(node.title)}"' if node.title else ""
