"""Seal the notes to the facilitator in a text that is kept where all can read it.

Whether a note has changed can still be seen, and nothing of what it says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from samloft.text.blocks import find_notes, for_participants
from samloft.text.nodes import Node, lines_of
from samloft.text.parse import parse

SEAL = "sha256:"
"""How that begins which stands in the place of a note's words."""
_OPENING = re.compile(r"[!?]{3}")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]:")
_SEALED = re.compile(rf"{SEAL}[0-9a-f]{{64}}")


def sealed(text: str, *, is_whole: bool = True) -> str:
    """Return a text with a digest in the place of each note, and of the footnotes of notes.

    A text that is sealed comes out as it is. Of one that is not whole, `is_whole`, it is not known
    whose the footnotes are: they are left.
    """
    if "facilitator" not in text.lower():
        return text
    lines = text.split("\n")
    private = [each for each in _private(text) if is_whole or each[1]]
    for node, is_note in sorted(private, key=lambda each: each[0].line, reverse=True):
        first, last = node.line - 1, node.last
        words = "\n".join(lines[first:last])
        if _SEALED.search(words):
            continue
        seal = f"{SEAL}{hashlib.sha256(words.encode()).hexdigest()}"
        begun = (_OPENING if is_note else _FOOTNOTE).search(lines[first])
        before = lines[first][: (begun.start() if is_note else begun.end()) if begun else 0]
        below = re.sub(r"[^>\s]", " ", before)
        lines[first:last] = (
            [f"{before}!!! facilitator", f"{below}    {seal}"] if is_note else [f"{before} {seal}"]
        )
    return "\n".join(lines)


def _private(text: str) -> Iterator[tuple[Node, bool]]:
    """Yield the notes of a text, and the footnotes that only they come to; which it is."""
    yield from ((note.node, True) for note in find_notes(text))
    kept = list(for_participants(text).all("footnote"))
    inside = lines_of(note.node for note in find_notes(text))
    for footnote in parse(text).all("footnote"):
        if footnote not in kept and footnote.line not in inside:
            yield footnote, False
