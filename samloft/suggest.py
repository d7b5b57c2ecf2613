"""The known word most like a misspelt one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

MOST_CHOICES = 15
"""As many known words as a message shows."""


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word most like this one; the known words when none is near.

    Of very many, the first.
    """
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return close[0]
    more = ", …" if len(known) > MOST_CHOICES else ""
    return ", ".join(sorted(known)[:MOST_CHOICES]) + more
