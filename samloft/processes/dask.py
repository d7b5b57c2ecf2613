"""Do the same work on a Dask cluster: workers anywhere that see the same disk."""

from __future__ import annotations

import pickle
import threading
import uuid
from collections.abc import Callable, Generator, Sequence
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, TypeVar

from samloft.problems import UsageError, problem
from samloft.processes.ready import make_ready, work_on

Item = TypeVar("Item")
Result = TypeVar("Result")
Ready = TypeVar("Ready")

PATIENCE = "10s"
"""How long a scheduler may take to answer."""


def on_cluster(
    scheduler: str,
    work: Callable[[Ready, Item], Result],
    queues: Sequence[Sequence[Item]],
    shared: Path,
    set_up: Callable[..., Ready],
    given: tuple[Any, ...],
) -> Generator[tuple[Item, Callable[[], Result]], None, None]:
    """Yield items as they are done, each with what returns its result or raises its error.

    The arguments are `pool.run_all`'s. What a worker had begun when it died, another
    begins again. Raises UsageError when Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client, as_completed
    except ModuleNotFoundError:
        raise UsageError([problem(scheduler, "dask-is-installed")]) from None
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:  # TimeoutError among them
        silent = problem(scheduler, "scheduler-answers", reason=str(error))
        raise UsageError([silent]) from None
    with client:
        if not client.scheduler_info()["workers"]:
            raise UsageError([problem(scheduler, "scheduler-has-workers")])
        # On disk, where it is not lost with a worker.
        everything = shared / f"given-{uuid.uuid4().hex}"
        everything.write_bytes(pickle.dumps((set_up, given)))
        # A turn from each queue: what stands first in one is needed by what follows it.
        turns = zip_longest(*([(item,) for item in queue] for queue in queues), fillvalue=())
        begun = {
            client.submit(_work_on, everything, work, item, pure=False): item
            for item in chain.from_iterable(chain.from_iterable(turns))
        }
        for future in as_completed(begun):
            yield begun[future], future.result


_ONE_AT_A_TIME = threading.Lock()
"""A worker does one piece at a time, however many threads it has."""


def _work_on(everything: Path, work: Callable[[Ready, Item], Result], item: Item) -> Result:
    with _ONE_AT_A_TIME:
        make_ready(str(everything), partial(_set_up, everything))
        return work_on(work, item)


def _set_up(everything: Path) -> Any:
    set_up, given = pickle.loads(everything.read_bytes())
    return set_up(*given)
