"""The list of who comes: as many rows as people, which group they sit in, room to tick them off."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products._tasks import TEMPLATES
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product

ROWS = 20
"""Where nobody has said how many come."""
SPARE = 4
"""Rows for those who come without having said so."""


def write(subject: Subject, desk: Desk) -> str:
    """Return a list with a row for everyone who comes, and a few more."""
    session, _ = subject.gathering
    run = subject.run
    return desk.fill(
        "signup.md",
        TEMPLATES,
        title=desk.words(session.title),
        rows=(run.people if run else ROWS) + SPARE,
        groups=run.group_sizes if run else (),
    )


BUILD = PaperBuilder("singlesheets.typ")
PRODUCT = Product(
    kind="deltakerliste",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.signup.name"),
    link=lambda language: label(language, "product.signup.link"),
    write=write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=50,
    copies=lambda _, __: 1,
    use=lambda language: label(language, "product.signup.use"),
    is_on_demand=True,
)
