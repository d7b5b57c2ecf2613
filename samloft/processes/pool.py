"""Do many independent pieces of work, spread over processes, and gather every problem."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack, closing
from functools import partial
from itertools import chain
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

PRELOADED = ["samloft.building.at_start", "material.plugins.search.plugin"]
"""What processes have that start from one another."""


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
    queues: Sequence[Sequence[Item]],
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
        queues: what to work on. A process stays with one queue while there is anything in it,
            and then helps with the longest: what lies in one queue has most in common. With one
            job or one item nothing leaves this process.
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

        done = on_cluster(scheduler, work, queues, shared, set_up, given)
    elif jobs <= 1 or sum(map(len, queues)) <= 1:
        done = _here(work, queues, set_up, given)
    else:
        done = _in_processes(jobs, work, queues, set_up, given)
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
    queues: Sequence[Sequence[Item]],
    set_up: Callable[..., Ready],
    given: tuple[Any, ...],
) -> Done[Item, Result]:
    ready = set_up(*given)
    for item in chain.from_iterable(queues):
        yield item, partial(work, ready, item)


def process_beside() -> ProcessPoolExecutor:
    """Return one process for work that this one does not wait for, and that gives way to it."""
    return ProcessPoolExecutor(1, mp_context=_clean(), initializer=_give_way)


def _give_way() -> None:
    _end_with_parent()
    if hasattr(os, "nice"):  # not on Windows
        os.nice(10)


def _make_ready(of: str, set_up: Callable[[], Any]) -> None:
    """Set up this process, which is to end when the one that wants its work has."""
    _end_with_parent()
    make_ready(of, set_up)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)  # nobody is left to tell, and nothing that was made is in its place yet


def _in_processes(
    jobs: int,
    work: Callable[[Ready, Item], Result],
    queues: Sequence[Sequence[Item]],
    set_up: Callable[..., Ready],
    given: tuple[Any, ...],
) -> Done[Item, Result]:
    left = [deque(queue) for queue in queues if queue]
    ready = ("", partial(set_up, *given))  # its processes have no other work, before or after
    context = _clean()
    begun: dict[Future[Result], tuple[int, Item]] = {}
    with ExitStack() as stack:
        # Each process has a pool of its own, or nobody could say which one gets what.
        processes = [
            stack.enter_context(
                ProcessPoolExecutor(1, mp_context=context, initializer=_make_ready, initargs=ready)
            )
            for _ in range(min(jobs, sum(map(len, left))))
        ]

        def begin_next(number: int) -> None:
            queue = left[number % len(left)] or max(left, key=len)
            if queue:
                item = queue.popleft()
                begun[processes[number].submit(work_on, work, item)] = number, item

        for number in range(len(processes)):
            begin_next(number)
        try:
            while begun:
                for future in wait(begun, return_when=FIRST_COMPLETED).done:
                    number, item = begun.pop(future)
                    begin_next(number)
                    yield item, future.result
        finally:
            for process in processes:
                process.shutdown(cancel_futures=True)
