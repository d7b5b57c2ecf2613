"""Put an edition's values where a text composed for many has marks."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import quote

from samloft.composing.extents import Extent, extent_slots
from samloft.composing.offers import Offer
from samloft.composing.plain_tree import Facts, PlainTree, ProductFile
from samloft.composing.values import own_look
from samloft.course.model import Edition
from samloft.slots.slot import MARK, Place, Slot, marks_in
from samloft.text.allowed import leads_rightly
from samloft.text.escape import escape, escape_anywhere

_LINE_START = r"(?m)^([ >|]*(?:(?:[*+-]|\d+[.)]) +)*)"
_BEGINS_LIST = re.compile(r"\d+(?=[.)] )")
_FENCE = r"(?P<fence>(?m:^)[ >]*(?P<ticks>```+)[^`]*?\n(?s:.*?)\n[ >]*(?P=ticks)(?m:$))"
_ADDRESS = r"\]\((?P<address><[^>\n]*>|[^\s)]*)(?P<title> \"[^\"\n]*\")?"
_READ_IN_CODE = re.compile(r"[`|<]|///|[^\S ]")
"""What ends code, parts cells, or ends the element around, though it stands in code."""
_PLACES = re.compile(rf"{_FENCE}|{_ADDRESS}|(?P<code>`[^`\n]+`)|(?P<tag><[a-zA-Z][^<>\n]*>)")
"""Where Markdown, as we write it, knows no backslash, or not for every sign: code, where a link
leads and its title, HTML elements."""
_IN_ADDRESS = "/?:@!$&'()*+,;=~#%[]"
"""What stays as it is in an address: a value may be a part of one, or all of it."""


def with_values(text: str, slots: Mapping[str, Slot], marks: Iterable[str] | None = None) -> str:
    """Return a page's Markdown with values for its marks, each as just the letters it has.

    Args:
        text: Markdown.
        slots: an edition's values, by their marks.
        marks: those to replace; all when left out.

    Raises KeyError for a mark without a value.
    """
    wanted = marks_in(text) if marks is None else {*marks}
    odd = [slots[mark] for mark in wanted if not slots[mark].fits(Place.ADDRESS)]
    if odd:
        text = _PLACES.sub(lambda found: _in_place(found, odd), text)
    for mark in wanted:
        text = _with_value(text, slots[mark])
    return text


def _with_value(text: str, slot: Slot) -> str:
    """Return a text with a value; one that would begin a numbered list, `17. mai`, begins none."""
    shown = str(escape_anywhere(slot.whole))
    begins = _BEGINS_LIST.match(slot.whole)
    if begins or slot.whole.isdigit():
        number, after = (begins[0], "") if begins else (slot.whole, r"(?=[.)]\s)")
        lines = re.compile(f"{_LINE_START}{re.escape(slot.printed)}{after}")
        text = lines.sub(lambda line: f"{line[1]}{number}\\{slot.whole[len(number) :]}", text)
    if begins and slot.fits(Place.TEXT):
        shown = slot.whole  # as it is stamped, where it begins no line
    return text.replace(slot.printed, shown)


def _in_place(found: re.Match[str], odd: Sequence[Slot]) -> str:
    """Return a piece of Markdown that no backslash is read in, with values as they are there."""
    piece = found[0]
    here = [slot for slot in odd if slot.printed in piece]
    if not here:
        return piece
    if found["address"] is not None:
        title = found["title"] or ""
        way = _each(piece.removesuffix(title), here, _for_address)
        return way + _each(title, here, _as_entities)
    if found["tag"]:
        return _each(piece, here, _as_entities)
    values = "".join(slot.whole for slot in here)
    if found["fence"] or not _READ_IN_CODE.search(values):
        return _each(piece, here, str)
    # Behind its own signs code can hold neither them nor what parts a table's cells.
    around = re.split(f"({'|'.join(re.escape(slot.printed) for slot in here)})", piece[1:-1])
    by_mark = {slot.printed: slot.whole for slot in here}
    inside = "".join(
        part if MARK.fullmatch(part) else _as_entities(by_mark.get(part, part)) for part in around
    )
    return f"<code>{inside}</code>"


def _each(text: str, slots: Iterable[Slot], show: Callable[[str], str]) -> str:
    for slot in slots:
        text = text.replace(slot.printed, show(slot.whole))
    return text


def _for_address(value: str) -> str:
    """Return a value for an address, as a browser has it there, with no sign that ends a link."""
    kept = quote(value, safe=_IN_ADDRESS)
    return re.sub(r"&(?=#?\w+;)|['()]", lambda found: f"&#{ord(found[0])};", kept)


def _as_entities(value: str) -> str:
    """Return letters for HTML, with nothing in them that Markdown or HTML reads as a sign."""
    return re.sub(r"[^\w .,–-]|_", lambda found: f"&#{ord(found[0])};", value)


def leading_astray(text: str, slots: Mapping[str, Slot]) -> Iterator[str]:
    """Yield the addresses that an edition's values make lead elsewhere than they seem."""
    for address in _marked_addresses(text):
        here = [slots[mark] for mark in marks_in(address) if mark in slots]
        filled = unescape(_each(address.strip("<>"), here, _for_address))
        if not leads_rightly(filled):
            yield filled


@functools.lru_cache(maxsize=4096)
def _marked_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses of a text that hold marks; many editions share a text."""
    found = (match["address"] for match in _PLACES.finditer(text))
    return tuple(address for address in found if address and MARK.search(address))


def with_extents(tree: PlainTree, extents: Mapping[PurePosixPath, Extent]) -> PlainTree:
    """Return a tree whose pages tell how long and large the files are that they lead to."""
    slots = extent_slots(tree.products, extents)
    pages = {
        path: with_values(text, slots, [mark for mark in slots if mark in text])
        for path, text in tree.pages.items()
    }
    return replace(tree, pages=pages)


def products_with_values(
    files: Sequence[ProductFile],
    edition: Edition,
    offers: Sequence[Offer],
    slots: Mapping[str, Slot],
) -> Iterator[ProductFile]:
    """Yield what an edition's products are made from, with its values for the marks."""
    ways = {offer.kind: offer.escape for offer in offers}
    for file in files:
        shown = ways[file.kind]
        text = (
            with_values(file.text, slots)
            if shown is escape
            else _replaced(file.text, slots, lambda slot: str(shown(slot.whole)))  # noqa: B023
        )
        said = {
            name: _replaced(value, slots, lambda slot: slot.whole)
            for name, value in vars(file.facts).items()
        }
        facts = Facts(**{**said, **own_look(edition.network, file.language)})
        yield replace(file, text=text, facts=facts)


def _replaced(text: str, slots: Mapping[str, Slot], show: Callable[[Slot], str]) -> str:
    for mark in marks_in(text):
        text = text.replace(slots[mark].printed, show(slots[mark]))
    return text
