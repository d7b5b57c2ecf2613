"""Words of another tool as Markdown of ours, with a network's values among them.

What stands for a value's template holds signs that no text has, until those of the text are safe.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from samloft.importing.document import Report
from samloft.text.nodes import Node
from samloft.text.write import write
from samloft.text.write_inline import Where, write_inline

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand for `{{` and `}}` of ours until those of the text are safe (Unicode's private use)."""
_VALUE = re.compile(rf"{OPEN}[^{CLOSE}]*{CLOSE}")
_DEFAULT = re.compile(r'default\("([^"\']*)"\)')
"""What stands where a network has given no value."""


def as_template(text: str, where: str, report: Report) -> str:
    """Return a text with its values as templates, and no `{{` or `{%` of its own taken for one."""
    for sign in ("{{", "{%", "{#"):
        if sign in text:
            report.add("changed", "template_sign", where, sign=sign)
    text = re.sub(r"\{[{%#]", lambda found: f"{{{{ '{found[0]}' }}}}", text)
    return text.replace(OPEN, "{{").replace(CLOSE, "}}")


def as_shown(text: str) -> str:
    """Return a text with its values as they are where no network has given any."""
    return re.sub(rf"{OPEN}[^{CLOSE}]*default\(['\"](.*?)['\"]\) {CLOSE}", r"\1", text)


def in_line(pieces: Sequence[Node]) -> str:
    """Return pieces as Markdown on one line, with their links and what is stressed."""
    return _with_values(" ".join(write_inline(pieces, Where(in_heading=True)).split()))


def in_blocks(nodes: Sequence[Node]) -> list[str]:
    """Return blocks as lines of Markdown; of a quotation, what is quoted."""
    inside = (node.children if node.kind == "quote" else (node,) for node in nodes)
    children = tuple(each for blocks in inside for each in blocks)
    written = _with_values(write(Node(kind="document", children=children)))
    return written.split("\n") if written else []


def _with_values(written: str) -> str:
    """Return Markdown with its values as they were before letters were escaped."""
    return _VALUE.sub(lambda found: unescape(found[0].replace("\\", "")), written)


def in_title(line: str) -> str:
    """Return a line as it stands between the quotation marks of a block's title.

    Where no network has given a value, what stands for it has quotation marks of its own.
    """
    return _DEFAULT.sub(r"default('\1')", line).replace('"', "”").strip()
