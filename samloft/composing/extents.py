"""How long and how large a file is: held open on pages that lead to it until it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath

from babel.numbers import format_decimal
from markupsafe import Markup

from samloft.catalogue import label, word
from samloft.composing.plain_tree import ProductFile
from samloft.languages import Language, about
from samloft.slots.slot import Slot, slot_of

MEGABYTE = 1_000_000


class Paged(bytes):
    """A file that has pages, as builders give it."""

    pages: int

    @classmethod
    def of(cls, content: bytes, pages: int) -> Paged:
        """Return a file with how many pages it has."""
        paged = cls(content)
        paged.pages = pages
        return paged


@dataclass(frozen=True)
class Extent:
    """How long and how large a file is."""

    pages: int
    """0 for a file that has none."""
    size: int
    """In bytes."""

    @classmethod
    def of(cls, content: bytes) -> Extent:
        """Return the extent of a file as its builder gives it."""
        return cls(content.pages if isinstance(content, Paged) else 0, len(content))

    @classmethod
    def read(cls, text: str) -> Extent:
        """Return an extent from what `str` makes of it. Raises ValueError."""
        pages, size = text.split()
        return cls(int(pages), int(size))

    def __str__(self) -> str:
        return f"{self.pages} {self.size}"

    def words(self, language: Language) -> str:
        """Return it as a page says it: `4 sider, 58 kB`."""
        if self.size < MEGABYTE:
            told = label(language, "extent.kilobytes", size=max(1, round(self.size / 1000)))
        else:
            locale = about(language).cldr
            size = format_decimal(self.size / MEGABYTE, format="0.#", locale=locale)
            told = label(language, "extent.megabytes", size=size)
        if not self.pages:
            return told
        key = "extent.page" if self.pages == 1 else "extent.pages"
        return f"{label(language, key, pages=self.pages)}, {told}"


SOME = Extent(2, 2000)
"""Stands for any while nobody knows: every extent fits where one does."""


@lru_cache(maxsize=4096)
def slot_of_extent(file: PurePosixPath, language: Language, extent: Extent = SOME) -> Slot:
    """Return the place held open for a file's extent, with its value."""
    return slot_of(f"extent {file}", extent.words(language))


def held_open(file: PurePosixPath, language: Language) -> Markup:
    """Return what a page has beside its link to a file until the extent is known.

    A search leaves it out: its index would be another with every paper.
    """
    code = word(language, "labels.extent.kilobytes").language
    lang = "" if code == language else f' lang="{code}"'
    mark = slot_of_extent(file, language).printed
    return Markup(f' <span class="sl-extent" data-search-exclude{lang}>{mark}</span>')


def extent_slots(
    files: Iterable[ProductFile], extents: Mapping[PurePosixPath, Extent] | None = None
) -> dict[str, Slot]:
    """Return the places held open for the extents of files, by mark; with any value if unknown."""
    slots = (
        slot_of_extent(file.path, file.language, extents[file.path] if extents else SOME)
        for file in files
    )
    return {slot.mark: slot for slot in slots}


def still_open(files: Iterable[ProductFile]) -> dict[str, Slot]:
    """Return the places held open for the extents of files as they are until these are known."""
    return {mark: replace(slot, value=mark) for mark, slot in extent_slots(files).items()}
