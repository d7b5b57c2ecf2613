"""Put an edition's values where a text composed for many has marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from samloft.composing.plain_tree import Sheet
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


def sheet_of(sheet: Sheet, edition: Edition, slots: Mapping[str, Slot]) -> Sheet:
    """Return a paper with an edition's values and its colour."""
    footer = sheet.footer
    for mark in {match[0] for match in MARK.finditer(footer)}:
        footer = footer.replace(slots[mark].printed, slots[mark].whole)
    return replace(
        sheet,
        markdown=with_values(sheet.markdown, slots),
        footer=footer,
        brand=edition.network.colours.primary,
    )
