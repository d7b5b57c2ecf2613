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
from typing import NamedTuple
from urllib.parse import unquote

import nh3

from samloft.text.allowed import (
    ATTRIBUTES,
    COMPOSED,
    DEEPEST,
    FIELDS,
    FRAMES,
    LOADED,
    SCHEMES,
    TAGS,
    WEB,
    kept,
    kept_in_ours,
    kept_without_ids,
    leads_rightly,
)
from samloft.text.containers import UNSEEN
from samloft.text.limits import TooMuchError
from samloft.text.markdown import OURS, engine_html
from samloft.text.read_back import depth_of, parts_of, torn_in
from samloft.text.watch import watched

_BLANK = re.compile(r"[\x00-\x20]+")
_SCHEME_BACKWARDS = re.compile(r":([a-z0-9+.-]*[a-z])")
_OPENED = re.compile(r"<([a-zA-Z][^\s/>\x00]*)")
_CLOSED = re.compile(r"</([a-zA-Z][^\s/>\x00]*)")
_SCRIPT_SCHEMES = {"javascript", "vbscript", "data", "blob", "file", "view-source", "filesystem"}
_LETTERS = set("abcdefghijklmnopqrstuvwxyz_:@")
_IMPLIED = {"tbody", "tr", "td", "colgroup", "foreignObject", "annotation-xml", "p", "br"}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
"""One as the sanitiser writes it."""
_BODY = re.compile(r"</?tbody>")
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
        torn="" if _is_whole(html, everything, tags, read) else torn_in(html),
        depth=depth_of(kept),
    )


@lru_cache(maxsize=2048)
def clean_around(tags: tuple[str, ...], *, has_ids: bool = True) -> tuple[str, ...]:
    """Return tags of ours that stand in one text with other things between them, made harmless.

    Where they do not make whole elements, none is left. A comment marks each place between two: it
    may stand in any element, and browsers would move anything else out of a table. It has a
    quotation mark in it, so that it is no comment any more where an attribute was left open, and
    where a comment was, the beginning of that one is left.
    """
    name = '"sl'
    while any(name in tag for tag in tags):
        name += "l"
    marks = [f"<!--{name}{number}-->" for number in range(1, len(tags))]
    whole = tags[0] + "".join(mark + tag for mark, tag in zip(marks, tags[1:], strict=True))
    rest, found = _clean(whole, TAGS, is_ours=True, has_ids=has_ids, has_comments=True), []
    for mark in marks:
        part, is_there, rest = rest.partition(mark)
        found.append(_COMMENT.sub("", part))
        if not is_there or "<!--" in found[-1]:
            return ("",) * len(tags)
    found.append(_COMMENT.sub("", rest))
    return tuple(map(_as_written, tags, found))


def _as_written(tag: str, made: str) -> str:
    """Return what was made of a tag, without the body of a table that browsers put in by it."""
    return made if "tbody" in tag.lower() else _BODY.sub("", made)


def _lost_of(everything: str, kept: str) -> list[tuple[str, str, str]]:
    """Return what of a piece of HTML is not in what was kept of it, and would be missed."""
    shipped = set(parts_of(kept))
    return [
        part
        for part in parts_of(everything)
        if part not in shipped and not (part[0] == "a" and part[1] in UNSEEN)
    ]


def _clean(
    html: str, tags: Set[str], *, is_ours: bool, has_ids: bool, has_comments: bool = False
) -> str:
    keep = kept_in_ours if is_ours else kept
    return nh3.clean(
        html,
        tags=set(tags),
        attributes=COMPOSED if tags >= FIELDS else ATTRIBUTES,
        generic_attribute_prefixes={"data-"} if is_ours else None,
        attribute_filter=keep if has_ids else partial(kept_without_ids, keep),
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=not has_comments,
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


_AROUND = frozenset(
    "article aside blockquote details div figure footer header nav section abbr b bdi bdo cite "  # noqa: SIM905
    "code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var".split()
)
"""What a stray end tag could close around a text."""


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
    if WEB.fullmatch(value) and leads_rightly(value):  # so it was to be loaded
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
