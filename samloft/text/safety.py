"""Keep scripts and other hosts out of what people outside the core team put into a page."""

from __future__ import annotations

from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import nh3
import py_svg_hush
from markdown import Markdown

from samloft.text.markdown import EXTENSIONS

TAGS = nh3.ALLOWED_TAGS | {"section"}
"""What a text may be marked up with: nothing that runs, loads, frames or asks for input."""
EVERYWHERE = {"class", "dir", "id", "lang", "role", "title", "aria-label", "aria-hidden"}
ATTRIBUTES = {
    "*": EVERYWHERE,
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "details": {"open"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "col": {"span"},
}
SCHEMES = {"https", "http", "mailto", "tel", "term"}
"""`term:` leads to our own vocabulary."""


@lru_cache(maxsize=512)
def unsafe_in(text: str) -> tuple[str, ...]:
    """Return what in a Markdown text is not allowed in a page.

    As `<script>` for an element, `onclick` for an attribute, `javascript:…` for an address.
    """
    html = Markdown(extensions=list(EXTENSIONS)).convert(text)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    kept = set(_parts(clean))
    lost = [part for part in _parts(html) if part not in kept]
    return tuple(dict.fromkeys(shown for part in lost if (shown := _shown(*part))))


def _kept(element: str, name: str, value: str) -> str | None:
    """Return an attribute's value; None to drop it. Markdown aligns a table's cells by style."""
    if name == "style":
        return value if value.startswith("text-align:") and ";" not in value[:-1] else None
    if element == "img" and name == "src" and (":" in value or value.startswith("//")):
        return None  # a picture from another host tells that host who reads
    return value


def _parts(html: str) -> list[tuple[str, str, str]]:
    """Return every element, and every attribute with its value."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, "", ""))
        self.found += [(tag, name, value or "") for name, value in attrs]


def _shown(tag: str, name: str, value: str) -> str:
    if tag not in TAGS:
        return f"<{tag}>" if not name else ""
    return value if name in ("href", "src") else name


def line_of(found: str, text: str) -> int | None:
    """Return the line of a text that holds what was found; None when it is written otherwise."""
    words = found.rstrip(">").casefold()
    lines = enumerate(text.casefold().split("\n"), start=1)
    return next((number for number, line in lines if words in line), None)


def cleaned_svg(path: Path) -> bytes:
    """Return a drawing without scripts and outside addresses.

    Raises ValueError for what is not SVG, OSError for what cannot be read.
    """
    stat = path.stat()
    return _cleaned(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _cleaned(path: Path, changed: int, size: int) -> bytes:
    clean: bytes = py_svg_hush.filter_svg(path.read_bytes())
    return clean
