"""Words of another tool as Markdown of ours, with a network's values among them.

What stands for a value's template holds signs that no text has, until those of the text are safe.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from samloft.importing.document import Report
from samloft.text.environments import ATTRIBUTES
from samloft.text.nodes import Node
from samloft.text.write import write_for_authors
from samloft.text.write_inline import Where, write_inline

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand for `{{` and `}}` of ours until those of the text are safe (Unicode's private use)."""
_SIGN = re.compile(rf"(?!{ATTRIBUTES.pattern})\{{[{{%#]")
"""What opens a template, and is no attribute list."""
_VALUE = re.compile(rf"{OPEN}[^{CLOSE}]*{CLOSE}")


def as_template(text: str, where: str, report: Report) -> str:
    """Return a text with its values as templates, and no `{{` or `{%` of its own taken for one."""
    for sign in dict.fromkeys(found[0] for found in _SIGN.finditer(text)):
        report.add("changed", "template_sign", where, sign=sign)
    text = _SIGN.sub(lambda found: f"{{{{ '{found[0]}' }}}}", text)
    return text.replace(OPEN, "{{").replace(CLOSE, "}}")


def as_shown(text: str) -> str:
    """Return a text with its values as they are where no network has given any."""
    return re.sub(rf"{OPEN}[^{CLOSE}]*default\(\"([^\"]*)\"\) {CLOSE}", r"\1", text)


def in_line(pieces: Sequence[Node]) -> str:
    """Return pieces as Markdown on one line, with their links and what is stressed."""
    return _with_values(" ".join(write_inline(pieces, Where(in_heading=True)).split()))


def in_title(pieces: Sequence[Node]) -> str:
    """Return pieces as the title of a block; no code there may have quotation marks in it."""
    line = Node(kind="paragraph", children=tuple(pieces)).mapped(_code_as_html)
    return in_line(line.children)


def _code_as_html(node: Node) -> tuple[Node, ...]:
    if node.kind != "codespan" or '"' not in node.text:
        return (node,)
    opening, closing = Node(kind="tag", text="<code>"), Node(kind="tag", text="</code>")
    return opening, Node(kind="text", text=node.text), closing


def in_blocks(nodes: Sequence[Node]) -> list[str]:
    """Return blocks as lines of Markdown; of a quotation, what is quoted."""
    inside = (node.children if node.kind == "quote" else (node,) for node in nodes)
    children = tuple(each for blocks in inside for each in blocks)
    written = _with_values(write_for_authors(Node(kind="document", children=children)))
    return written.split("\n") if written else []


def _with_values(written: str) -> str:
    """Return Markdown with its values as they were before letters were escaped."""
    return _VALUE.sub(lambda found: unescape(found[0].replace("\\", "")), written)
