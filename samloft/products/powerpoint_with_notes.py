"""The presentation for the facilitator: the same slides, with what to say and do as notes."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products._slides import slides_text
from samloft.products.registry import Product
from samloft.products.slides import SlidesBuilder


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's slides with notes."""
    return slides_text(subject, subject.folder / "index.md", desk, has_notes=True)


PRODUCT = Product(
    kind="presentasjonmednotater",
    made_from="session",
    suffixes=(".pptx",),
    name=lambda language: label(language, "product.powerpoint_with_notes.name"),
    link=lambda language: label(language, "product.powerpoint_with_notes.link"),
    write=write,
    build=SlidesBuilder(),
    rank=91,
    is_on_demand=True,
)
