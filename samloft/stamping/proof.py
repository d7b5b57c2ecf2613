"""Prove that a stamped site is, to the byte, what the engine makes of the edition's own tree."""

from __future__ import annotations

import functools
import os
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from samloft.cache import Cache
from samloft.composing.composer import Composer
from samloft.composing.extents import SOME
from samloft.composing.plain_tree import ProductFile, write_tree
from samloft.composing.values_for_marks import products_with_values, with_extents
from samloft.composing.variants import kinds_of_sites
from samloft.course.editions import Site
from samloft.course.model import Course
from samloft.problems import CourseError, Problem
from samloft.processes.pool import run_all
from samloft.products.registry import Commission, find_products, product_of
from samloft.rendering.engines import built_on, render
from samloft.stamping.output import Shelf, Tray, deposit, with_extent
from samloft.stamping.stamper import NotStampableError, Stamper


class StampError(CourseError):
    """A stamped site differs from the exact one: a mistake in the engine, never in a text."""

    exit_code = 3


def prove(course: Course, sites: Sequence[Site], count: int, *, seed: int, jobs: int) -> int:
    """Make some sites in both ways and compare all their files; return how many.

    They are drawn in pairs of one kind, from two networks where there are two: the one made
    first leaves what they have in common, and a value of its own that slipped in would show in
    the other.

    Args:
        course: what to build.
        sites: to draw from.
        count: how many to draw.
        seed: the same seed draws the same sites.
        jobs: how many processes.

    Raises StampError for every file that differs; CourseError for mistakes in the texts.
    """
    pairs = drawn_in_pairs(course, sites, count, seed=seed)
    with tempfile.TemporaryDirectory(prefix="samloft-") as place:
        given = (course, Path(place))
        work = run_all(_Prover.differences, [pairs], jobs=jobs, set_up=_Prover, given=given)
        differing = [
            Problem(path=f"{site.address}/{name}", line=None, rule="stamp-is-exact")
            for _, compared in work
            for site, names in compared
            for name in names
        ]
    if differing:
        raise StampError(differing)
    return sum(map(len, pairs))


def drawn_in_pairs(
    course: Course, sites: Sequence[Site], count: int, *, seed: int
) -> list[tuple[Site, ...]]:
    """Return some sites drawn at random, each with one of its kind as long as there is one."""
    shuffled = random.Random(seed).sample(list(sites), len(sites))
    left = {site.address: site for site in shuffled}
    kind_of = kinds_of_sites(course)
    kinds = {address: (site.language, kind_of(site)) for address, site in left.items()}
    pairs: list[tuple[Site, ...]] = []
    while left and count > 0:
        one = left.pop(next(iter(left)))
        alike = [site for name, site in left.items() if kinds[name] == kinds[one.address]]
        alike.sort(key=functools.partial(_unlikeness, one))
        pair = (one, *alike[:1])[:count]
        for other in pair[1:]:
            del left[other.address]
        pairs.append(pair)
        count -= len(pair)
    return pairs


def _unlikeness(one: Site, other: Site) -> tuple[bool, bool]:
    """Return what puts those first that share most with a site, but for their settings.

    Two of one network have most of these in common anyway; texts may ask for a municipality.
    """
    is_one, is_other = one.edition.municipality is None, other.edition.municipality is None
    return (one.edition.network.slug == other.edition.network.slug, is_one != is_other)


class _Prover:
    """Makes sites in both ways, in one process."""

    def __init__(self, course: Course, place: Path) -> None:
        self.composer = Composer(course, offers=find_products(), tells_extents=True)
        work = place / str(os.getpid())
        self.stamper = Stamper(self.composer, Cache(place / "cache", ""), work)
        self.place = place

    def differences(self, sites: Sequence[Site]) -> list[tuple[Site, list[str]]]:
        """Return some sites, each with the addresses of files that differ."""
        return [(site, self._differences_in(site)) for site in sites]

    def _differences_in(self, site: Site) -> list[str]:
        folder = self.place / site.address.replace("/", "+")
        try:
            return differences(self.composer, self.stamper, site, folder)
        except NotStampableError:
            return []  # it is rendered by itself anyway
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def differences(composer: Composer, stamper: Stamper, site: Site, folder: Path) -> list[str]:
    """Make a site in both ways in an empty folder; return the addresses of files that differ.

    Of products, what they are made from is compared; of each kind one file too, by the product's
    own proof. Raises CourseError, NotStampableError.
    """
    project, exact, stamped = folder / "project", folder / "exact", folder / "stamped"
    problems: list[Problem] = []
    tree = composer.compose(site.edition, site.language, problems)
    if problems:
        raise CourseError(problems)
    extents = {file.path: SOME for file in tree.products}
    write_tree(with_extents(tree, extents) if composer.tells_extents else tree, project)
    for file in tree.products:
        place = project / "docs" / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    date = composer.course.date
    render(project, exact, edition=site.edition.id, date=date, engine="mkdocs", code=stamper.code)
    shared = folder / "shared"
    shared.mkdir()
    with built_on(date):
        made = stamper.stamp(site)
    tray = Tray(folder, stamped.name, is_update=False)
    products = {str(file.path): with_extent("", SOME) for file in tree.products}
    deposit(made, {}, tray, Shelf(shared), products)
    theirs, ours = ({*_files(exact)} - {*products}), {*_files(stamped)}
    differing = theirs ^ ours
    differing |= {
        name
        for name in theirs & ours
        if (exact / name).read_bytes() != (stamped / name).read_bytes()
    }
    network = composer.course.root / "networks" / site.edition.network.slug
    for file in _drawn(tree.products, site):
        prove = product_of(file.kind).is_exact
        asked = Commission(file=file, pictures=project / "docs", network=network)
        if prove and not prove(asked, composer.course.root):
            differing.add(str(file.path))
    filled = products_with_values(made.products, site.edition, composer.offers, made.slots)
    pairs = zip(filled, tree.products, strict=True)
    return sorted(differing | {str(file.path) for mine, file in pairs if mine != file})


def _drawn(files: Sequence[ProductFile], site: Site) -> Iterator[ProductFile]:
    """Yield one file of each kind, which one hangs on the site: all of them would take hours."""
    for kind in sorted({file.kind for file in files}):
        alike = [file for file in files if file.kind == kind]
        yield random.Random(site.address).choice(alike)


def _files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
