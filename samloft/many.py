"""Build many sites at once: what they have in common is rendered once, and stamped into each."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from samloft.compose import Composer
from samloft.model import Edition
from samloft.press import INDEX, Conversions, Press
from samloft.problems import CourseError, Problem
from samloft.site import Site
from samloft.stamp import Pieces, cut, json_value, misfits, places_in
from samloft.templates import escape
from samloft.traced import ANY_MARK, MARK, Place, Slot
from samloft.tree import PlainTree, Sheet, write_tree
from samloft.values import files_of, settings_shape, shape_of, slots_of

BATCH = 40
"""Sites in one piece of work: small enough to share out, large enough to share a frame."""


FRAMES = 6
"""How many frames a process keeps: sites come with those they share a frame with."""


@dataclass(frozen=True)
class Stamped:
    """One site, ready to be written."""

    site: Site
    files: dict[str, bytes]
    """What was stamped, by address."""
    links: dict[str, Path | bytes]
    """What is the same for many sites, by address."""
    sheets: tuple[Sheet, ...]
    docs: Path
    """The folder with the pictures its sheets may use."""
    pages: int
    why: tuple[tuple[str, str], ...]
    """Pages that had to be rendered for this site alone, each with the values that asked for it."""


class NotStampableError(Exception):
    """A site cannot be made from marks; it has to be rendered by itself."""


def batches(sites: Sequence[Site]) -> list[tuple[Site, ...]]:
    """Return sites in pieces of work, those that are most alike together, the largest first."""
    alike: dict[object, list[Site]] = {}
    for site in sites:
        key = (site.language, shape_of(site.edition), settings_shape(site.edition))
        alike.setdefault(key, []).append(site)
    cut_up = [
        tuple(group[at : at + BATCH])
        for group in alike.values()
        for at in range(0, len(group), BATCH)
    ]
    return sorted(cut_up, key=len, reverse=True)


class Stamper:
    """Makes sites in one process, remembering what it has rendered."""

    def __init__(self, composer: Composer, work: Path) -> None:
        """Take a composer, and a folder to work in that holds nothing else."""
        self.composer = composer
        self._work = work / str(os.getpid())
        self._conversions = Conversions()
        self._frames: dict[str, _Frame] = {}
        self._theme = self._work / "theme"

    def stamp(self, site: Site) -> Stamped:
        """Return a site, stamped. Raises CourseError with what is wrong, NotStampableError."""
        if any(ANY_MARK.search(slot.whole) for slot in slots_of(site.edition).values()):
            raise NotStampableError("a value looks like a mark")
        try:
            tree = self.composer.compose_marked(site.edition, site.language)
        except CourseError:
            problems: list[Problem] = []
            self.composer.compose(site.edition, site.language, problems)
            if problems:
                raise CourseError(problems) from None
            raise NotStampableError("a text needs the values themselves") from None
        return self._frame(tree, site).stamp(tree, site)

    def _frame(self, tree: PlainTree, site: Site) -> _Frame:
        key = frame_key(tree)
        if key not in self._frames:
            if len(self._frames) >= FRAMES:
                oldest = next(iter(self._frames))
                self._frames.pop(oldest).press.close()
                shutil.rmtree(self._work / oldest[:20], ignore_errors=True)
            folder = self._work / key[:20]
            if not self._theme.exists():
                write_tree(replace(tree, pages={}, files={}), self._theme.parent)
            config = {
                **tree.config,
                "theme": {**tree.config["theme"], "custom_dir": str(self._theme)},
            }
            write_tree(replace(tree, config=config, theme={}), folder)
            for sheet in tree.sheets:
                paper = folder / "docs" / sheet.path
                paper.parent.mkdir(parents=True, exist_ok=True)
                paper.touch()
            press = Press(folder, site.edition.id, self._conversions, self._work / "code")
            self._frames[key] = _Frame(press, self.composer, folder / "docs")
        return self._frames[key]


def frame_key(tree: PlainTree) -> str:
    """Return what tells a site's frame from others: settings, pages with their heads, files."""
    heads = sorted((str(path), text.split("\n---\n", 1)[0]) for path, text in tree.pages.items())
    papers = [str(sheet.path) for sheet in tree.sheets]
    whole = json.dumps([tree.config, heads, papers, sorted(map(str, tree.files))], default=str)
    return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True)
class _Leaf:
    """A page as it was rendered, with its marks."""

    address: str
    html: Pieces
    entries: Pieces
    places: Mapping[str, set[Place]]


@dataclass
class _Frame:
    """A site's frame, and the pages rendered in it."""

    press: Press
    composer: Composer
    docs: Path
    leaves: dict[tuple[PurePosixPath, str], _Leaf] = field(default_factory=dict)
    trees: dict[int, tuple[PlainTree, dict[PurePosixPath, _Leaf], Pieces]] = field(
        default_factory=dict
    )

    def stamp(self, tree: PlainTree, site: Site) -> Stamped:
        """Return one site. Raises NotStampableError, CourseError."""
        leaves, index = self._rendered(tree)
        slots = {slot.mark: slot for slot in slots_of(site.edition).values()}
        own, why = self._own_pages(tree, leaves, slots)
        if own:
            leaves = {**leaves, **own}
            index = self._index(leaves)
        values = {mark: slot.value.encode() for mark, slot in slots.items()}
        in_json = {mark: json_value(slot.value) for mark, slot in slots.items()}
        files = {leaf.address: leaf.html.filled(values) for leaf in leaves.values()}
        files |= {name: pieces.filled(values) for name, pieces in self._templates(slots).items()}
        if index.literals != (b"",):
            files[str(INDEX)] = index.filled(in_json)
        if "sitemap.xml" in files:
            files["sitemap.xml.gz"] = _packed(files["sitemap.xml"], self.composer)
        return Stamped(
            site=site,
            files=files,
            links={
                **self.press.theme_files(),
                **{
                    str(path): file
                    for path, file in files_of(self.composer.course, site.edition.network).items()
                },
            },
            sheets=tuple(self._sheet(sheet, site.edition, slots) for sheet in tree.sheets),
            docs=self.docs,
            pages=len(leaves),
            why=tuple(why),
        )

    def _rendered(self, tree: PlainTree) -> tuple[dict[PurePosixPath, _Leaf], Pieces]:
        """Return a tree's pages with their marks, and its search index."""
        if id(tree) not in self.trees:
            leaves = {path: self._leaf(path, tree.pages[path]) for path in self.press.pages}
            self.press.check_anchors()
            # The tree is kept too: its id stands for it as long as it lives.
            self.trees[id(tree)] = (tree, leaves, self._index(leaves))
        return self.trees[id(tree)][1:]

    def _leaf(self, path: PurePosixPath, text: str) -> _Leaf:
        key = (path, text)
        if key not in self.leaves:
            printed = self.press.print(path, text)
            self.leaves[key] = _Leaf(
                address=printed.address,
                html=cut(printed.html),
                entries=cut(printed.entries),
                places=places_in(text, printed.html, printed.entries),
            )
        return self.leaves[key]

    def _own_pages(
        self, tree: PlainTree, leaves: Mapping[PurePosixPath, _Leaf], slots: Mapping[str, Slot]
    ) -> tuple[dict[PurePosixPath, _Leaf], list[tuple[str, str]]]:
        """Return the pages that this edition's values do not fit into, rendered with them."""
        own: dict[PurePosixPath, _Leaf] = {}
        why = []
        for path, leaf in leaves.items():
            wrong = misfits(leaf.places, slots)
            if not wrong:
                continue
            text = tree.pages[path]
            for mark in wrong:
                if mark not in slots:
                    raise NotStampableError(path, mark)
                text = text.replace(slots[mark].printed, _in_markdown(slots[mark]))
            own[path] = self._leaf(path, text)
            if misfits(own[path].places, slots):
                raise NotStampableError(path, *wrong)
            why.append((path.as_posix(), ", ".join(slots[mark].whole for mark in wrong)))
        return own, why

    def _index(self, leaves: Mapping[PurePosixPath, _Leaf]) -> Pieces:
        """Return the search index of some pages, in their order."""
        start = self.press.index_start()
        if not start:
            return cut("")
        parts = [leaf.entries for leaf in leaves.values() if leaf.entries.literals != (b"",)]
        return _joined(start.encode(), parts, b"]}")

    def _templates(self, slots: Mapping[str, Slot]) -> dict[str, Pieces]:
        found = {}
        for name, text in self._template_texts().items():
            if misfits(places_in("", text, ""), slots):
                raise NotStampableError(name)
            found[name] = cut(text)
        return found

    def _template_texts(self) -> dict[str, str]:
        if not hasattr(self, "_texts"):
            self._texts = self.press.templates()
        return self._texts

    def _sheet(self, sheet: Sheet, edition: Edition, slots: Mapping[str, Slot]) -> Sheet:
        return replace(
            sheet,
            markdown=_replaced(sheet.markdown, slots, _in_markdown),
            footer=_replaced(sheet.footer, slots, lambda slot: slot.whole),
            brand=edition.network.colours.primary,
        )


def _in_markdown(slot: Slot) -> str:
    return str(escape(slot.whole))


def _replaced(text: str, slots: Mapping[str, Slot], show: Callable[[Slot], str]) -> str:
    """Return a text with values for its marks."""
    for mark in {match[0] for match in MARK.finditer(text)}:
        text = text.replace(slots[mark].printed, show(slots[mark]))
    return text


def _joined(start: bytes, parts: Sequence[Pieces], end: bytes) -> Pieces:
    """Return cut texts as one, with commas between."""
    literals: list[bytes] = [start]
    marks: list[str] = []
    for number, part in enumerate(parts):
        literals[-1] += (b"," if number else b"") + part.literals[0]
        literals += part.literals[1:]
        marks += part.marks
    literals[-1] += end
    return Pieces(tuple(literals), tuple(marks))


def _packed(content: bytes, composer: Composer) -> bytes:
    """Return a sitemap as MkDocs packs it."""
    day = composer.course.date
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    packed = io.BytesIO()
    with gzip.GzipFile(
        fileobj=packed, filename="sitemap.xml.gz", mode="wb", mtime=midnight
    ) as file:
        file.write(content)
    return packed.getvalue()


def write_site(stamped: Stamped, folder: Path, shared: Path) -> None:
    """Write a site's pages into a folder; what many have in common is linked, not copied.

    Args:
        stamped: the site.
        folder: its own, made anew.
        shared: where the one copy of each common file lies, on the same disk.
    """
    made: set[str] = set()
    root = f"{folder}/"
    for address, content in stamped.files.items():
        _make_parent(root, address, made)
        # Plain strings and descriptors: this runs tens of thousands of times.
        file = os.open(root + address, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            os.write(file, content)
        finally:
            os.close(file)
    for address, source in stamped.links.items():
        first = shared / _name_of(source, address)
        if not first.exists():
            _copy(source, first)
        _make_parent(root, address, made)
        try:
            os.link(first, root + address)
        except OSError:  # a disk without links, or too many of them
            shutil.copyfile(first, root + address)


def _make_parent(root: str, address: str, made: set[str]) -> None:
    parent = address.rpartition("/")[0]
    if parent not in made:
        os.makedirs(root + parent, exist_ok=True)  # noqa: PTH103 - see above
        made.add(parent)


def _name_of(source: Path | bytes, address: str) -> str:
    """Return the name of the one copy of a file that many sites link to."""
    told: Any = source if isinstance(source, bytes) else str(source).encode()
    return f"{hashlib.sha256(told).hexdigest()[:24]}{PurePosixPath(address).suffix}"


def _copy(source: Path | bytes, target: Path) -> None:
    """Make the one copy, whole or not at all: another process may want it too."""
    aside = target.with_name(f"{target.name}.{os.getpid()}")
    aside.write_bytes(source if isinstance(source, bytes) else source.read_bytes())
    aside.replace(target)
