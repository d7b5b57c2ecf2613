"""The slides of one run, to be opened from a disk: for the room, and with notes beside."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import urlencode

from samloft.building.order import ENGINES
from samloft.cache import cache_of
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import PlainTree, write_tree
from samloft.course.editions import Site
from samloft.course.model import Course
from samloft.course.run import Run
from samloft.problems import CourseError, Problem
from samloft.products.registry import Product, find_products
from samloft.rendering.engines import render

FOLDER = "skjermfiler"
"""What the pages need, beside those that one opens."""
# With the attributes it has: without a link, they would stand there as text.
_WAY_OUT = re.compile(r"(?<!!)\[([^\[\]]*)\]\((?![a-z]+:|#)([^()]*)\)(?:\{:[^{}]*\})?")
_HOME = re.compile(r"\n[^\n]*\n\{: \.sl-deck__home \}\n?")
_ENTRY = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={link}">
<title>{title}</title>
<p><a href="{link}">{title}</a></p>
"""


def write_screens(course: Course, site: Site, run: Run, out: Path, work: Path) -> dict[str, str]:
    """Write the slides of a run; return what each page is called, by the file one opens.

    Args:
        course: the course.
        site: whose they are.
        run: the run: its day, clock, place and groups go along.
        out: the run's folder.
        work: a folder to work in.

    Raises CourseError for what is wrong in the texts.
    """
    products = [each for each in find_products() if each.frame and each.made_from == "session"]
    course = replace(_timed(course, run), addresses="files")
    tree = _tree_of(course, site, run, products)
    write_tree(tree, work)
    made = work / "made"
    render(
        work,
        made,
        edition=site.edition.id,
        date=course.date,
        engine=ENGINES[0],
        code=cache_of(course.root).compiled("theme"),
    )
    pages = [made / path.with_suffix(".html") for path in tree.pages]
    html = "".join(page.read_text(encoding="utf-8") for page in pages)
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        inside = path.relative_to(made)
        if path in pages or inside.parts[0] == "assets" or path.name in html:
            target = out / FOLDER / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
    return dict(_entries(tree, site, run, products, out))


def _timed(course: Course, run: Run) -> Course:
    """Return a course in which the run's session begins when the run does."""
    modules = tuple(
        replace(
            module,
            sessions=tuple(
                replace(each, starts=run.starts)
                if f"{each.module}/{each.slug}" == run.session
                else each
                for each in module.sessions
            ),
        )
        for module in course.modules
    )
    return replace(course, modules=modules)


def _tree_of(course: Course, site: Site, run: Run, products: list[Product]) -> PlainTree:
    """Return an edition's plain tree with nothing but a session's slides."""
    problems: list[Problem] = []
    composer = Composer(course, offers=find_products())
    tree = composer.compose(site.edition, site.language, problems)
    if problems:
        raise CourseError(problems)
    module, _, session = run.session.partition("/")
    kinds = {each.kind for each in products}
    pages = {
        path: _alone(text, kinds)
        for path, text in tree.pages.items()
        if path.stem in kinds and path.parent.name == session and path.parts[0] == module
    }
    config = {**tree.config, "nav": [path.as_posix() for path in pages]}
    return replace(tree, config=config, pages=pages, products=())


def _alone(text: str, kinds: set[str]) -> str:
    """Return a page without ways to pages that are not there: their words stay."""

    def kept(link: re.Match[str]) -> str:
        return link[0] if PurePosixPath(link[2]).stem in kinds else link[1]

    return _WAY_OUT.sub(kept, _HOME.sub("\n", text))


def _entries(
    tree: PlainTree, site: Site, run: Run, products: list[Product], out: Path
) -> Iterator[tuple[str, str]]:
    """Write the files that one opens, which lead to the pages with the run's facts."""
    facts = {
        "start": run.starts,
        "dato": run.date.isoformat(),
        "sted": run.whereabouts,
        "personer": run.people,
        "grupper": run.groups,
    }
    place = urlencode({name: value for name, value in facts.items() if value})
    for product in products:
        for path in tree.pages:
            if path.stem != product.kind:
                continue
            file, title = f"{product.kind}.html", product.name(site.language)
            link = f"{FOLDER}/{path.with_suffix('.html')}#{place}"
            said = {"language": site.language, "link": escape(link), "title": escape(title)}
            (out / file).write_text(_ENTRY.format(**said), encoding="utf-8")
            yield file, title
