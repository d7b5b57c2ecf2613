"""The main road: read everything, compose, print, render, and put it in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from samloft.building.front_page import write_front
from samloft.building.last_build import Files, Record, Standing, guards_of, look_at, write_record
from samloft.building.order import Built, Order
from samloft.building.put_in_place import aside, gather, put_in_place
from samloft.building.worker import Made, make, set_up, tray_of, write_project
from samloft.checks import advise, check_course
from samloft.composing.composer import Composer
from samloft.course.course import load_course
from samloft.course.editions import Site, addresses, editions_with_texts, find_editions, sites_of
from samloft.course.model import Course, Network
from samloft.course.networks import load_networks
from samloft.course.reader import Reader
from samloft.languages import Language
from samloft.problems import CourseError, Problem, UsageError
from samloft.processes.pool import run_all
from samloft.stamping.output import move_in, take_away
from samloft.stamping.stamper import BATCH, in_waves

Say = Callable[..., None]
"""Tells the user something: a key of the catalogue and its values."""


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
    editions = [edition for network in networks for edition in editions_with_texts(network)]
    for site in sites_of(editions, None):
        composer.look_through(site.edition, site.language, problems)
    return problems


def build(
    root: Path,
    order: Order,
    out: Path,
    *,
    say: Say,
    work: Path | None = None,
    standing: Standing | None = None,
) -> Built:
    """Build editions into `out`; what stood there is untouched until all of them are done.

    What is there already, as the last build left it, is not written again.

    Args:
        root: the course.
        order: what to build.
        out: the folder for the sites.
        say: is told how it goes.
        work: a folder to work in, for who builds again and again in one process: what is ready
            there is used again.
        standing: what `look_at` found, where that is known.

    Raises CourseError with every problem of every edition.
    """
    standing = standing or look_at(root, order, out)
    if standing.told:
        return standing.told
    is_new, cache = not out.exists(), standing.cache
    course, networks = read_all(Reader(root))
    if order.version:
        course = replace(course, version=order.version, is_release=True)
    editions = find_editions(order.names, networks, municipalities=order.municipalities)
    sites = sites_of(editions, order.language, order.version)
    say("building", count=len(sites), engine=order.engine)
    old = standing.files()
    with aside(out) as built:
        items = [(site, old.get(site.address, {})) for site in sites]
        most = BATCH if order.is_stamped else 1
        waves = in_waves(items, order.jobs, most, is_new=not old)
        given = (course, cache, work or built / "work", built, order)
        done: list[Made] = []
        for _, made in run_all(
            make,
            waves,
            jobs=order.jobs,
            set_up=set_up,
            given=given,
            scheduler=order.scheduler,
            shared=built,
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
        standing.place.unlink(missing_ok=True)
        if not order.names and not order.version:
            write_front(course, networks, {each.id for each in editions}, built / "front")
        if old:
            _update(done, old, built, out, whole=order.is_whole)
        else:
            _replace(done, built, out, whole=order.is_whole)
    told = Built(
        sites=len(sites),
        pages=sum(made.pages for made in done),
        sheets=sum(made.sheets for made in done),
        written=sum(len(made.changed) for made in done),
        why=tuple((made.site.address, *reason) for made in done for reason in made.why),
    )
    if order.is_stamped and not order.version and (old or order.is_whole or is_new):
        kept = {} if order.is_whole else old
        files = {**kept, **{made.site.address: made.files for made in done}}
        record = Record(
            engine=cache.engine,
            inputs=standing.inputs,
            told=told,
            guards=guards_of(out, files),
        )
        write_record(standing.place, record, files)
    cache.sweep()
    return told


def _replace(done: Sequence[Made], built: Path, out: Path, *, whole: bool) -> None:
    """Put new sites in the place of whatever is there."""
    ready = built / "site"
    ready.mkdir()
    trays = {made.site.address: tray_of(built, made.site, is_update=False) for made in done}
    gather(trays, addresses([made.site for made in done]), out, ready, keep=not whole)
    move_in(built / "front", ready)
    put_in_place(ready, out, whole=whole)


def _update(
    done: Sequence[Made], old: Mapping[str, Files], built: Path, out: Path, *, whole: bool
) -> None:
    """Put what is new into the sites that are there, and take away what is gone."""
    for made in sorted(done, key=lambda made: made.site.address):
        address = made.site.address
        before = old.get(address, {})
        tray = tray_of(built, made.site, is_update=bool(before))
        tray.move_to(out / address, made.changed)
        take_away(out / address, before.keys() - made.files.keys())
    move_in(built / "front", out)
    if whole:
        left = old.keys() - {made.site.address for made in done}
        for address in sorted(left, reverse=True):
            take_away(out / address, old[address])


def export(root: Path, name: str, folder: Path, *, language: Language | None) -> Site:
    """Write one edition as a plain MkDocs project. Raises CourseError, UsageError."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError([Problem(path=str(folder), line=None, rule="folder-is-free")])
    course, networks = read_all(Reader(root))
    edition = find_editions([name], networks)[0]
    site = sites_of([edition], language or edition.language)[0]
    write_project(Composer(course), site, folder)
    return site
