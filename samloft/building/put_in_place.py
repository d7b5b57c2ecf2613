"""Put finished sites in their place, all of them or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, wait
from contextlib import contextmanager, suppress
from pathlib import Path

from samloft.cache import Cache
from samloft.disk import exchange
from samloft.mirror import mirror
from samloft.stamping.output import Tray


def gather(
    rendered: Mapping[str, Tray], every: Iterable[str], out: Path, ready: Path, *, keep: bool
) -> None:
    """Move sites from where they were rendered to their addresses below `ready`.

    Args:
        rendered: the new sites: address, and where its files lie.
        every: every address a site may have in the networks concerned.
        out: the folder readers see now.
        ready: the folder that will take its place, network by network.
        keep: True to take along the sites in `out` that were not built this time. Other forms
            and municipalities lie in folders below their network, so they would go with it.
    """
    for address in sorted({*every, *rendered}, key=lambda address: (address.count("/"), address)):
        target, old = ready / address, out / address
        if address in rendered:
            shutil.rmtree(target, ignore_errors=True)
            rendered[address].move_to(target, ())
        elif keep and (old / "index.html").exists() and not (target / "index.html").exists():
            shutil.copytree(old, target, copy_function=os.link, dirs_exist_ok=True)


def put_in_place(ready: Path, out: Path, *, whole: bool) -> None:
    """Let what is ready, and what readers see, change places.

    Args:
        ready: a folder with one folder for each network, and the front page's files.
        out: the folder readers see.
        whole: True when `ready` is everything there is: what it lacks then goes away. Otherwise
            only the networks in it are replaced, one after the other.
    """
    if whole or not out.exists():
        exchange(ready, out)
    else:
        for path in sorted(ready.iterdir()):
            if path.is_dir():
                exchange(path, out / path.name)
            else:
                path.replace(out / path.name)


@contextmanager
def next_of(
    out: Path, built: Path, spare: Path, meanwhile: Executor, cache: Cache
) -> Iterator[Callable[[], Path]]:
    """Have a copy made of the folder readers see; it takes that one's place when all has gone well.

    What is yielded waits for it and returns it. It is made of hard links, to be changed by putting
    files in the place of others, never by writing into them.

    Args:
        out: the folder readers see.
        meanwhile: makes it while others work.
        built: a folder beside it.
        spare: where the folder before this one is kept: nearly a copy already. Where there is
            none, or it is on another disk, all of the copy is made anew.
        cache: remembers where both were the same.
    """
    ready = built / "next"
    with suppress(OSError):  # no spare, or on another disk, or another run has just taken it
        spare.rename(ready)
    copied = meanwhile.submit(mirror, out, ready, cache.load("alike", str(out)))

    def copy() -> Path:
        cache.save("alike", str(out), copied.result())
        return ready

    try:
        yield copy
    except BaseException:
        wait([copied])
        _keep(ready, spare)
        raise
    exchange(ready, out)
    _keep(ready, spare)


def _keep(ready: Path, spare: Path) -> None:
    with suppress(OSError):  # on another disk, or another run has just put one there
        ready.rename(spare)
        os.utime(spare)
