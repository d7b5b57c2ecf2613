"""Make one text of every way to write the same: how letters are composed, how lines end."""

from __future__ import annotations

import re
import unicodedata

_LINE_END = re.compile("\r\n?")
_OTHER_END = re.compile("(?<=[ \t\n])[\u2028\u2029]+|[\u2028\u2029]+(?=[ \t\n]|\\Z)")
_OTHER_ENDS = re.compile("[\u2028\u2029]+")
"""Ends of lines and paragraphs from other programs. Readers of Markdown see white space in them."""
_NOT_SEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
)
_UNSEEN = re.compile(f"[{_NOT_SEEN}]")
"""Control characters, spaces of no width, and signs that turn the direction of what follows: no
reader sees them, and each can make two texts differ, or a text show otherwise than it is."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STRANGE = re.compile(f"[\r\u2028\u2029{_NOT_SEEN}]")
"""Whatever has to be put right; most texts have none of it."""
_NO_WIDTH_FIRST = re.compile("(?m)^[\u200b\u2060]+[ \t]+")
"""On a line that begins with such a space those after it make no code.

In a text with a note to the facilitator they stay: an editor shows the line moved in, as the note's
are, and no participant may read it.
"""


def normal(text: str) -> str:
    """Return a text with line feeds between its lines, letters composed (NFC), nothing unseen."""
    if _STRANGE.search(text):
        text = _OTHER_ENDS.sub(" ", _OTHER_END.sub("", _LINE_END.sub("\n", text)))
        if "facilitator" not in text.lower():
            text = _NO_WIDTH_FIRST.sub("", text)
        text = _UNSEEN.sub("", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def as_yaml_reads(text: str) -> str:
    """Return a text as long as it was, with a space for each control character.

    YAML allows none of them, and a text that a course is made of loses them (`normal`).
    """
    return _CONTROL.sub(" ", text)
