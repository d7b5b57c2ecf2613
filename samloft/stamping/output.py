"""Write sites to a folder beside the published one: only the files that are not there already."""

from __future__ import annotations

import errno
import functools
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from samloft.cache import digest
from samloft.composing.extents import Extent, extent_slots
from samloft.composing.plain_tree import ProductFile
from samloft.disk import write_whole
from samloft.stamping.stamper import Stamped


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
        self._make(path.rpartition("/")[0])
        return path

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        self._made.add(folder)
        try:
            os.mkdir(folder)  # noqa: PTH102 - thousands of times
        except FileExistsError:
            return
        except FileNotFoundError:
            self._make(folder.rpartition("/")[0])
            os.mkdir(folder)  # noqa: PTH102

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


def missing_products(
    stamped: Stamped, known: Mapping[str, str], looks: str
) -> tuple[Files, list[ProductFile]]:
    """Return a site's products by address, those with their extents that are there already.

    And those that builders have to make, with their marks.

    Args:
        stamped: the site.
        known: its files as they are in the output folder, with their digests.
        looks: digest of what its network's products look like, pictures and all.
    """
    files, missing = {}, []
    for file in stamped.products:
        values = (stamped.slots[mark].whole for mark in file.marks)
        name = digest(looks, file.told, *values)
        there = known.get(str(file.path), "")
        files[str(file.path)] = there if there.partition(" ")[0] == name else name
        if files[str(file.path)] == name:
            missing.append(file)
    return files, missing


def with_extent(name: str, extent: Extent) -> str:
    """Return what is kept of a product: its digest, and its extent."""
    return f"{name} {extent}"


def deposit(
    stamped: Stamped, known: Mapping[str, str], tray: Tray, shelf: Shelf, products: Files
) -> Files:
    """Write a site's files into a tray, less those that are known to be there already.

    Args:
        stamped: the site.
        known: its files as they are in the output folder, with their digests.
        tray: where to write.
        shelf: where the one copy of each common file is kept.
        products: its products, with their extents, which pages tell.

    Returns all the site's files.
    """
    files: Files = {}
    told: dict[int, str] = {}
    extents = {
        file.path: Extent.read(products[str(file.path)].partition(" ")[2])
        for file in stamped.products
    }
    said = {
        mark: slot.value.encode() for mark, slot in extent_slots(stamped.products, extents).items()
    }
    for address, stamp in stamped.stamps.items():
        if id(stamp.values) not in told:
            told[id(stamp.values)] = _digest_of(stamp.values)
        files[address] = f"{stamp.name} {told[id(stamp.values)]}"
        if not said.keys().isdisjoint(stamp.pieces.marks):
            own = {mark: said[mark] for mark in stamp.pieces.marks if mark in said}
            stamp = stamp._replace(values={**stamp.values, **own})
            files[address] += f" {_digest_of(own)}"
        if known.get(address) == files[address]:
            continue
        _write(tray.ready(address), stamp.content())
    for address, source in stamped.common.items():
        name = files[address] = shelf.name(source)
        if known.get(address) != name:
            shelf.link(source, name, tray.ready(address))
    return files | products


def _digest_of(values: Mapping[str, bytes]) -> str:
    return digest(*(part for pair in sorted(values.items()) for part in pair))


def _write(path: str, content: bytes) -> None:
    # Plain strings and descriptors: this runs tens of thousands of times.
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        if os.write(file, content) < len(content):  # the disk is nearly full
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
    finally:
        os.close(file)


def move_in(folder: Path, target: Path) -> None:
    """Move files into a folder, each whole."""
    # Plain strings: the pages of rules are a thousand.
    for place, _, names in os.walk(folder):
        there = os.path.normpath(f"{target}/{os.path.relpath(place, folder)}")
        if names:
            os.makedirs(there, exist_ok=True)  # noqa: PTH103
        for name in names:
            os.replace(f"{place}/{name}", f"{there}/{name}")  # noqa: PTH105


def take_away(target: Path, gone: Iterable[str]) -> None:
    """Delete files below a folder, and the folders they leave empty, itself included."""
    for address in gone:
        path = target / address
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if not parent.is_relative_to(target) or not parent.is_dir() or any(parent.iterdir()):
                break
            parent.rmdir()


class Shelf:
    """The one copy of each file that many sites have, for one build: sites hold links to it."""

    def __init__(self, folder: Path) -> None:
        """Take the folder for the copies, on the same disk as the sites if it can be."""
        self._folder = folder
        self._names: dict[Path | bytes, str] = {}
        self._copies: dict[str, str] = {}

    def name(self, source: Path | bytes) -> str:
        """Return the digest of a file."""
        name = self._names.get(source)
        if name is None:
            name = digest(source) if isinstance(source, bytes) else _digest_now(source)
            self._names[source] = name
        return name

    def link(self, source: Path | bytes, name: str, target: str) -> None:
        """Put a file with this digest at `target`."""
        key = f"{name}{os.path.splitext(target)[1]}"  # noqa: PTH122 - thousands of times
        copy = self._copies.get(key)
        if copy is None:
            copy = self._copies[key] = self._checked_copy(source, name, key)
        try:
            os.link(copy, target)
        except FileExistsError:  # a process that died, or is dying, over this site has left it
            # Never gone in between: the other may be the one that finishes.
            aside = f"{target}.{os.getpid()}"
            os.link(copy, aside)
            os.replace(aside, target)  # noqa: PTH105 - plain strings, as all here
            Path(aside).unlink(missing_ok=True)  # where both were the same file already
        except OSError:  # another disk, one without links, or too many of them
            shutil.copyfile(copy, target)

    def _checked_copy(self, source: Path | bytes, name: str, key: str) -> str:
        copy = self._folder / key
        # Sites are links to it: whoever wrote into one of them, wrote into this.
        if not copy.exists() or digest(copy.read_bytes()) != name:
            write_whole(copy, source if isinstance(source, bytes) else source.read_bytes())
        return str(copy)


def _digest_now(path: Path) -> str:
    stat = path.stat()
    return _read_digest(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=4096)
def _read_digest(path: Path, changed: int, size: int) -> str:
    return digest(path.read_bytes())


Files = dict[str, str]
"""A site's files: address, and the digest of all that the file is made from."""
