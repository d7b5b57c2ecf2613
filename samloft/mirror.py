"""Make a folder hold what another does, as links to its files, and look only where one has changed.

A folder's own time changes whenever a name in it comes, goes or gets another file (POSIX, "File
Times Update"). Files themselves may be written into: both folders have the same ones.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from samloft.disk import link

_UNSURE = 2_500_000_000
"""Nanoseconds in which a folder may change once more without another time: FAT counts by two
seconds, ext4 by the ticks of its machine."""


Folders = dict[str, tuple[int, int, tuple[str, ...]]]
"""By the path of a folder in two that are alike: when it was changed in the one and in the other,
and the names of the folders in it."""


@dataclass(frozen=True)
class Alike:
    """Two folders that were made alike, as they were then."""

    roots: tuple[int, int]
    """Their inodes."""
    folders: Folders

    def known_of(self, source: str, target: str) -> Folders:
        """Return the folders as they were in these two; they may have changed places."""
        roots = (_inode(source), _inode(target))
        if roots == self.roots:
            return self.folders
        if roots == self.roots[::-1]:
            return {path: (two, one, inside) for path, (one, two, inside) in self.folders.items()}
        return {}


def mirror(source: Path, target: Path, before: Alike | None = None) -> Alike:
    """Make a folder hold what another does, as links to its files; as copies where links won't do.

    What is the same file in both already stays as it is, so it costs little to do it again.

    Args:
        source: what is to be held.
        target: what is to hold it; made where it is not there.
        before: what an earlier mirroring of one of the two into the other has returned.

    Returns what tells the next time where nothing has changed.
    """
    target.mkdir(exist_ok=True)
    one, other = os.fspath(source), os.fspath(target)
    is_told = os.name == "posix"  # Windows may tell a folder's change later than it comes
    known = before.known_of(one, other) if before and is_told else {}
    found: Folders = {}
    _mirror(one, other, "", known, found)
    sure = time.time_ns() - _UNSURE
    kept = {path: each for path, each in found.items() if max(each[:2]) < sure}
    return Alike((_inode(one), _inode(other)), kept)


def _mirror(source: str, target: str, path: str, known: Folders, found: Folders) -> None:
    # Plain strings: this runs tens of thousands of times.
    changed, before = _changed(source), known.get(path)
    if before and before[0] == changed and before[1] == _changed(target):
        folders, is_linked = before[2], True
    else:
        folders, is_linked = _made_alike(source, target)
    if is_linked:
        found[path] = (changed, _changed(target), folders)
    for name in folders:
        _mirror(f"{source}/{name}", f"{target}/{name}", f"{path}/{name}", known, found)


def _made_alike(source: str, target: str) -> tuple[tuple[str, ...], bool]:
    """Make a folder alike, but for what is in the folders in it.

    Returns the names of those, and whether all its files are the very same.
    """
    folders, is_linked = [], True
    with os.scandir(target) as entries:
        there = {entry.name: entry for entry in entries}
    with os.scandir(source) as entries:
        for entry in entries:
            other, place = there.pop(entry.name, None), f"{target}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
                if other and not other.is_dir(follow_symlinks=False):
                    _remove(other)
                    other = None
                if other is None:
                    os.mkdir(place)  # noqa: PTH102
            elif other is None or other.inode() != entry.inode():
                if other:
                    _remove(other)
                is_linked = link(entry.path, place) and is_linked
    for gone in there.values():
        _remove(gone)
    return tuple(folders), is_linked


def _changed(folder: str) -> int:
    return os.stat(folder).st_mtime_ns  # noqa: PTH116


def _inode(folder: str) -> int:
    return os.stat(folder).st_ino  # noqa: PTH116


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)  # noqa: PTH108
