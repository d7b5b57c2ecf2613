"""Do many independent pieces of work, spread over processes, and gather every problem."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import closing
from functools import partial
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

from samloft.problems import CourseError, Problem

Item = TypeVar("Item")
Result = TypeVar("Result")


def default_jobs() -> int:
    """Return how many processes this machine can keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _clean() -> BaseContext:
    """Return a way to start processes that brings no threads along: Typst's do not survive it."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["samloft.worker", "material.plugins.search.plugin"])
    return context


def warm_up() -> None:
    """Have what new processes start from ready by the time they are wanted."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        _clean()
        forkserver.ensure_running()


def run_all(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    jobs: int,
    set_up: Callable[..., None],
    given: tuple[Any, ...],
    scheduler: str | None = None,
) -> Iterator[tuple[Item, Result]]:
    """Yield each item with its result, as they come.

    Args:
        work: a function of one item, at the top of a file so processes can find it. It may be
            called again for the same item, where a process died over it.
        items: what to work on; with one job or one item nothing leaves this process.
        jobs: how many processes.
        set_up: called once in each process, with `given`, before any work.
        given: what every process needs.
        scheduler: address of a Dask scheduler, whose workers then do the work.

    Raises CourseError, once all is done, with the problems of every item that failed; UsageError
    for a scheduler that does not answer.
    """
    problems: list[Problem] = []
    if scheduler:
        from samloft.cluster import on_cluster

        done = on_cluster(scheduler, work, items, set_up, given)
    elif jobs <= 1 or len(items) <= 1:
        done = _here(work, items, set_up, given)
    else:
        done = _in_processes(jobs, work, items, set_up, given)
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
    work: Callable[[Item], Result],
    items: Sequence[Item],
    set_up: Callable[..., None],
    given: tuple[Any, ...],
) -> Done[Item, Result]:
    set_up(*given)
    for item in items:
        yield item, partial(work, item)


def _in_processes(
    jobs: int,
    work: Callable[[Item], Result],
    items: Sequence[Item],
    set_up: Callable[..., None],
    given: tuple[Any, ...],
) -> Done[Item, Result]:
    with ProcessPoolExecutor(
        min(jobs, len(items)), mp_context=_clean(), initializer=set_up, initargs=given
    ) as pool:
        waiting: dict[Future[Result], Item] = {pool.submit(work, item): item for item in items}
        try:
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.result
        finally:
            pool.shutdown(cancel_futures=True)
