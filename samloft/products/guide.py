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
from samloft.languages import Language
from samloft.languages.words import date_words
from samloft.products import sheets
from samloft.products._tasks import TEMPLATES, Printed, part_that_seats, task_of
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product, find_products
from samloft.text.blocks import find_notes


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's guide for the facilitator."""
    session, module = subject.gathering
    page = session.folder / f"{PRODUCT.kind}.md"
    values = session_values(session, module, page, desk)
    steps: Sequence[Step] = values["steps"]
    parts = list(parts_of(steps, page, desk, groups=values["groups"]))
    own = (values[name] for name in ("summary", "facilitator", "before", "after", "follow_up"))
    said = "".join(str(text or "") for text in (*own, *(part.says for part in parts)))
    return desk.fill(
        "guide.md",
        TEMPLATES,
        **values,
        name=PRODUCT.name(desk.language),
        parts=parts,
        is_run=subject.run is not None,
        names_network=desk.label("guide.the_network") in said,
        has_terms=any(step.lesson and "](term:" in step.lesson.body for step in steps),
        has_groups=any(step.kind == "group" for step in steps),
        papers=list(_papers(subject, desk)),
        checked=date_words(module.module.facts_checked, desk.language),
    )


def _papers(subject: Subject, desk: Desk) -> Iterator[SimpleNamespace]:
    """Yield what there is for the session beside the guide: how many, and when it is used."""
    for product in find_products(on_demand=True, for_a_run=subject.run is not None):
        if product.use and product.is_made_from(subject):
            yield SimpleNamespace(
                is_to_fill=product.kind == sheets.IN_A_RUN,
                name=product.name(desk.language),
                count=_count(product, subject, desk.language),
                use=product.use(desk.language),
            )


def _count(product: Product, subject: Subject, language: Language) -> str:
    """Return how many of a paper there are to be, in words; nothing for who asks only."""
    session, _ = subject.gathering
    run = subject.run
    if product.copies is None:
        return ""
    if run:
        copies = product.copies(run, session)
        return label(language, "guide.copy" if copies == 1 else "guide.copies", count=copies)
    some = Run(session="", date=datetime.date.min, starts="", people=1001, groups=10)
    copies = product.copies(some, session)
    if copies % some.people == 0:
        return label(language, "guide.each")
    return label(language, "guide.table") if copies % some.groups == 0 else ""


def parts_of(
    steps: Sequence[Step],
    page: PurePosixPath,
    desk: Desk,
    *,
    groups: Markup | None = None,
    has_task: bool = True,
) -> Iterator[SimpleNamespace]:
    """Yield each part with what its leader says and does: notes, texts to read, answers.

    The lesson's own notes come where the lesson is last used. A text is printed once: a later part
    that rests on it says where it stands. So is a task, unless it stands beside: `has_task`. Who
    sits with whom, `groups`, is told first of all: people find their places as they come.
    """
    printed = Printed()
    seating = part_that_seats(steps, groups)
    last = {step.lesson.slug: number for number, step in enumerate(steps) if step.lesson}
    for number, step in enumerate(steps):
        notes = []
        if step.lesson and last[step.lesson.slug] == number:
            notes = [
                note(each, step.lesson, page, desk, step.sources)
                for each in find_notes(step.lesson.body)
            ]
        found = [(each, printed.find(each.text)) for each in step.passages]
        fresh = [each for each, at in found if at is None]
        again = [
            SimpleNamespace(at=at, titles=[each.title for each, there in found if there is at])
            for at in steps
            if any(there is at for _, there in found)
        ]
        task = task_of(step, page, desk)
        says = desk.fill(
            "part.md",
            TEMPLATES,
            step=step,
            task=task,
            groups=groups if step is seating else None,
            has_task=has_task,
            passages=fresh,
            again=again,
            lesson_notes=notes,
        )
        yield SimpleNamespace(step=step, task=task, says=Markup(says))
        printed.add(step, fresh, task)


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
    copies=lambda _, __: 1,
)
