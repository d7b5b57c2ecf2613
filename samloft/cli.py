"""The command line: arguments → a command; the only place that picks the exit code."""

from __future__ import annotations

import errno
import locale
import os
import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from samloft.catalogue import say
from samloft.commands import COMMANDS
from samloft.commands.command import SHARED, Dressed, in_our_words
from samloft.console import INSTALLED, OURS, Console, is_listened_to, speak_anywhere
from samloft.languages import BASE, LANGUAGES, Language
from samloft.problems import CourseError, Problem, UsageError, problem
from samloft.suggest import nearest

UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}
"""What a disk answers that takes no more, or not from us."""
NAMES = [command.name for command in COMMANDS]


def command() -> int:
    """Run one command on the course in this folder: what an installed package is called by."""
    return main(sys.argv[1:], Path.cwd(), program=INSTALLED)


def main(arguments: Sequence[str], root: Path, *, program: str = OURS) -> int:
    """Run one command and return its exit code.

    0 good · 1 something to mend in content · 2 settings or arguments · 3 our own bug ·
    130 stopped.
    """
    speak_anywhere()
    console = Console(language_of(arguments), root, program=program)
    wanted = "--debug" in arguments
    try:
        with COMMAND_LINE.make_context(program, list(arguments), obj=console) as context:
            code: int = COMMAND_LINE.invoke(context)
        sys.stdout.flush()  # what cannot be written is then told as all else
    except click.exceptions.Exit as stop:  # help was asked for, and has been shown
        sys.exit(stop.exit_code)
    except CourseError as error:
        console.show(error.problems)
        return error.exit_code
    except KeyboardInterrupt:
        console.note("stopped")
        return 130
    except Exception as error:
        if isinstance(error, BrokenPipeError) and not is_listened_to(sys.stdout):
            # As in `… | head`. Nothing is left to tell.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        if wanted:
            raise
        if isinstance(error, OSError) and error.errno in UNWRITABLE:
            console.show([_refused_by_disk(error, root)])
            return 2
        console.note("bug", reason=f"{type(error).__name__}: {error}")
        return 3
    return code


def _refused_by_disk(error: OSError, root: Path) -> Problem:
    """Return what to say of a full disk, or a place that may not be read or written to."""
    path = Path(os.fsdecode(error.filename2 or error.filename or "."))
    reason = error.strerror or str(error)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    if error.filename2 is None and path.is_file() and not os.access(path, os.R_OK):
        return problem(name, "file-can-be-read", reason=reason)
    return problem(name, "file-can-be-written", reason=reason)


class CommandLine(Dressed, click.Group):
    """Every command; `build` where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command's name."""
        with in_our_words(self):
            _, rest, _ = self.make_parser(ctx).parse_args(list(args))
        return super().parse_args(ctx, args if rest else [*args, "build"])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command and what it is given. Raises UsageError for a word that is none."""
        if args[0].startswith("-"):
            args = ["build", *args]
        elif args[0] not in self.commands:
            raise UsageError([_unknown_command(args[0], ctx.params["root"] or ctx.obj.root)])
        return args[0], self.commands[args[0]], args[1:]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order help shows them."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it takes by name, and every command."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for."""
        language = ctx.obj.language
        with formatter.section(say(language, "commands")):
            formatter.write_dl(
                [(name, say(language, each.help or "")) for name, each in self.commands.items()]
            )

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands after the program's name."""
        command = say(ctx.obj.language, "metavars.COMMAND")
        return [*super().collect_usage_pieces(ctx), f"[{command}]", "…"]


COMMAND_LINE = CommandLine(
    "build.py",
    commands={each.name: each for each in COMMANDS},
    params=list(SHARED),
    help="description",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},  # they are for `build`
)


def _unknown_command(word: str, root: Path) -> Problem:
    """Return what to say of a word that is no command; it may be an edition to build."""
    networks = [path.name for path in (root / "networks").glob("*/") if path.name[0] != "."]
    network = word.split("/")[0]
    likely = nearest(network, [*NAMES, *networks])
    if likely in networks:
        likely = f"build {word if likely == network else likely}"
    elif likely not in NAMES:
        likely = nearest(word, NAMES)
    return problem("build.py", "command-is-known", name=word, nearest=likely)


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language to speak: --lang, else the locale's, else the first there is."""
    words = [part for word in arguments for part in word.split("=", 1)]
    for before, value in reversed(list(pairwise(words))):
        if before == "--lang" and value in LANGUAGES:
            return Language(value)
    code = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    spoken = re.split(r"[_.@-]", (code or locale.getlocale()[0] or "").lower())[0]
    return next((each for each in LANGUAGES if each == spoken), BASE)
