"""Find what an editor shows in a note to the facilitator, and a template takes out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from samloft.text.nodes import lines_of
from samloft.text.parse import parse
from samloft.text.places import Place, marked_lines
from samloft.text.put_in import lines_of_notes

_CODE = re.compile(r"\{[%{#]")
_TAGS_FIRST = re.compile(r"^([ \t>]*)(?:\{%.*?%\}[ \t]*)+", re.MULTILINE)
_TAG = re.compile(r"\{%.*?%\}")


def may_scatter(chain: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the texts of a page have notes, and anything for a template to do."""
    texts = [text for _, text in chain]
    has_code = any(_CODE.search(text) for text in texts)
    return has_code and any("facilitator" in text.lower() for text in texts)


def scattered_notes(
    chain: Sequence[tuple[str, str]], values: Mapping[str, Any], filled: str
) -> Iterator[Place]:
    """Yield where each line is written that stood in a note, and in the filled text does not.

    The arguments are those of `places_of`.
    """
    noted = {name.partition("#")[0]: _lines_of_notes(text) for name, text in chain}
    blocks = parse(filled).all("block")
    inside = lines_of(block for block in blocks if block.info == "facilitator")
    outside = (n for n in range(1, filled.count("\n") + 2) if n not in inside)
    marked = marked_lines(chain, values, filled)
    if marked is None:
        yield from _read_alike(chain, [filled.split("\n")[n - 1].strip() for n in outside])
        return
    for number in outside:
        for place, words in marked[number - 1]:
            if words.strip(" \t>") and place.line in noted[place.file]:
                yield place


def _lines_of_notes(text: str) -> frozenset[int]:
    """Return the lines of notes, also of those that a tag on their first line may leave unopened.

    `{% if network.url %}!!! facilitator{% endif %}` opens a note for some alone.
    """
    return lines_of_notes(text) | lines_of_notes(_TAG.sub(" ", _TAGS_FIRST.sub(r"\1", text)))


def _read_alike(chain: Sequence[tuple[str, str]], outside: Sequence[str]) -> Iterator[Place]:
    """Yield the lines of notes that stand outside them word for word, where nothing else tells."""
    for name, text in chain:
        noted = _lines_of_notes(text)
        lines = [line.strip() for line in text.split("\n")]
        others = {line for number, line in enumerate(lines, start=1) if number not in noted}
        for number in sorted(noted):
            words = lines[number - 1]
            if words in outside and words not in others:
                yield Place(name.partition("#")[0], number)
