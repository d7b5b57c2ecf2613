"""Give headings ids that people can read, in every form of the course the same.

A link to a place on a page then leads there in every language; older ids still lead there too.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import unquote

from markdown.extensions.toc import slugify, unique

from samloft.languages.words import plain_letters
from samloft.text.ids import page_ids, written_ids
from samloft.text.markdown import OURS, heading_id
from samloft.text.nodes import Node


@dataclass(frozen=True)
class Headings:
    """The headings of a text, as what a translation of it needs to know of them."""

    levels: tuple[int, ...]
    ids: tuple[str, ...]
    """As `ids_of` gives them."""
    made: tuple[str, ...]
    """As the site generator makes them."""


def headings_of(document: Node, title: str) -> Headings:
    """Return the headings of a text; `title` is that of its page."""
    return Headings(
        levels=tuple(heading.level for heading in document.all("heading")),
        ids=tuple(ids_of(document, title)),
        made=tuple(_ids(document, title, _made)),
    )


def ids_of(document: Node, title: str) -> list[str]:
    """Return the id of each heading of a text.

    It is what the site generator makes of the heading; where that would leave out letters, as ø,
    what it makes of it with letters that addresses have.

    Args:
        document: the text.
        title: of the page, which stands before it as a heading.
    """
    made = _ids(document, title, _made)
    plain = _ids(document, title, _named)
    same = [
        "id" in each.attrs or _made(each.words) == _named(each.words)
        for each in document.all("heading")
    ]
    used = {name for name, is_same in zip(made, same, strict=True) if is_same}
    used |= page_ids(document)
    return [
        name if is_same else unique(better, used)
        for name, better, is_same in zip(made, plain, same, strict=True)
    ]


def _ids(document: Node, title: str, named: Callable[[str], str]) -> list[str]:
    """Return the ids that headings get one after another, of names made in some way."""
    headings = list(document.all("heading"))
    used = {heading.attrs["id"] for heading in headings if "id" in heading.attrs}
    used |= page_ids(document)
    unique(named(title), used)
    return [heading.attrs.get("id") or unique(named(heading.words), used) for heading in headings]


def wanted_ids(document: Node, base: Headings | None) -> list[str]:
    """Return the id that each heading of a text would have if nothing else had it."""
    headings = list(document.all("heading"))
    if base is not None and base.levels == tuple(heading.level for heading in headings):
        return list(base.ids)
    return [heading.attrs.get("id") or _named(heading.words) for heading in headings]


def _named(words: str) -> str:
    """Return an id with letters that addresses have, and none of the page's own."""
    return heading_id(plain_letters(words))


def _made(words: str) -> str:
    """Return the id that the site generator makes."""
    return slugify(words, "-")


def first_unpaired(document: Node, base: Node) -> int | None:
    """Return the line where the headings of two forms cease to pair, by order and level."""
    ours, theirs = list(document.all("heading")), list(base.all("heading"))
    for mine, other in zip(ours, theirs, strict=False):
        if mine.level != other.level:
            return mine.line
    if len(ours) == len(theirs):
        return None
    return ours[len(theirs)].line if len(ours) > len(theirs) else document.last


def with_ids(document: Node, title: str, base: Headings | None = None) -> Node:
    """Return a text whose headings have ids that last; older ones stand beside them.

    Args:
        document: the text.
        title: of its page.
        base: those of the text it is a translation of: they have the ids, where the two pair.
    """
    own = headings_of(document, title)
    pairs = base is not None and base.levels == own.levels
    kept = base if base is not None and pairs and not page_ids(document) & {*base.ids} else own
    sought = list(_sought(document))
    if kept.ids == own.made == kept.made and not any(sought):
        return document
    taken = {*kept.ids, *page_ids(document)}
    written = {name for name, _ in written_ids(document)}
    named = iter(zip(kept.ids, kept.made, own.ids, own.made, sought, strict=True))

    def change(node: Node) -> tuple[Node, ...]:
        if node.kind != "heading":
            return (node,)
        name, *others, sought_here = next(named)
        # An id that its author wrote elsewhere stands there.
        own_id, every = {node.attrs.get("id")}, dict.fromkeys([*others, *sought_here])
        used = taken | written - own_id
        older = [each for each in every if each not in used and not each.startswith(OURS)]
        taken.update(older)
        anchors = (part for each in older for part in _anchor(each))
        attrs = {**node.attrs, "id": name}
        return (replace(node, attrs=attrs, children=(*anchors, *node.children)),)

    return document.mapped(change)


def _sought(document: Node) -> Iterator[list[str]]:
    """Yield, for each heading, the ids that links in the text call it by, as GitHub names it.

    Editors name headings so too when they make a table of contents.
    """
    links = (node.target for node in document.all("link") if node.target.startswith("#"))
    places: dict[str, dict[str, None]] = {}
    for place in (unquote(target[1:]) for target in links):
        places.setdefault(_plain(place), {})[place] = None
    count: Counter[str] = Counter()
    for heading in document.all("heading"):
        name = _plain("".join(filter(_is_in_name, heading.words.strip())).replace(" ", "-"))
        number = count[name]
        count[name] += 1
        yield list(places.get(f"{name}-{number}" if number else name, ()))


def _is_in_name(sign: str) -> bool:
    return sign in " -_" or unicodedata.category(sign)[0] in "LMN"


def _plain(name: str) -> str:
    """Return a name in small letters, without the mark that makes a sign an emoji."""
    return name.casefold().replace("\ufe0f", "")


def _anchor(name: str) -> Iterator[Node]:
    """Yield an empty place that links to an older id still lead to."""
    shown = escape(name)
    yield Node(kind="tag", text=f'<a id="{shown}">')
    yield Node(kind="tag", text="</a>")
