"""Do many independent pieces of work, spread over processes, and gather every problem."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from functools import partial
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from samloft.problems import CourseError, Problem
from samloft.processes.ready import make_ready, work_on

Item = TypeVar("Item")
Result = TypeVar("Result")
Ready = TypeVar("Ready")

PRELOADED = [
    "samloft.building.worker",
    "samloft.rendering.mkdocs_pages",
    "samloft.products.paper.typeset",
    "material.plugins.search.plugin",
]
"""What processes need that start from one another."""


def _clean() -> BaseContext:
    """Return a way to start processes that brings no threads along: Typst's do not survive it."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def warm_up() -> None:
    """Have what new processes start from ready by the time they are wanted."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        _clean()
        forkserver.ensure_running()


def run_all(
    work: Callable[[Ready, Item], Result],
    waves: Sequence[Sequence[Item]],
    *,
    jobs: int,
    set_up: Callable[..., Ready],
    given: tuple[Any, ...],
    scheduler: str | None = None,
    shared: Path = Path(),
) -> Iterator[tuple[Item, Result]]:
    """Yield each item with its result, as they come.

    Args:
        work: a function of what `set_up` returned and of one item, at the top of a file so that
            processes can find it. It may be called again for the same item, where a process died
            over it.
        waves: what to work on, each wave when the one before is done; with one job or one item
            nothing leaves this process.
        jobs: how many processes.
        set_up: called once in each process, with `given`; returns what the work needs there.
        given: what every process needs.
        scheduler: address of a Dask scheduler, whose workers then do the work.
        shared: a folder that those workers see too.

    Raises CourseError, once all is done, with the problems of every item that failed; UsageError
    for a scheduler that does not answer.
    """
    problems: list[Problem] = []
    if scheduler:
        from samloft.processes.dask import on_cluster

        done = on_cluster(scheduler, work, waves, shared, set_up, given)
    elif jobs <= 1 or sum(map(len, waves)) <= 1:
        done = _here(work, waves, set_up, given)
    else:
        done = _in_processes(jobs, work, waves, set_up, given)
    with closing(done):
        for item, result in done:
            try:
                yield item, result()
            except CourseError as error:
                problems += error.problems
    if problems:
        raise CourseError(problems)


Done = Generator[tuple[Item, Callable[[], Result]], None, None]
"""Items as they are done, each with what returns its result or raises its error."""


def _here(
    work: Callable[[Ready, Item], Result],
    waves: Sequence[Sequence[Item]],
    set_up: Callable[..., Ready],
    given: tuple[Any, ...],
) -> Done[Item, Result]:
    ready = set_up(*given)
    for items in waves:
        for item in items:
            yield item, partial(work, ready, item)


def _make_ready(of: str, set_up: Callable[[], Any]) -> None:
    """Set up this process, which is to end when the one that wants its work has."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    make_ready(of, set_up)


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)  # nobody is left to tell, and nothing that was made is in its place yet


def _in_processes(
    jobs: int,
    work: Callable[[Ready, Item], Result],
    waves: Sequence[Sequence[Item]],
    set_up: Callable[..., Ready],
    given: tuple[Any, ...],
) -> Done[Item, Result]:
    most = max(map(len, waves))
    ready = ("", partial(set_up, *given))  # its processes have no other work, before or after
    with ProcessPoolExecutor(
        min(jobs, most), mp_context=_clean(), initializer=_make_ready, initargs=ready
    ) as pool:
        try:
            for items in waves:
                begun = {pool.submit(work_on, work, item): item for item in items}
                for future in as_completed(begun):
                    yield begun[future], future.result
        finally:
            pool.shutdown(cancel_futures=True)
