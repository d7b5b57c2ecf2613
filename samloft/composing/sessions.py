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
from samloft.text.blocks import Block, inside
from samloft.text.links import find_citations, relative, relink
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


def steps_of(session: Session, module: FilledModule, desk: Desk) -> list[Step]:
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
                notes=desk.markdown(part.notes),
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
    steps = steps_of(session, module, desk)
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
        "facilitator": desk.markdown(session.facilitator),
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
    text = _uncited("\n".join(inside(block, lesson.language)))
    return Markup(desk.part(relink(text, lesson.source, page), lesson.language))


def _uncited(text: str) -> str:
    """Return a text without its footnote marks: a paper has the sources on the page it links to."""
    for slug in find_citations(text):
        text = text.replace(f"[^{slug}]", "")
    return text
