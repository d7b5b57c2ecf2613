"""The main road: read everything, compose, print, render, and put it in place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.checks import advise, check_course
from samloft.compose import Composer
from samloft.course import load_course
from samloft.forms import Language
from samloft.front import write_front
from samloft.handouts import typeset
from samloft.many import NotStampableError, Stamper, batches, write_site
from samloft.model import Course, Edition, Network
from samloft.networks import load_networks
from samloft.problems import CourseError, Problem, UsageError
from samloft.publish import aside, gather, put_in_place
from samloft.render import built_on, render
from samloft.site import Site, addresses, find_editions, sites_of
from samloft.sources import Reader
from samloft.tree import Sheet, write_tree
from samloft.work import run_all

Why = tuple[tuple[str, str], ...]
Say = Callable[..., None]
"""Tells the user something: a key of the catalogue and its values."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build made."""

    sites: int
    pages: int
    sheets: int
    why: tuple[tuple[str, str, str], ...]
    """Pages that were rendered for one site alone: site, page, and the values it was for."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What became of one site."""

    site: Site
    pages: int
    sheets: int
    why: Why = ()


def read_all(reader: Reader) -> tuple[Course, tuple[Network, ...]]:
    """Return the course and its networks. Raises CourseError with everything that is wrong."""
    course = load_course(reader)
    if course is None:
        raise CourseError(reader.problems)
    networks = load_networks(reader, course)
    found = reader.problems + check_course(course, networks, reader.line)
    if found:
        raise CourseError(found + _found_in_texts(course, networks))
    return course, networks


def check_all(root: Path) -> tuple[Course, tuple[Network, ...], list[Problem]]:
    """Read everything and compose every site, without building.

    Returns the course, its networks and what is worth mending. Raises CourseError with what
    must be mended.
    """
    reader = Reader(root)
    course, networks = read_all(reader)
    problems = _found_in_texts(course, networks)
    if problems:
        raise CourseError(problems)
    return course, networks, advise(course, networks, reader.line)


def _found_in_texts(course: Course, networks: Sequence[Network]) -> list[Problem]:
    """Return what is wrong with values, conditions and blocks in any network's texts."""
    composer = Composer(course)
    problems: list[Problem] = []
    for site in sites_of([Edition(network=network) for network in networks], None):
        composer.look_through(site.edition, site.language, problems)
    return problems


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to build, and how."""

    names: Sequence[str] = ()
    """Editions; none for every network's."""
    municipalities: bool = False
    """Every municipality's edition too."""
    language: Language | None = None
    engine: str = "mkdocs"
    exact: bool = False
    """Let the engine make every site by itself, from its own plain tree."""
    sheets: bool = True
    """Typeset the papers, which takes most of the time."""
    jobs: int = 1

    @property
    def is_whole(self) -> bool:
        """Tell whether this is all there is to build."""
        return not self.names and self.language is None


def build(root: Path, order: Order, out: Path, *, say: Say) -> Built:
    """Build editions into `out`; what stood there is untouched until all of them are done.

    Raises CourseError with every problem of every edition.
    """
    course, networks = read_all(Reader(root))
    editions = find_editions(order.names, networks, municipalities=order.municipalities)
    sites = sites_of(editions, order.language)
    say("building", count=len(sites), engine=order.engine)
    with tempfile.TemporaryDirectory(prefix="samloft-") as place, aside(out) as built:
        alone = order.exact or order.engine != "mkdocs"
        work = [(site,) for site in sites] if alone else batches(sites)
        given = (course, Path(place), built, order)
        done: list[Made] = []
        for _, made in run_all(_make, work, jobs=order.jobs, set_up=_set_up, given=given):
            done += made
            last = made[-1].site
            say(
                "built_one",
                number=len(done),
                count=len(sites),
                edition=last.edition.id,
                language=last.language,
            )
        ready = built / "site"
        ready.mkdir()
        rendered_to = {site.address: built / _folder(site) for site in sites}
        gather(rendered_to, addresses(sites), out, ready, keep=not order.is_whole)
        if not order.names:
            write_front(course, networks, {edition.id for edition in editions}, ready)
        put_in_place(ready, out, whole=order.is_whole)
    return Built(
        sites=len(sites),
        pages=sum(made.pages for made in done),
        sheets=sum(made.sheets for made in done),
        why=tuple((made.site.address, *reason) for made in done for reason in made.why),
    )


def export(root: Path, name: str, folder: Path, *, language: Language | None) -> Site:
    """Write one edition as a plain MkDocs project. Raises CourseError, UsageError."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError([Problem(path=str(folder), line=None, rule="folder-is-free")])
    course, networks = read_all(Reader(root))
    edition = find_editions([name], networks)[0]
    site = sites_of([edition], language or edition.language)[0]
    write_project(Composer(course), site, folder)
    return site


def write_project(composer: Composer, site: Site, folder: Path) -> tuple[int, int]:
    """Write a site's plain tree with its papers; return how many pages and papers it has.

    Raises CourseError with what is wrong in its texts.
    """
    problems: list[Problem] = []
    tree = composer.compose(site.edition, site.language, problems)
    if problems:
        raise CourseError(problems)
    write_tree(tree, folder)
    docs = folder / "docs"
    write_papers([Paper(sheet, docs, docs / sheet.path) for sheet in tree.sheets], composer)
    return len(tree.pages), len(tree.sheets)


@dataclass(frozen=True)
class Paper:
    """A sheet to typeset, and where to write it."""

    sheet: Sheet
    files: Path
    """The folder with the pictures it may use."""
    target: Path


def write_papers(papers: Sequence[Paper], composer: Composer) -> None:
    """Write papers, like after like: what they have in common is then laid out once.

    Raises CourseError for what cannot be laid out.
    """
    layout = composer.course.root / "overrides" / "handout.typ"
    for paper in sorted(
        papers, key=lambda paper: (paper.sheet.page, paper.sheet.brand, paper.sheet.markdown)
    ):
        paper.target.parent.mkdir(parents=True, exist_ok=True)
        paper.target.write_bytes(typeset(paper.sheet, layout, paper.files))


class _Here:
    """What this process works with; set once by _set_up."""

    composer: Composer
    stamper: Stamper
    trees: Path
    built: Path
    order: Order


def _set_up(course: Course, trees: Path, built: Path, order: Order) -> None:
    _Here.composer = Composer(course)
    _Here.stamper = Stamper(_Here.composer, trees)
    _Here.trees, _Here.built, _Here.order = trees, built, order


def _folder(site: Site) -> str:
    return f"{site.edition.id.replace('/', '+')}+{site.language}"


def _make(sites: Sequence[Site]) -> list[Made]:
    """Make some sites, and return what became of them."""
    papers: list[Paper] = []
    with built_on(_Here.composer.course.date):
        made = [_make_one(site, papers) for site in sites]
    write_papers(papers, _Here.composer)
    return made


def _make_one(site: Site, papers: list[Paper]) -> Made:
    """Make a site but for its papers, which are added to those to be written."""
    order, folder = _Here.order, _Here.built / _folder(site)
    if order.exact or order.engine != "mkdocs":
        return _make_alone(site, folder)
    try:
        stamped = _Here.stamper.stamp(site)
    except NotStampableError as reason:
        return replace(_make_alone(site, folder), why=((str(reason), ""),))
    shared = _Here.built / "shared"
    shared.mkdir(exist_ok=True)
    write_site(stamped, folder, shared)
    sheets = stamped.sheets if order.sheets else ()
    papers += [Paper(sheet, stamped.docs, folder / sheet.path) for sheet in sheets]
    return Made(site=site, pages=stamped.pages, sheets=len(sheets), why=stamped.why)


def _make_alone(site: Site, folder: Path) -> Made:
    """Let the engine make a site from its own plain tree."""
    project = _Here.trees / _folder(site)
    pages, sheets = write_project(_Here.composer, site, project)
    render(
        project,
        folder,
        edition=site.edition.id,
        date=_Here.composer.course.date,
        engine=_Here.order.engine,
    )
    shutil.rmtree(project)
    return Made(site=site, pages=pages, sheets=sheets)
