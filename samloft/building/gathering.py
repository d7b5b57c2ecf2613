"""Write all that is made for one run of a session to a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from samloft.building.project import Wanted, write_products
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.files import files_of
from samloft.composing.for_a_run import compose_run
from samloft.composing.overlay import modules_of
from samloft.composing.plain_tree import PlainTree, ProductFile, write_tree
from samloft.course.editions import Site, find_editions, sites_of
from samloft.course.model import Course, Network
from samloft.course.reader import Reader
from samloft.course.run import Run, faults
from samloft.disk import aside
from samloft.languages import Language
from samloft.problems import UsageError, problem
from samloft.products.registry import find_products
from samloft.stamping.output import move_in
from samloft.suggest import nearest


@dataclass(frozen=True, kw_only=True)
class Held:
    """A run, and the site it is made for."""

    course: Course
    site: Site
    run: Run


def read_run(
    root: Path, edition: str, language: Language | None, run: Run, starts: str | None
) -> Held:
    """Return a run of an edition's session, with all that is needed to make its papers.

    Args:
        root: the course.
        edition: as `agder/kristiansand`.
        language: the form that all is made in; the edition's own when left out.
        run: what is asked for.
        starts: when it begins; as the session says when left out.

    Raises CourseError for mistakes in the texts, UsageError for a run that cannot be.
    """
    course, networks = read_all(Reader(root))
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
    run = replace(run, starts=starts or session.starts)
    wrong = list(faults(run, session.minutes, "build.py", lambda _: None))
    if wrong:
        raise UsageError(wrong)
    return Held(course=course, site=site, run=run)


def write_run(held: Held, out: Path) -> tuple[ProductFile, ...]:
    """Write every product of a run into a folder; return what was made.

    Raises CourseError for what cannot be made.
    """
    course, site = held.course, held.site
    network = site.edition.network
    composer = Composer(course, offers=find_products(on_demand=True, for_a_run=True))
    files = compose_run(composer, site.edition, site.language, held.run)
    with aside(out) as place:
        docs = _write_pictures(course, network, site, place / "tree")
        own = course.root / "networks" / network.slug
        ready = place / "ready"
        wanted = [Wanted(file, docs, own, ready / file.path.name) for file in files]
        write_products(wanted, composer)
        move_in(ready, out)
    return files


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
