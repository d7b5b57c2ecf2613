"""`new`: files to begin with, that build at once."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from samloft.catalogue import say
from samloft.commands.command import Argument, Command, OneOf, Options
from samloft.commands.options import LANGUAGE, MODULE
from samloft.console import Console
from samloft.defaults import engine_folder
from samloft.problems import Problem, UsageError

ASKS = {
    "course": ("ask.course", "new_title.course"),
    "network": ("ask.network", "new_title.network"),
    "module": ("ask.module", "new_title.module"),
    "lesson": ("ask.lesson", "new_title.lesson"),
    "session": ("ask.session", "new_title.session"),
    "term": ("ask.term", "new_title.term"),
    "figure": ("ask.figure", "new_title.figure"),
}
"""What can be made: the question for its name, and the name it has where nobody answers."""


def _new(options: Options, console: Console) -> int:
    from samloft.authoring import drafts

    root, kind = console.root, options.kind
    title = options.title or _asked(console, *ASKS[kind])
    if kind == "course":
        root = Path(title).absolute()
        if root.exists() and any(root.iterdir()):
            raise UsageError([Problem(path=title, line=None, rule="folder-is-free")])
        draft = drafts.course(root.name, options.language or console.language)
    elif kind == "network":
        draft = drafts.network(root, title, options.language, drafts.COLOURS)
    else:
        language = options.language or drafts.base_language(root)
        if kind == "module":
            draft = drafts.module(root, title, language)
        else:
            module = options.module or _module(root, console)
            draft = drafts.IN_A_MODULE[kind](root, module, title, language)
    drafts.write(draft, root)
    for path in (*draft.new, *draft.changed):
        console.tell("wrote", path=path)
    if draft.markdown:
        console.tell("new_markdown", markdown=draft.markdown)
    if kind == "course":
        folder = shlex.quote(title)
        console.tell("new_course_next", folder=folder, path=draft.opens, build=_build(console))
    else:
        console.tell("new_next", path=draft.opens)
    return 0


def _build(console: Console) -> str:
    """Return what builds a course that has no build.py of its own, typed in its folder."""
    door = engine_folder() / "build.py"
    return f"python3 {shlex.quote(str(door))}" if door.exists() else f"{console.program} build"


def _module(root: Path, console: Console) -> str:
    """Return the module to put something in: the one there is, or the one that is chosen."""
    known = sorted(path.parent.name for path in (root / "modules").glob("*/module.yml"))
    if not known:
        raise UsageError([Problem(path="modules", line=None, rule="course-has-a-module")])
    return known[0] if len(known) == 1 else _asked(console, "ask.module_of", default=known[0])


def _asked(console: Console, question: str, answer: str = "", default: str = "") -> str:
    """Return what is answered on a terminal, else the default, which may be a key of ours."""
    proposed = default or say(console.language, answer)
    if not sys.stdin.isatty():
        return proposed
    given: str = click.prompt(say(console.language, question), default=proposed, err=True)
    return given


COMMANDS = (
    Command(
        "new",
        'python3 build.py new lesson "Hva er sky?" --module ki',
        _new,
        Argument(["kind"], type=OneOf(tuple(ASKS)), metavar="KIND", help="new_kind_help"),
        Argument(["title"], required=False, metavar="TITLE", help="new_title_help"),
        MODULE,
        LANGUAGE,
    ),
)
