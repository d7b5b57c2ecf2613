"""Make a session's page, and what everything that is made of a session says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from samloft.composing.page_kit import Desk, FilledLesson, FilledModule
from samloft.course.model import Session
from samloft.course.schema import PartForm
from samloft.languages.words import clock
from samloft.text.blocks import Block, answer_words, inside
from samloft.text.links import relative
from samloft.text.nodes import Node
from samloft.text.templates import escape


@dataclass(frozen=True, kw_only=True)
class Step:
    """A part of a session as its programme shows it."""

    clock: str
    minutes: int
    form: str
    title: Markup
    lesson: FilledLesson | None
    block: Block | None
    notes: Markup | None


def steps_of(session: Session, module: FilledModule, page: PurePosixPath, desk: Desk) -> list[Step]:
    """Return the programme of a session, with the clock time each part begins."""
    steps = []
    at = 0
    for part in session.parts:
        lesson = module.lesson(part.lesson) if part.lesson else None
        block = lesson.block(part.activity) if lesson and part.activity else None
        steps.append(
            Step(
                clock=clock(session.starts, at, desk.language),
                minutes=part.minutes,
                form=desk.label(f"form.{part.form}"),
                title=_step_title(part, lesson, block, desk),
                lesson=lesson,
                block=block,
                notes=desk.markdown(part.notes, session.source, page),
            )
        )
        at += part.minutes
    return steps


def _step_title(
    part: PartForm, lesson: FilledLesson | None, block: Block | None, desk: Desk
) -> Markup:
    if part.title:
        title: Markup = desk.words(part.title)
        return title
    if lesson and block:
        name = desk.label(f"block.{block.kind}")
        return desk.marked(f"{name}: {block.title or lesson.title}", lesson.language)
    if lesson:
        return desk.marked(lesson.title, lesson.language)
    return escape(desk.label(f"form.{part.form}"))


def session_values(
    session: Session, module: FilledModule, page: PurePosixPath, desk: Desk
) -> dict[str, Any]:
    """Return what every page and product of a session is made from."""
    steps = steps_of(session, module, page, desk)
    lessons = list({step.lesson.slug: step.lesson for step in steps if step.lesson}.values())
    return {
        "title": desk.words(session.title),
        "module": desk.words(module.module.title),
        "summary": desk.words(session.summary),
        "steps": steps,
        "starts": clock(session.starts, 0, desk.language),
        "ends": clock(session.starts, session.minutes, desk.language),
        "minutes": session.minutes,
        "needs": desk.words(session.needs),
        "before": desk.words(session.before),
        "after": desk.words(session.after),
        "follow_up": [
            SimpleNamespace(
                task=desk.words(each.task), who=desk.words(each.who), by=desk.words(each.by)
            )
            for each in session.follow_up
        ],
        "facilitator": desk.markdown(session.facilitator, session.source, page),
        "lessons": [
            SimpleNamespace(
                title=desk.marked(lesson.title, lesson.language),
                objective=desk.marked(lesson.objective, lesson.language),
                link=Markup(relative(lesson.path, page)),
                slug=lesson.slug,
                minutes=lesson.minutes,
            )
            for lesson in lessons
        ],
    }


def session_page(
    session: Session, module: FilledModule, desk: Desk, products: Sequence[SimpleNamespace] = ()
) -> str:
    """Return a session's page for participants: when, what, how to prepare, what to print."""
    values = session_values(session, module, session.folder / "index.md", desk)
    return desk.fill("session.md", **values, products=products)


def inner(block: Block, lesson: FilledLesson, page: PurePosixPath, desk: Desk) -> Markup:
    """Return what stands inside a block, links and all, for a page of the session."""
    text = _uncited(inside(block, lesson.language))
    return Markup(desk.part(desk.written(text, lesson.source, page), lesson.language))


def note(block: Block, lesson: FilledLesson, page: PurePosixPath, desk: Desk) -> Markup:
    """Return a note to the facilitator, with those inside it."""
    text = _uncited(inside(block, lesson.language, facilitator=True))
    return Markup(desk.part(desk.written(text, lesson.source, page), lesson.language))


def right_answers(
    block: Block, lesson: FilledLesson, page: PurePosixPath, desk: Desk
) -> list[Markup]:
    """Return the right answers of a quiz, each on a line."""
    found = []
    for is_right, item in block.answers:
        if is_right:
            line = Node(kind="paragraph", children=answer_words(item))
            text = desk.written(_uncited(line), lesson.source, page)
            found.append(Markup(desk.part(text, lesson.language)))
    return found


def _uncited(text: Node) -> Node:
    """Return a text without its footnote marks: a paper has the sources on the page it links to."""
    return text.mapped(lambda node: () if node.kind == "note" else (node,))
