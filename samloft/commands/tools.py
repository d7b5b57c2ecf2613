"""What developers run: the schemas, the tests, the lock files."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys

from samloft.building.order import default_jobs
from samloft.commands.command import Argument, Command, Options
from samloft.console import Console
from samloft.problems import UsageError, problem

# One more than there are processors: a test often waits for a browser, for Git or for a disk. A
# file's tests share what they have built; files are taken in the order tests/conftest.py gives.
# What takes longest is told, so that one sees what ought to be quicker, or marked as slow.
_IN_PROCESSES = (
    *("-n", str(default_jobs() + 1)),
    *("--dist", "loadfile", "--no-loadscope-reorder"),
    *("--durations", "12", "--durations-min", "3"),
)

_DAYS = 20
"""In so many days all slow tests have been run."""


def _schema(options: Options, console: Console) -> int:
    from samloft.course.json_schemas import schema_files

    folder = console.root / "schemas"
    folder.mkdir(exist_ok=True)
    for name, text in schema_files().items():
        (folder / name).write_text(text, encoding="utf-8")
        console.tell("wrote", path=folder / name)
    return 0


def _test(options: Options, console: Console) -> int:
    """Run what CI runs: format, lint, types, tests. With arguments, only pytest with them.

    Of the slow tests it runs this day's share (tests/conftest.py), unless SAMLOFT_SLOW says `all`,
    or another number of days. What Python compiles is kept, whatever the machine's settings are:
    pytest rewrites every test, which takes a process five seconds when nothing is kept of it.
    """
    if not (console.root / "tests").is_dir():
        raise UsageError([problem("tests", "tests-are-here")])
    python = [sys.executable, "-m"]
    today = datetime.date.today()  # noqa: DTZ011 - the developer's own day
    share = {} if options.pytest else {"SAMLOFT_SLOW": str(_DAYS), "SAMLOFT_DAY": str(today)}
    environment = {**share, **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(*step: str) -> int:
        print(f"== {' '.join(step)}", flush=True)
        return subprocess.run([*python, *step], cwd=console.root, env=environment).returncode

    if options.pytest:
        # A part is tried in one process, where a debugger and printed words come through.
        return run("pytest", *options.pytest)
    # Types are looked at while the tests run: one processor is enough for them.
    with subprocess.Popen(
        [*python, "mypy"], cwd=console.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as types:
        steps = (("ruff", "format", "--check", "."), ("ruff", "check", "."))
        done = [run(*step) for step in (*steps, ("pytest", *_IN_PROCESSES))]
        print("== mypy", flush=True)
        print(types.communicate()[0].decode(), end="")
        done.append(types.returncode)
    return max(map(abs, done))


def _lock(options: Options, console: Console) -> int:
    """Renew the lock files for every platform and Python we support."""
    common = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    common += ["--generate-hashes", "--no-annotate", "--quiet", "--upgrade"]
    common += ["--custom-compile-command", "python3 build.py lock"]
    runtime = ["--output-file", "requirements.lock"]
    tests = ["--group", "test", "--constraints", "requirements.lock"]
    tests += ["--output-file", "requirements-test.lock"]
    for rest in (runtime, tests):
        done = subprocess.run([sys.executable, "-m", *common, *rest], cwd=console.root)
        if done.returncode:
            return 2
        console.tell("wrote", path=rest[-1])
    return 0


COMMANDS = (
    Command("schema", "python3 build.py schema", _schema),
    Command(
        "test",
        "python3 build.py test -k front",
        _test,
        Argument(["pytest"], nargs=-1, required=False, metavar="ARGUMENT", help="pytest_help"),
        passes_on=True,
    ),
    Command("lock", "python3 build.py lock", _lock),
)
