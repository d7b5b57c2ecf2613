"""The facilitator's page: notes, clock times, what comes next; it opens and steers the screen."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products import screen
from samloft.products._slides import deck_page
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's slides with the facilitator's notes, and what steers the screen."""
    page = subject.folder / f"{PRODUCT.kind}.md"
    return deck_page(subject, page, desk, screen=f"{screen.PRODUCT.kind}.md")


PRODUCT = Product(
    kind="styring",
    made_from="session",
    suffixes=(),
    name=lambda language: label(language, "product.control.name"),
    link=lambda language: label(language, "product.control.page"),
    page_link=lambda language: label(language, "product.control.page"),
    frame="control.html",
    write=write,
    rank=6,
    use=lambda language: label(language, "product.control.use"),
)
