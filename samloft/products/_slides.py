"""The slides of a session: one for each part of it, and one for each passage that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk, FilledLesson
from samloft.composing.sessions import Step, fitted, session_values
from samloft.course.run import Run
from samloft.products._shown import apart, count_words, parted
from samloft.products._tasks import TEMPLATES, Printed, Task, divided, part_that_seats
from samloft.products.guide import parts_of
from samloft.text.blocks import dressed, for_participants
from samloft.text.gist import figures
from samloft.text.nodes import Node

DENSE, FULL = 45, 85
"""Words from which on a slide's letters are smaller, and smaller still."""


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide of a part; a part has one with its own title, and one a passage."""

    number: int
    """From 2: the first slide is the session's own."""
    part: int
    kind: str
    """Of the part's form, as authors write it: `plenary`."""
    form: str
    clock: str
    until: str
    minutes: int
    title: Markup
    about: Markup | None
    """What it belongs to: the lesson of a task, the part of a passage."""
    body: Markup
    pictures: tuple[Markup, ...] = ()
    """Figures, which stand beside the body."""
    product: Markup | None = None
    seats: bool = False
    """Whether people are told here where to sit."""
    right: tuple[Markup, ...] = ()
    says: Markup | None = None
    """What the facilitator says and does, with a part's first slide."""
    piece: int = 1
    pieces: int = 1
    """Which it is of the slides in a row that have its title, and of how many."""

    @property
    def size(self) -> str:
        """How much there is to read, as the class of its letters."""
        words = count_words(self.body)
        return "full" if words > FULL else "dense" if words > DENSE else "plain"


def slides_of(
    steps: Sequence[Step],
    page: PurePosixPath,
    desk: Desk,
    *,
    groups: Markup | None = None,
    run: Run | None = None,
) -> Iterator[Slide]:
    """Yield the slides of a session's parts, in order, each part's first with its leader's notes.

    Where people are told where to sit comes who sits with whom, and in a run how they divide,
    where there is anything to say of it. A passage is shown once: a task that rests on it later
    has it on paper.
    """
    number = 2
    seating = part_that_seats(steps, groups)
    drawn: set[str] = set()
    seen = Printed()
    for at, part in enumerate(desk.once(_parts, steps, groups, page=page)):
        step, task = part.step, part.task
        shown = [each for each in step.passages if each.shown and not seen.find(each.text)]
        seen.add(step, shown, task)
        if step.lesson and step.kind == "input" and step.lesson.slug not in drawn:
            drawn.add(step.lesson.slug)
            shown = [*_figures(step.lesson, step, page, desk), *shown]
        faces = [
            (each.title, step.name, piece, None)
            for each in shown
            for part_of_it in each.shown
            for piece in apart(part_of_it)
        ]
        body = _body(step, task, is_shown=bool(faces))
        if body or task or not faces:
            faces.insert(0, (step.name, _about(step, task, desk), body, task))
        together = _together(groups, run, desk) if step is seating else None
        if together:
            faces.insert(0, (desk.our_label("screen.together"), step.name, together, None))
        numbered = _numbered([title for title, *_ in faces])
        for place, ((title, about, body, own), (piece, pieces)) in enumerate(
            zip(faces, numbered, strict=True)
        ):
            words, pictures = parted(body)
            yield Slide(
                number=number,
                part=at,
                kind=step.kind,
                form=step.form,
                clock=step.clock,
                until=step.until,
                minutes=step.minutes,
                title=title,
                about=about if about != title else None,
                body=words,
                pictures=tuple(pictures),
                product=own.product if own else None,
                seats=step is seating and place == 0,
                right=own.right if own else (),
                says=part.says if place == 0 else None,
                piece=piece,
                pieces=pieces,
            )
            number += 1


def _numbered(titles: Sequence[Markup]) -> Iterator[tuple[int, int]]:
    """Yield for each title which it is of those in a row that are the same, and of how many."""
    for _, alike in groupby(titles):
        count = len(list(alike))
        yield from ((number, count) for number in range(1, count + 1))


def _parts(
    steps: Sequence[Step], groups: Markup | None, page: PurePosixPath, desk: Desk
) -> list[SimpleNamespace]:
    """Return a session's parts with what their leader says, for who has the tasks beside it."""
    return list(parts_of(steps, page, desk, groups=groups, has_task=False))


def _slides(
    steps: Sequence[Step],
    groups: Markup | None,
    run: Run | None,
    page: PurePosixPath,
    desk: Desk,
) -> list[Slide]:
    """Return a session's slides, for each page and file that is made of them."""
    return list(slides_of(steps, page, desk, groups=groups, run=run))


def _about(step: Step, task: Task | None, desk: Desk) -> Markup | None:
    """Return the lesson a task belongs to."""
    return desk.marked(step.lesson.title, step.lesson.language) if task and step.lesson else None


def _together(groups: Markup | None, run: Run | None, desk: Desk) -> Markup:
    """Return who sits with whom, and in a run how they divide; empty where nobody has said it."""
    told = [groups] if groups else []
    told += [Markup("**{}**").format(divided(run, desk.language))] if run else []
    return Markup("\n\n").join(told)


def _body(step: Step, task: Task | None, *, is_shown: bool) -> Markup:
    """Return what a part's own slide says: the task, or what it is going to be about."""
    text = step.shows or (task.text if task else None)
    if text:
        return text
    titles = list(dict.fromkeys(each.title for each in step.passages if each.is_open))
    if len(titles) == 1 and is_shown:  # it comes next, under its own title
        return Markup()
    return Markup("\n").join(Markup("- {}").format(title) for title in titles)


def _figures(
    lesson: FilledLesson, step: Step, page: PurePosixPath, desk: Desk
) -> Iterator[SimpleNamespace]:
    """Yield the figures of a lesson that none of the part's passages has."""
    told = "".join(each.text for each in step.passages)
    for heading, node in figures(for_participants(lesson.body)):
        alone = dressed(Node(kind="document", children=(node,)), lesson.language)
        shown = fitted(alone, lesson, page, desk)
        if all(image.target.rpartition("/")[2] in told for image in node.all("image")):
            continue
        title = desk.marked(heading or lesson.title, lesson.language)
        yield SimpleNamespace(title=title, shown=(shown,))


def slides_text(subject: Subject, page: PurePosixPath, desk: Desk, *, has_notes: bool) -> str:
    """Return the slides of a session as Markdown, one box each."""
    session, module = subject.gathering
    values = session_values(session, module, page, desk)
    slides = desk.once(_slides, values["steps"], values["groups"], subject.run, page=page)
    if not has_notes:
        slides = [replace(slide, says=None) for slide in slides]
    return desk.fill("slides.md", TEMPLATES, **values, slides=slides, has_notes=has_notes)


def deck_page(subject: Subject, page: PurePosixPath, desk: Desk, *, screen: str = "") -> str:
    """Return a page with the slides of a session, what moves them and a clock.

    Args:
        subject: the session.
        page: the page this is for.
        desk: what the page is made with.
        screen: the page to open and steer, for the page of the facilitator, which has the notes.
    """
    is_alone = subject.run is not None
    # How people divide is told where the page is shown: it may be changed there.
    slides = slides_text(replace(subject, run=None), page, desk, has_notes=bool(screen))
    return desk.fill("deck.md", TEMPLATES, slides=Markup(slides), screen=screen, is_alone=is_alone)
