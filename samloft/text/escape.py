"""Print a value as Markdown that shows just its letters."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from samloft.slots.traced import Traced, looked_at, printed

_SPECIAL = re.compile(r"([\\`*_\[\]{}|])")
_LAST_SIGN = re.compile(r"([#!])$")
"""A heading drops a last #, and a ! makes a picture of the link after it."""
_WITHOUT_BACKSLASH = re.compile(r"^[=:~?]|(?<=\]):|(?<!/)/(?=//)")
"""An underlined heading, definitions, a fence, a fold, and the place of the footnotes."""
_LIST_START = re.compile(r"^\d+(?=[.)](?: |$))|^(?=[-+#!])")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class UnknownValueError(Exception):
    """A text prints an optional value that this edition does not have."""


def escape(value: object) -> Markup:
    """Return a value as Markdown that shows just these letters.

    HTML is escaped, Markdown's signs get a backslash, and a line break becomes a space, so a
    value can neither mark up the text around it nor start a block. Raises UnknownValueError for
    None.
    """
    if isinstance(value, Traced):
        value = printed(value) or looked_at(value)
    if isinstance(value, Markup):
        return value
    if value is None:
        raise UnknownValueError
    return _escaped(str(value))


def escape_anywhere(value: object) -> Markup:
    """Return the same for where no backslash is read either: in HTML, a phone number's + has none.

    Raises UnknownValueError for None.
    """
    shown = escape(value)
    return shown if isinstance(value, Markup) else _without_backslashes(shown)


@lru_cache(maxsize=16384)
def _without_backslashes(text: str) -> Markup:
    return Markup(_ESCAPED.sub(lambda sign: f"&#{ord(sign[1])};", text))


@lru_cache(maxsize=16384)
def _escaped(text: str) -> Markup:
    text = re.sub(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*", " ", text).strip()
    text = _SPECIAL.sub(r"\\\1", text)
    # Quotation marks too: a value may stand in an attribute.
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;")
    text = _LAST_SIGN.sub(r"\\\1", text)
    text = _LIST_START.sub(lambda match: f"{match[0]}\\", text)
    # Markdown has no backslash for these.
    text = _WITHOUT_BACKSLASH.sub(lambda match: f"&#{ord(match[0])};", text)
    return Markup(text)
