"""The evaluation as a sheet of its own: to hand in, without a name."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.products._tasks import TEMPLATES
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return the questions participants answer before they go."""
    return desk.fill("evaluation.md", TEMPLATES)


BUILD = PaperBuilder("singlesheets.typ")
PRODUCT = Product(
    kind="evaluering",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.evaluation.name"),
    link=lambda language: label(language, "product.evaluation.link"),
    write=write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=70,
    copies=lambda run, _: run.people,
    use=lambda language: label(language, "product.evaluation.use"),
    is_on_demand=True,
)
