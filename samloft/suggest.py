"""The known word most like a misspelt one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

MOST_CHOICES = 15
"""As many known words as a message shows."""


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word most like this one, or all of them when none is near.

    Of very many, only the three nearest.
    """
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if not close and len(known) > MOST_CHOICES:
        close = [", ".join(difflib.get_close_matches(word, known, n=3, cutoff=0.0))]
    return close[0] if close else ", ".join(sorted(known))
