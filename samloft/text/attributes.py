"""Read attribute lists: `{#id .class width=100}`, with or without Python-Markdown's colon.

And write a value of ours where Markdown is still to be read around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from mdit_py_plugins.attrs.parse import ParseError, parse

_SIGN = re.compile(r"""[\\`*_\[\]{}()<>!&"'|/~^=#@]""")

_VALUE = re.compile(
    r""""[^"]*"|(?<==)'(?P<single>[^'"]+)'|(?<==)(?P<bare>[^\s"'=]+)"""
    r"""|(?<!\S)\#(?P<id>[^\W\d_][\w:.-]*)"""
)
"""A value, in quotation marks of either kind or in none, as in `width=50%`; or an id."""


def in_attribute(words: str) -> str:
    """Return words as an HTML attribute's value that no reader of Markdown sees a sign in."""
    return _SIGN.sub(lambda found: f"&#{ord(found[0])};", words)


def leading(text: str) -> tuple[Mapping[str, str], str]:
    """Return the attributes a text begins with, and the text after them.

    There are none where what stands in the braces is not a list of attributes alone.
    """
    if not text.startswith("{"):
        return {}, text
    close = text.find("}")
    inner = text[1:close].removeprefix(":").strip()
    if close < 0 or not inner:
        return {}, text
    quoted = _VALUE.sub(_quoted, inner)
    try:
        _, found = parse("{" + quoted + "}")
    except ParseError:
        return {}, text
    return (found, text[close + 1 :]) if found else ({}, text)


def _quoted(found: re.Match[str]) -> str:
    """Return a value or an id as the reader of attributes knows it whatever signs it has."""
    if found["id"]:
        return f'id="{found["id"]}"'
    value = found["single"] or found["bare"]
    return f'"{value}"' if value else found[0]


def trailing(text: str, *, colon: bool = False) -> tuple[str, Mapping[str, str]]:
    """Return a text without the attributes it ends with, and them.

    Args:
        text: of a heading, say.
        colon: True where only `{: …}` is a list of attributes.
    """
    stripped = text.rstrip(" \t")
    start = stripped.rfind("{")
    if start < 0 or not stripped.endswith("}") or (colon and stripped[start + 1] != ":"):
        return text, {}
    found, rest = leading(stripped[start:])
    return (stripped[:start].rstrip(" \t"), found) if found and not rest else (text, {})
