"""Keep out of pages what runs, loads from elsewhere, leads astray or takes the page's own place.

One parser decides, which reads as browsers do (html5ever, through nh3): what it returns is what may
be shipped. Nothing is judged by any other reading; see https://html.spec.whatwg.org/#parsing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote

import nh3

from samloft.text.containers import UNSEEN, VOID
from samloft.text.limits import TooMuchError
from samloft.text.markdown import OURS, engine_html
from samloft.text.watch import watched

MEDIA = {"video", "audio", "source", "track"}
TAGS = frozenset(nh3.ALLOWED_TAGS - {"area", "map", "center", "tt", "strike"} | {"section"} | MEDIA)
"""What a text may be marked up with: nothing that runs, frames or asks for input."""
EVERYWHERE = {"class", "dir", "id", "lang", "role", "title", "aria-label", "aria-hidden"}
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
_BLANK = re.compile(r"[\x00-\x20]+")
_SCHEME_BACKWARDS = re.compile(r":([a-z0-9+.-]*[a-z])")
_WEB = re.compile(r"https?://[^/?#@]+([/?#].*)?", re.IGNORECASE | re.DOTALL)
_OPENED = re.compile(r"<([a-zA-Z][^\s/>\x00]*)")
_CLOSED = re.compile(r"</([a-zA-Z][^\s/>\x00]*)")
_SCRIPT_SCHEMES = {"javascript", "vbscript", "data", "blob", "file", "view-source", "filesystem"}
_WRITTEN = re.compile(r"<(/?)([a-z][^\s/>]*)(?:[^\">]|\"[^\"]*\")*>")
"""A tag as the sanitiser writes it: all values in quotation marks."""
_LETTERS = set("abcdefghijklmnopqrstuvwxyz_:@")
_IMPLIED = {"tbody", "tr", "td", "colgroup", "foreignObject", "annotation-xml", "p", "br"}
_SENTINEL = "<wbr>"
"""Ends what is looked at: where it comes out elsewhere, something before it was left open."""


_ON_A_MACHINE = re.compile(r"file:|[a-zA-Z]:[/\\\\]", re.IGNORECASE)
"""How an address begins that leads to a file on the author's own machine."""


class Unsafe(NamedTuple):
    """What may not stand on a page: the rule that says so, and what breaks it."""

    rule: str
    value: str = ""


@dataclass(frozen=True)
class Cleaned:
    """What the sanitiser made of a piece of HTML."""

    html: str
    """What may be shipped: whole elements, harmless."""
    lost: tuple[Unsafe, ...]
    """What was taken away, as people write it: `<script>`, `onclick`, `javascript:…`."""
    torn: str
    """What closes without having been opened, or is left open, as `</div>`; empty when whole."""
    depth: int
    """Elements inside one another."""


@lru_cache(maxsize=2048)
def clean(
    html: str, *, is_ours: bool = False, has_fields: bool = False, has_ids: bool = True
) -> Cleaned:
    """Return what may be shipped of a piece of HTML, and what was lost on the way.

    Args:
        html: a fragment, as it would stand in a page's body.
        is_ours: True to let it have the ids, classes and data of the page itself.
        has_fields: True to let it have what the composer alone may write too: a quiz's fields,
            and narrower copies of a picture.
        has_ids: False to take away its ids, and what leads to one.
    """
    tags = TAGS | FIELDS if has_fields else TAGS
    kept = _clean(html, tags, is_ours=is_ours, has_ids=has_ids)
    seen = set(_OPENED.findall(html.lower()))
    known = (seen | tags | _IMPLIED) - {"plaintext"}
    read = partial(_sanitised, tags=known, schemes=_schemes_in(html))
    everything = read(html)
    lost = [] if kept == everything else _lost_of(everything, kept)
    if "plaintext" in seen:
        lost.append(("plaintext", "", ""))
    told = (_told(*part, tags) for part in lost)
    return Cleaned(
        html=kept,
        lost=tuple(dict.fromkeys(each for each in told if each)),
        torn="" if _is_whole(html, everything, tags, read) else _torn(html),
        depth=_depth_of(kept),
    )


def _lost_of(everything: str, kept: str) -> list[tuple[str, str, str]]:
    """Return what of a piece of HTML is not in what was kept of it, and would be missed."""
    shipped = set(_parts(kept))
    return [
        part
        for part in _parts(everything)
        if part not in shipped and not (part[0] == "a" and part[1] in UNSEEN)
    ]


def _clean(html: str, tags: Set[str], *, is_ours: bool, has_ids: bool) -> str:
    keep = _kept_in_ours if is_ours else _kept
    return nh3.clean(
        html,
        tags=set(tags),
        attributes=COMPOSED if tags >= FIELDS else ATTRIBUTES,
        generic_attribute_prefixes={"data-"} if is_ours else None,
        attribute_filter=keep if has_ids else partial(_kept_without_ids, keep),
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _sanitised(html: str, tags: set[str], schemes: set[str]) -> str:
    """Return a piece of HTML as a browser reads it, with all that is in it."""
    return nh3.clean(
        html,
        tags=tags,
        clean_content_tags=set(),
        attributes={"*": set()},
        generic_attribute_prefixes=_LETTERS,
        url_schemes=schemes,
        link_rel=None,
    )


def _schemes_in(html: str) -> set[str]:
    """Return all that could be the scheme of an address, in any spelling."""
    backwards = _BLANK.sub("", unescape(html)).lower()[::-1]  # so only at a colon is anything tried
    return {name[::-1] for name in _SCHEME_BACKWARDS.findall(backwards)} | _SCRIPT_SCHEMES | SCHEMES


def _is_whole(html: str, alone: str, tags: Set[str], read: Callable[[str], str]) -> bool:
    """Tell whether a piece of HTML, read alone so, ends where it ends, whatever is around it."""
    closed = sorted(set(_CLOSED.findall(html.lower())) & tags - {"p", "br", "a", "table", "tr"})
    before = "".join(f"<{tag}>" for tag in closed if tag in _AROUND)
    after = "".join(f"</{tag}>" for tag in reversed(closed) if tag in _AROUND)
    after = f"{_SENTINEL}{after}{_SENTINEL}"
    return read(f"<div>{before}{html}{after}</div>") == f"<div>{before}{alone}{after}</div>"


def _torn(html: str) -> str:
    """Return the tag that most likely has no other half."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    left = [*reader.stray, *(f"<{tag}>" for tag in reader.open)]
    return left[0] if left else "<!--"


_AROUND = frozenset(
    "article aside blockquote details div figure footer header nav section abbr b bdi bdo cite "  # noqa: SIM905
    "code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var".split()
)
"""What a stray end tag could close around a text."""


def _kept_in_ours(element: str, name: str, value: str) -> str | None:
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


def _kept_without_ids(keep: Keep, element: str, name: str, value: str) -> str | None:
    return None if name in ("id", "headers") else keep(element, name, value)


def _kept(element: str, name: str, value: str) -> str | None:
    if name in ("id", "class") and any(each.startswith(OURS) for each in value.lower().split()):
        return None
    return _kept_in_ours(element, name, value)


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
    return _WEB.fullmatch(address) is not None or scheme[1].lower() in SCHEMES - {"https", "http"}


def _parts(html: str) -> list[tuple[str, str, str]]:
    """Return every element, and every attribute with its value.

    The HTML is what the sanitiser wrote, so it can be read in one way only.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def _depth_of(html: str) -> int:
    """Return how many elements stand in one another in what the sanitiser wrote."""
    depth = deepest = 0
    for end, tag in _WRITTEN.findall(html):
        if end:
            depth -= 1
        elif tag not in VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.stray: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, "", ""))
        self.found += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            at = len(self.open) - 1 - self.open[::-1].index(tag)
            # What is still open in it has no end of its own; browsers put in that of a paragraph.
            self.stray += [f"<{each}>" for each in self.open[at + 1 :] if each != "p"]
            del self.open[at:]
        elif tag not in VOID:
            self.stray.append(f"</{tag}>")


def _told(tag: str, name: str, value: str, tags: Set[str]) -> Unsafe | None:
    """Return what to say of an element or an attribute; nothing where its element says it."""
    if tag not in tags and name:
        return None
    if tag in FRAMES:
        return Unsafe("outside-is-linked-to", f"<{tag}>")
    if not name:  # also an element that may stand on a page, but not in what is around it
        return Unsafe("html-is-safe", f"<{tag}>")
    if name in ("id", "class"):
        ours = (word for word in value.split() if word.lower().startswith(OURS))
        own = next(ours, "")
        return Unsafe("name-is-not-the-pages", own) if own else Unsafe("attribute-is-known", name)
    if name not in LOADED and (tag, name) != ("a", "href"):
        return Unsafe("attribute-is-known", name)
    if _ON_A_MACHINE.match(value):
        return Unsafe("link-leads-off-one-machine", value)
    if _WEB.fullmatch(value) and leads_rightly(value):  # so it was to be loaded
        return Unsafe("file-comes-with-the-course", value)
    return Unsafe("address-is-whole", value) if value else None


@lru_cache(maxsize=512)
def unsafe_in(text: str) -> tuple[Unsafe, ...]:
    """Return what in a Markdown text may not stand on a page.

    `html-is-safe` with `<script>` for an element; `attribute-is-known` with `onclick`;
    `name-is-not-the-pages` with `sl-x`; `address-is-whole` with `javascript:…` for an address;
    `html-is-whole` with a tag that lacks its other half; `text-is-shallow`; `text-is-bounded`;
    and some more for what has a better way.
    """
    try:
        with watched():
            return tuple(faults_in(engine_html(text)))
    except RecursionError:
        return (Unsafe("text-is-shallow"),)
    except TooMuchError:
        return (Unsafe("text-is-bounded"),)


def faults_in(html: str, *, is_ours: bool = False) -> Iterator[Unsafe]:
    """Yield what in a piece of HTML, or in a page of ours, may not be shipped."""
    cleaned = clean(html, is_ours=is_ours, has_fields=is_ours)
    yield from cleaned.lost
    if cleaned.torn and not cleaned.lost:
        yield Unsafe("html-is-whole", cleaned.torn)
    if cleaned.depth > DEEPEST:
        yield Unsafe("text-is-shallow")


def line_of(found: str, text: str) -> int | None:
    """Return the line of a text that holds what was found; None when it is written otherwise."""
    words = unquote(found.rstrip(">")).casefold()
    lines = text.split("\n")
    for read in (unquote, lambda line: unquote(unescape(line))):
        for number, line in enumerate(map(read, lines), start=1):
            if words and words in line.casefold():
                return number
    return None
