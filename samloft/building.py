"""The main road: read everything, compose, print, render, and put it in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.cache import Cache, digest, digest_of_files, engine_digest
from samloft.checks import advise, check_course
from samloft.compose import Composer
from samloft.course import load_course
from samloft.deposit import Record, move_in, read_record, take_away, write_record
from samloft.forms import Language
from samloft.front import write_front
from samloft.many import BATCH, batches
from samloft.model import Course, Edition, Network
from samloft.networks import load_networks
from samloft.problems import CourseError, Problem, UsageError
from samloft.publish import aside, gather, put_in_place
from samloft.site import Site, addresses, find_editions, sites_of
from samloft.sources import Reader
from samloft.work import run_all
from samloft.worker import Made, Order, make, set_up, tray_of, write_project

CACHE = ".samloft"
"""The folder beside the course where the cache lies."""

Say = Callable[..., None]
"""Tells the user something: a key of the catalogue and its values."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build made."""

    sites: int
    pages: int
    sheets: int
    written: int
    """Files that were not there already."""
    why: tuple[tuple[str, str, str], ...]
    """Pages that were rendered for one site alone: site, page, and the values it was for."""


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


def build(root: Path, order: Order, out: Path, *, say: Say, work: Path | None = None) -> Built:
    """Build editions into `out`; what stood there is untouched until all of them are done.

    What is there already, as the last build left it, is not written again.

    Args:
        root: the course.
        order: what to build.
        out: the folder for the sites.
        say: is told how it goes.
        work: a folder to work in, for who builds again and again in one process: what is ready
            there is used again.

    Raises CourseError with every problem of every edition.
    """
    cache = Cache(root / CACHE, engine_digest(root))
    record_path = cache.place("records") / digest(str(out))
    inputs = digest(digest_of_files(_inputs(root)), repr(replace(order, jobs=0, scheduler=None)))
    is_new = not out.exists()
    known = read_record(record_path, out, cache.engine) if order.is_stamped else None
    if known and known.inputs == inputs:
        told: Built = known.told
        return replace(told, written=0)
    course, networks = read_all(Reader(root))
    editions = find_editions(order.names, networks, municipalities=order.municipalities)
    sites = sites_of(editions, order.language)
    say("building", count=len(sites), engine=order.engine)
    old = known.sites if known else {}
    with aside(out) as built:
        items = [(site, old.get(site.address, {})) for site in sites]
        # Where most is there already, sharing out costs more than uneven shares.
        share = -(-len(items) // order.jobs)
        most = 1 if not order.is_stamped else max(share, BATCH) if known else BATCH
        pieces = batches(items, most)
        given = (course, cache, work or built / "work", built, order)
        done: list[Made] = []
        for _, made in run_all(
            make, pieces, jobs=order.jobs, set_up=set_up, given=given, scheduler=order.scheduler
        ):
            done += made
            last = made[-1].site
            say(
                "built_one",
                number=len(done),
                count=len(sites),
                edition=last.edition.id,
                language=last.language,
            )
        record_path.unlink(missing_ok=True)
        if not order.names:
            write_front(course, networks, {each.id for each in editions}, built / "front")
        if known:
            _update(done, known, built, out, whole=order.is_whole)
        else:
            _replace(done, built, out, whole=order.is_whole)
    told = Built(
        sites=len(sites),
        pages=sum(made.pages for made in done),
        sheets=sum(made.sheets for made in done),
        written=sum(len(made.changed) for made in done),
        why=tuple((made.site.address, *reason) for made in done for reason in made.why),
    )
    if order.is_stamped and (known or order.is_whole or is_new):
        kept = {} if order.is_whole else old
        files = {made.site.address: made.files for made in done}
        record = Record(cache.engine, inputs, sites={**kept, **files}, told=told)
        write_record(record_path, record, out)
    cache.sweep()
    return told


def _inputs(root: Path) -> Iterator[Path]:
    """Yield every file that a site is made from, but for the engine."""
    for name in ("modules", "docs", "networks"):
        yield from (path for path in (root / name).rglob("*") if path.is_file())


def _replace(done: Sequence[Made], built: Path, out: Path, *, whole: bool) -> None:
    """Put new sites in the place of whatever is there."""
    ready = built / "site"
    ready.mkdir()
    trays = {made.site.address: tray_of(built, made.site, is_update=False) for made in done}
    gather(trays, addresses([made.site for made in done]), out, ready, keep=not whole)
    move_in(built / "front", ready)
    put_in_place(ready, out, whole=whole)


def _update(done: Sequence[Made], known: Record, built: Path, out: Path, *, whole: bool) -> None:
    """Put what is new into the sites that are there, and take away what is gone."""
    for made in sorted(done, key=lambda made: made.site.address):
        address = made.site.address
        before = known.sites.get(address, {})
        tray = tray_of(built, made.site, is_update=bool(before))
        tray.move_to(out / address, made.changed)
        take_away(out / address, before.keys() - made.files.keys())
    move_in(built / "front", out)
    if whole:
        left = known.sites.keys() - {made.site.address for made in done}
        for address in sorted(left, reverse=True):
            take_away(out / address, known.sites[address])


def export(root: Path, name: str, folder: Path, *, language: Language | None) -> Site:
    """Write one edition as a plain MkDocs project. Raises CourseError, UsageError."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError([Problem(path=str(folder), line=None, rule="folder-is-free")])
    course, networks = read_all(Reader(root))
    edition = find_editions([name], networks)[0]
    site = sites_of([edition], language or edition.language)[0]
    write_project(Composer(course), site, folder)
    return site
