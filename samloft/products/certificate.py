"""The certificate of attendance: that someone was there, for how long, and what it was about."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import session_values
from samloft.products._tasks import TEMPLATES
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return the certificate of a session, to put a name on and to sign."""
    session, module = subject.gathering
    values = session_values(session, module, session.folder / "index.md", desk)
    return desk.fill("certificate.md", TEMPLATES, **values)


BUILD = PaperBuilder("singlesheets.typ")
PRODUCT = Product(
    kind="kursbevis",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.certificate.name"),
    link=lambda language: label(language, "product.certificate.link"),
    write=write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=80,
    copies=lambda run, _: run.people,
    use=lambda language: label(language, "product.certificate.use"),
    is_on_demand=True,
)
