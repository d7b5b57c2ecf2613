"""A folder as a target: the new tree is made ready beside it and takes its place in one step."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from samloft.disk import PUBLISHING, aside, exchange, link, recover, sync
from samloft.problems import UsageError
from samloft.targets.target import (
    Progress,
    Say,
    Sent,
    Shipment,
    folders_of,
    in_the_way,
    refusal,
)

FULL = {errno.ENOSPC, errno.EDQUOT}
A_DISK_OF_ITS_OWN = {errno.EBUSY, errno.EXDEV}


@dataclass(frozen=True)
class Folder:
    """A folder on this machine, or on a disk it has at hand.

    Readers see the old tree or the new one, never something between (`exchange` says where that
    is not quite so). What does not change is carried over as hard links, so it takes no time and
    no room. Others' files are carried over too, and symlinks as they are: none is followed.
    """

    place: Path
    """Absolute, and without symlinks in it."""

    def read(self, name: str) -> bytes | None:
        """Return a file as it is in the folder; None where it is not there or is a symlink."""
        path = self.place / name
        with _told(self.place):
            try:
                return path.read_bytes() if path.resolve() == path else None
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return None

    def names(self) -> frozenset[str]:
        """Return the names of all files in the folder; a symlink is one, wherever it leads."""
        with _told(self.place):
            return frozenset(_Standing.of(self.place).files)

    def send(self, shipment: Shipment, say: Say, *, dry_run: bool = False) -> Sent:
        """Bring a shipment to the folder. See Target."""
        shipment = replace(shipment, source=shipment.source.resolve())
        source = shipment.source
        if self.place.is_relative_to(source) or source.is_relative_to(self.place):
            raise refusal(self.place, "target-lies-apart", name=str(source))
        if self.place.is_mount():
            raise refusal(self.place, "target-can-be-exchanged", name=str(self.place / "kurs"))
        with _told(self.place, source):
            if dry_run:
                return self._plan(shipment).sent
            self.place.parent.mkdir(parents=True, exist_ok=True)
            with self._alone():
                recover(self.place)
                plan = self._plan(shipment)
                if plan.sent.uploaded or plan.sent.removed or not self.place.exists():
                    self._carry_out(plan, source, say)
                return plan.sent

    def _plan(self, shipment: Shipment) -> _Plan:
        standing = _Standing.of(self.place)
        ours = set(shipment.files)
        gone = (shipment.gone & standing.files.keys()) - ours
        others = standing.files.keys() - ours - gone
        if name := in_the_way(shipment.files, others):
            raise refusal(self.place / name, "target-way-is-clear", name=name)
        new = tuple(
            name for name in shipment.files if not self._is_same(name, shipment.source, standing)
        )
        sent = Sent(
            uploaded=new, removed=tuple(sorted(gone)), unchanged=len(shipment.files) - len(new)
        )
        kept = tuple(sorted(others | (ours - set(new))))
        empty = {each for each in standing.empty if not {each, *folders_of([each])} & ours}
        folders = folders_of((*new, *kept, *empty)) | empty
        return _Plan(sent=sent, kept=kept, folders=tuple(sorted(folders)))

    def _is_same(self, name: str, source: Path, standing: _Standing) -> bool:
        """Return whether a file is at the target as it is at the source."""
        there, here = standing.files.get(name), (source / name).stat()
        if there is None or not there.is_plain or there.size != here.st_size:
            return False
        if there.mtime_ns == here.st_mtime_ns:
            return True
        return (self.place / name).read_bytes() == (source / name).read_bytes()

    def _carry_out(self, plan: _Plan, source: Path, say: Say) -> None:
        """Make the new tree ready, and let it and the old one change places."""
        with aside(self.place, PUBLISHING) as place:
            ready = place / "next"
            for folder in ("", *plan.folders):
                _make_folder(self.place / folder, ready / folder)
            for name in plan.kept:
                link(self.place / name, ready / name)
            progress = Progress(say, len(plan.sent.uploaded))
            for name in plan.sent.uploaded:
                shutil.copy2(source / name, ready / name)
                progress.step()
            sync()
            exchange(ready, self.place)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the folder while we work. A run that is killed lets go of it."""
        try:
            with FileLock(lock_of(self.place), blocking=False):
                yield
        except Timeout:
            raise refusal(self.place, "target-is-free") from None


def lock_of(place: Path) -> Path:
    """Return the file that a run locks while it publishes to a folder. It stays, empty."""
    return place.parent / f".{place.name}.lock"


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """How the new tree comes to be."""

    sent: Sent
    kept: tuple[str, ...]
    """What is carried over: our files that did not change, and others'."""
    folders: tuple[str, ...]
    """Each after the one it lies in."""


@dataclass(frozen=True, kw_only=True)
class _File:
    is_plain: bool
    size: int
    mtime_ns: int


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """What is in the folder now."""

    files: Mapping[str, _File]
    empty: frozenset[str]
    """Folders with nothing in them."""

    @classmethod
    def of(cls, place: Path) -> _Standing:
        """Look through a folder, which need not exist. Raises OSError where it holds a disk."""
        files: dict[str, _File] = {}
        empty: set[str] = set()
        left = [""] if place.exists() else []
        disk = place.stat().st_dev if left else None
        while left:
            folder = left.pop()
            with os.scandir(place / folder) as entries:
                inside = [(f"{folder}/{entry.name}".lstrip("/"), entry) for entry in entries]
            for name, entry in inside:
                stat = entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    if stat.st_dev != disk:  # it would move along, and be emptied with the old tree
                        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), entry.path)
                    left.append(name)
                else:
                    is_plain = entry.is_file(follow_symlinks=False)
                    files[name] = _File(
                        is_plain=is_plain, size=stat.st_size, mtime_ns=stat.st_mtime_ns
                    )
            if folder and not inside:
                empty.add(folder)
        return cls(files=files, empty=frozenset(empty))


def _make_folder(old: Path, new: Path) -> None:
    """Make a folder, for the same people as the one it takes the place of, if there is one."""
    new.mkdir()
    if old.is_dir() and not old.is_symlink():
        stat = old.stat()
        with suppress(PermissionError):  # only a member may give something to a group
            os.chown(new, -1, stat.st_gid)
        with suppress(PermissionError):  # only root may give something away
            os.chown(new, stat.st_uid, -1)
        shutil.copystat(old, new)


@contextmanager
def _told(place: Path, source: Path | None = None) -> Iterator[None]:
    """Turn what a disk refuses into problems."""
    try:
        yield
    except OSError as error:
        raise _explained(error, place, source) from error


def _explained(error: OSError, place: Path, source: Path | None) -> UsageError:
    reason = error.strerror or str(error)
    file = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if error.errno in FULL:
        return refusal(place, "target-has-space")
    if file and source and file.is_relative_to(source):
        return refusal(file, "file-can-be-read", reason=reason)
    if error.errno in A_DISK_OF_ITS_OWN:
        return refusal(place, "target-can-be-exchanged", name=str(place / "kurs"))
    reason = f"{reason} ({file})" if file else reason
    return refusal(place, "target-can-be-written", reason=reason, name=str(place.parent))
