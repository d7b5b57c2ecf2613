"""The main road: read everything, compose, print, render, and put it in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from samloft.addresses import RULES
from samloft.building.front_page import write_files, write_front
from samloft.building.held_back import HeldBack, HeldBackError, Stopped, network_in
from samloft.building.last_build import (
    Record,
    Standing,
    guards_of,
    inputs_of,
    look_at,
    write_record,
)
from samloft.building.listed import Listed, all_listed
from samloft.building.order import Built, Order
from samloft.building.put_in_place import gather, next_of, put_in_place
from samloft.building.queues import BATCH, in_queues
from samloft.building.rule_pages import rule_files
from samloft.building.worker import Item, Made, Worker, tray_of
from samloft.cache import Cache
from samloft.checks.whole_course import named_in_texts, read_each
from samloft.composing.variants import likely_kinds
from samloft.course.editions import addresses, find_editions, sites_of
from samloft.course.model import Course
from samloft.course.reader import Reader
from samloft.disk import aside
from samloft.problems import CourseError, Problem, UsageError
from samloft.processes.pool import run_all
from samloft.stamping.output import Files, move_in, take_away

Say = Callable[..., None]
"""Tells the user something: a key of the catalogue and its values."""


def build(
    root: Path,
    order: Order,
    out: Path,
    *,
    say: Say,
    work: Path | None = None,
    worker: Callable[..., Worker] = Worker,
    standing: Standing | None = None,
) -> Built:
    """Build editions into `out`; what stood there is untouched until all of them are done.

    What is there already, as the last build left it, is not written again.

    Args:
        root: the course.
        order: what to build.
        out: the folder for the sites.
        say: is told how it goes.
        work: a folder to work in, for who builds again and again in one process.
        worker: makes who does the work in a process; it may use again what is ready there.
        standing: what `look_at` found, where that is known.

    Raises CourseError with all that is wrong, where it lies in what networks share; where it lies
    in some networks alone, HeldBackError, once the others are in place.
    """
    standing = standing or look_at(root, order, out)
    if standing.told:
        return standing.told
    cache = standing.cache
    read = read_each(Reader(root))
    course = replace(read.course, addresses=order.addresses)
    if order.version:
        course = replace(course, version=order.version, is_release=True, released=order.date)
    held = HeldBack.by(order, read.problems)
    networks = [each for each in read.networks if each.slug not in held.networks]
    names = [name for name in order.names if network_in(name) not in held.networks]
    if not networks or (order.names and not names):
        raise CourseError(held.problems)
    editions = find_editions(names, networks, municipalities=order.municipalities)
    sites = sites_of(editions, order.language, order.version)
    say("building", count=len(sites), engine=order.engine)
    old = standing.files()
    items = [(site, old.get(site.address, {})) for site in sites]
    most = BATCH if order.is_stamped else 1
    queues = in_queues(items, likely_kinds(course), order.jobs, most, is_new=not old)
    with (
        aside(out) as built,
        ThreadPoolExecutor(1) as meanwhile,
        next_of(out, built, standing.spare, meanwhile, cache) if old else nullcontext() as copy,
    ):
        is_new = not out.exists()
        ids = {each.id for each in editions}
        around: Future[None] | None = None
        listed: tuple[Listed, ...] | None = None
        if not order.names and not order.version:
            # Those of rules change with the engine only.
            has_rules = bool(old) and (out / RULES).exists()
            rules = None if has_rules else cache
            listed = all_listed(networks, ids, held.standing(out), standing.front)
            around = meanwhile.submit(_write_around, course, listed, rules, built / "front")
        given = (course, cache, work or built / "work", built, order)
        done, stopped = _make(queues, order, worker, given, shared=built, say=say)
        if stopped:
            found, theirs = named_in_texts(course, read.networks, stopped)
            every = [*held.problems, *found]
            if None in theirs:
                raise CourseError(every)
            held = HeldBack.by(order, every, filter(None, stopped))
            networks = [each for each in networks if each.slug not in held.networks]
            done = [each for each in done if each.site.edition.network.slug not in held.networks]
            if not done:
                raise CourseError(held.problems)
        # What the front page leads to is not taken away.
        whole = order.is_whole and not held.networks
        if around:
            around.result()
            if stopped:
                ids = {each for each in ids if network_in(each) not in held.networks}
                listed = all_listed(networks, ids, held.standing(out), standing.front)
            if listed is None:
                shutil.rmtree(built / "front")
            elif stopped:
                _write_front(course, listed, built / "front")
        standing.place.unlink(missing_ok=True)
        if copy:
            _update(done, old, built, copy(), whole=whole)
        else:
            _replace(done, built, out, whole=whole)
    told = Built(
        sites=len(done),
        pages=sum(made.pages for made in done),
        sheets=sum(made.sheets for made in done),
        written=sum(len(made.changed) for made in done),
        why=tuple((made.site.address, *reason) for made in done for reason in made.why),
    )
    if order.is_stamped and not order.version and (old or whole or is_new):
        kept = {} if whole else old
        files = {**kept, **{made.site.address: made.files for made in done}}
        is_told = not held.networks and inputs_of(root, order) == standing.inputs
        front = {each.slug: each for each in listed or ()} if around else standing.front
        record = Record(
            engine=cache.engine,
            inputs=standing.inputs if is_told else "",
            told=told,
            guards=guards_of(out, files),
            front=front or standing.front,
        )
        write_record(standing.place, record, files)
    cache.sweep()
    if held.networks:
        front_stands = around is not None and listed is None
        raise HeldBackError(held.problems, held.networks, front=front_stands)
    return told


def _make(
    queues: Sequence[Sequence[Sequence[Item]]],
    order: Order,
    worker: Callable[..., Worker],
    given: tuple[Any, ...],
    *,
    shared: Path,
    say: Say,
) -> tuple[list[Made], dict[str | None, list[Problem]]]:
    """Make sites; return them, and what stopped others, by network.

    Under None stands what lies in what networks share.
    """
    done: list[Made] = []
    stopped: dict[str | None, list[Problem]] = {}
    count = sum(len(items) for queue in queues for items in queue)
    try:
        for _, made in run_all(
            Worker.make,
            queues,
            jobs=order.jobs,
            set_up=worker,
            given=given,
            scheduler=order.scheduler,
            shared=shared,
        ):
            for each in made:
                if isinstance(each, Stopped):
                    stopped.setdefault(each.network, []).extend(each.problems)
            ready = [each for each in made if isinstance(each, Made)]
            done += ready
            if ready:
                last = ready[-1].site
                say(
                    "built_one",
                    number=len(done),
                    count=count,
                    edition=last.edition.id,
                    language=last.language,
                )
    except UsageError:
        raise
    except CourseError as error:
        stopped[None] = list(error.problems)
    return done, stopped


def _write_around(
    course: Course, listed: Sequence[Listed] | None, rules: Cache | None, folder: Path
) -> None:
    """Write the pages that are no site's: the front page, and those of rules, with a cache."""
    folder.mkdir()
    if listed is not None:
        _write_front(course, listed, folder)
    if rules:
        write_files(rule_files(course.root, rules).items(), folder)


def _write_front(course: Course, listed: Sequence[Listed], folder: Path) -> None:
    editions = frozenset(name for each in listed for name in each.editions)
    write_front(course, listed, editions, folder)


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
    """Put what is new into sites as the last build left them, and take away what is gone."""
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
