"""The tasks of a session, as papers have them: what to do, what it rests on, room to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.catalogue import label
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import Step, fitted, fitted_line, inner, right_answers
from samloft.course.run import Run
from samloft.languages import Language
from samloft.text.blocks import dressed, settings_of
from samloft.text.escape import escape
from samloft.text.nodes import Node
from samloft.text.quizzes import asked

TEMPLATES = Path(__file__).parent / "page_templates"
TASKS = ("reflect", "discuss", "group", "case", "quiz")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task of a session."""

    title: Markup
    form: str
    clock: str
    facts: Markup
    """How people sit, how many, and how long."""
    product: Markup | None
    """What a group makes."""
    text: Markup
    right: tuple[Markup, ...]
    """The right answers, of a quiz."""
    passages: tuple[SimpleNamespace, ...]
    lines: int
    is_story: bool
    """Whether it is a case: told first, and then what belongs to it."""


class Printed:
    """What stands on a paper already, and where."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, Step]] = []

    def find(self, text: str) -> Step | None:
        """Return the part where a text stands, whole or as a part of another; None for nowhere."""
        return next((step for other, step in self._texts if text.strip() in other), None)

    def add(self, step: Step, passages: Iterable[SimpleNamespace], task: Task | None) -> None:
        """Note what is printed now for a part; a later one may rest on its story too."""
        self._texts += [(each.text, step) for each in passages]
        if task and task.is_story:
            self._texts.append((task.text, step))


def task_of(step: Step, page: PurePosixPath, desk: Desk) -> Task | None:
    """Return a step's task; None where it has none."""
    lesson, block = step.lesson, step.block
    if lesson is None or block is None or block.kind not in TASKS:
        return None
    product: Markup | None = None
    right: list[Markup] = []
    settings, rest = settings_of(block.node) if block.kind == "group" else ({}, ())
    if block.kind == "group":
        whole = dressed(block.node.having(*rest), lesson.language)
        text = fitted(_document(whole.children), lesson, page, desk)
        if "product" in settings:
            product = fitted_line(settings["product"], lesson, page, desk)
    elif block.kind == "quiz":
        question = dressed(_document(asked(block.node)), lesson.language)
        text = fitted(question, lesson, page, desk)
        right = right_answers(block, lesson, page, desk)
    else:
        text = inner(block, lesson, page, desk)
    size = escape("".join(piece.words for piece in settings.get("size", ())))
    facts = [step.form, *([f"{size} {desk.said('group.people')}"] if size else [])]
    facts.append(f"{step.minutes} {desk.said('minutes')}")
    return Task(
        title=step.name,
        form=step.kind,
        clock=f"{step.clock}–{step.until}",
        facts=Markup(" · ").join(facts),
        product=product,
        text=text,
        right=tuple(right),
        passages=tuple(each for each in step.passages if each.is_open),
        lines=step.lines,
        is_story=block.kind == "case",
    )


def part_that_seats(steps: Sequence[Step], groups: Markup | None) -> Step | None:
    """Return the part in which people are told where to sit.

    Where the session says who sits with whom, `groups`, it is the first: they find their places as
    they come, and no minutes go to it later. Else it is the first in which they sit in groups.
    """
    return next((step for step in steps if groups or step.kind == "group"), None)


def divided(run: Run, language: Language) -> str:
    """Return how the people of a run divide into groups, in words."""
    sizes = " + ".join(map(str, run.group_sizes))
    return label(language, "to_print.people", people=run.people, groups=run.groups, sizes=sizes)


def _document(nodes: Iterable[Node]) -> Node:
    return Node(kind="document", children=tuple(nodes))


def tasks_of(steps: Sequence[Step], page: PurePosixPath, desk: Desk) -> Iterator[tuple[Step, Task]]:
    """Yield each step that has a task, with the task."""
    for step in steps:
        task = task_of(step, page, desk)
        if task:
            yield step, task
