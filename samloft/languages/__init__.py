"""The languages a text may be in: one file each, with all that is known of it and its words.

`<tag>.toml` is named after the language's BCP 47 tag, which is also its part of file names and of
addresses. What stands before its first table is what is known of the language (`About`); the
tables are the words of the interface, which samloft.catalogue reads. Nothing else is to be done
for a language to be there.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NewType

Language = NewType("Language", str)
"""The tag of a language there is a file for."""
FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class About:
    """What is known of a language; what its file leaves out holds for any language."""

    name: str
    """What it calls itself."""
    order: int = 1000
    """Where it stands among the others, from 1; the first is what a text is in by default."""
    fallbacks: tuple[Language, ...] = ()
    """Which others its readers are given first, where a text or a word is lacking."""
    is_norwegian: bool = False
    """One of the two written forms that a municipality may decide on (språklova §§ 4 and 11)."""
    cldr: str = "en_001"
    """CLDR's name for it, for the names of months."""
    date: str = "y-MM-dd"
    """How a date is written, as a pattern of CLDR's; unless known, as in ISO 8601."""
    day: str = "y-MM-dd"
    """The same with the day of the week."""
    month: str = "y-MM"
    """A month of a year."""
    clock: str = ":"
    """What stands between hours and minutes."""
    sorting: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Letters of their own by the letter they come after; those that sort as one, together."""
    theme: str | None = None
    """The theme's name for it; None where the theme has no words in it."""
    typst: str | None = None
    """Typst's name for it, where that is not its tag: what papers are hyphenated in."""
    stemmer: str | None = None
    """Lunr's name for it, for searches: `de`; `lunr` for English, which it stems itself."""
    apertium: Mapping[Language, Sequence[str]] = field(default_factory=dict)
    """What Apertium calls the ways to it from others, the best first."""
    hunspell: str | None = None
    """The dictionary that spelling is checked with."""


@functools.cache
def about(language: Language) -> About:
    """Return what is known of a language. Raises KeyError where there is no file for it."""
    return _known()[language]


@functools.cache
def in_turn(language: Language) -> tuple[Language, ...]:
    """Return what a reader of a language is given: it, what stands in for it, then any other."""
    return tuple(dict.fromkeys((language, *about(language).fallbacks, *LANGUAGES)))


@functools.cache
def _known() -> dict[Language, About]:
    """Return every language, in order. Raises ValueError for a file that is not as it should."""
    found = {Language(path.stem): _read(path) for path in FOLDER.glob("*.toml")}
    return dict(sorted(found.items(), key=lambda each: (each[1].order, each[0])))


def _read(path: Path) -> About:
    # Less the words, of which there are many: this is read at every start.
    head = path.read_text(encoding="utf-8").partition("\n[")[0]
    try:
        known: dict[str, Any] = tomllib.loads(head)
        fallbacks = tuple(known.pop("fallbacks", ()))
        return About(**known, fallbacks=fallbacks)
    except (TypeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path}: {error}") from error


LANGUAGES: tuple[Language, ...] = tuple(_known())
"""Every language there is a file for, in order."""
BASE = LANGUAGES[0]
"""The language of a text whose file names none."""
NORWEGIAN = tuple(each for each in LANGUAGES if about(each).is_norwegian)
"""The written forms of Norwegian."""
