"""The command line: arguments → calls; the only place that prints and picks the exit code."""

from __future__ import annotations

import argparse
import json
import locale
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, get_args

from samloft.catalogue import describe, label, say
from samloft.forms import LANGUAGES, Language
from samloft.problems import CourseError, Problem, UsageError
from samloft.render import ENGINES
from samloft.sources import nearest
from samloft.work import default_jobs, warm_up

if TYPE_CHECKING:
    from samloft.building import Built

COMMANDS = ("build", "serve", "check", "export", "translated", "schema", "test", "lock")
FORMATS = ("text", "github", "json")
EXAMPLES = {
    "build": "python3 build.py build agder --language nn",
    "serve": "python3 build.py serve agder",
    "check": "python3 build.py check --format github",
    "export": "python3 build.py export agder /tmp/agder",
    "translated": "python3 build.py translated modules/ki/01-hva-er-ki.nn.md",
    "schema": "python3 build.py schema",
    "test": "python3 build.py test -k front",
    "lock": "python3 build.py lock",
}


def main(arguments: Sequence[str], root: Path) -> int:
    """Run one command and return its exit code.

    0 good · 1 something to mend in content · 2 settings or arguments · 3 our own bug ·
    130 stopped.
    """
    desk = _Desk(_language(arguments), root)
    wanted = "--debug" in arguments
    try:
        options = _parser(desk).parse_args(_with_command(list(arguments)))
        desk.form = getattr(options, "format", "text")
        desk.root = Path(getattr(options, "root", root)).absolute()
        code: int = options.run(options, desk)
    except CourseError as error:
        desk.show(error.problems)
        return error.exit_code
    except KeyboardInterrupt:
        desk.note("stopped")
        return 130
    except BrokenPipeError:
        # The reader of our output went away, as in `… | head`. Nothing is left to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if wanted:
            raise
        desk.note("bug", reason=f"{type(error).__name__}: {error}")
        return 3
    return code


@dataclass
class _Desk:
    """Where the command line speaks from."""

    language: Language
    root: Path
    form: str = "text"

    def note(self, key: str, /, **values: object) -> None:
        """Say how it goes, on standard error: standard output is for results."""
        print(say(self.language, key, **values), file=sys.stderr, flush=True)

    def tell(self, key: str, /, **values: object) -> None:
        """Say the result."""
        print(say(self.language, key, **values), flush=True)

    def show(self, problems: Sequence[Problem]) -> None:
        """Print problems in the form asked for, and how many there are."""
        if self.form == "json":
            print(json.dumps([self._as_data(problem) for problem in problems], ensure_ascii=False))
            return
        for problem in problems:
            what, mend = describe(problem, self.language)
            place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
            if self.form == "github":
                kind = "warning" if problem.is_warning else "error"
                line = "" if problem.line is None else f",line={problem.line}"
                print(f"::{kind} file={problem.path}{line}::{what} – {mend}")
            else:
                kind = say(self.language, "advice") if problem.is_warning else ""
                print(f"{place}: {kind}{what} [{problem.rule}]", file=sys.stderr)
                print(f"  {say(self.language, 'hint')}: {mend}", file=sys.stderr)
        count, files = len(problems), len({problem.path for problem in problems})
        kind = "advised" if all(problem.is_warning for problem in problems) else "problems"
        self.note(f"{kind}.{'one' if count == 1 else 'many'}", count=count, files=files)

    def _as_data(self, problem: Problem) -> dict[str, object]:
        what, mend = describe(problem, self.language)
        return {
            "path": problem.path,
            "line": problem.line,
            "rule": problem.rule,
            "is_warning": problem.is_warning,
            "what": what,
            "mend": mend,
        }


def _build(options: argparse.Namespace, desk: _Desk) -> int:
    started = time.monotonic()
    if options.jobs > 1 and not options.scheduler:
        warm_up()
    from samloft.building import build
    from samloft.worker import Order

    out = options.out or desk.root / "site"
    _refuse_inside(desk.root, out)
    built = build(
        desk.root,
        Order(
            names=options.editions,
            municipalities=options.municipalities,
            language=options.language,
            engine=options.engine,
            exact=options.exact,
            sheets=not options.without_sheets,
            jobs=options.jobs,
            scheduler=options.scheduler,
        ),
        out.absolute(),
        say=desk.note,
    )
    if options.explain:
        _explain(built, desk)
    desk.tell(
        "done",
        seconds=f"{time.monotonic() - started:.1f}",
        sites=built.sites,
        pages=built.pages,
        sheets=built.sheets,
        out=out,
    )
    if (out / "index.html").exists():
        desk.tell("open_hint", path=out / "index.html")
    return 0


def _explain(built: Built, desk: _Desk) -> None:
    """Say which pages could not be shared, and what made them differ."""
    for site, page, values in built.why:
        desk.tell("rendered_alone", site=site, page=page, values=values)


def _refuse_inside(root: Path, out: Path) -> None:
    """Stop before an output folder that is, or holds, the course itself."""
    target = out.resolve()
    kept = [
        root / name for name in ("modules", "docs", "networks", "overrides", "samloft", "tests")
    ]
    if root.resolve().is_relative_to(target) or any(
        target.is_relative_to(folder.resolve()) for folder in kept
    ):
        raise UsageError([Problem(path=str(out), line=None, rule="folder-is-outside")])
    # A whole build takes away what was there; it must be a site, or nothing.
    is_site = (out / "index.html").exists() or any(out.glob("*/index.html"))
    if out.exists() and not is_site and (not out.is_dir() or any(out.iterdir())):
        raise UsageError([Problem(path=str(out), line=None, rule="folder-is-free")])


def _serve(options: argparse.Namespace, desk: _Desk) -> int:
    from samloft.preview import preview

    def tell(problems: Sequence[Problem]) -> None:
        if problems:
            desk.show(problems)
        else:
            desk.note("up_to_date")

    preview(
        desk.root,
        options.edition.strip("/"),
        port=options.port,
        language=desk.language,
        tell=tell,
        ready=lambda address: desk.tell("serving", address=address),
    )
    return 0


def _check(options: argparse.Namespace, desk: _Desk) -> int:
    from samloft.building import check_all

    course, networks, advice = check_all(desk.root)
    if options.exact:
        from samloft.proof import prove
        from samloft.site import find_editions, sites_of

        editions = find_editions((), networks, municipalities=True)
        sites = sites_of(editions, None)
        seed = options.seed or random.randrange(1_000_000)
        count = prove(course, sites, options.exact, seed=seed, jobs=default_jobs())
        desk.tell("proved", count=count, seed=seed)
    if advice or options.format == "json":
        desk.show(advice)
    if advice and options.strict:
        return 1
    if options.format == "json":
        return 0
    for language in LANGUAGES:
        lessons = [lesson for module in course.modules for lesson in module.lessons]
        there = sum(language in lesson.forms for lesson in lessons)
        name = label(desk.language, f"language.{language}")
        desk.tell("coverage", name=name, there=there, count=len(lessons))
    desk.tell(
        "checked",
        modules=len(course.modules),
        lessons=sum(len(module.lessons) for module in course.modules),
        networks=len(networks),
    )
    return 0


def _translated(options: argparse.Namespace, desk: _Desk) -> int:
    """Remember that translations follow their bokmål as it stands now."""
    from samloft.bases import LOCK, digest_of, find_translations, read_bases, write_bases
    from samloft.building import read_all
    from samloft.forms import BaseForm
    from samloft.sources import Reader

    reader = Reader(desk.root)
    course, _ = read_all(reader)
    found = {derived.source: derived.base for derived in find_translations(course)}
    asked = [_inside(desk.root, path) for path in options.files]
    unknown = [name for name in asked if name not in found]
    if unknown:
        raise UsageError(
            Problem(
                path=name,
                line=None,
                rule="file-is-a-translation",
                values={"nearest": nearest(name, list(found))},
            )
            for name in unknown
        )
    known = {name: form for name, form in read_bases(reader).items() if name in found}
    for name in asked or found:
        known[name] = BaseForm(base=found[name], digest=digest_of(desk.root / found[name]))
    write_bases(desk.root, known)
    desk.tell("wrote", path=desk.root / LOCK)
    return 0


def _inside(root: Path, path: Path) -> str:
    """Return a file as messages name it, also when it is given from another folder."""
    whole = path.absolute()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()


def _export(options: argparse.Namespace, desk: _Desk) -> int:
    from samloft.building import export

    folder = options.folder.absolute()
    site = export(desk.root, options.edition, folder, language=options.language)
    desk.tell("exported", edition=site.edition.id, language=site.language, path=folder)
    return 0


def _schema(options: argparse.Namespace, desk: _Desk) -> int:
    from samloft.schemas import schema_files

    folder = desk.root / "schemas"
    folder.mkdir(exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8")
        desk.tell("wrote", path=folder / name)
    return 0


def _test(options: argparse.Namespace, desk: _Desk) -> int:
    """Run what CI runs: format, lint, types, tests. With arguments, only pytest with them."""
    python = [sys.executable, "-m"]
    steps = [
        ["ruff", "format", "--check", "."],
        ["ruff", "check", "."],
        ["mypy"],
        ["pytest", *options.pytest],
    ]
    worst = 0
    for step in steps[-1:] if options.pytest else steps:
        print(f"== {' '.join(step)}", flush=True)
        worst = max(worst, subprocess.run([*python, *step], cwd=desk.root).returncode)
    return worst


def _lock(options: argparse.Namespace, desk: _Desk) -> int:
    """Renew the lock files for every platform and Python we support."""
    common = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    common += ["--generate-hashes", "--no-annotate", "--quiet", "--upgrade"]
    common += ["--custom-compile-command", "python3 build.py lock"]
    runtime = ["--output-file", "requirements.lock"]
    tests = ["--group", "test", "--constraints", "requirements.lock"]
    tests += ["--output-file", "requirements-test.lock"]
    for rest in (runtime, tests):
        done = subprocess.run([sys.executable, "-m", *common, *rest], cwd=desk.root)
        if done.returncode:
            return 2
        desk.tell("wrote", path=rest[-1])
    return 0


class _Parser(argparse.ArgumentParser):
    """Speaks the user's language and raises instead of printing."""

    desk: _Desk

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
        return super().format_usage().replace("usage: ", say(self.desk.language, "usage"), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", say(self.desk.language, "usage"), 1)


def _options(parser: argparse.ArgumentParser) -> set[str]:
    """Return every option of a parser and of the commands below it."""
    found = {name for name in parser._option_string_actions if name.startswith("--")}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found |= _options(command)
    return found


def _parser(desk: _Desk) -> argparse.ArgumentParser:
    _Parser.desk = desk

    def words(key: str) -> str:
        return say(desk.language, key)

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

    def command(name: str, run: object) -> argparse.ArgumentParser:
        parser = commands.add_parser(
            name,
            help=words(f"{name}_help"),
            description=words(f"{name}_help"),
            epilog=f"{words('example')} {EXAMPLES[name]}",
            add_help=False,
        )
        parser.set_defaults(run=run)
        return dressed(parser)

    build = command("build", _build)
    build.add_argument("editions", nargs="*", metavar="EDITION", help=words("edition_help"))
    build.add_argument("--language", choices=get_args(Language), help=words("language_help"))
    build.add_argument("--municipalities", action="store_true", help=words("municipalities_help"))
    build.add_argument("--without-sheets", action="store_true", help=words("without_sheets_help"))
    build.add_argument("--exact", action="store_true", help=words("exact_help"))
    build.add_argument("--explain", action="store_true", help=words("explain_help"))
    build.add_argument("--engine", choices=ENGINES, default="mkdocs", help=words("engine_help"))
    build.add_argument("--jobs", type=int, default=default_jobs(), help=words("jobs_help"))
    build.add_argument("--scheduler", metavar="tcp://…", help=words("scheduler_help"))
    build.add_argument("--out", type=Path, help=words("out_help"))
    serve = command("serve", _serve)
    serve.add_argument("edition", metavar="EDITION", help=words("one_edition_help"))
    serve.add_argument("--port", type=int, default=8000, help=words("port_help"))
    check = command("check", _check)
    for parser in (build, check):
        parser.add_argument("--format", choices=FORMATS, default="text", help=words("format_help"))
    check.add_argument("--strict", action="store_true", help=words("strict_help"))
    check.add_argument("--exact", type=int, metavar="N", help=words("prove_help"))
    check.add_argument("--seed", type=int, metavar="N", help=words("seed_help"))
    translated = command("translated", _translated)
    translated.add_argument("files", nargs="*", type=Path, metavar="FILE", help=words("files_help"))
    export = command("export", _export)
    export.add_argument("edition", metavar="EDITION", help=words("one_edition_help"))
    export.add_argument("folder", metavar="DIR", type=Path, help=words("dir_help"))
    export.add_argument("--language", choices=get_args(Language), help=words("language_help"))
    command("schema", _schema)
    test = command("test", _test)
    test.add_argument("pytest", nargs=argparse.REMAINDER, help=words("pytest_help"))
    command("lock", _lock)
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
    if name not in COMMANDS:
        raise UsageError(
            [
                Problem(
                    path="build.py",
                    line=None,
                    rule="command-is-known",
                    values={"name": name, "nearest": nearest(name, list(COMMANDS))},
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
