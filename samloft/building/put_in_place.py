"""Put finished sites in their place, all of them or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

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
    """Move what is ready into `out`.

    Args:
        ready: a folder with one folder for each network, and the front page's files.
        out: the folder readers see.
        whole: True when `ready` is everything there is: what it lacks then goes away. Otherwise
            only the networks in it are replaced.
    """
    old = out.parent / f".{out.name}.old-{os.getpid()}"
    if whole or not out.exists():
        if out.exists():
            out.replace(old)
        ready.replace(out)
    else:
        old.mkdir()
        for path in sorted(ready.iterdir()):
            target = out / path.name
            if target.exists():
                target.replace(old / path.name)
            path.replace(target)
    shutil.rmtree(old, ignore_errors=True)
