"""Make many sites at once: what they have in common is rendered once, and stamped into each."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from samloft.addresses import SEARCH_INDEX
from samloft.cache import Cache
from samloft.composing.composer import Composer
from samloft.composing.extents import extent_slots
from samloft.composing.plain_tree import PlainTree, ProductFile, write_tree
from samloft.composing.values_for_marks import with_values
from samloft.composing.variants import setting_slots_of, slots_of
from samloft.course.editions import Site
from samloft.problems import CourseError, Problem
from samloft.rendering.frame import SITEMAP, Frame, Leaf, Rendered, name_of, packed
from samloft.slots.pieces import Pieces, json_value, misfits
from samloft.slots.printed_only import MisfitError
from samloft.slots.slot import ANY_MARK, Slot

if TYPE_CHECKING:
    from samloft.rendering.mkdocs_pages import Conversions, Press


FRAMES = 12
"""How many frames a process keeps: sites come with those they share a frame with."""


class Stamp(NamedTuple):
    """A file that is put together for one site; there are tens of thousands."""

    name: str
    """Tells, with the site's values, what is in it."""
    pieces: Pieces
    values: Mapping[str, bytes]
    """Of its marks, but for the extents of files, which are not made yet."""
    finish: Callable[[bytes], bytes] | None = None

    def content(self) -> bytes:
        """Return the file."""
        filled = self.pieces.filled(self.values)
        return self.finish(filled) if self.finish else filled


@dataclass(frozen=True)
class Stamped:
    """One site, ready to be written."""

    site: Site
    stamps: Mapping[str, Stamp]
    """What is put together for this site, by address."""
    common: Mapping[str, Path | bytes]
    """What is the same for many sites, by address."""
    products: tuple[ProductFile, ...]
    """With marks, as all sites have them that share the tree."""
    slots: Mapping[str, Slot]
    """The site's values, by their marks."""
    pages: int
    why: tuple[tuple[str, str], ...]
    """Pages that had to be rendered for this site alone, each with the values that asked for it."""


class NotStampableError(Exception):
    """A site cannot be made from marks; it has to be rendered by itself."""


class Stamper:
    """Makes sites in one process, remembering what it has rendered."""

    def __init__(self, composer: Composer, cache: Cache, work: Path) -> None:
        """Take a composer, a cache, and a folder of its own to work in."""
        self.composer, self._cache, self._work = composer, cache, work
        self._frames: dict[str, Frame] = {}
        self._theme = self._work / "theme"
        self.code = cache.compiled("theme")
        """Where the theme's compiled templates are kept."""

    def stamp(self, site: Site) -> Stamped:
        """Return a site, stamped.

        Raises CourseError with what is wrong in it, NotStampableError when marks will not do.
        """
        own = self.composer.own(site.edition, site.language)
        slots = slots_of(site.edition, own)
        if any(ANY_MARK.search(slot.whole) for slot in slots.values()):
            raise NotStampableError("a value looks like a mark")
        unmarked = self.composer.lookups.unmarked
        while True:
            tree = self._tree(site)
            try:
                frame = self._frame(tree, site)
                return _stamped(
                    site, tree, frame, self.composer, {s.mark: s for s in slots.values()}
                )
            except MisfitError as error:
                # A mark does not do where this setting is printed: so it is looked at from now on.
                of_settings = setting_slots_of(site.edition, own).items()
                paths = {slot.mark: path for path, slot in of_settings}
                wrong = {paths[mark] for mark in error.marks if mark in paths} - unmarked
                if not wrong:
                    raise NotStampableError(*error.marks) from None
                unmarked |= wrong

    def _tree(self, site: Site) -> PlainTree:
        try:
            return self.composer.compose_marked(site.edition, site.language)
        except CourseError:
            problems: list[Problem] = []
            self.composer.compose(site.edition, site.language, problems)
            if problems:
                raise CourseError(problems) from None
            raise NotStampableError("a text needs the values themselves") from None

    def serves(self, cache: Cache, work: Path) -> bool:
        """Tell whether what is ready here is what a stamper for these would make ready."""
        return self._work == work and self._cache.engine == cache.engine

    def take(self, composer: Composer) -> None:
        """Stamp what another composer makes from now on: the course has changed."""
        self.composer = composer
        for frame in self._frames.values():
            frame.forget()

    def save(self) -> None:
        """Keep what was rendered for the next build."""
        for frame in self._frames.values():
            frame.save()

    def _frame(self, tree: PlainTree, site: Site) -> Frame:
        key = tree.frame_key
        if key not in self._frames:
            if len(self._frames) >= FRAMES:
                frame = self._frames.pop(next(iter(self._frames)))
                frame.save()
                frame.close()
                shutil.rmtree(self._work / frame.key, ignore_errors=True)
            press = functools.partial(self._press, tree, site, key)
            self._frames[key] = Frame(key, site.edition.id, self._cache, press)
        return self._frames[key]

    @functools.cached_property
    def _conversions(self) -> Conversions:
        from samloft.rendering.mkdocs_pages import Conversions

        return Conversions()

    def _press(self, tree: PlainTree, site: Site, key: str) -> Press:
        from samloft.rendering.mkdocs_pages import (
            Press,  # MkDocs takes its time: only where it is needed
        )

        if not self._theme.exists():
            write_tree(replace(tree, pages={}, files={}), self._theme.parent)
        theme = {**tree.config["theme"], "custom_dir": str(self._theme)}
        whole = replace(tree, edition=site.edition.id, config={**tree.config, "theme": theme})
        return Press(whole, self._work / key, self._conversions, self.code)


def _stamped(
    site: Site, tree: PlainTree, frame: Frame, composer: Composer, slots: Mapping[str, Slot]
) -> Stamped:
    rendered = frame.rendered(tree)
    leaves, index = rendered.leaves, rendered.index
    held = extent_slots(tree.products) if composer.tells_extents else {}
    own, why = _own_pages(frame, tree, rendered, {**slots, **held})
    if own:
        leaves = {**leaves, **own}
        index = frame.index(leaves)
    used = {mark: slot.value for mark, slot in slots.items() if mark in rendered.marks}
    values = {mark: value.encode() for mark, value in used.items()}
    in_json = {mark: json_value(value) for mark, value in used.items()}
    stamps = {
        leaf.address: Stamp(f"{frame.key} {leaf.name}", leaf.html, values)
        for leaf in leaves.values()
    }
    if index.literals != (b"",):
        name = name_of(leaves) if own else rendered.name
        stamps[str(SEARCH_INDEX)] = Stamp(f"{frame.key} {name}", index, in_json)
    for name, (pieces, places) in frame.kept.templates.items():
        wrong = misfits(places, slots)
        if wrong:
            raise MisfitError(tuple(wrong))
        stamps[name] = Stamp(frame.key, pieces, values)
        if name == SITEMAP:
            finish = functools.partial(packed, day=composer.course.date)
            stamps[f"{name}.gz"] = Stamp(f"{frame.key}.gz", pieces, values, finish)
    files = composer.files_of(site.edition.network)
    common = {**frame.theme(composer.theme), **{str(path): file for path, file in files.items()}}
    return Stamped(
        site=site,
        stamps=stamps,
        common=common,
        products=tree.products,
        slots=slots,
        pages=len(leaves),
        why=tuple(why),
    )


def _own_pages(
    frame: Frame,
    tree: PlainTree,
    rendered: Rendered,
    slots: Mapping[str, Slot],
) -> tuple[dict[PurePosixPath, Leaf], list[tuple[str, str]]]:
    """Return the pages that this edition's values do not fit into, rendered with them."""
    own: dict[PurePosixPath, Leaf] = {}
    why: list[tuple[str, str]] = []
    if not misfits(rendered.places, slots):  # most editions: no page of theirs is looked at
        return own, why
    for path, leaf in rendered.leaves.items():
        wrong = misfits(leaf.places, slots)
        if not wrong:
            continue
        for mark in wrong:
            if mark not in slots:
                raise NotStampableError(path, mark)
        own[path] = frame.leaf(path, with_values(tree.pages[path], slots, wrong))
        left = misfits(own[path].places, slots)
        if left:
            raise MisfitError(tuple(left))
        why.append((path.as_posix(), ", ".join(slots[mark].whole for mark in wrong)))
    return own, why
