"""The presentation for the room, to edit and show in PowerPoint. It holds no notes."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products._slides import slides_text
from samloft.products.registry import Product
from samloft.products.slides import SlidesBuilder


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's slides."""
    return slides_text(subject, subject.folder / "index.md", desk, has_notes=False)


PRODUCT = Product(
    kind="presentasjon",
    made_from="session",
    suffixes=(".pptx",),
    name=lambda language: label(language, "product.powerpoint.name"),
    link=lambda language: label(language, "product.powerpoint.link"),
    write=write,
    build=SlidesBuilder(),
    rank=90,
    is_on_demand=True,
)
