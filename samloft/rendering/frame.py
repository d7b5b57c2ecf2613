"""A site's frame, and its pages as they were rendered in it: from the cache, or from a press."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from samloft.cache import Cache, digest
from samloft.composing.plain_tree import PlainTree
from samloft.problems import CourseError
from samloft.rendering.engines import INDEX_END, INDEX_START, complaints
from samloft.slots.pieces import Pieces, cut, places_in
from samloft.slots.slot import Place

if TYPE_CHECKING:
    from samloft.rendering.mkdocs_pages import Press

SITEMAP = "sitemap.xml"


@dataclass(frozen=True)
class Leaf:
    """A page as it was rendered, with its marks."""

    name: str
    """The digest of its text: with its frame and its path, it tells what the page is."""
    address: str
    html: Pieces
    entries: Pieces
    places: Mapping[str, set[Place]]
    anchors: frozenset[str]
    links: Mapping[str, Mapping[str, str]]
    """Links to places on other pages: path, and the links by the place they lead to."""


@dataclass(frozen=True)
class Rendered:
    """A tree's pages with their marks."""

    leaves: Mapping[PurePosixPath, Leaf]
    index: Pieces
    """The search index."""
    places: Mapping[str, set[Place]]
    """Where marks stand on any of its pages."""
    marks: frozenset[str]
    """All that stand in its files, those of the theme too."""
    name: str
    """The digest of all pages: with their frame, it tells what the search index is."""


@dataclass
class Kept:
    """What of a frame is kept in the cache."""

    order: list[PurePosixPath]
    """Every page, in the order of the search index."""
    templates: Mapping[str, tuple[Pieces, Mapping[str, set[Place]]]]
    """404.html and sitemap.xml, and where marks stand in them."""
    index_start: str
    theme_files: dict[str, Path]
    leaves: dict[tuple[PurePosixPath, str], Leaf] = field(default_factory=dict)


class Frame:
    """A site's frame."""

    def __init__(self, key: str, edition: str, cache: Cache, set_up: Callable[[], Press]) -> None:
        """Take up a frame; `set_up` is called when there is something to render."""
        self.key, self._edition, self._cache, self._set_up = key, edition, cache, set_up
        self._press: Press | None = None
        self._theme: Mapping[str, Path] | None = None
        kept = cache.load("frames", key)
        self._is_new = kept is None
        self.kept: Kept = kept or self._first_kept()
        self._trees: dict[int, tuple[PlainTree, Rendered]] = {}

    def _first_kept(self) -> Kept:
        press = self.press
        templates = {
            name: (cut(text), places_in("", text, "")) for name, text in press.templates().items()
        }
        return Kept(press.pages, templates, press.index_start(), press.theme_files())

    @property
    def press(self) -> Press:
        """The press of this frame, set up when first needed."""
        if self._press is None:
            self._press = self._set_up()
        return self._press

    def theme(self, own: Mapping[PurePosixPath, Path]) -> Mapping[str, Path]:
        """Return the theme's files, by address; ours from where they are kept."""
        if self._theme is None:
            self._theme = {
                address: own.get(PurePosixPath(address), path)
                for address, path in self.kept.theme_files.items()
            }
        return self._theme

    def rendered(self, tree: PlainTree) -> Rendered:
        """Return a tree's pages with their marks. Raises CourseError when the engine warns."""
        if id(tree) not in self._trees:
            leaves = {path: self.leaf(path, tree.pages[path]) for path in self.kept.order}
            self._check_anchors(leaves)
            places: dict[str, set[Place]] = {}
            for leaf in leaves.values():
                for mark, where in leaf.places.items():
                    places.setdefault(mark, set()).update(where)
            index = self.index(leaves)
            texts = [index, *(leaf.html for leaf in leaves.values())]
            texts += (text for text, _ in self.kept.templates.values())
            marks = frozenset(mark for text in texts for mark in text.marks)
            # The tree is kept too: its id stands for it as long as it lives.
            made = Rendered(leaves, index, places, marks, name_of(leaves))
            self._trees[id(tree)] = (tree, made)
        return self._trees[id(tree)][1]

    def leaf(self, path: PurePosixPath, text: str) -> Leaf:
        """Return one page, rendered now or before. Raises CourseError when the engine warns."""
        name = digest(text)
        known = self.kept.leaves.get((path, name))
        if known is None:
            printed = self.press.print(path, text)
            known = self.kept.leaves[path, name] = Leaf(
                name=name,
                address=printed.address,
                html=cut(printed.html),
                entries=cut(printed.entries),
                places=places_in(text, printed.html, printed.entries),
                anchors=frozenset(printed.anchors),
                links=printed.links,
            )
            self._is_new = True
        return known

    def index(self, leaves: Mapping[PurePosixPath, Leaf]) -> Pieces:
        """Return the search index of some pages."""
        if not self.kept.index_start:
            return cut("")
        ordered = [leaves[path].entries for path in self.kept.order]
        parts = [entries for entries in ordered if entries.literals != (b"",)]
        start = f"{INDEX_START}{self.kept.index_start}".encode()
        return _joined(start, parts, f"]}}{INDEX_END}".encode())

    def save(self) -> None:
        """Keep what is new; leave out pages that no tree has any more."""
        if self._is_new:
            names = {
                (path, leaf.name)
                for _, rendered in self._trees.values()
                for path, leaf in rendered.leaves.items()
            }
            own = {key for key in self.kept.leaves if key not in names}
            if len(own) > len(names):
                self.kept.leaves = {k: leaf for k, leaf in self.kept.leaves.items() if k in names}
            self._cache.save("frames", self.key, self.kept)
            self._is_new = False

    def forget(self) -> None:
        """Let go of the trees of a build that is done; what was rendered of them stays."""
        self._trees.clear()

    def close(self) -> None:
        """Let go of the press."""
        if self._press is not None:
            self._press.close()

    def _check_anchors(self, leaves: Mapping[PurePosixPath, Leaf]) -> None:
        """Look up every link to a place on a page. Raises CourseError for those without one."""
        anchors = {path.as_posix(): leaf.anchors for path, leaf in leaves.items()}
        said = [
            f"Doc file '{path}' contains a link '{link}', but '{to}' has no anchor '#{anchor}'."
            for path, leaf in leaves.items()
            for to, links in leaf.links.items()
            for anchor, link in links.items()
            if to in anchors and anchor not in anchors[to]
        ]
        if said:
            raise CourseError(complaints(said, self._edition, "mkdocs"))


def name_of(leaves: Mapping[PurePosixPath, Leaf]) -> str:
    """Return one name for some pages."""
    return digest(*(leaf.name for leaf in leaves.values()))


def packed(content: bytes, day: date) -> bytes:
    """Return a sitemap as MkDocs packs it."""
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    whole = io.BytesIO()
    with gzip.GzipFile(fileobj=whole, filename=f"{SITEMAP}.gz", mode="wb", mtime=midnight) as file:
        file.write(content)
    return whole.getvalue()


def _joined(start: bytes, parts: Sequence[Pieces], end: bytes) -> Pieces:
    """Return cut texts as one, with commas between."""
    literals: list[list[bytes]] = [[start]]
    marks: list[str] = []
    for number, part in enumerate(parts):
        literals[-1] += (b"," if number else b"", part.literals[0])
        literals += ([literal] for literal in part.literals[1:])
        marks += part.marks
    literals[-1].append(end)
    return Pieces(tuple(map(b"".join, literals)), tuple(marks))
