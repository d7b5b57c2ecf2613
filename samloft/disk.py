"""Write whole or not at all: a file, or a finished folder in another's place in one step.

Beside a folder NAME, what we put aside is called `.NAME.KIND-PID`: it is on the same disk, no
server shows it, and a run that was killed can be told from one that is still at work.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLD = "old"
BUILDING, FORKING, PUBLISHING, RELEASING = "building", "forking", "publishing", "releasing"
"""What lies aside: a tree on its way out, and trees on their way in."""
KINDS = (OLD, BUILDING, FORKING, PUBLISHING, RELEASING)

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_HAS_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
"""What a kernel or a file system answers that knows no exchange."""


def beside(place: Path, kind: str) -> Path:
    """Return where this run puts something aside for a place. Nothing is made there."""
    return place.parent / f".{place.name}.{kind}-{os.getpid()}"


def exchange(ready: Path, place: Path) -> None:
    """Let two folders change places; `ready` then holds what was at `place`, if anything was.

    On Linux this is one step: whoever opens `place`, at any moment and also if the power fails,
    finds the old tree or the new one, whole. That takes a disk where the new tree has arrived:
    sync it first.

    Elsewhere, and on file systems that know no exchange (NFS, some for containers), it takes two
    renames. Between them, for some microseconds, there is no tree at `place`; a run killed just
    then leaves it so, with the old tree beside it, until `recover` puts that back.

    Both must be on one disk, and neither may be the root of it: OSError says so (EXDEV, EBUSY).
    A symlink is exchanged itself, not what it leads to.
    """
    if not os.path.lexists(place):
        ready.rename(place)
    elif not _exchange_at_once(ready, place):
        _exchange_in_steps(ready, place)
    for folder in {ready.parent, place.parent}:
        _sync_folder(folder)


def recover(place: Path) -> None:
    """Mend what killed runs left around a place.

    Where there is no tree, because a run was killed between two renames, the old one is put back.
    What else such runs left beside it is taken away. What belongs to a run that still lives is
    left alone. Call it before work begins, under the lock that keeps others from this place.
    """
    dead = [path for path in _asides(place) if _is_dead(_pid(path))]
    old = [path for path in dead if path.name.startswith(f".{place.name}.{OLD}-")]
    if old and not os.path.lexists(place):
        last = max(old, key=lambda path: path.lstat().st_ctime_ns)
        last.rename(place)
        _sync_folder(place.parent)
        dead.remove(last)
    for path in dead:
        shutil.rmtree(path, ignore_errors=True)


def _exchange_at_once(ready: Path, place: Path) -> bool:
    """Exchange two folders with the kernel's own call; False where there is none."""
    if sys.platform != "linux":
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # an older C library
        return False
    first, second = os.fsencode(ready), os.fsencode(place)
    flags = ctypes.c_uint(_RENAME_EXCHANGE)
    if call(_AT_FDCWD, first, _AT_FDCWD, second, flags) == 0:
        return True
    code = ctypes.get_errno()
    if code in _HAS_NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(ready), None, str(place))


def _exchange_in_steps(ready: Path, place: Path) -> None:
    old = beside(place, OLD)
    place.rename(old)
    try:
        ready.rename(place)
    except BaseException:
        if not os.path.lexists(place):
            old.rename(place)
        raise
    old.rename(ready)


def _asides(place: Path) -> list[Path]:
    """Return everything any run has put aside for a place."""
    name = re.compile(rf"\.{re.escape(place.name)}\.({'|'.join(KINDS)})-\d+")
    if not place.parent.is_dir():
        return []
    return [path for path in place.parent.iterdir() if name.fullmatch(path.name)]


def _pid(path: Path) -> int:
    return int(path.name.rpartition("-")[2])


def _is_dead(pid: int) -> bool:
    """Return whether no other process has this number.

    Our own is dead too: recovery comes before work, so it is a run's before us. In a container
    every run may have the same number.
    """
    if os.name != "posix":  # where asking with signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return pid == os.getpid()


def link(old: Path | str, new: Path | str) -> bool:
    """Give a file its place in a tree that is made ready, a symlink as it is.

    False where it is a copy: what is written into the one is not in the other.
    """
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a disk without links, or too many of them
        shutil.copy2(old, new, follow_symlinks=False)
        return False
    return True


def sync() -> None:
    """Wait until all that was written is on the disk: one call, not one for each of many files.

    Windows has no such call; there the order of writing is all there is.
    """
    if hasattr(os, "sync"):
        os.sync()


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder safe from a power failure."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: another process, or a kill, may come in between."""
    ready = path.with_name(f".{path.name}.{os.getpid()}")
    ready.write_bytes(content)
    ready.replace(path)


@contextmanager
def aside(place: Path, kind: str = BUILDING) -> Iterator[Path]:
    """Yield an empty folder beside a place, to make ready in what will stand there.

    It is gone afterwards, also on failure; what killed runs left is gone before (`recover`).
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    recover(place)
    folder = beside(place, kind)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
