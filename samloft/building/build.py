"""The main road: read everything, compose, print, render, and put it in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from samloft.addresses import RULES
from samloft.building.front_page import write_files, write_front
from samloft.building.held_back import HeldBackError, Stopped
from samloft.building.last_build import (
    Left,
    Record,
    Standing,
    guards_of,
    inputs_of,
    look_at,
    write_record,
)
from samloft.building.listed import Listed
from samloft.building.order import Built, Order
from samloft.building.plan import Plan, plan_of
from samloft.building.put_in_place import gather, next_of, put_in_place
from samloft.building.queues import BATCH, in_queues
from samloft.building.rule_pages import rule_files
from samloft.building.worker import Item, Made, Worker, tray_of
from samloft.cache import Cache
from samloft.composing.variants import likely_kinds
from samloft.course.editions import addresses
from samloft.course.model import Course
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
    plan = plan_of(root, order)
    say("building", count=len(plan.sites), engine=order.engine)
    cache, before = standing.cache, standing.left()
    old = before.files
    with (
        aside(out) as built,
        ThreadPoolExecutor(1) as meanwhile,
        next_of(out, built, standing.spare, meanwhile, cache) if old else nullcontext() as copy,
    ):
        is_new = not out.exists()
        around = None
        listed = plan.listed(out, before.front)
        if plan.has_front:
            # Those of rules change with the engine only.
            rules = None if old and (out / RULES).exists() else cache
            around = meanwhile.submit(_write_around, plan.course, listed, rules, built / "front")
        given = (plan.course, cache, work or built / "work", built, order)
        queues = _queues(plan, old)
        done, stopped = _make(queues, order, worker, given, shared=built, say=say)
        if stopped:
            plan = plan.without(stopped)
            done = [each for each in done if plan.is_made(each)]
            if not done:
                raise CourseError(plan.held.problems)
            listed = plan.listed(out, before.front)
        if around:
            around.result()
            if listed is None:
                shutil.rmtree(built / "front")
            elif stopped:
                _write_front(plan.course, listed, built / "front")
        standing.place.unlink(missing_ok=True)
        if copy:
            _update(done, old, built, copy(), whole=plan.is_whole)
        else:
            _replace(done, built, out, whole=plan.is_whole)
    told = _told_of(done)
    if order.is_stamped and not order.version and (old or plan.is_whole or is_new):
        files = {made.site.address: made.files for made in done}
        is_told = not plan.held.networks and inputs_of(root, order) == standing.inputs
        files = files if plan.is_whole else {**old, **files}
        front = {each.slug: each for each in listed} if listed else before.front
        record = Record(
            engine=cache.engine,
            inputs=standing.inputs if is_told else "",
            told=told,
            guards=guards_of(out, files),
        )
        write_record(standing.place, record, Left(files, front))
    cache.sweep()
    if plan.held.networks:
        stands = plan.has_front and listed is None
        raise HeldBackError(plan.held.problems, plan.held.networks, front=stands)
    return told


def _queues(plan: Plan, old: Mapping[str, Files]) -> Sequence[Sequence[Sequence[Item]]]:
    """Share the sites out, each with the files that it has now."""
    items = [(site, old.get(site.address, {})) for site in plan.sites]
    most = BATCH if plan.order.is_stamped else 1
    kinds = likely_kinds(plan.course)
    return in_queues(items, kinds, plan.order.jobs, most, is_new=not old)


def _told_of(done: Sequence[Made]) -> Built:
    return Built(
        sites=len(done),
        pages=sum(made.pages for made in done),
        sheets=sum(made.sheets for made in done),
        written=sum(len(made.changed) for made in done),
        why=tuple((made.site.address, *reason) for made in done for reason in made.why),
    )


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
