"""The facilitator's guide on paper, and its page: run sheet, notes and answers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import note, right_answers, session_values
from samloft.products.paper import build
from samloft.products.registry import Product
from samloft.text.blocks import find_blocks, find_notes

TEMPLATES = Path(__file__).parent / "page_templates"


def write(subject: Subject, desk: Desk) -> str:
    """Return a session's guide for the facilitator: run sheet, notes and answers."""
    session, module = subject.gathering
    page = session.folder / f"{PRODUCT.kind}.md"
    values = session_values(session, module, page, desk)
    notes = []
    for entry in values["lessons"]:
        lesson = module.lesson(entry.slug)
        if lesson is None:
            continue
        blocks = find_blocks(lesson.body)
        notes.append(
            SimpleNamespace(
                title=desk.marked(lesson.title, lesson.language),
                notes=[note(each, lesson, page, desk) for each in find_notes(lesson.body)],
                answers=[
                    SimpleNamespace(
                        question=desk.marked(block.title, lesson.language),
                        right=right_answers(block, lesson, page, desk),
                    )
                    for block in blocks
                    if block.kind == "quiz"
                ],
            )
        )
    return desk.fill("guide.md", TEMPLATES, **values, lesson_notes=notes)


PRODUCT = Product(
    kind="fasilitator",
    made_from="session",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.guide.name"),
    link=lambda language: label(language, "product.guide.link"),
    page_link=lambda language: label(language, "product.guide.page"),
    write=write,
    build=build,
    rank=20,
)
