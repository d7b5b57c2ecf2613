"""The handout: what each participant gets on paper, and its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk, FilledLesson, FilledModule
from samloft.composing.sessions import Step, inner, session_values
from samloft.products._tasks import TEMPLATES, Printed, tasks_of
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product
from samloft.text.blocks import find_blocks, for_participants
from samloft.text.links import links_in


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's handout for participants, as the page its PDF is made from."""
    session, module = subject.gathering
    page = session.folder / f"{PRODUCT.kind}.md"
    values = session_values(session, module, page, desk)
    terms = list(_terms(values["steps"], module, desk))
    return desk.fill(
        "handout.md",
        TEMPLATES,
        **values,
        name=PRODUCT.name(desk.language),
        sections=list(_sections(values["steps"], page, desk)),
        terms=terms,
        plan=Markup(desk.fill("plan.md", TEMPLATES, **values, terms=terms, is_alone=False)),
    )


def _sections(steps: Sequence[Step], page: PurePosixPath, desk: Desk) -> Iterator[SimpleNamespace]:
    """Yield a section for each lesson: its tasks with what they rest on, and its key points."""
    tasks = list(tasks_of(steps, page, desk))
    printed = Printed()
    for lesson in _lessons(steps):
        found = []
        for step, task in tasks:
            if step.lesson is lesson:
                fresh = tuple(each for each in task.passages if printed.find(each.text) is None)
                printed.add(step, fresh, task)
                found.append(replace(task, passages=fresh))
        points = [block for block in find_blocks(lesson.body) if block.kind == "keypoints"]
        yield SimpleNamespace(
            title=desk.marked(lesson.title, lesson.language),
            clock=next(step.clock for step in steps if step.lesson is lesson),
            tasks=found,
            keypoints=inner(points[0], lesson, page, desk) if points else None,
        )


def _lessons(steps: Sequence[Step]) -> list[FilledLesson]:
    return list({step.lesson.slug: step.lesson for step in steps if step.lesson}.values())


def _terms(steps: Sequence[Step], module: FilledModule, desk: Desk) -> Iterator[SimpleNamespace]:
    """Yield the terms that the session's lessons use."""
    lessons = _lessons(steps)
    used = {
        link.target.removeprefix("term:")
        for lesson in lessons
        for link in links_in(for_participants(lesson.body))
        if link.is_term
    }
    for slug, term in module.module.terms.items():
        if slug in used:
            yield SimpleNamespace(
                term=desk.words(term.term), definition=desk.words(term.definition)
            )


BUILD = PaperBuilder("handout.typ")
PRODUCT = Product(
    kind="utdelingsark",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.handout.name"),
    link=lambda language: label(language, "product.handout.link"),
    page_link=lambda language: label(language, "product.handout.page"),
    write=write,
    build=BUILD,
    is_exact=BUILD.is_exact,
    rank=10,
    copies=lambda run, _: run.people,
    use=lambda language: label(language, "product.handout.use"),
)
