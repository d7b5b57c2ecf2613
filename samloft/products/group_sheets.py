"""Group sheets: one sheet a task, for each table to write on."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import session_values
from samloft.products._tasks import TEMPLATES, tasks_of
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return the tasks that groups write on together, each for a sheet of its own."""
    session, module = subject.gathering
    page = session.folder / f"{PRODUCT.kind}.md"
    values = session_values(session, module, page, desk)
    tasks = [task for step, task in tasks_of(values["steps"], page, desk) if step.kind == "group"]
    name = PRODUCT.name(desk.language)
    return desk.fill("group_sheets.md", TEMPLATES, **values, name=name, tasks=tasks)


BUILD = PaperBuilder("groupsheets.typ")
PRODUCT = Product(
    kind="gruppeark",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.group_sheets.name"),
    link=lambda language: label(language, "product.group_sheets.link"),
    page_link=lambda language: label(language, "product.group_sheets.page"),
    write=write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=30,
    copies=lambda run: run.groups,
    is_on_demand=True,
)
