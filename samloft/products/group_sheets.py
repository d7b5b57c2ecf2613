"""Group sheets: one sheet a task, for each table to write on, and what it looks things up in."""

from __future__ import annotations

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import session_values
from samloft.products._tasks import TEMPLATES, tasks_of
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product


def write(subject: Subject, desk: Desk) -> str:
    """Return the tasks that groups write on together, and what each table looks things up in."""
    session, module = subject.gathering
    page = session.folder / f"{PRODUCT.kind}.md"
    values = session_values(session, module, page, desk)
    tasks = [task for step, task in tasks_of(values["steps"], page, desk) if step.kind == "group"]
    # Whatever part of the day they are for; what more than one part needs is there once.
    texts = {each.text: each for step in values["steps"] for each in step.to_look_up}
    return desk.fill(
        "group_sheets.md",
        TEMPLATES,
        **values,
        name=PRODUCT.name(desk.language),
        tasks=tasks,
        to_look_up=list(texts.values()),
    )


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
    copies=lambda run, _: run.groups,
    use=lambda language: label(language, "product.group_sheets.use"),
    is_on_demand=True,
)
