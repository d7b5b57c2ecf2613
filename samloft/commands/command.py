"""What a command is: a name, an example, what it takes and what it does, told by click.

Click reads the arguments; every word it would say itself is ours, in the user's language. What a
parameter's `help` and `metavar` hold are keys of the catalogue, put into words when help is shown.
"""

from __future__ import annotations

import datetime
import re
import shlex
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click

from samloft.adapting.one_commit import recover
from samloft.catalogue import say
from samloft.console import Console
from samloft.languages import LANGUAGES
from samloft.problems import UsageError, problem
from samloft.suggest import nearest

COURSE = "modules/course.yml"
"""What a folder has that holds a course."""
ADDRESS = r"https://[^\s\"'<>\\]+"
LONGEST_LINE = 120
Options = SimpleNamespace
"""What was asked for, by the names of a command's parameters."""


class Argument(click.Argument):
    """What stands on a command line by its place; its metavar is a key of `cli.metavars`."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return its name as usage and help show it."""
        name = metavar(ctx, self)
        name = f"[{name}]" if not self.required else name
        return f"{name}…" if self.nargs != 1 else name

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return its name and what it is, for help."""
        return metavar(ctx, self), say(ctx.obj.language, self.help or "")


class Option(click.Option):
    """What is asked for by name, as `--jobs 4`; its help is a key of `cli`."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return its names and what it does, for help."""
        names = ", ".join(self.opts)
        if not self.is_flag:
            names += f" {metavar(ctx, self)}"
        return names, say(ctx.obj.language, self.help or "")


def metavar(context: click.Context, parameter: click.Parameter) -> str:
    """Return what stands for a parameter's value: a word of the user's, or the choices there are.

    Without a console, as when only the arguments are read, the key itself.
    """
    if isinstance(parameter.type, OneOf):
        return f"{{{','.join(parameter.type.choices)}}}"
    key = parameter.metavar or "N"
    return say(context.obj.language, f"metavars.{key}") if context.obj else key


class OneOf(click.ParamType[str]):
    """One of some words. Those that cost an import may be given as a function."""

    name = "one of"

    def __init__(self, choices: Sequence[str] | Callable[[], Sequence[str]]) -> None:
        self._choices = choices

    @property
    def choices(self) -> Sequence[str]:
        """The words."""
        return self._choices() if callable(self._choices) else self._choices

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word. Raises UsageError for any other."""
        if value not in self.choices:
            raise refusal("option-is-a-choice", param, ctx, value, ", ".join(self.choices))
        return value


class Number(click.ParamType[int]):
    """A whole number within bounds."""

    name = "number"

    def __init__(self, least: int = 1, most: int = 1_000_000) -> None:
        self.bounds = range(least, most + 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number. Raises UsageError for what is none, or out of bounds."""
        try:
            number = int(value)
        except ValueError:
            number = self.bounds.stop
        if number not in self.bounds:
            bounds = f"{self.bounds.start}–{self.bounds.stop - 1}"
            raise refusal("option-is-a-number", param, ctx, value, bounds)
        return number


class Day(click.ParamType[datetime.date]):
    """A day, as in 2026-11-28."""

    name = "day"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        """Return the day. Raises UsageError for what is none."""
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            raise refusal("option-is-a-day", param, ctx, value) from None


class ClockTime(click.ParamType[str]):
    """A clock time, as in 13:00, 13.00 or 9:00; it is handed on as 13:00 and 09:00."""

    name = "clock"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the time. Raises UsageError for what is none."""
        found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", value)
        if not found or int(found[1]) > 23 or int(found[2]) > 59:
            raise refusal("option-is-a-clock-time", param, ctx, value)
        return f"{int(found[1]):02d}:{found[2]}"


class WebAddress(click.ParamType[str]):
    """The whole address of a page."""

    name = "web address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address. Raises UsageError for what is none."""
        if not re.fullmatch(ADDRESS, value):
            raise refusal("option-is-a-web-address", param, ctx, value)
        return value


class Line(click.ParamType[str]):
    """A few words that are printed on one line, without signs that nobody can see."""

    name = "line"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the words. Raises UsageError for what is too long, or cannot be printed."""
        words = " ".join(value.split())
        if len(words) > LONGEST_LINE or any(unicodedata.category(c)[0] == "C" for c in words):
            raise refusal("option-is-a-line", param, ctx, value, str(LONGEST_LINE))
        return words


def refusal(
    rule: str,
    parameter: click.Parameter | None,
    context: click.Context | None = None,
    value: object = "",
    known: str = "",
    example: str = "",
) -> UsageError:
    """Return the error for a value that a parameter does not take, or that is not there."""
    name = ""
    if parameter is not None:
        is_option = isinstance(parameter, click.Option)
        name = parameter.opts[-1] if is_option or not context else metavar(context, parameter)
    wrong = problem("build.py", rule, name=name, value=str(value), known=known, example=example)
    return UsageError([wrong])


def lacking(console: Console, name: str, example: str) -> UsageError:
    """Return the error for what a command needs just now: an option, or a key of metavars."""
    is_option = name.startswith("-")
    said = name if is_option else console.words(f"metavars.{name}")
    return UsageError([problem("build.py", "argument-is-given", name=said, example=example)])


@contextmanager
def in_our_words(command: click.Command) -> Iterator[None]:
    """Raise UsageError, in our own words, for what click refuses of a command's arguments."""
    try:
        yield
    except click.NoSuchOption as error:
        known = [name for each in command.params for name in each.opts if name.startswith("--")]
        close = nearest(error.option_name, sorted(known))
        unknown = problem("build.py", "option-is-known", name=error.option_name, nearest=close)
        raise UsageError([unknown]) from None
    except click.MissingParameter as error:
        example = getattr(command, "example", "")
        raise refusal("argument-is-given", error.param, error.ctx, example=example) from None
    except click.BadOptionUsage as error:
        option = next(each for each in command.params if error.option_name in each.opts)
        if isinstance(option, click.Option) and option.is_flag:
            raise refusal("option-is-bare", option) from None
        raise refusal("option-has-a-value", option) from None


def _show_help(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        context.obj.tell_raw(context.obj.called(context.get_help()) + "\n")
        context.exit()


SHARED = (
    Option(["--lang"], type=OneOf(LANGUAGES), help="lang_help"),
    Option(["--root"], type=Path, metavar="DIR", help="root_help"),
    Option(["--debug"], is_flag=True, help="debug_help"),
    Option(
        ["-h", "--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_help,
        help="help_help",
    ),
)
"""What every command takes; the first three may also stand before its name."""


class Dressed(click.Command):
    """A command that speaks the user's language."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises UsageError for what cannot be used."""
        with in_our_words(self):
            return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say(ctx.obj.language, "usage"))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands after the command's name."""
        places = [each for each in self.get_params(ctx) if isinstance(each, click.Argument)]
        options = say(ctx.obj.language, "metavars.OPTIONS")
        return [f"[{options}]", *(each.make_metavar(ctx) for each in places)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it is for."""
        formatter.write_paragraph()
        formatter.write_text(say(ctx.obj.language, self.help or ""))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it takes by place."""
        self._section("arguments", click.Argument, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it takes by name."""
        self._section("options", click.Option, ctx, formatter)

    def _section(
        self,
        title: str,
        kind: type[click.Parameter],
        context: click.Context,
        formatter: click.HelpFormatter,
    ) -> None:
        found = [each for each in self.get_params(context) if isinstance(each, kind)]
        records = [record for each in found if (record := each.get_help_record(context))]
        if records:
            with formatter.section(say(context.obj.language, title)):
                formatter.write_dl(records)


class Command(Dressed):
    """One command; its help is the sentence `<name>_help` of the catalogue."""

    name: str  # click says that it may be missing
    allow_extra_args = True  # told in our own words, below

    def __init__(
        self,
        name: str,
        example: str,
        run: Callable[[Options, Console], int],
        *parameters: click.Parameter,
        passes_on: bool = False,
    ) -> None:
        """Take what it does, which returns the exit code, and its parameters.

        One that passes on leaves options it does not know to another program.
        """
        super().__init__(
            name,
            params=[*parameters, *SHARED],
            help=f"{name}_help",
            add_help_option=False,
            context_settings={
                "ignore_unknown_options": passes_on,
                "allow_interspersed_args": not passes_on,
            },
        )
        self.example = example
        self.run = run

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises UsageError for one that has no place."""
        rest = super().parse_args(ctx, args)
        if rest:
            extra = " ".join(rest)
            raise UsageError(
                [problem("build.py", "argument-has-a-place", name=self.name, value=extra)]
            )
        return rest

    def invoke(self, ctx: click.Context) -> int:
        """Do it, and return the exit code."""
        console: Console = ctx.obj
        before = ctx.parent.params if ctx.parent else {}
        given = {name: value for name, value in ctx.params.items() if value or name not in before}
        options = Options(**{**before, **given})
        console.form = getattr(options, "format", console.form)
        console.root = (options.root or console.root).absolute()
        if options.root and not (console.root / COURSE).is_file():
            raise UsageError([problem(str(options.root), "course-is-there")])
        if options.root:
            console.program += f" --root {shlex.quote(str(options.root))}"
        recover(console.root)
        return self.run(options, console)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example, on one line so that it can be copied."""
        formatter.write_paragraph()
        formatter.write(f"{say(ctx.obj.language, 'example')} {self.example}\n")
