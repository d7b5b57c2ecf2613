"""What the tests of papers need: a course's papers, as they are asked for and as they are made."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

from samloft.cache import Cache, cache_of
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import write_tree
from samloft.course.editions import find_editions
from samloft.course.model import Course, Network
from samloft.course.reader import Reader
from samloft.languages import Language
from samloft.products.registry import Commission, find_products, product_of


@functools.cache
def _read(root: Path) -> tuple[Course, tuple[Network, ...]]:
    course, networks = read_all(Reader(root))
    return course, tuple(networks)


def commissions(
    root: Path, folder: Path, edition: str, language: Language, *, published: str | None = None
) -> list[Commission]:
    """Return every file of every product of an edition, for its builder."""
    course, networks = _read(root)
    found = find_editions([edition], networks)[0]
    if published:
        found = replace(found, network=replace(found.network, published_at=published))
    composer = Composer(course, cache_of(root), offers=find_products(on_demand=True))
    tree = composer.compose(found, language, [])
    write_tree(replace(tree, pages={}, theme={}), folder)
    network = root / "networks" / found.network.slug
    return [
        Commission(file=file, pictures=folder / "docs", network=network) for file in tree.products
    ]


def made(commission: Commission, root: Path) -> bytes:
    """Return one file, made alone."""
    (content,) = product_of(commission.file.kind).build([commission], root)
    return content


def made_together(asked: list[Commission], root: Path, folder: Path) -> list[bytes]:
    """Return files of one product, made at once."""
    cache = Cache(folder / "lager", "motor")
    build = product_of(asked[0].file.kind).build
    return list(build([replace(each, cache=cache) for each in asked], root))
