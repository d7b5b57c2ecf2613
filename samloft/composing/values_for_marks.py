"""Put an edition's values where a text composed for many has marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from samloft.composing.offers import Offer
from samloft.composing.plain_tree import Facts, ProductFile
from samloft.composing.values import own_look
from samloft.course.model import Edition
from samloft.slots.slot import MARK, Slot
from samloft.text.templates import escape

_LINE_START = r"(?m)^([ >|]*(?:(?:[*+-]|\d+[.)]) +)*)"


def with_values(text: str, slots: Mapping[str, Slot], marks: Iterable[str] | None = None) -> str:
    """Return a page's Markdown with values for its marks, each as just the letters it has.

    Args:
        text: Markdown.
        slots: an edition's values, by their marks.
        marks: those to replace; all when left out.

    Raises KeyError for a mark without a value.
    """
    for mark in {match[0] for match in MARK.finditer(text)} if marks is None else marks:
        slot = slots[mark]
        if slot.whole.isdigit():
            # Before a full stop it would begin a numbered list, as in `17. mai`.
            number = rf"{_LINE_START}{re.escape(slot.printed)}([.)])(?=\s)"
            text = re.sub(number, rf"\g<1>{slot.whole}\\\g<2>", text)
        text = text.replace(slot.printed, str(escape(slot.whole)))
    return text


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
    for mark in {match[0] for match in MARK.finditer(text)}:
        text = text.replace(slots[mark].printed, show(slots[mark]))
    return text
