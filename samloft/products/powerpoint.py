"""The presentation to edit and show in PowerPoint: one for the room, and one with notes beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products._slides import slides_text
from samloft.products.registry import Product
from samloft.products.slides import SlidesBuilder


def _write(*, has_notes: bool) -> Callable[[Subject, Desk], str]:
    return lambda subject, desk: slides_text(
        subject, subject.folder / "index.md", desk, has_notes=has_notes
    )


_FOR_THE_ROOM = Product(
    kind="presentasjon",
    made_from="session",
    suffixes=(".pptx",),
    name=lambda language: label(language, "product.powerpoint.name"),
    link=lambda language: label(language, "product.powerpoint.link"),
    write=_write(has_notes=False),
    build=SlidesBuilder(),
    rank=90,
    is_on_demand=True,
)
_WITH_NOTES = replace(
    _FOR_THE_ROOM,
    kind="presentasjonmednotater",
    name=lambda language: label(language, "product.powerpoint_with_notes.name"),
    link=lambda language: label(language, "product.powerpoint_with_notes.link"),
    write=_write(has_notes=True),
    rank=91,
    use=lambda language: label(language, "product.powerpoint_with_notes.use"),
)
PRODUCTS = (_FOR_THE_ROOM, _WITH_NOTES)
