"""What may stand on a page: elements, attributes, and addresses that lead where they seem to."""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3

from samloft.text.markdown import OURS

MEDIA = {"video", "audio", "source", "track"}
TAGS = frozenset(nh3.ALLOWED_TAGS - {"area", "map", "center", "tt", "strike"} | {"section"} | MEDIA)
"""What a text may be marked up with: nothing that runs, frames or asks for input."""
EVERYWHERE = {"class", "dir", "id", "lang", "role", "title", "aria-label", "aria-hidden"}
ROLES = {"definition", "figure", "group", "img", "none", "note", "presentation", "term"}
"""What an element may be said to be (WAI-ARIA 1.2, 5.3.3): nothing that acts, calls or leads."""
FIELDS = frozenset({"fieldset", "legend", "label", "input", "textarea"})
"""What only the composer may write: a quiz or a sheet, filled in on the page and sent nowhere."""
ATTRIBUTES = {
    "*": EVERYWHERE,
    **{name: {"align"} for name in ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6")},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "video": {"src", "controls", "poster", "width", "height", "preload"},
    "audio": {"src", "controls", "preload"},
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "details": {"open"},
    "time": {"datetime"},
    "data": {"value"},
    "td": {"align", "colspan", "headers", "rowspan", "style"},
    "th": {"abbr", "align", "colspan", "headers", "rowspan", "scope", "style"},
    "col": {"span"},
    "colgroup": {"span"},
    "bdo": {"dir"},
    "input": {"autocomplete", "name", "type", "value"},
    "textarea": {"rows"},
}
COMPOSED = {**ATTRIBUTES, "img": ATTRIBUTES["img"] | {"srcset", "sizes"}}
"""What the composer may write: with a picture, narrower copies of it."""
SCHEMES = {"https", "http", "mailto", "tel", "term"}
"""`term:` leads to our own vocabulary."""
LOADED = {"src", "poster"}
"""Attributes with the address of something a page loads."""
FRAMES = {"iframe", "frame", "frameset", "object", "embed"}
"""Elements that bring in what lies elsewhere."""
DEEPEST = 100
"""Elements inside one another. Browsers flatten what is deeper than 512, and so read it anew."""

Keep = Callable[[str, str, str], str | None]
"""Returns the value that an element's attribute is to have; None to drop it."""
_ADDRESS = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
WEB = re.compile(r"https?://[^/?#@]+([/?#].*)?", re.IGNORECASE | re.DOTALL)
"""An address on the web, with nobody's name before its host."""


def kept_in_ours(element: str, name: str, value: str) -> str | None:
    """Return an attribute's value; None to drop it. Markdown aligns a table's cells by style."""
    if name == "style":
        aligned = ("text-align:left;", "text-align:center;", "text-align:right;")
        return value if value.replace(" ", "").rstrip(";") + ";" in aligned else None
    if element == "input" and name == "type":
        return value if value in ("radio", "checkbox", "text") else None
    if name == "align":
        return value if value in ("left", "center", "right") else None
    if name in LOADED:
        return value if _is_here(value) else None
    if name == "srcset":
        return value if all(map(_is_here, re.split(r",\s*", value))) else None
    if name == "href":
        return value if leads_rightly(value) else None
    return value


def kept_without_ids(keep: Keep, element: str, name: str, value: str) -> str | None:
    """Return what `keep` does; None for an id, and for what leads to one."""
    return None if name in ("id", "headers") else keep(element, name, value)


def kept(element: str, name: str, value: str) -> str | None:
    """Return an attribute's value in a text; None to drop it, as the names that pages use."""
    if name == "role":
        return value if value in ROLES else None
    if name in ("id", "class") and any(each.startswith(OURS) for each in value.lower().split()):
        return None
    return kept_in_ours(element, name, value)


def _is_here(address: str) -> bool:
    """Tell whether an address is a file of the course: another host would learn who reads."""
    return not re.search(r"[\\:\x00-\x1f\x7f]|^\s|\s$|^/", address)


def leads_rightly(address: str) -> bool:
    """Tell whether an address leads where it seems to: `https://bank.no@evil.no` does not."""
    if re.search(r"[\\\x00-\x1f\x7f]|^\s|\s$|^//", address):
        return False
    scheme = _ADDRESS.match(address)
    if scheme is None:
        return ":" not in re.split(r"[/?#]", address, maxsplit=1)[0]
    return WEB.fullmatch(address) is not None or scheme[1].lower() in SCHEMES - {"https", "http"}
