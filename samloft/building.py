"""The main road: read everything, compose, print, render, and put it in place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from samloft.checks import advise, check_course
from samloft.compose import Composer
from samloft.course import load_course
from samloft.forms import Language
from samloft.front import write_front
from samloft.handouts import typeset
from samloft.model import Course, Edition, Network
from samloft.networks import load_networks
from samloft.problems import CourseError, Problem, UsageError
from samloft.publish import aside, gather, put_in_place
from samloft.render import render
from samloft.sources import Reader, nearest
from samloft.tree import Sheet, write_tree
from samloft.work import run_all

Say = Callable[..., None]
"""Tells the user something: a key of the catalogue and its values."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """One site to build: an edition in one language."""

    edition: Edition
    language: Language

    @property
    def address(self) -> str:
        """Its folder below the output folder."""
        own = self.language == self.edition.language
        return self.edition.id if own else f"{self.edition.id}/{self.language}"


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build made."""

    sites: int
    pages: int
    sheets: int


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


def editions_of(network: Network) -> list[Edition]:
    """Return a network's own edition and one for each of its municipalities."""
    own = [Edition(network=network, municipality=place) for place in network.municipalities]
    return [Edition(network=network), *own]


def find_editions(names: Sequence[str], networks: Sequence[Network]) -> list[Edition]:
    """Return the editions asked for, or every network's. Raises UsageError for unknown names."""
    every = {network.slug: Edition(network=network) for network in networks}
    if not names:
        return list(every.values())
    every |= {edition.id: edition for network in networks for edition in editions_of(network)}
    unknown = [name for name in names if name.strip("/") not in every]
    if unknown:
        raise UsageError(
            Problem(
                path="build.py",
                line=None,
                rule="edition-exists",
                values={"name": name, "nearest": _nearest_edition(name, every, networks)},
            )
            for name in unknown
        )
    return [every[name] for name in dict.fromkeys(name.strip("/") for name in names)]


def _nearest_edition(name: str, every: dict[str, Edition], networks: Sequence[Network]) -> str:
    by_last = {edition.id.split("/")[-1]: edition.id for edition in every.values()}
    if name in by_last:
        return by_last[name]
    close = nearest(name, list(every))
    return close if close in every else ", ".join(network.slug for network in networks)


def sites_of(editions: Sequence[Edition], language: Language | None) -> list[Site]:
    """Return the sites to build. Raises UsageError where an edition lacks the language."""
    lacking = [e for e in editions if language and language not in e.languages]
    if lacking:
        raise UsageError(
            Problem(
                path="build.py",
                line=None,
                rule="edition-has-language",
                values={
                    "name": edition.id,
                    "language": str(language),
                    "known": ", ".join(edition.languages),
                },
            )
            for edition in lacking
        )
    return [
        Site(edition=edition, language=code)
        for edition in editions
        for code in edition.languages
        if language in (None, code)
    ]


def addresses(sites: Sequence[Site]) -> list[str]:
    """Return every address a site may have in the networks these sites belong to."""
    networks = {site.edition.network.slug: site.edition.network for site in sites}
    return [
        Site(edition=edition, language=language).address
        for network in networks.values()
        for edition in editions_of(network)
        for language in edition.languages
    ]


def build(
    root: Path,
    names: Sequence[str],
    out: Path,
    *,
    language: Language | None,
    engine: str,
    jobs: int,
    say: Say,
) -> Built:
    """Build editions into `out`; what stood there is untouched until all of them are done.

    Raises CourseError with every problem of every edition.
    """
    course, networks = read_all(Reader(root))
    sites = sites_of(find_editions(names, networks), language)
    say("composing", count=len(sites))
    with tempfile.TemporaryDirectory(prefix="samloft-") as place, aside(out) as built:
        given = (course, Path(place), built, engine)
        composed = run_all(_compose, sites, jobs=jobs, set_up=_set_up, given=given)
        counts = [count for _, count in composed]
        say("building", count=len(sites), engine=engine)
        # The edition's own form first: the other forms lie in folders below it.
        made = run_all(_render, sites, jobs=jobs, set_up=_set_up, given=given)
        for number, (site, _) in enumerate(made, start=1):
            say(
                "built_one",
                number=number,
                count=len(sites),
                edition=site.edition.id,
                language=site.language,
            )
        ready = built / "site"
        ready.mkdir()
        whole = not names and language is None
        rendered_to = {site.address: built / _folder(site) for site in sites}
        gather(rendered_to, addresses(sites), out, ready, keep=not whole)
        if not names:
            write_front(course, networks, ready)
        put_in_place(ready, out, whole=whole)
    pages, sheets = (sum(count[part] for count in counts) for part in (0, 1))
    return Built(sites=len(sites), pages=pages, sheets=sheets)


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
    layout = composer.course.root / "overrides" / "handout.typ"
    for sheet in tree.sheets:
        write_sheet(sheet, layout, folder / "docs")
    return len(tree.pages), len(tree.sheets)


def write_sheet(sheet: Sheet, layout: Path, docs: Path) -> None:
    """Write one paper beside the page it is made from."""
    target = docs / sheet.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(typeset(sheet, layout, docs))


class _Here:
    """What this process works with; set once by _set_up."""

    composer: Composer
    trees: Path
    built: Path
    engine: str


def _set_up(course: Course, trees: Path, built: Path, engine: str) -> None:
    _Here.composer = Composer(course)
    _Here.trees, _Here.built, _Here.engine = trees, built, engine


def _folder(site: Site) -> str:
    return f"{site.edition.id.replace('/', '+')}+{site.language}"


def _compose(site: Site) -> tuple[int, int]:
    return write_project(_Here.composer, site, _Here.trees / _folder(site))


def _render(site: Site) -> None:
    folder = _folder(site)
    render(
        _Here.trees / folder,
        _Here.built / folder,
        edition=site.edition.id,
        date=_Here.composer.course.date,
        engine=_Here.engine,
    )
