"""Read a published tree on disk: what it has of each edition, and what is decided of it."""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from samloft.addresses import MANIFEST_FILE
from samloft.changes.outline import Outline
from samloft.languages import Language
from samloft.problems import CourseError, Problem
from samloft.versions.manifest import (
    OUTLINE,
    Index,
    Line,
    Manifest,
    in_order,
    load_index,
    load_manifest,
    load_outlines,
)

Value = TypeVar("Value")

OUTLINES = 24
"""How many outlines a tree remembers: more than most editions have versions."""


class Tree:
    """A published tree. What is broken in it is a CourseError, told by its file."""

    def __init__(self, folder: Path) -> None:
        """Open a tree; one that is not there yet is empty."""
        self.folder = folder
        # An outline is large, and is asked for again for each version and language of an edition.
        self._outlines = functools.lru_cache(OUTLINES)(self._read_outlines)
        there = (folder / MANIFEST_FILE).exists()
        self.index = self._read(MANIFEST_FILE, load_index) if there else Index()

    def line(self, edition: str) -> Line | None:
        """Return an edition's versions; None when it has none."""
        decided = self.index.editions.get(edition)
        if decided is None:
            return None
        names = decided.versions
        return Line(
            versions=in_order(self.manifest(f"{edition}/{version}") for version in names),
            pinned=decided.pinned,
            withdrawn=decided.withdrawn,
        )

    def manifest(self, folder: str) -> Manifest:
        """Return the manifest of a version, as `agder/2026.1`."""
        return self._read(f"{folder}/{MANIFEST_FILE}", load_manifest)

    def outlines(self, manifest: Manifest) -> Mapping[Language, Outline]:
        """Return a version's outlines."""
        return self._outlines(manifest.folder)

    def _read_outlines(self, folder: str) -> Mapping[Language, Outline]:
        return self._read(f"{folder}/{OUTLINE}", load_outlines)

    def _read(self, name: str, load: Callable[[bytes], Value]) -> Value:
        path = self.folder / name
        return loaded(str(path), path.read_bytes() if path.is_file() else None, load)


def loaded(path: str, content: bytes | None, load: Callable[[bytes], Value]) -> Value:
    """Return what `load` makes of a file; None stands for one that is not there.

    Raises CourseError for one that is broken.
    """
    try:
        if content is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return load(content)
    except (OSError, ValueError) as error:
        values = {"reason": str(error).splitlines()[0]}
        problem = Problem(path=path, line=None, rule="manifest-is-readable", values=values)
        raise CourseError([problem]) from None
