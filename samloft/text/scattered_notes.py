"""Find what an editor shows in a note to the facilitator, and a template takes out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment, TemplateSyntaxError

from samloft.text.nodes import lines_of
from samloft.text.parse import parse
from samloft.text.places import Place, marked_lines
from samloft.text.put_in import lines_of_notes
from samloft.text.reworked import reworked_lines

_CODE = re.compile(r"\{[%{#]")
_COMMENT = re.compile(r"\{#[-+]?|[-+]?#\}")
"""How a comment begins, and how it ends."""
_BEGIN = frozenset({"block_begin", "comment_begin", "raw_begin", "raw_end"})
_END = frozenset({"block_end", "comment_end", "raw_begin", "raw_end"})
"""How tags and comments begin and end; those around what is no template are one piece each."""
_LEXER = Environment(keep_trailing_newline=True).lexer


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
        yield from _reworked(chain, noted)
        yield from _read_alike(chain, [filled.split("\n")[n - 1].strip() for n in outside])
        return
    for number in outside:
        for place, words in marked[number - 1]:
            if words.strip(" \t>") and place.line in noted[place.file]:
                yield place


def _reworked(
    chain: Sequence[tuple[str, str]], noted: Mapping[str, frozenset[int]]
) -> Iterator[Place]:
    """Yield the lines of notes of which a template may print some letters and not others."""
    reworked = reworked_lines([text for _, text in chain])
    for (name, text), lines in zip(chain, reworked, strict=True):
        file, written = name.partition("#")[0], text.split("\n")
        for number in sorted(lines & noted[file]):
            if written[number - 1].strip(" \t>"):
                yield Place(file, number)


def _lines_of_notes(text: str) -> frozenset[int]:
    """Return the lines of notes, also of those that a tag on their first line may leave unopened.

    `{% if network.url %}!!! facilitator{% endif %}` opens a note for some alone, and an opening
    that is commented out leaves what stands below it behind.
    """
    readings = {text, _without_tags(text), _COMMENT.sub("", text)}
    return frozenset().union(*map(lines_of_notes, readings))


def _without_tags(text: str) -> str:
    """Return a text without the template's tags and comments, each line still where it is.

    Where one stands among words there is a blank, and none where it stands first on a line.
    """
    lines, is_tag, is_after = [""], False, False
    try:
        for line, kind, piece in _LEXER.tokeniter(text, None):
            lines += [""] * (line - len(lines))
            is_first = not lines[-1].strip(" \t>")
            if kind in _BEGIN:
                is_tag = kind not in _END
                lines[-1] += "" if is_first else " "
            elif not is_tag:
                first, *more = piece.split("\n")
                lines[-1] += first.lstrip(" \t") if is_first and is_after else first
                lines += more
            is_after = kind in _END
            is_tag = is_tag and not is_after
    except TemplateSyntaxError:  # told of where it is filled in
        return text
    return "\n".join(lines)


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
