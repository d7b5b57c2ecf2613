"""Every word is spelt as the dictionaries of hunspell have it, or stands in our own list."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from samloft.blocks import text_lines
from samloft.checks.texts import AnyWriting, LineOf, every_text
from samloft.model import Course, Network
from samloft.problems import Problem

DICTIONARIES = {"nb": "nb_NO", "nn": "nn_NO"}
"""English texts are few and short; they are read by eye."""
OWN_WORDS = "modules/words.{language}.txt"
_SKIPPED = re.compile(
    r"`[^`]*`|\]\([^)]*\)|\[\^[\w-]+\]|\{\{.*?\}\}|\{%.*?%\}|https?://\S+|\S+@\S+"
    r'|<span lang="[^"]+">.*?</span>|<[^>]+>|^\s*(size|minutes|product):|^\s*[-*] \[[xX]\]|^!!! \w+'
)


def is_possible() -> bool:
    """Tell whether hunspell and its Norwegian dictionaries are on this machine."""
    if shutil.which("hunspell") is None:
        return False
    found = subprocess.run(["hunspell", "-D"], input="", capture_output=True, text=True).stderr
    return all(f"/{name}" in found for name in DICTIONARIES.values())


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each unknown word of a text, once, at its first line.

    Nothing is found where hunspell is not installed: the words are then for CI to look at.
    """
    if not is_possible():
        return
    texts = [text for text in every_text(course, networks) if text.language in DICTIONARIES]
    for language in DICTIONARIES:
        own = own_words(course.root, language)
        mine = [text for text in texts if text.language == language]
        words = {word for text in mine for word, _ in words_of(text)}
        unknown = misspelt(words, language) - own
        for text in mine:
            seen: set[str] = set()
            for word, line in words_of(text):
                if word in unknown and word not in seen:
                    seen.add(word)
                    yield Problem(
                        path=text.source,
                        line=line,
                        rule="word-is-spelt-rightly",
                        values={"word": word, "list": OWN_WORDS.format(language=language)},
                        is_warning=True,
                    )


def words_of(text: AnyWriting) -> Iterator[tuple[str, int]]:
    """Yield the words of a text, with their lines; code, links and values are left out."""
    if text.head is not None:
        for line in vars(text.head).values():
            if isinstance(line, str) and " " in line:
                yield from ((word, 1) for word in _words(line))
    for number, line in text_lines(text.body):
        yield from ((word, number) for word in _words(_SKIPPED.sub(" ", line)))


def _words(line: str) -> list[str]:
    # Hyphens join words the dictionary knows one by one, as in KI-verktøy.
    return re.findall(r"[^\W\d_]+", line)


def misspelt(words: Iterable[str], language: str) -> set[str]:
    """Return the words the dictionary of a language does not know."""
    command = ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"]
    listed = "\n".join(sorted(words)) + "\n"
    done = subprocess.run(command, input=listed, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def own_words(root: Path, language: str) -> set[str]:
    """Return our own word list: a word a line, with `#` before a comment."""
    path = root / OWN_WORDS.format(language=language)
    if not path.is_file():
        return set()
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if (word := line.split("#")[0].strip())}
