"""Read from what Typst says which letters no font has, and tell of them."""

from __future__ import annotations

import re

_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_NUMBERED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How Typst writes a letter that nobody sees: one of a font's own, say, as Word's bullets are."""


def lacking_in(message: str) -> set[str]:
    """Return the letters that Typst says no font has."""
    said = "".join(_LACKING.findall(message))
    return set(_NUMBERED.sub(lambda found: chr(int(found[1], 16)), said))


def shown(letter: str) -> str:
    """Return a letter as it can be told of: by its number where nobody would see it."""
    return letter if letter.isprintable() else f"U+{ord(letter):04X}"
