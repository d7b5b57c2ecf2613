"""Turn a plain tree on disk into a site, through one engine."""

from __future__ import annotations

import datetime
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jinja2

from samloft.addresses import SEARCH_INDEX
from samloft.problems import CourseError, Problem
from samloft.text.compiled import CompiledTemplates
from samloft.text.safety import faults_in


def render(
    project: Path, out: Path, *, edition: str, date: datetime.date, engine: str, code: Path
) -> None:
    """Build the MkDocs project in `project` into `out`.

    Args:
        project: holds mkdocs.yml, docs/ and theme/.
        out: the site's folder; made anew.
        edition: what the project is of, for messages.
        date: the day the course was changed, the only date a page or sitemap carries: the same
            course gives the same bytes on any day.
        engine: one of samloft.building.order.ENGINES.
        code: a folder where compiled templates are kept.

    Raises CourseError when the engine warns or stops.
    """
    with built_on(date):
        said = _mkdocs(project, out, code) if engine == "mkdocs" else _program(engine)(project, out)
    if said:
        raise CourseError(complaints(said, edition, engine))
    _index_as_script(out)


INDEX_START, INDEX_END = "var samloftIndex=", ";"
"""What makes a script of an index, which is JSON."""
_INDEXES = ("search/search_index.json", "search.json")
"""Where engines put it: MkDocs and ProperDocs, and Zensical."""


def _index_as_script(site: Path) -> None:
    """Make a script of a site's search index: from a disk, browsers read nothing else."""
    for name in _INDEXES:
        found = site / name
        if found.exists():
            text = found.read_text(encoding="utf-8")
            found.unlink()
            script = site / SEARCH_INDEX
            script.parent.mkdir(exist_ok=True)
            script.write_text(f"{INDEX_START}{text}{INDEX_END}", encoding="utf-8")


def _mkdocs(project: Path, out: Path, code: Path) -> list[str]:
    """Build in this process, as `mkdocs build --strict` does; return its warnings."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with listening() as heard:
        config = load_config(
            config_file=str(project / "mkdocs.yml"), site_dir=str(out), strict=True
        )
        compile_once(config.theme, code)
        config.plugins.on_startup(command="build", dirty=False)
        config.plugins.events["page_content"].append(_checked)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    return heard.said


def compile_once(theme: Any, code: Path) -> None:
    """Have a theme's templates compiled once for all sites."""
    cache = CompiledTemplates(code)
    make: Callable[[], jinja2.Environment] = theme.get_env

    def get_env() -> jinja2.Environment:
        env = make()
        env.bytecode_cache = cache
        return env

    theme.get_env = get_env


def _checked(html: str, page: Any, **_: object) -> str:
    """Return a page's content as it is. Raises CourseError when it may not be shipped."""
    check_page(html, page.file.src_uri)
    return html


def check_page(html: str, page: str) -> None:
    """Judge the content of a page once more, with all that was put into it since it was composed.

    Raises CourseError for what may not be shipped; the texts' own check has named it already,
    unless it came about where they meet.
    """
    found = [
        Problem(path=page, line=None, rule=rule, values={"value": value} if value else {})
        for rule, value in faults_in(html, is_ours=True)
    ]
    if found:
        raise CourseError(found)


def complaints(said: list[str], edition: str, engine: str) -> list[Problem]:
    """Return what the engine said of an edition's texts, as problems."""
    return [
        Problem(
            path=edition,
            line=None,
            rule="engine-is-content",
            values={"engine": engine, "reason": complaint},
        )
        for complaint in said
    ]


class Listener(logging.Handler):
    """Takes down what the engine warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take down one warning."""
        self.said.append(record.getMessage())


@contextmanager
def listening() -> Iterator[Listener]:
    """Take down MkDocs' warnings, and what it stops for, instead of showing them."""
    from mkdocs.exceptions import MkDocsException

    heard = Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(heard)
    logger.propagate = False
    try:
        yield heard
    except MkDocsException as problem:
        heard.said = heard.said or [str(problem)]
    finally:
        logger.removeHandler(heard)


def _program(engine: str) -> Callable[[Path, Path], list[str]]:
    """Return a builder that runs another program with the project as it is."""

    def build(project: Path, out: Path) -> list[str]:
        command = [sys.executable, "-m", engine, "build"]
        done = subprocess.run(
            command, cwd=project, capture_output=True, encoding="utf-8", errors="replace"
        )
        if done.returncode:
            last = (done.stdout + done.stderr).strip().splitlines()[-5:]
            return [f"cd {project} && {engine} build: " + " / ".join(last)]
        shutil.rmtree(out, ignore_errors=True)
        (project / "site").replace(out)
        return []

    return build


@contextmanager
def built_on(date: datetime.date) -> Iterator[None]:
    """Have the engine believe it is the course's own day."""
    noon = datetime.datetime(date.year, date.month, date.day, 12, tzinfo=datetime.UTC)
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
