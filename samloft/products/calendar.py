"""The calendar file of one gathering, to add to one's own calendar or to send with a summons."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products._appointments import build, entry, in_text, text_of
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return the gathering as data."""
    session, _ = subject.gathering
    assert subject.run is not None, "a calendar file is made for a run"
    return text_of([entry(session, subject.run, desk)])


PRODUCT = Product(
    kind="kalender",
    made_from="session",
    suffixes=(".ics",),
    name=lambda language: label(language, "product.calendar.name"),
    link=lambda language: label(language, "product.calendar.link"),
    write=write,
    build=build,
    escape=in_text,
    rank=90,
    use=lambda language: label(language, "product.calendar.use"),
    is_for_a_run=True,
    is_announced=True,
)
