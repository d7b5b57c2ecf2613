"""Find where a note to the facilitator and what is for all run into one another unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from samloft.text.blocks import find_notes, for_participants
from samloft.text.nodes import Node, lines_of

_SEEMS_MOVED_IN = re.compile("[ \t]*(?:[^\\S \t\n]|[\u115f\u1160\u2800\u3164\uffa0])")
"""A line that begins with blanks which an editor shows, and which move nothing in."""
_DEFINES = re.compile(r"[ \t>]*\[[^\]\n]+\]:")
"""A line that says where a link leads, or what a footnote is, wherever in the text it is used."""


def seemingly_in_notes(text: str) -> Iterator[int]:
    """Yield each line that only seems to go on with the note above it.

    No-break spaces, as copied from a web page, look like an indentation and are none.
    """
    noted = _lines_of_notes(text)
    before = 0
    for number, line in enumerate(text.split("\n") if noted else (), start=1):
        if before in noted and number not in noted and _SEEMS_MOVED_IN.match(line):
            yield number
        if line.strip():
            before = number


def unclosed_in_notes(text: str) -> Iterator[int]:
    """Yield the line of each fence of code in a note that only the end of the note closes.

    A line that is moved out by mistake ends it there, and what is below is for all.
    """
    for note in find_notes(text) if "facilitator" in text.lower() else ():
        for code in note.node.all("code"):
            has_end = code.last - code.line == code.text.count("\n") + 1
            if not code.fold and not has_end:
                yield code.line


def lent_by_notes(text: str) -> Iterator[int]:
    """Yield the line of the first that is for all, and would not be if there were no notes.

    A link or a footnote is the whole text's, also where what it leads to is written in a note.
    """
    noted, lines = _lines_of_notes(text), text.split("\n")
    if not any(_DEFINES.match(lines[number - 1]) for number in noted):
        return
    rest = "\n".join("" if n in noted else line for n, line in enumerate(lines, start=1))
    for ours, alone in zip_longest(_read(for_participants(text)), _read(for_participants(rest))):
        if ours is None or alone is None or ours[1:] != alone[1:]:
            yield (ours or alone)[0]
            return


def _read(document: Node) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, words, address and title of all there is to read in a text."""
    for node in document.walk():
        if not node.children or node.kind in ("link", "image"):
            yield node.line, node.text, node.target, node.title


def _lines_of_notes(text: str) -> frozenset[int]:
    if "facilitator" not in text.lower():
        return frozenset()
    return lines_of(note.node for note in find_notes(text))
