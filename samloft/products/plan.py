"""The plan as a sheet of its own: what one does after the session, with whom, and by when."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import session_values
from samloft.products._tasks import TEMPLATES
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return the plan of a session, to fill in."""
    session, module = subject.gathering
    values = session_values(session, module, session.folder / "index.md", desk)
    return desk.fill("plan.md", TEMPLATES, **values, is_alone=True)


BUILD = PaperBuilder("singlesheets.typ")
PRODUCT = Product(
    kind="plan",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.plan.name"),
    link=lambda language: label(language, "product.plan.link"),
    write=write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=60,
    use=lambda language: label(language, "product.plan.use"),
    is_on_demand=True,
)
