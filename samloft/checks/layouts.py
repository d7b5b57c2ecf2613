"""The parts of a layout that a network has of its own can be typeset, with what its papers say."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from samloft.cache import Cache
from samloft.composing.composer import Composer
from samloft.composing.plain_tree import write_tree
from samloft.course.editions import sites_of
from samloft.course.model import Course, Edition, Network
from samloft.defaults import PARTS
from samloft.languages import Language
from samloft.problems import CourseError, Problem
from samloft.products.registry import Commission, find_products, product_of


def wrong_layouts(course: Course, networks: Sequence[Network], cache: Cache) -> Iterator[Problem]:
    """Yield what stops the papers of networks that have parts of a layout of their own.

    Their papers are made as a build makes them, in each language, and let go again; what they are
    made from is kept, so that the build need not.
    """
    for network in networks:
        own = course.root / "networks" / network.slug
        if any((own / PARTS).glob("*.typ")):
            for site in sites_of([Edition(network=network)], None):
                yield from _stopped(course, site.edition, site.language, own, cache)


def _stopped(
    course: Course, edition: Edition, language: Language, own: Path, cache: Cache
) -> Iterator[Problem]:
    composer = Composer(course, cache, find_products())
    wrong: list[Problem] = []
    try:
        tree = composer.compose(edition, language, wrong)
    except (ValueError, OSError):  # a picture that cannot be read has its own check
        return
    if wrong:  # it is said of the texts
        return
    with tempfile.TemporaryDirectory(prefix="samloft-papers-") as folder:
        write_tree(replace(tree, pages={}, theme={}), Path(folder))
        every = sorted(tree.products, key=lambda file: (file.kind, file.page))
        for kind, files in groupby(every, key=lambda file: file.kind):
            commissions = [
                Commission(file=each, pictures=Path(folder, "docs"), network=own, cache=cache)
                for each in files
            ]
            try:
                for _ in product_of(kind).build(commissions, course.root):
                    continue
            except CourseError as error:
                yield from error.problems
