"""Write all that is made for one run of a session to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from samloft.building.project import Wanted, write_products
from samloft.building.screens import write_screens
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.files import files_of
from samloft.composing.for_a_run import compose_run
from samloft.composing.overlay import modules_of
from samloft.composing.plain_tree import PlainTree, write_tree
from samloft.course.editions import Site, find_editions, sites_of
from samloft.course.model import Course, Network, Session
from samloft.course.reader import Reader
from samloft.course.run import Run
from samloft.course.runs import faults, file_of
from samloft.disk import aside
from samloft.languages import Language
from samloft.problems import UsageError, problem
from samloft.products._to_print import ToPrint, papers_of, pile_of, sheet
from samloft.products.registry import Commission, find_products
from samloft.stamping.output import move_in
from samloft.suggest import nearest


@dataclass(frozen=True, kw_only=True)
class Held:
    """A run, and the site it is made for."""

    course: Course
    site: Site
    session: Session
    run: Run


def read_run(root: Path, edition: str, language: Language | None, run: Run) -> Held:
    """Return a run of an edition's session, with all that is needed to make its papers.

    Args:
        root: the course.
        edition: as `agder/kristiansand`.
        language: the form that all is made in; the edition's own when left out.
        run: what is asked for.

    Raises CourseError for mistakes in the texts, UsageError for a run that cannot be.
    """
    course, networks = read_all(Reader(root))
    return _held(course, networks, edition, language, run)


def read_announced(
    root: Path, file: str, edition: str | None, language: Language | None, **said: Any
) -> Held:
    """Return a run that a network announces, with all that is needed to make its papers.

    Args:
        root: the course.
        file: where it is announced, as `networks/agder/runs/varsamling.yml`.
        edition: whose papers; those of the municipality that holds it when left out.
        language: the form that all is made in; the edition's own when left out.
        said: fields that are to be other than the file says.

    Raises CourseError for mistakes in the texts, UsageError for a run that cannot be.
    """
    course, networks = read_all(Reader(root))
    every = {file_of(network, run): (network, run) for network in networks for run in network.runs}
    if file not in every:
        near = nearest(file, list(every)) if every else ""
        raise UsageError([problem(file, "run-file-exists", name=file, nearest=near)])
    network, run = every[file]
    home = f"{network.slug}/{run.municipality}" if run.municipality else network.slug
    return _held(course, networks, edition or home, language, replace(run, **said))


def _held(
    course: Course,
    networks: Sequence[Network],
    edition: str,
    language: Language | None,
    run: Run,
) -> Held:
    found = find_editions([edition], networks)[0]
    site = sites_of([found], language or found.language)[0]
    every = {
        f"{session.module}/{session.slug}": session
        for module in modules_of(course, found.network)
        for session in module.sessions
    }
    if run.session not in every:
        near = nearest(run.session, list(every))
        raise UsageError([problem("build.py", "session-exists", name=run.session, nearest=near)])
    session = every[run.session]
    uid = run.uid or f"{found.id}/{run.session}/{run.date.isoformat()}".replace("/", "-")
    run = replace(run, starts=run.starts or session.starts, uid=uid)
    wrong = list(faults(run, session.minutes, "build.py", lambda _: None))
    if wrong:
        raise UsageError(wrong)
    return Held(course=course, site=site, session=session, run=run)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was made for a run."""

    pile: str
    """The file with all that is printed."""
    papers: tuple[ToPrint, ...]


def write_run(held: Held, out: Path) -> Written:
    """Write every product of a run into a folder, and all that is printed as one file more.

    Raises CourseError for what cannot be made.
    """
    course, site = held.course, held.site
    network = site.edition.network
    products = find_products(on_demand=True, for_a_run=True)
    composer = Composer(course, course.cache, products)
    files = compose_run(composer, site.edition, site.language, held.run)
    with aside(out) as place:
        docs = _write_pictures(course, network, site, place / "tree")
        own = course.root / "networks" / network.slug
        ready = place / "ready"
        wanted = [Wanted(file, docs, own, ready / file.path.name) for file in files]
        write_products(wanted, composer)
        made = [(file, (ready / file.path.name).read_bytes()) for file in files]
        papers = papers_of(made, products, held.run, held.session)
        printed = {each.file.path for each in papers}
        rest = [
            f"{file.facts.kind}: {file.path.name}" for file in files if file.path not in printed
        ]
        screens = write_screens(course, site, held.run, ready, place / "screens")
        rest += [f"{name}: {file}" for file, name in screens.items()]
        told = sheet(papers, rest, papers[0].file)
        first = Commission(file=told, pictures=docs, network=own)
        (ready / told.path).write_bytes(pile_of(papers, rest, first))
        move_in(ready, out)
    return Written(pile=told.path.name, papers=tuple(papers))


def _write_pictures(course: Course, network: Network, site: Site, folder: Path) -> Path:
    """Write the pictures that products may use; return the folder they are found from."""
    tree = PlainTree(
        edition=site.edition.id,
        language=site.language,
        config={},
        pages={},
        files=files_of(course, network),
        theme={},
        products=(),
    )
    write_tree(tree, folder)
    return folder / "docs"
