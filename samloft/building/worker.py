"""What one process does in a build: make some sites, each in a folder of its own."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.building.held_back import Stopped
from samloft.building.order import Order
from samloft.building.project import Wanted, write_products, write_project
from samloft.cache import Cache, digest, digest_of_files
from samloft.composing.composer import Composer
from samloft.composing.extents import Extent
from samloft.composing.plain_tree import write_tree
from samloft.composing.values import Same, own_look
from samloft.composing.values_for_marks import products_with_values
from samloft.course.editions import Site
from samloft.course.media import SHOWN
from samloft.course.model import Course
from samloft.problems import CourseError, Problem
from samloft.processes.garbage import look_for_garbage_seldom
from samloft.products.registry import find_products
from samloft.rendering.engines import built_on, render
from samloft.stamping.output import (
    Files,
    Shelf,
    Tray,
    deposit,
    missing_products,
    with_extent,
)
from samloft.stamping.stamper import NotStampableError, Stamped, Stamper

Item = tuple[Site, Mapping[str, str]]
"""A site, and its files as they are known to be in the output folder."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What became of one site."""

    site: Site
    pages: int
    sheets: int
    files: Files
    changed: tuple[str, ...]
    """Those of its files that are not in the output folder already."""
    why: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Begun:
    """A site that is stamped, and not yet written."""

    stamped: Stamped
    known: Mapping[str, str]
    """Its files as they are in the output folder."""
    tray: Tray
    products: Files
    wanted: Sequence[Wanted]


class Worker:
    """Makes sites in one process, with what it made ready for all of them."""

    def __init__(
        self,
        course: Course,
        cache: Cache,
        trees: Path,
        built: Path,
        order: Order,
        *,
        before: Worker | None = None,
    ) -> None:
        """Make ready.

        Args:
            course: what to build.
            cache: what earlier builds rendered.
            trees: where each process gets a folder to work in.
            built: a folder where each site gets its own.
            order: how to build.
            before: who made the last build in this process; what is ready there is used again.
        """
        look_for_garbage_seldom()
        products = find_products(on_demand=order.products)
        self.composer = Composer(course, cache, products, tells_extents=order.tells_extents)
        self.trees = trees / f"{platform.node()}-{os.getpid()}"
        stamper = before.stamper if before else None
        if stamper and stamper.serves(cache, self.trees):
            stamper.take(self.composer)
        else:
            shutil.rmtree(self.trees, ignore_errors=True)
            stamper = Stamper(self.composer, cache, self.trees)
        self.stamper: Stamper = stamper
        self.built, self.order, self.cache = built, order, cache
        self.shelf = Shelf(cache.place("shared"))
        self._looks: dict[Same, str] = {}

    def make(self, items: Sequence[Item]) -> list[Made | Stopped]:
        """Make some sites, or say of their network what stops them.

        What stops one network's stops no other's: each is then made by itself. Raises CourseError
        where it lies in what networks share.
        """
        try:
            return [*self._make_all(items)]
        except CourseError as error:
            if any(self._is_shared(each) for each in error.problems):
                raise
            of = [site.edition.network.slug for site, _ in items]
            networks = list(dict.fromkeys(of))
            if len(networks) == 1:
                return [Stopped.of(networks[0], error.problems)]
        return [
            each
            for network in networks
            for each in self.make([items[at] for at, its in enumerate(of) if its == network])
        ]

    def _is_shared(self, problem: Problem) -> bool:
        """Tell whether a problem lies in a file that networks share, not in what was made."""
        return problem.network is None and (self.composer.course.root / problem.path).exists()

    def _make_all(self, items: Sequence[Item]) -> list[Made]:
        """Make some sites. Raises CourseError with what is wrong in them."""
        with built_on(self.composer.course.date):
            begun = [self._begin(site, known) for site, known in items]
            wanted = [each for one in begun if isinstance(one, _Begun) for each in one.wanted]
            # Before the pages that lead to them, which tell how long and how large they are.
            extents = write_products(wanted, self.composer, self.cache)
            made = [self._finish(each, extents) for each in begun]
        self.stamper.save()
        return made

    def _begin(self, site: Site, known: Mapping[str, str]) -> _Begun | Made:
        """Stamp a site, and find those of its products that have yet to be written."""
        order, tray = self.order, tray_of(self.built, site, is_update=bool(known))
        if not order.is_stamped:
            return self._make_alone(site, tray)
        try:
            stamped = self.stamper.stamp(site)
        except NotStampableError as reason:
            return replace(self._make_alone(site, tray), why=((str(reason), ""),))
        if not order.sheets:
            stamped = replace(stamped, products=())
        products, missing = missing_products(stamped, known, self._looks_of_products(site))
        pictures = self._pictures(site) if missing else Path()
        network = self._own_folder(site)
        offers, slots = self.composer.offers, stamped.slots
        wanted = [
            Wanted(file, pictures, network, Path(tray.ready(str(file.path))))
            for file in products_with_values(missing, site.edition, offers, slots)
        ]
        return _Begun(stamped, known, tray, products, wanted)

    def _finish(self, begun: _Begun | Made, extents: Mapping[Path, Extent]) -> Made:
        """Write a site's pages, now that its products are there."""
        if isinstance(begun, Made):
            return begun
        stamped, known, products = begun.stamped, begun.known, dict(begun.products)
        for each in begun.wanted:
            path = str(each.file.path)
            products[path] = with_extent(products[path], extents[each.target])
        files = deposit(stamped, known, begun.tray, self.shelf, products)
        return Made(
            site=stamped.site,
            pages=stamped.pages,
            sheets=len(stamped.products),
            changed=tuple(address for address, name in files.items() if known.get(address) != name),
            files=files,
            why=stamped.why,
        )

    def _own_folder(self, site: Site) -> Path:
        """Return the folder of a site's network."""
        return self.composer.course.root / "networks" / site.edition.network.slug

    def _looks_of_products(self, site: Site) -> str:
        """Return the digest of what a network's products look like, beside what they say."""
        network = site.edition.network
        same = Same(network)
        if same not in self._looks:
            self._looks[same] = self._look_at_files(site)
        return digest(self._looks[same], *own_look(network, site.language).values())

    def _look_at_files(self, site: Site) -> str:
        """Look at pictures, and own parts of a layout."""
        files = self.composer.files_of(site.edition.network)
        pictures = (
            part
            for path, file in sorted(files.items())
            if path.suffix.lower() in SHOWN
            for part in (str(path), self.shelf.name(file))
        )
        own = self._own_folder(site)
        return digest(*pictures, digest_of_files(own.glob("paper/*"), own))

    def _pictures(self, site: Site) -> Path:
        """Return a folder with the pictures that a site's products may use."""
        network = site.edition.network
        folder = self.trees / f"{network.slug}-{digest(repr(network))}"
        if not folder.exists():
            tree = self.composer.compose_marked(site.edition, site.language)
            files = self.composer.files_of(network)
            write_tree(replace(tree, pages={}, theme={}, files=files), folder)
        return folder / "docs"

    def _make_alone(self, site: Site, tray: Tray) -> Made:
        """Let the engine make a site from its own plain tree."""
        project = self.trees / _name_of(site)
        pages, products = write_project(self.composer, site, project)
        made = project / "made"
        render(
            project,
            made,
            edition=site.edition.id,
            date=self.composer.course.date,
            engine=self.order.engine,
            code=self.stamper.code,
        )
        files: Files = {}
        for path in [path for path in made.rglob("*") if path.is_file()]:
            address = path.relative_to(made).as_posix()
            files[address] = digest(path.read_bytes())
            shutil.move(path, tray.ready(address))
        shutil.rmtree(project)
        return Made(site=site, pages=pages, sheets=products, files=files, changed=tuple(files))


def tray_of(built: Path, site: Site, *, is_update: bool) -> Tray:
    """Return where a site's new files lie until all are done."""
    return Tray(built, _name_of(site), is_update=is_update)


def _name_of(site: Site) -> str:
    return f"{site.edition.id.replace('/', '+')}+{site.language}"
