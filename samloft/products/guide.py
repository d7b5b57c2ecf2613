"""The facilitator's guide on paper, and its page: run sheet, notes, texts to read, answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import Step, note, session_values
from samloft.course.run import Run
from samloft.languages.words import date_words
from samloft.products._tasks import TEMPLATES, Printed, task_of
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product, find_products
from samloft.text.blocks import find_notes


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's guide for the facilitator."""
    session, module = subject.gathering
    page = session.folder / f"{PRODUCT.kind}.md"
    values = session_values(session, module, page, desk)
    parts = list(parts_of(values["steps"], page, desk))
    return desk.fill(
        "guide.md",
        TEMPLATES,
        **values,
        name=PRODUCT.name(desk.language),
        parts=parts,
        is_run=subject.run is not None,
        papers=", ".join(_papers(subject, desk)),
        checked=date_words(module.module.facts_checked, desk.language),
    )


def _papers(subject: Subject, desk: Desk) -> Iterator[str]:
    """Yield what there is to print for the session beside the guide, and how many of each."""
    run = subject.run
    some = Run(session="", date=datetime.date.min, starts="", people=3, groups=2)
    for product in find_products(on_demand=True, for_a_run=run is not None):
        if product.copies is None or product.kind == PRODUCT.kind:
            continue
        if not product.is_made_from(subject):
            continue
        name = product.name(desk.language).lower()
        whom = {some.people: "each", some.groups: "table"}.get(product.copies(some))
        said = label(desk.language, f"guide.{whom}", name=name) if whom else name
        yield f"{said} ({product.copies(run)})" if run else said


def parts_of(
    steps: Sequence[Step], page: PurePosixPath, desk: Desk, *, has_task: bool = True
) -> Iterator[SimpleNamespace]:
    """Yield each part with what its leader says and does: notes, texts to read, answers.

    The lesson's own notes come where the lesson is last used. A text is printed once: a later part
    that rests on it says where it stands. So is a task, unless it stands beside: `has_task`.
    """
    printed = Printed()
    last = {step.lesson.slug: number for number, step in enumerate(steps) if step.lesson}
    for number, step in enumerate(steps):
        notes = []
        if step.lesson and last[step.lesson.slug] == number:
            notes = [note(each, step.lesson, page, desk) for each in find_notes(step.lesson.body)]
        fresh = [each for each in step.passages if each.text not in printed]
        again = [each.title for each in step.passages if each.text in printed]
        task = task_of(step, page, desk)
        says = desk.fill(
            "part.md",
            TEMPLATES,
            step=step,
            task=task,
            has_task=has_task,
            passages=fresh,
            again=again,
            lesson_notes=notes,
        )
        yield SimpleNamespace(step=step, task=task, says=Markup(says))
        printed.add(fresh)


BUILD = PaperBuilder("guide.typ")
PRODUCT = Product(
    kind="fasilitator",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.guide.name"),
    link=lambda language: label(language, "product.guide.link"),
    page_link=lambda language: label(language, "product.guide.page"),
    write=write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=20,
    copies=lambda _: 1,
)
