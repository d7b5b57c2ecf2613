"""The screen: a session's slides for the room. It holds nothing that is meant for its leader."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products._slides import deck_page
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's slides, with what moves them and a clock."""
    return deck_page(subject, subject.folder / f"{PRODUCT.kind}.md", desk)


PRODUCT = Product(
    kind="skjerm",
    made_from="session",
    suffixes=(),
    name=lambda language: label(language, "product.screen.name"),
    link=lambda language: label(language, "product.screen.page"),
    page_link=lambda language: label(language, "product.screen.page"),
    frame="screen.html",
    write=write,
    rank=3,
    use=lambda language: label(language, "product.screen.use"),
)
