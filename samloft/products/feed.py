"""Every gathering that an edition announces, as a calendar to follow."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products._appointments import build, entry, in_text, text_of
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return the gatherings as data."""
    return text_of(
        entry(each.gathering[0], each.run, desk, page=each.short_address)
        for each in subject.announced
        if each.run
    )


PRODUCT = Product(
    kind="samlinger",
    made_from="announcements",
    suffixes=(".ics",),
    name=lambda language: label(language, "product.feed.name"),
    link=lambda language: label(language, "product.feed.link"),
    write=write,
    build=build,
    escape=in_text,
)
