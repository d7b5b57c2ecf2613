"""What people search for instead of the course's words: as its authors list them, and as it says.

The vocabulary says what a term is called in other languages and, in brackets, what else it is
called: who searches for that means the term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from samloft.composing.overlay import modules_of
from samloft.course.model import Course, Network
from samloft.course.schema import TermForm

_NAMES = re.compile(r"[^()]+")


def other_words(course: Course, network: Network) -> dict[str, list[str]]:
    """Return what people search for instead of a word: the course's list, then others' words."""
    found: dict[str, dict[str, None]] = {}
    for words in (course.other_words, *(layer.other_words for layer in network.layers)):
        for ours, theirs in words.items():
            found.setdefault(ours, {}).update(dict.fromkeys(theirs))
    for module in modules_of(course, network):
        for term in module.terms.values():
            ours, *others = dict.fromkeys(_names(term))
            if others:
                found.setdefault(ours, {}).update(dict.fromkeys(others))
    return {ours: list(theirs) for ours, theirs in found.items()}


def _names(term: TermForm) -> Iterator[str]:
    """Yield all that a term is called, in the language it is written in first."""
    for name in term.term.values():
        yield from (part.strip() for part in _NAMES.findall(name) if part.strip())
