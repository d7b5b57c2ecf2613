"""Write sites to a folder beside the published one: only the files that are not there already."""

from __future__ import annotations

import functools
import os
import pickle
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from samloft.cache import digest, write_whole
from samloft.many import Stamped
from samloft.tree import Sheet

Files = dict[str, str]
"""A site's files: address, and the digest of all that the file is made from."""


@dataclass
class Record:
    """What the last build left in an output folder."""

    engine: str
    """Digest of the code, the theme and the tools."""
    inputs: str
    """Digest of the texts, and of what was asked for."""
    sites: dict[str, Files] = field(default_factory=dict)
    guards: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """What tells that a site is still the one that was written."""
    told: Any = None
    """What the build said it made."""


def read_record(path: Path, out: Path, engine: str) -> Record | None:
    """Return what is known of an output folder; None when it is not as this engine left it."""
    try:
        record: Record = pickle.loads(path.read_bytes())
    except Exception:  # no record, or an unreadable one: all is built anew
        return None
    guards = record.guards.items()
    if record.engine != engine or any(guard_of(out / name) != guard for name, guard in guards):
        return None
    return record


def write_record(path: Path, record: Record, out: Path) -> None:
    """Keep what is now in an output folder."""
    record.guards = {address: guard_of(out / address) for address in record.sites}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, pickle.dumps(record))


def guard_of(site: Path) -> tuple[int, ...]:
    """Return what changes when a site's front page is written by anyone else."""
    try:
        stat = (site / "index.html").stat()
    except OSError:
        return ()
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)


class Tray:
    """Where a site's new files lie until all sites are done.

    A site that is new has its folder, which is moved whole. One that is there already has its few
    new files side by side in one folder for all sites: making folders is what takes time.
    """

    def __init__(self, folder: Path, name: str, *, is_update: bool) -> None:
        """Take the folder for all sites, and the name of this one."""
        self.is_update = is_update
        self._root = f"{folder}/{name}{'~' if is_update else '/'}"
        self._made: set[str] = set()

    def path(self, address: str) -> str:
        """Return where a file lies."""
        return self._root + (address.replace("/", "~") if self.is_update else address)

    def ready(self, address: str) -> str:
        """Return where to write a file, in a folder that is there."""
        path = self.path(address)
        parent = path.rpartition("/")[0]
        if parent not in self._made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103 - thousands of times
            self._made.add(parent)
        return path

    def move_to(self, target: Path, changed: Iterable[str]) -> None:
        """Move a site's new files to their place, each whole."""
        if not self.is_update and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(self._root).replace(target)
            return
        for address in changed:
            place = target / address
            # Some disks (ext4) wait for the data when a file is replaced, not when it is new.
            place.unlink(missing_ok=True)
            place.parent.mkdir(parents=True, exist_ok=True)
            Path(self.path(address)).rename(place)


def deposit(
    stamped: Stamped, known: Mapping[str, str], tray: Tray, shared: Path, layout: str
) -> tuple[Files, list[Sheet]]:
    """Write a site's files into a tray, less those that are known to be there already.

    Args:
        stamped: the site.
        known: its files as they are in the output folder, with their digests.
        tray: where to write.
        shared: where the one copy of each common file is kept, on the same disk if it can be.
        layout: digest of the sheets' layout and of the pictures they may use.

    Returns all the site's files, and the sheets that have to be typeset.
    """
    files: Files = {}
    told: dict[int, str] = {}
    for address, stamp in stamped.stamps.items():
        if id(stamp.values) not in told:
            said = (part for pair in sorted(stamp.values.items()) for part in pair)
            told[id(stamp.values)] = digest(*said)
        files[address] = f"{stamp.name} {told[id(stamp.values)]}"
        if known.get(address) == files[address]:
            continue
        # Plain strings and descriptors: this runs tens of thousands of times.
        file = os.open(tray.ready(address), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            os.write(file, stamp.content())
        finally:
            os.close(file)
    for address, source in stamped.common.items():
        name = content_digest(source)
        files[address] = name
        if known.get(address) != name:
            _link(_shared_copy(source, name, PurePosixPath(address), shared), tray.ready(address))
    for sheet in stamped.sheets:
        text = (sheet.markdown, sheet.title, sheet.footer, sheet.brand, sheet.language)
        files[str(sheet.path)] = digest(layout, *text)
    sheets = [
        sheet for sheet in stamped.sheets if known.get(str(sheet.path)) != files[str(sheet.path)]
    ]
    return files, sheets


def move_in(folder: Path, target: Path) -> None:
    """Move a few files into a folder, each whole."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        place = target / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def take_away(target: Path, gone: Iterable[str]) -> None:
    """Delete files below a folder, and the folders they leave empty, itself included."""
    for address in gone:
        path = target / address
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if not parent.is_relative_to(target) or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()


def content_digest(source: Path | bytes) -> str:
    """Return the digest of a file that many sites have; it is read again when it has changed."""
    if isinstance(source, bytes):
        return digest(source)
    stat = source.stat()
    return _read_digest(source, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=4096)
def _read_digest(path: Path, changed: int, size: int) -> str:
    return digest(path.read_bytes())


def _shared_copy(source: Path | bytes, name: str, address: PurePosixPath, shared: Path) -> Path:
    """Return the one copy of a common file, made when needed."""
    copy = shared / f"{name}{address.suffix}"
    if copy not in _checked or not copy.exists():
        # Sites are links to it: whoever wrote into one of them, wrote into this.
        if not copy.exists() or digest(copy.read_bytes()) != name:
            content = source if isinstance(source, bytes) else source.read_bytes()
            write_whole(copy, content)
        _checked.add(copy)
    return copy


_checked: set[Path] = set()


def _link(source: Path, target: str) -> None:
    # A process that died over this site may have left it.
    Path(target).unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk, one without links, or too many of them
        shutil.copyfile(source, target)
