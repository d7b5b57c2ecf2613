"""Tell which texts would be read far more slowly than their length lets one think, unread.

What takes long is known by its signs; a clock (`watch.py`) stops the rest, on any machine later or
sooner. No text that people write for people comes near any of this.
"""

from __future__ import annotations

import re

MOST = {"[": 2_000, "|": 10_000, "\n#": 1_000, "\n": 5_000}
"""How many of a sign a text may have. For each bracket a reader looks ahead through all that
follow, for each heading back through those before it. Bars part the cells of tables, and lines the
items of lists, and each of those is read by itself."""
MOST_SIGNS = 20_000
"""Of all that may mean something: for each there is a piece of text, with an element round it."""
MOST_COPIED = 250_000_000
"""Letters. Where a sign stands that means something, or is escaped so that it does not, the site
generator's reader writes the whole of its paragraph anew."""
_SIGN = re.compile(r"[\\<&!*_`\[\]{}]")
_BLOCK = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")


def first_wild(text: str) -> int:
    """Return the line of what would take too long to read in a text; 0 where nothing would."""
    for sign, most in MOST.items():
        if text.count(sign) > most:
            if sign.startswith("\n"):
                return _line_of(text, sign, most)
            counts = [line.count(sign) for line in text.split("\n")]
            return counts.index(max(counts)) + 1
    if len(text) > MOST_SIGNS:
        counts = [len(_SIGN.findall(line)) for line in text.split("\n")]
        if sum(counts) > MOST_SIGNS:
            return counts.index(max(counts)) + 1
    if len(text) ** 2 <= MOST_COPIED:
        return 0
    left = MOST_COPIED
    for block in _BLOCK.finditer(text):
        left -= len(_SIGN.findall(block[0])) * len(block[0])
        if left < 0:
            return text.count("\n", 0, block.start()) + 1
    return 0


def _line_of(text: str, sign: str, number: int) -> int:
    """Return the line below so many of a sign that begins with the end of a line."""
    at = -1
    for _ in range(number + 1):
        at = text.find(sign, at + 1)
    return text.count("\n", 0, at) + 2
