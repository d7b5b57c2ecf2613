"""What a target is: a place where published files go, whatever kind of place it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from samloft.problems import Problem, UsageError

Say = Callable[..., None]
"""Tells the user something: a key of the catalogue and its values."""
MOST_TOLD = 20
"""Times a run says how far it has come."""


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """What is to be at a target."""

    source: Path
    """The folder on this machine that holds the files."""
    files: tuple[str, ...]
    """Their names, with `/` between, in the order in which they must arrive: the ones that make
    the rest visible come last (each versions.json, then the manifest.json at the root)."""
    gone: frozenset[str] = frozenset()
    """Names we published earlier and that must go. Any other file at the target is left alone."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What it took to get a shipment to its target; only names of the shipment are counted."""

    uploaded: tuple[str, ...]
    """Content that had to travel."""
    copied: tuple[str, ...] = ()
    """Content that was at the target already, under another name."""
    removed: tuple[str, ...]
    unchanged: int


class Target(Protocol):
    """A place for published files.

    Whatever stops a target is a UsageError, with the place or the file as its path. A run that is
    killed at any moment is mended by running it again.
    """

    def read(self, name: str) -> bytes | None:
        """Return a file as it is at the target; None where it is not there."""

    def names(self) -> frozenset[str]:
        """Return the names of all files at the target, ours and others'."""

    def send(self, shipment: Shipment, say: Say, *, dry_run: bool = False) -> Sent:
        """Bring a shipment to the target, and return what that took.

        With `dry_run` nothing changes there, and what is returned is the same.
        """


@dataclass
class Progress:
    """Says how far a run has come, a limited number of times."""

    say: Say
    count: int
    done: int = field(default=0, init=False)

    def step(self, _: object = None) -> None:
        """Note that one more is done."""
        before, self.done = self.done, self.done + 1
        if self.done * MOST_TOLD // self.count > before * MOST_TOLD // self.count:
            self.say("sending", done=self.done, count=self.count)


def refusal(path: str | Path, rule: str, **values: str) -> UsageError:
    """Return the error for one problem with a target or a file."""
    said = {name: without_secret(value) for name, value in values.items()}
    where = without_secret(str(path))
    return UsageError([Problem(path=where, line=None, rule=rule, values=said)])


def without_secret(text: str) -> str:
    """Return a text with the names and passwords in its addresses left out, for logs to keep."""
    return re.sub(r"(\w://)[^/\s@]+@", r"\1", text)


def unpacked(files: Iterable[str]) -> tuple[str, ...]:
    """Return the files without the packed ones that lie beside a plain one.

    Only a server of one's own chooses between `page.html` and `page.html.gz` for each reader.
    """
    files = tuple(files)
    every = {f"{name}.gz" for name in files}
    return tuple(name for name in files if name not in every)


def folders_of(names: Iterable[str]) -> set[str]:
    """Return every folder these files lie in, at any depth."""
    found: set[str] = set()
    for name in names:
        folder = str(PurePosixPath(name).parent)
        while folder not in ("", ".") and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def in_the_way(files: Iterable[str], others: Set[str]) -> str | None:
    """Return a file that others have where we need a folder, or a file where they have one."""
    files = set(files)
    found = (folders_of(files) & others) | (folders_of(others - files) & files)
    return min(found, default=None)
