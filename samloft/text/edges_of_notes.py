"""Find where a note to the facilitator and what is for all run into one another unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import zip_longest

from samloft.text.blocks import find_notes, for_participants
from samloft.text.nodes import Node, lines_of
from samloft.text.parse import parse
from samloft.text.stray_notes import marked_as_notes

_NO_WIDTH = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
_HAS_NO_WIDTH = re.compile(f"[{_NO_WIDTH}]")
_LIKE_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
_UNSEEN = _NO_WIDTH + _LIKE_BLANKS
"""Signs of no width, and those that look like a blank."""
_SEEMS_MOVED_IN = re.compile(f"[ \t>{_NO_WIDTH}]*(?:[^\\S \t\n]|[{_LIKE_BLANKS}])")
"""A line that begins with blanks which an editor shows, and which move nothing in."""
_BLANK = re.compile(
    rf"[\s{_UNSEEN}]|&(?:nbsp|e[mn]sp|Tab|#(?:9|32|160)|#x(?:9|20|a0));", re.IGNORECASE
)
_NOTHING = re.compile(
    rf"<!--.{{0,500}}?-->|<[^>]{{1,200}}>|\[[^\]^]{{1,200}}\]:.*|\{{[^{{}}]*\}}$|[\s>{_UNSEEN}]"
)
_RULE = re.compile(r"(?:[-*_]{3,})?")
_FENCE = re.compile(r"`{3,}|~{3,}")
_BEGINS_CODE = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*[\w{.]")
"""A line that begins code, and ends none."""
_DEFINES = re.compile(r"[ \t>]*\[[^\]\n]+\]:")
"""A line that says where a link leads, or what a footnote is, wherever in the text it is used."""


def seemingly_in_notes(text: str) -> Iterator[int]:
    """Yield each line that only seems to go on with the note above it.

    No-break spaces, as copied from a web page, look like an indentation and are none. And a rule,
    an element or a line without the mark of a quote may have ended the note, and the line below it
    is still as far in as the note was.
    """
    if "facilitator" not in text.lower():
        return
    lines = text.split("\n")
    for note in find_notes(text):
        opening = lines[note.line - 1]
        before = opening.partition("!!!")[0].partition("???")[0]
        is_parted = False
        for number, line in enumerate(lines[note.node.last :], start=note.node.last + 1):
            if _is_wordless(line):
                is_parted |= not line.strip()
                continue
            blanks = _blanks_of(line, before.count(">"))
            is_unmarked = not is_parted and blanks.count(">") < before.count(">")
            is_in = _width(blanks) > _width(before)
            if is_in or is_unmarked or _SEEMS_MOVED_IN.match(line):
                yield number
            break


def _is_wordless(line: str) -> bool:
    """Tell whether a line may end a note, and holds nothing to read."""
    is_end = line.lstrip(" \t>").startswith("</")
    return not is_end and _RULE.fullmatch(_NOTHING.sub("", unescape(line))) is not None


def _width(before: str) -> int:
    return len(before.expandtabs(4))


def _blanks_of(line: str, quotes: int) -> str:
    """Return what a line begins with that is shown as blanks, with the marks of some quotes."""
    blanks, at = "", 0
    while at < len(line):
        if line[at] == ">" and quotes:
            quotes -= 1
            blanks, at = f"{blanks}>", at + 1
        elif blank := _BLANK.match(line, at):
            is_wide = _HAS_NO_WIDTH.match(blank[0]) is None
            blanks, at = blanks + ("\t" if blank[0] == "\t" else " " * is_wide), blank.end()
        else:
            break
    return blanks


def unclosed_in_notes(text: str) -> Iterator[int]:
    """Yield the line of each fence of code in a note that only the end of the note closes.

    A line that is moved out by mistake ends it there, and what is below is for all.
    """
    for note in find_notes(text) if "facilitator" in text.lower() else ():
        for code in note.node.all("code"):
            if not code.fold and not _has_end(code):
                yield code.line


def _has_end(code: Node) -> bool:
    """Tell whether a fence of code is closed; the last line of a text may have no line feed."""
    lines = code.text.count("\n") + (not code.text.endswith("\n") and code.text != "")
    return code.last - code.line == lines + 1


def notes_in_open_code(text: str) -> Iterator[int]:
    """Yield the line of each fence of code that goes on through a note to the facilitator.

    Its end is missing: it has none, or that of the code below the note.
    """
    if "facilitator" not in text.lower():
        return
    written = text.split("\n")
    for code in parse(text).all("code"):
        lines, mark = code.text.split("\n"), _FENCE.search(written[code.line - 1])
        if code.fold or not mark or not any(map(marked_as_notes, lines)):
            continue
        begun = filter(None, map(_BEGINS_CODE.match, lines))
        if not _has_end(code) or any(each[1].startswith(mark[0]) for each in begun):
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
