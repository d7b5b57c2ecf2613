"""What the links of an edition may lead to, and what one to nowhere may have meant."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from samloft.suggest import listed, nearest
from samloft.text.links import written_way


@dataclass(frozen=True)
class Known:
    """What the links of an edition may lead to."""

    pages: Mapping[PurePosixPath, str]
    """Its pages as Markdown, by their place in the plain tree; empty where they are not made."""
    files: frozenset[PurePosixPath]
    shared: frozenset[PurePosixPath]
    """What the course has, whether the edition does or not."""
    own: frozenset[PurePosixPath]
    """What the edition alone has."""
    modules: frozenset[str]
    terms: frozenset[str]
    root: Path
    """Of the course."""

    def near(self, target: PurePosixPath, source: str, kinds: Set[str]) -> str:
        """Return the way to the file most like a link's; to those beside it where none is.

        A shared file goes first, which is the same in all editions.

        Args:
            target: where the link leads, in the plain tree.
            source: the file the link stands in.
            kinds: the endings a file may have.
        """
        kinds = frozenset(kinds)
        for files in (self.shared, self.own):
            found = _most_like(target, files, kinds)
            if found is not None:
                return written_way(found, source, self.modules)
        beside = (*_of_kinds(self.shared, kinds), *_of_kinds(self.own, kinds))
        return listed(
            written_way(file, source, self.modules)
            for file in beside
            if file.parent == target.parent and file.name != "index.md"
        )


@functools.lru_cache(maxsize=64)
def _of_kinds(files: frozenset[PurePosixPath], kinds: frozenset[str]) -> tuple[PurePosixPath, ...]:
    return tuple(sorted(file for file in files if file.suffix.lower() in kinds))


@functools.lru_cache(maxsize=4096)
def _most_like(
    target: PurePosixPath, files: frozenset[PurePosixPath], kinds: frozenset[str]
) -> PurePosixPath | None:
    """Return the file of the same name, or the page of a folder; else one of a name like it.

    Of several, the one in the folder the link names.
    """
    known = _of_kinds(files, kinds)
    if target.name == "index.md":
        folders = sorted({file.parent.name for file in known if file.name == "index.md"})
        folder = nearest(target.parent.name, folders)
        pages = [file for file in known if file.name == "index.md" and file.parent.name == folder]
        beside = (file for file in pages if file.parent.parent == target.parent.parent)
        found = next(beside, next(iter(pages), None))
        if found:
            return found
    stem = nearest(target.stem.casefold(), sorted({file.stem for file in known} - {"index"}))

    def fits() -> Iterator[PurePosixPath]:
        yield from (file for file in known if file == target / "index.md")
        yield from (file for file in known if file.name == target.name)
        alike = [file for file in known if file.stem == stem]
        yield from (file for file in alike if file.parent == target.parent)
        yield from alike

    return next(fits(), None)
