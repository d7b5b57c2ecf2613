"""The handout: what each participant gets on paper, and its page."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import inner, session_values
from samloft.products.paper import build
from samloft.products.registry import Product
from samloft.text.blocks import find_blocks
from samloft.text.links import find_links

TEMPLATES = Path(__file__).parent / "page_templates"
TASKS = ("reflect", "discuss", "group", "case")


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's handout for participants, as the page its PDF is made from."""
    session, module = subject.gathering
    page = session.folder / f"{PRODUCT.kind}.md"
    values = session_values(session, module, page, desk)
    activities = [
        SimpleNamespace(
            kind=step.block.kind,
            title=step.title,
            clock=step.clock,
            minutes=step.minutes,
            text=inner(step.block, step.lesson, page, desk),
            lines=6 if step.block.kind == "group" else 4,
        )
        for step in values["steps"]
        if step.block and step.lesson and step.block.kind in TASKS
    ]
    lessons = [module.lesson(entry.slug) for entry in values["lessons"]]
    keypoints = [
        SimpleNamespace(
            title=desk.marked(lesson.title, lesson.language),
            text=inner(block, lesson, page, desk),
        )
        for lesson in lessons
        if lesson
        for block in find_blocks(lesson.body)
        if block.kind == "keypoints"
    ]
    used = {
        link.target.removeprefix("term:")
        for lesson in lessons
        if lesson
        for link in find_links(lesson.body)
        if link.is_term
    }
    cited = [slug for slug in module.module.terms if slug in used]
    terms = [
        SimpleNamespace(
            term=desk.words(module.module.terms[slug].term),
            definition=desk.words(module.module.terms[slug].definition),
        )
        for slug in cited
    ]
    return desk.fill(
        "handout.md",
        TEMPLATES,
        **values,
        activities=activities,
        keypoints=keypoints,
        terms=terms,
    )


PRODUCT = Product(
    kind="utdelingsark",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.handout.name"),
    link=lambda language: label(language, "product.handout.link"),
    page_link=lambda language: label(language, "product.handout.page"),
    write=write,
    build=build,
    rank=10,
)
