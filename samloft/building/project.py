"""Write an edition's plain tree to disk, and its products: what `export` gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.addresses import AddressForm
from samloft.cache import Cache
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.extents import Extent
from samloft.composing.plain_tree import ProductFile, write_tree
from samloft.composing.values_for_marks import with_extents
from samloft.course.editions import Site, find_editions, sites_of
from samloft.course.reader import Reader
from samloft.languages import Language
from samloft.problems import CourseError, Problem, UsageError
from samloft.products.registry import Commission, find_products, product_of


def export(
    root: Path,
    name: str,
    folder: Path,
    *,
    language: Language | None,
    addresses: AddressForm = "folders",
) -> Site:
    """Write one edition as a plain MkDocs project. Raises CourseError, UsageError."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError([Problem(path=str(folder), line=None, rule="folder-is-free")])
    course, networks = read_all(Reader(root))
    course = replace(course, addresses=addresses)
    edition = find_editions([name], networks)[0]
    site = sites_of([edition], language or edition.language)[0]
    write_project(Composer(course, offers=find_products(), tells_extents=True), site, folder)
    return site


@dataclass(frozen=True)
class Wanted:
    """A product's file to make, and where to write it."""

    file: ProductFile
    pictures: Path
    """A folder with the pictures it may use."""
    network: Path
    """The network's own folder."""
    target: Path


def write_project(composer: Composer, site: Site, folder: Path) -> tuple[int, int]:
    """Write a site's plain tree with its products; return how many pages and products it has.

    Raises CourseError with what is wrong in its texts.
    """
    problems: list[Problem] = []
    tree = composer.compose(site.edition, site.language, problems)
    if problems:
        raise CourseError(problems)
    write_tree(replace(tree, pages={}), folder)
    docs = folder / "docs"
    network = composer.course.root / "networks" / site.edition.network.slug
    wanted = [Wanted(file, docs, network, docs / file.path) for file in tree.products]
    made = write_products(wanted, composer)
    if composer.tells_extents:
        tree = with_extents(tree, {each.file.path: made[each.target] for each in wanted})
    write_tree(replace(tree, files={}, theme={}), folder)
    return len(tree.pages), len(tree.products)


def write_products(
    wanted: Sequence[Wanted], composer: Composer, cache: Cache | None = None
) -> dict[Path, Extent]:
    """Write products, like after like: what they have in common is then made once.

    Returns how long and large each file is. Raises CourseError for what cannot be made.
    """
    extents = {}
    for kind in sorted({each.file.kind for each in wanted}):
        alike = sorted(
            (each for each in wanted if each.file.kind == kind),
            key=lambda each: (each.file.page, each.file.facts.brand, each.file.text),
        )
        commissions = [
            Commission(file=each.file, pictures=each.pictures, network=each.network, cache=cache)
            for each in alike
        ]
        made = product_of(kind).build(commissions, composer.course.root)
        for each, content in zip(alike, made, strict=True):
            each.target.parent.mkdir(parents=True, exist_ok=True)
            each.target.write_bytes(content)
            extents[each.target] = Extent.of(content)
    return extents
