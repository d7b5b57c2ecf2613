"""Make a session's page, and what everything that is made of a session says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from samloft.addresses import SHEETS
from samloft.composing.needed_text import passage_in
from samloft.composing.page_kit import Desk, FilledLesson, FilledModule
from samloft.composing.pages import source_note
from samloft.composing.run_form import clocks
from samloft.composing.sheets import sheets_of
from samloft.course.model import Session
from samloft.course.schema import PartForm, SourceForm
from samloft.languages.words import clock
from samloft.text.activities import ACTIVITIES
from samloft.text.blocks import Block, dressed, for_all, for_participants, inside
from samloft.text.footnotes import with_footnotes_below
from samloft.text.gist import gist, in_pieces
from samloft.text.links import citations_in, relative
from samloft.text.nodes import Node
from samloft.text.parse import parse
from samloft.text.quizzes import parts_of


@dataclass(frozen=True, kw_only=True)
class Step:
    """A part of a session as its programme shows it."""

    clock: str
    after: int
    """Minutes from the session's start to its own."""
    until: str
    """The clock time it ends."""
    minutes: int
    kind: str
    """Its form as authors write it: `plenary`."""
    form: str
    title: Markup
    name: Markup
    """Its title without what kind of task it is."""
    is_break: bool
    link: Markup
    """The way to its lesson, or to the activity in it; empty where it has none."""
    lesson: FilledLesson | None
    block: Block | None
    notes: Markup | None
    shows: Markup | None
    """What the room sees, where the part says it."""
    leads: Markup | None
    shorter: SimpleNamespace | None
    """Minutes, and how, on a shorter day."""
    passages: tuple[SimpleNamespace, ...]
    """The texts it rests on: title, text, what of it is shown to a room, in pieces, and whether
    it is open to all or for the facilitator alone."""
    to_look_up: tuple[SimpleNamespace, ...]
    """What each table has on paper to look things up in, in the same way."""
    lines: int
    """Room to write, in lines."""
    sources: Mapping[str, SourceForm]
    """Those that its lesson may cite."""


def steps_of(session: Session, module: FilledModule, page: PurePosixPath, desk: Desk) -> list[Step]:
    """Return the programme of a session, with the clock time each part begins.

    Args:
        session: the session.
        module: its module, filled.
        page: the page this is for, which links in passages lead from.
        desk: what the page is made with.
    """
    steps = []
    at = 0
    for part in session.parts:
        lesson = module.lesson(part.lesson) if part.lesson else None
        block = lesson.block(part.activity) if lesson and part.activity else None
        passages = list(_passages(part, module, page, desk))
        steps.append(
            Step(
                clock=clock(session.starts, at, desk.language),
                after=at,
                until=clock(session.starts, at + part.minutes, desk.language),
                minutes=part.minutes,
                kind=part.form,
                form=desk.our_label(f"form.{part.form}"),
                title=_step_title(part, lesson, block, desk),
                name=_step_name(part, lesson, block, desk),
                is_break=part.form == "break",
                link=_way_to(lesson, block, page),
                lesson=lesson,
                block=block,
                notes=desk.markdown(part.notes, session.source, page, facilitator=True),
                shows=desk.markdown(part.shows, session.source, page),
                leads=desk.words(part.leads),
                shorter=_shorter(part, desk),
                passages=tuple(each for each in passages if not each.to_look_up),
                to_look_up=tuple(each for each in passages if each.to_look_up),
                lines=_lines(part, block),
                sources=module.module.sources,
            )
        )
        at += part.minutes
    return steps


def _way_to(lesson: FilledLesson | None, block: Block | None, page: PurePosixPath) -> Markup:
    if lesson is None:
        return Markup()
    place = f"#{block.id}" if block and block.kind in ACTIVITIES else ""
    return Markup(relative(lesson.path, page) + place)


def _shorter(part: PartForm, desk: Desk) -> SimpleNamespace | None:
    if part.shorter is None:
        return None
    return SimpleNamespace(minutes=part.shorter.minutes, how=desk.words(part.shorter.how))


def _passages(
    part: PartForm, module: FilledModule, page: PurePosixPath, desk: Desk
) -> Iterator[SimpleNamespace]:
    """Yield the texts a part rests on; one that an edition's own text lacks is left out."""
    for want in part.needs_text:
        lesson = module.lesson(want.lesson or part.lesson or "")
        if lesson is None:
            continue
        others = partial(module.headings_of, lesson.slug)
        found = passage_in(lesson.body, lesson.language, want, others)
        if isinstance(found, Block):
            name = desk.label(f"block.{found.kind}")
            title, whole = found.title or name, inside(found, lesson.language)
        elif found:
            title, whole = found.title, dressed(found.text, lesson.language)
        else:
            continue
        is_open = not (isinstance(found, Block) and found.kind == "facilitator")
        said = desk.markdown(want.shows, lesson.source, page)
        short = gist(whole) if is_open and not said else None
        yield SimpleNamespace(
            title=desk.marked(title, lesson.language),
            text=fitted(whole, lesson, page, desk),
            shown=(said,) if said else _in_pieces(short, lesson, page, desk),
            is_open=is_open,
            to_look_up=want.to_look_up and is_open,
        )


def _in_pieces(
    short: Node | None, lesson: FilledLesson, page: PurePosixPath, desk: Desk
) -> tuple[Markup, ...]:
    return tuple(fitted(each, lesson, page, desk) for each in in_pieces(short)) if short else ()


ROOM = {"individual": 9, "pairs": 5, "group": 5, "plenary": 3, "input": 3, "break": 0}
"""Lines to write an answer on, by how people sit."""


def _lines(part: PartForm, block: Block | None) -> int:
    """Return how many lines a task has, sized to its questions where nobody has said it."""
    if part.lines is not None or block is None:
        return part.lines or 0
    questions = for_all(block.node).words.count("?")
    return min(max(ROOM[part.form], 2 * questions), 12)


def _step_name(
    part: PartForm, lesson: FilledLesson | None, block: Block | None, desk: Desk
) -> Markup:
    """Return a part's title; a task without a title of its own is called what it is."""
    if lesson and block and not part.title:
        kind = desk.our_label(f"block.{block.kind}")
        return desk.marked(block.title, lesson.language) if block.title else kind
    return _step_title(part, lesson, block, desk)


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
    return desk.our_label(f"form.{part.form}")


def session_values(
    session: Session, module: FilledModule, page: PurePosixPath, desk: Desk
) -> dict[str, Any]:
    """Return what every page and product of a session is made from."""
    return desk.once(_session_values, session, module, page=page)


def _session_values(
    session: Session, module: FilledModule, page: PurePosixPath, desk: Desk
) -> dict[str, Any]:
    steps = steps_of(session, module, page, desk)
    lessons = list({step.lesson.slug: step.lesson for step in steps if step.lesson}.values())
    return {
        "title": desk.words(session.title),
        "module": desk.words(module.module.title),
        "summary": desk.words(session.summary),
        "steps": steps,
        "sums": _sums(steps),
        "starts": clock(session.starts, 0, desk.language),
        "ends": clock(session.starts, session.minutes, desk.language),
        "minutes": session.minutes,
        "needs": desk.words(session.needs),
        "groups": desk.words(session.groups),
        "roles": desk.words(session.roles),
        "to_fill": list(_to_fill(lessons, module, page, desk)),
        "before": desk.words(session.before),
        "after": desk.words(session.after),
        "follow_up": [
            SimpleNamespace(
                task=desk.words(each.task), who=desk.words(each.who), by=desk.words(each.by)
            )
            for each in session.follow_up
        ],
        "facilitator": desk.markdown(session.facilitator, session.source, page, facilitator=True),
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


def _to_fill(
    lessons: Sequence[FilledLesson], module: FilledModule, page: PurePosixPath, desk: Desk
) -> Iterator[SimpleNamespace]:
    """Yield the sheets to fill in of the lessons of a session, with the way to each."""
    there = relative(PurePosixPath(module.module.slug, f"{SHEETS}.md"), page)
    for lesson in lessons:
        for sheet in sheets_of(lesson):
            title = desk.marked(sheet.title, sheet.titled_in)
            yield SimpleNamespace(title=title, link=Markup(f"{there}#{sheet.id}"))


def _sums(steps: Sequence[Step]) -> list[SimpleNamespace]:
    """Return how many minutes people sit in each way, the most first."""
    minutes: dict[str, int] = {}
    for step in steps:
        minutes[step.kind] = minutes.get(step.kind, 0) + step.minutes
    forms = {step.kind: step.form for step in steps}
    return [
        SimpleNamespace(kind=kind, form=forms[kind], minutes=minutes[kind])
        for kind in sorted(minutes, key=lambda kind: -minutes[kind])
    ]


def session_page(
    session: Session, module: FilledModule, desk: Desk, products: Sequence[SimpleNamespace] = ()
) -> str:
    """Return a session's page for participants: when, what, how to prepare, what to print."""
    values = session_values(session, module, session.folder / "index.md", desk)
    held = clocks(session, desk)
    return desk.fill("session.md", **values, products=products, held=held, is_linked=True)


def inner(block: Block, lesson: FilledLesson, page: PurePosixPath, desk: Desk) -> Markup:
    """Return what stands inside a block, links and all, for a page of the session."""
    return fitted(inside(block, lesson.language), lesson, page, desk)


def fitted(text: Node, lesson: FilledLesson, page: PurePosixPath, desk: Desk) -> Markup:
    """Return a piece of a lesson for a page of the session: its links lead from there.

    What its author notes at the foot of the lesson's page stands below it.
    """
    if next(text.all("note"), None):
        whole = dressed(for_participants(lesson.body), lesson.language)
        text = with_footnotes_below(text, whole, {})
    written = desk.written(_uncited(text), lesson.source, page, is_piece=True)
    return Markup(desk.part(written, lesson.language))


def fitted_line(
    line: Sequence[Node], lesson: FilledLesson, page: PurePosixPath, desk: Desk
) -> Markup:
    """Return words of a lesson for a line of a page of the session."""
    paragraph = Node(kind="paragraph", children=tuple(line))
    written = desk.written(_uncited(paragraph), lesson.source, page, is_piece=True)
    return desk.phrase(written, lesson.language)


def note(
    block: Block,
    lesson: FilledLesson,
    page: PurePosixPath,
    desk: Desk,
    sources: Mapping[str, SourceForm],
) -> Markup:
    """Return a note to the facilitator, with those inside it, and its footnotes below it.

    So are sources that it alone cites: they are not on the lesson's page.
    """
    text = inside(block, lesson.language, facilitator=True)
    elsewhere = citations_in(for_participants(lesson.body))
    own = {
        slug: footnote
        for slug in citations_in(text)
        if slug in sources and slug not in elsewhere
        for footnote in parse(source_note(slug, sources[slug], desk)).all("footnote")
    }
    return fitted(with_footnotes_below(text, parse(lesson.body), own), lesson, page, desk)


def right_answers(
    block: Block, lesson: FilledLesson, page: PurePosixPath, desk: Desk
) -> list[Markup]:
    """Return the right answers of a quiz, each on a line."""
    quiz = parts_of(block.node)
    lines = [option.line for option in quiz.options if option.is_right]
    lines += [(Node(kind="text", text=words),) for words in quiz.accepted]
    return [fitted_line(line, lesson, page, desk) for line in lines]


def _uncited(text: Node) -> Node:
    """Return a text without the marks of its sources: the page a paper links to has them."""
    return text.without(lambda node: node.kind == "note")
