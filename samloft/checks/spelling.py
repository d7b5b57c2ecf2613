"""Every word is spelt as the dictionaries of hunspell have it, or stands in our own list."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from samloft.cache import Cache, Once, digest
from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.course.misfits import Key
from samloft.course.model import Course, Network
from samloft.course.reader import Reader
from samloft.languages import LANGUAGES, NORWEGIAN, Language, about
from samloft.problems import Problem
from samloft.text.prose import prose_of

KIND = Kind.TODAY
OWN_WORDS = "modules/words.{language}.txt"
_SITE = re.compile(r"[\w-]\.(?:no|org|eu|com)\b")
"""What the name of a site ends with."""
_SOFT = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060"))
"""Signs in a word that nobody sees."""


def is_possible() -> bool:
    """Tell whether hunspell and its Norwegian dictionaries are on this machine."""
    return dictionaries().keys() >= {*NORWEGIAN}


def dictionaries() -> dict[Language, Path]:
    """Return the languages whose dictionary is on this machine, with where it lies."""
    if shutil.which("hunspell") is None:
        return {}
    found = subprocess.run(
        ["hunspell", "-D"], input="", capture_output=True, encoding="utf-8"
    ).stderr
    there = {path.name: path for path in map(Path, map(str.strip, found.splitlines()))}
    wanted = {language: about(language).hunspell for language in LANGUAGES}
    return {language: there[name] for language, name in wanted.items() if name in there}


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each unknown word of a text, once, at its first line.

    Nothing is found where hunspell is not installed: the words are then for CI to look at.
    """
    there = dictionaries()
    if not there:
        return
    cache = course.cache
    with cache.once_each("words") as once:
        words = {*_in_pages(course, networks, line_of, once), *_in_lists(course, line_of, once)}
    for language, dictionary in there.items():
        own = own_words(Reader(course.root), language)
        mine = sorted(each for each in words if each.language == language)
        listed = misspelt({each.word for each in mine}, dictionary, cache)
        unknown = {word for word in listed if word.lower() not in own}
        seen: set[tuple[str, str]] = set()
        for each in mine:
            if each.word in unknown and (each.source, each.word) not in seen:
                seen.add((each.source, each.word))
                yield Problem(
                    path=each.source,
                    line=each.line,
                    rule="word-is-spelt-rightly",
                    values={"word": each.word, "list": OWN_WORDS.format(language=language)},
                    is_warning=True,
                )


class _Word(NamedTuple):
    """A word where it stands."""

    source: str
    line: int
    word: str
    language: str


def _in_pages(
    course: Course, networks: Iterable[Network], line_of: LineOf, once: Once
) -> Iterator[_Word]:
    """Yield the words of lessons and pages."""
    for text in every_text(course, networks):
        for name, value in vars(text.head).items() if text.head is not None else ():
            if isinstance(value, str) and " " in value:
                line = line_of(course.root / text.source, (name,))
                yield from (_Word(text.source, line, word, text.language) for word in _words(value))
        for line, word, language in _in_text(text.body, text.language, once):
            yield _Word(text.source, line, word, language)


def _in_text(body: str, language: str, once: Once) -> Sequence[tuple[int, str, str]]:
    """Return the words of a text, each once: its first line, the word and its language."""

    def found(_: str) -> list[tuple[int, str, str]]:
        first: dict[tuple[str, str], int] = {}
        for said in prose_of(body, language):
            for word in _words(said.text):
                key = (word, said.language)
                first[key] = min(first.get(key, said.line), said.line)
        return [(line, *word) for word, line in first.items()]

    words: Sequence[tuple[int, str, str]] = once(f"{language}\n{body}", found)
    return words


def _in_lists(course: Course, line_of: LineOf, once: Once) -> Iterator[_Word]:
    """Yield the words of sessions and of the vocabulary."""
    for module in course.modules:
        files: list[tuple[str, object]] = [(each.source, each) for each in module.sessions]
        files.append((f"modules/{module.slug}/terms.yml", module.terms))
        for source, written in files:
            for language, key, text in _said(written, ()):
                line = line_of(course.root / source, key)
                for _, word, spoken in _in_text(text, language, once):
                    yield _Word(source, line, word, spoken)


def _said(value: object, key: Key) -> Iterator[tuple[str, Key, str]]:
    """Yield every text in a form, with its language and its place in the file."""
    if dataclasses.is_dataclass(value):
        value = vars(value)
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name in LANGUAGES:
                lines = (each,) if isinstance(each, str) else each
                yield from ((name, (*key, name), line) for line in lines)
            else:
                yield from _said(each, (*key, name))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _said(each, (*key, number))


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text; addresses have none."""
    for token in text.translate(_SOFT).split():
        if "://" not in token and "@" not in token and not _SITE.search(token):
            # Hyphens join words the dictionary knows one by one, as in KI-verktøy.
            yield from re.findall(r"[^\W\d_]+", token)


def misspelt(words: Set[str], dictionary: Path, cache: Cache) -> set[str]:
    """Return the words a dictionary does not know.

    hunspell is asked about new words only: to read a dictionary takes it longer than all else.
    """
    said = dictionary.with_name(f"{dictionary.name}.dic").stat()
    key = digest(str(dictionary), str(said.st_size), str(said.st_mtime_ns))
    known: dict[str, bool] = cache.load("spelt", key) or {}
    if new := words - known.keys():
        command = ["hunspell", "-d", dictionary.name, "-i", "utf-8", "-l"]
        listed = "\n".join(sorted(new)) + "\n"
        done = subprocess.run(
            command, input=listed, capture_output=True, encoding="utf-8", check=True
        )
        unknown = set(done.stdout.split())
        known = {word: word in unknown if word in new else known[word] for word in words}
        cache.save("spelt", key, known)
    return {word for word in words if known[word]}


def own_words(reader: Reader, language: str) -> set[str]:
    """Return our own word list, in lower case."""
    words = reader.words(reader.root / OWN_WORDS.format(language=language))
    return {word.lower() for word in words}
