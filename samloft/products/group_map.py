"""The map of groups: who sits at which table, to write on and hang by the door."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.course.run import USUAL_PEOPLE, group_sizes, groups_for
from samloft.products._tasks import TEMPLATES
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return a table a group, with a line for each who sits there."""
    session, _ = subject.gathering
    run = subject.run
    sizes = run.group_sizes if run else group_sizes(USUAL_PEOPLE, groups_for(USUAL_PEOPLE))
    return desk.fill(
        "group_map.md",
        TEMPLATES,
        title=desk.words(session.title),
        groups=desk.words(session.groups),
        sizes=sizes,
    )


BUILD = PaperBuilder("singlesheets.typ")
PRODUCT = Product(
    kind="gruppekart",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.group_map.name"),
    link=lambda language: label(language, "product.group_map.link"),
    write=write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=51,
    copies=lambda _, __: 1,
    use=lambda language: label(language, "product.group_map.use"),
    is_on_demand=True,
)
