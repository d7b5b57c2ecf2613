"""Do the same work on a Dask cluster: workers anywhere that see the same disk."""

from __future__ import annotations

import pickle
import threading
import uuid
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from samloft.problems import UsageError, problem

Item = TypeVar("Item")
Result = TypeVar("Result")

PATIENCE = "10s"
"""How long a scheduler may take to answer."""


def on_cluster(
    scheduler: str,
    work: Callable[[Item], Result],
    waves: Sequence[Sequence[Item]],
    shared: Path,
    set_up: Callable[..., None],
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
        for items in waves:
            begun = {
                client.submit(_work_on, everything, work, item, pure=False): item for item in items
            }
            for future in as_completed(begun):
                yield begun[future], future.result


class _Ready:
    """What this worker is set up for. It does one piece at a time, however many threads it has."""

    of: Path | None = None
    lock = threading.Lock()


def _work_on(
    everything: Path,
    work: Callable[[Item], Result],
    item: Item,
) -> Result:
    with _Ready.lock:
        if _Ready.of != everything:
            set_up, given = pickle.loads(everything.read_bytes())
            set_up(*given)
            _Ready.of = everything
        return work(item)
