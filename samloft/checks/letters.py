"""Every letter of the texts and drawings can be printed: a sheet with one that cannot is not made.

Where a text comes on no sheet, it is advice: the page shows the letter, if the reader's machine
has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from html import unescape
from pathlib import Path

from samloft.cache import Cache, cache_of, digest_of_files, texts_of
from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.composer import Composer
from samloft.course.course import NOT_PAGES
from samloft.course.editions import editions_with_texts, sites_of
from samloft.course.model import Course, Network
from samloft.problems import CourseError, Problem, problem
from samloft.products.paper import PaperBuilder
from samloft.products.paper.letters import extraordinary, unprintable
from samloft.products.registry import find_products
from samloft.text.normal import normal

KIND = Kind.MUST
_TEXTS = frozenset({".md", ".yml", ".csv", ".svg"})
_NAMES = frozenset({"network.yml", "municipalities.csv"})
"""Names stand on every sheet."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each line with a letter that cannot be printed; advice where none is."""
    every = [
        (path, number, letters)
        for path in sorted(texts_of(course.root))
        if path.suffix in _TEXTS and path.parent.name not in NOT_PAGES
        for number, letters in _extraordinary(path)
    ]
    cache = cache_of(course.root)
    missing = {
        is_drawn: unprintable(
            {
                each
                for path, _, letters in every
                if (path.suffix == ".svg") == is_drawn
                for each in letters
            },
            cache,
            drawn=is_drawn,
        )
        for is_drawn in (False, True)
    }
    if not any(missing.values()):
        return
    printed = _printed(course, tuple(networks), cache)
    for path, number, letters in every:
        is_drawn = path.suffix == ".svg"
        for letter in sorted(letters & missing[is_drawn]):
            sought = path.name if is_drawn else letter
            is_on_paper = path.name in _NAMES or sought in printed
            name = path.relative_to(course.root).as_posix()
            yield problem(
                name, "text-can-be-printed", line=number, is_warning=not is_on_paper, text=letter
            )


def _extraordinary(path: Path) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the lines of a file with letters that not every font has."""
    text = normal(path.read_text(encoding="utf-8", errors="ignore"))
    if not extraordinary(unescape(text)):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if path.suffix == ".yml" and line.lstrip().startswith("#"):
            continue
        found = extraordinary(unescape(line))
        if found:
            yield number, frozenset(found)


def _printed(course: Course, networks: Sequence[Network], cache: Cache) -> str:
    """Return all that stands on papers, of any edition; remembered until a text changes."""
    key = digest_of_files(texts_of(course.root), course.root)
    known: str | None = cache.load("printed", key)
    if known is not None:
        return known
    papers = [product for product in find_products() if isinstance(product.build, PaperBuilder)]
    composer = Composer(course, cache, papers)
    texts: dict[str, None] = {}
    for site in sites_of([each for n in networks for each in editions_with_texts(n)], None):
        try:
            tree = composer.compose(site.edition, site.language, [])
        except CourseError:  # what is wrong there has been said
            continue
        for file in tree.products:
            texts |= dict.fromkeys((file.text, file.title, *map(str, astuple(file.facts))))
    found = "\n".join(texts)
    cache.save("printed", key, found)
    return found
