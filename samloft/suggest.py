"""The known word most like a misspelt one."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

MOST_CHOICES = 15
"""As many known words as a message shows."""

_AUTHORS_WORDS = Path(__file__).with_name("authors_words.toml")


@cache
def _authors_words() -> dict[str, list[str]]:
    """Return what authors write for each of our words."""
    return tomllib.loads(_AUTHORS_WORDS.read_text(encoding="utf-8"))


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word most like this one; the known words when none is near."""
    said = word.casefold()
    for meant, words in _authors_words().items():
        if said in words and meant in known:
            return meant
    small = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(said, small, n=1, cutoff=0.6)
    return small[close[0]] if close else listed(known)


def listed(known: Iterable[str]) -> str:
    """Return known words as the end of a sentence; of very many, the first; nothing for none."""
    words = sorted(known)
    end = ", …" if len(words) > MOST_CHOICES else "."
    return ", ".join(words[:MOST_CHOICES]) + end if words else ""


def is_listed(words: str) -> bool:
    """Tell whether these are words to choose among, and none of them is near."""
    return not words or words.endswith((".", ", …"))
