"""The command line: arguments → a command; the only place that picks the exit code."""

from __future__ import annotations

import argparse
import errno
import locale
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from samloft.catalogue import say
from samloft.commands import COMMANDS
from samloft.console import Console
from samloft.languages import LANGUAGES, Language
from samloft.problems import CourseError, Problem, UsageError
from samloft.suggest import nearest

UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG}
"""What a disk answers that takes no more, or not from us."""
NAMES = [command.name for command in COMMANDS]


def main(arguments: Sequence[str], root: Path) -> int:
    """Run one command and return its exit code.

    0 good · 1 something to mend in content · 2 settings or arguments · 3 our own bug ·
    130 stopped.
    """
    console = Console(_language(arguments), root)
    wanted = "--debug" in arguments
    try:
        options = _parser(console).parse_args(_with_command(list(arguments)))
        console.form = getattr(options, "format", "text")
        console.root = Path(getattr(options, "root", root)).absolute()
        code: int = options.run(options, console)
    except CourseError as error:
        console.show(error.problems)
        return error.exit_code
    except KeyboardInterrupt:
        console.note("stopped")
        return 130
    except BrokenPipeError:
        # The reader of our output went away, as in `… | head`. Nothing is left to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if wanted:
            raise
        if isinstance(error, OSError) and error.errno in UNWRITABLE:
            console.show([_unwritable(error)])
            return 2
        console.note("bug", reason=f"{type(error).__name__}: {error}")
        return 3
    return code


def _unwritable(error: OSError) -> Problem:
    """Return what to say of a full disk, or a place that may not be written to."""
    path = str(error.filename2 or error.filename or ".")
    values = {"reason": error.strerror or str(error)}
    return Problem(path=path, line=None, rule="file-can-be-written", values=values)


class _Parser(argparse.ArgumentParser):
    """Speaks the user's language and raises instead of printing."""

    console: Console

    def error(self, message: str) -> NoReturn:
        unknown = re.match(r"unrecognized arguments: (--[\w-]+)", message)
        if unknown:
            near = nearest(unknown[1], sorted(_options(self)))
            values = {"name": unknown[1], "nearest": near}
            raise UsageError(
                [Problem(path="build.py", line=None, rule="option-is-known", values=values)]
            )
        raise UsageError(
            [Problem(path="build.py", line=None, rule="line-is-usable", values={"reason": message})]
        )

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", say(self.console.language, "usage"), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", say(self.console.language, "usage"), 1)


def _options(parser: argparse.ArgumentParser) -> set[str]:
    """Return every option of a parser and of the commands below it."""
    found = {name for name in parser._option_string_actions if name.startswith("--")}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found |= _options(command)
    return found


def _parser(console: Console) -> argparse.ArgumentParser:
    _Parser.console = console

    def words(key: str) -> str:
        return say(console.language, key)

    shared: tuple[tuple[str, dict[str, Any]], ...] = (
        ("--lang", {"choices": LANGUAGES}),
        ("--root", {"type": Path}),
        ("--debug", {"action": "store_true"}),
    )

    def dressed(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
        parser._positionals.title = words("arguments")
        parser._optionals.title = words("options")
        parser.add_argument("-h", "--help", action="help", help=words("help_help"))
        # No defaults here: a command's would hide what was said before its name.
        for name, details in shared:
            parser.add_argument(
                name, default=argparse.SUPPRESS, help=words(f"{name[2:]}_help"), **details
            )
        return parser

    top = dressed(_Parser(prog="build.py", description=words("description"), add_help=False))
    commands = top.add_subparsers(
        title=words("commands"), metavar="", dest="command", parser_class=_Parser
    )

    for each in COMMANDS:
        parser = commands.add_parser(
            each.name,
            help=words(f"{each.name}_help"),
            description=words(f"{each.name}_help"),
            epilog=f"{words('example')} {each.example}",
            add_help=False,
        )
        parser.set_defaults(run=each.run)
        each.arguments(dressed(parser), words)
    return top


def _with_command(arguments: list[str]) -> list[str]:
    """Return the arguments with `build` put in where no command is named.

    Raises UsageError for a word that is no command.
    """
    takes_value = {"--lang", "--root"}
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        if arguments[at] in ("-h", "--help"):
            return arguments
        if arguments[at] not in takes_value | {"--debug"} and "=" not in arguments[at]:
            break
        at += 2 if arguments[at] in takes_value else 1
    if at >= len(arguments) or arguments[at].startswith("-"):
        return [*arguments[:at], "build", *arguments[at:]]
    name = arguments[at]
    if name not in NAMES:
        raise UsageError(
            [
                Problem(
                    path="build.py",
                    line=None,
                    rule="command-is-known",
                    values={"name": name, "nearest": nearest(name, NAMES)},
                )
            ]
        )
    return arguments


def _language(arguments: Sequence[str]) -> Language:
    """Return the language to speak: --lang, else the locale's, else bokmål."""
    for number, word in enumerate(arguments):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and number + 1 < len(arguments):
            value = arguments[number + 1]
        if value in LANGUAGES:
            return value
    code = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    spoken = (code or locale.getlocale()[0] or "").lower()[:2]
    return "nn" if spoken == "nn" else "en" if spoken == "en" else "nb"
