"""Every letter of the texts and drawings can be printed: a sheet with one that cannot is not made.

Where a text comes on no sheet, it is advice: the page shows the letter, if the reader's machine
has it. Letters that no file has, since a filter makes them, are found in texts as filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from functools import cached_property, lru_cache, partial
from html import unescape
from pathlib import Path

from samloft.cache import Cache, texts_of
from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.composing.composer import Composer
from samloft.composing.texts import FilledText
from samloft.course.course import NOT_PAGES
from samloft.course.editions import editions_of, editions_with_texts, sites_of
from samloft.course.model import Course, Edition, Network
from samloft.problems import CourseError, Problem, problem
from samloft.products.paper import PaperBuilder
from samloft.products.paper.lacking import shown
from samloft.products.paper.letters import extraordinary, unprintable
from samloft.products.registry import find_products
from samloft.slots.traced import looked_at
from samloft.text.normal import normal

KIND = Kind.MUST
Odd = tuple[int, frozenset[str]]
"""The number of a line, and its letters that not every font has."""
MOST_TOLD = 5
"""Letters that are told of at once."""
_TEXTS = frozenset({".md", ".yml", ".csv", ".svg"})
_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})"
)
"""How YAML and templates write a letter by its number, as HTML has `&#128077;`."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each line with letters that cannot be printed.

    Where a text comes on no sheet, it is one advice, at the first of its lines.
    """
    cache = course.cache
    texts = {
        path: _text_of(path)
        for path in sorted(texts_of(course.root))
        if path.suffix in _TEXTS and path.parent.name not in NOT_PAGES
    }
    with cache.once_each("odd-letters") as once:
        every = [
            (path, number, letters)
            for path, text in texts.items()
            for number, letters in _in_use(path, text, once(text, _extraordinary))
        ]
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
    on_pages: dict[str, dict[str, int]] = {}
    for path, number, letters in every:
        is_drawn = path.suffix == ".svg"
        lacking = sorted(letters & missing[is_drawn])
        if not lacking:
            continue
        is_sure = _has_names(path, course.root) or (is_drawn and path.name in printed)
        on_paper = [each for each in lacking if is_sure or (not is_drawn and each in printed)]
        name = path.relative_to(course.root).as_posix()
        if on_paper:
            yield problem(name, "text-can-be-printed", line=number, text=_listed(on_paper))
        for each in lacking:
            if each not in on_paper:
                on_pages.setdefault(name, {}).setdefault(each, number)
    for name, lines in on_pages.items():
        text, first = _listed(list(lines)), min(lines.values())
        yield problem(name, "text-can-be-printed", line=first, is_warning=True, text=text)


def _listed(letters: Sequence[str]) -> str:
    """Return letters to tell of; a text in another script has hundreds."""
    told = " ".join(map(shown, letters[:MOST_TOLD]))
    return f"{told} …" if len(letters) > MOST_TOLD else told


class MadeLetters:
    """Looks for letters that stand in no file: a template has made them."""

    def __init__(self, course: Course, networks: Sequence[Network], cache: Cache) -> None:
        """Take whose texts they are."""
        self._course, self._networks, self._cache = course, tuple(networks), cache

    def find(self, filled: FilledText, edition: Edition) -> Iterator[Problem]:
        """Yield a problem for each letter that neither font nor file has.

        Each by itself: what a template makes of a line differs between editions.
        """
        odd = _odd_lines(filled.body)
        if not odd:
            return
        files = {self._course.root / name.partition("#")[0] for name, _ in filled.chain}
        written = self._in_files(*files, *self._settings(looked_at(edition.network.slug)))
        made = {letter for _, letters in odd for letter in letters} - written
        missing = unprintable(made, self._cache)
        for number, letters in odd if missing else ():
            for letter in sorted(letters & missing):
                wrong = filled.problem(number, "text-can-be-printed", text=shown(letter))
                yield replace(wrong, is_warning=letter not in self._printed)

    def _settings(self, network: str) -> Iterator[Path]:
        """Yield the files with a network's own settings."""
        folder = self._course.root / "networks" / network
        return (path for path in folder.iterdir() if _has_names(path, self._course.root))

    def _in_files(self, *files: Path) -> frozenset[str]:
        """Return the letters of some files, front matter and all: they are told of there."""
        return frozenset(
            letter
            for path in files
            for _, letters in _in_use(path, _text_of(path), _extraordinary(_text_of(path)))
            for letter in letters
        )

    @cached_property
    def _printed(self) -> str:
        return _printed(self._course, self._networks, self._cache)


@lru_cache(maxsize=1024)
def _odd_lines(text: str) -> tuple[tuple[int, frozenset[str]], ...]:
    """Return the lines of a filled-in text with letters that not every font has."""
    return tuple(_lines_with_odd(text, unescape))


def _lines_with_odd(
    text: str, as_read: Callable[[str], str]
) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the lines of a text with letters that not every font has."""
    if extraordinary(as_read(text)):
        for number, line in enumerate(text.split("\n"), start=1):
            if found := extraordinary(as_read(line)):
                yield number, frozenset(found)


def _has_names(path: Path, root: Path) -> bool:
    """Tell whether a file says what a network or its municipalities are called: on every sheet."""
    inside = path.relative_to(root).parts
    return inside[0] == "networks" and len(inside) == 3 and path.suffix in (".yml", ".csv")


def _text_of(path: Path) -> str:
    return normal(path.read_text(encoding="utf-8", errors="ignore"))


def _extraordinary(text: str) -> list[Odd]:
    """Return the lines of a file with letters that not every font has."""
    return list(_lines_with_odd(text, _spelt_out))


def _in_use(path: Path, text: str, found: Iterable[Odd]) -> Iterator[Odd]:
    """Yield such lines of a file, less those that nobody reads but its writer."""
    lines = text.split("\n") if path.suffix == ".yml" else []
    for number, letters in found:
        if not (lines and lines[number - 1].lstrip().startswith("#")):
            yield number, letters


def _spelt_out(text: str) -> str:
    """Return a text with the letters that are written by their number."""
    named = _ESCAPE.sub(lambda found: chr(int(found[0][2:], 16)), text)
    return unescape(normal(named))


def _printed(course: Course, networks: Sequence[Network], cache: Cache) -> str:
    """Return all that stands on papers, of any edition; remembered until a text changes."""
    say = partial(_said_on_papers, course, networks, cache)
    return cache.once_of_texts("printed", course.texts, course.root, say)


def _said_on_papers(course: Course, networks: Sequence[Network], cache: Cache) -> str:
    papers = [product for product in find_products() if isinstance(product.build, PaperBuilder)]
    composer = Composer(course, cache, papers)
    own = {edition.id for network in networks for edition in editions_with_texts(network)}
    texts: dict[str, None] = {}
    for site in sites_of([each for n in networks for each in editions_of(n)], None):
        try:
            # A text may say something to one municipality alone, whose own values are its names.
            tree = composer.compose_marked(site.edition, site.language)
            if site.edition.id in own:
                tree = composer.compose(site.edition, site.language, [])
        except (CourseError, ValueError, OSError):
            continue  # what is wrong with texts, and with pictures, has been said
        for file in tree.products:
            texts |= dict.fromkeys((file.text, file.title, *map(str, astuple(file.facts))))
    return "\n".join(texts)
