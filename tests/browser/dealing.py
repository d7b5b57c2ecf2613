"""Which part of much is tried: a share, or all of it.

`SAMLOFT_SWEEP=all` tries everything; the name of one thing, as `pages`, all of that.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from hashlib import sha256


def today() -> int:
    """Return a number that is another each day, for what is tried in turn."""
    return datetime.datetime.now(datetime.UTC).date().toordinal()


def dealt(every: Iterable[str], hand: int, hands: int, name: str = "") -> list[str]:
    """Return what one of so many hands gets; together they get everything, each thing once.

    It is dealt by digest, so that what is alike, and stands together, is spread.
    """
    listed = [*every]
    if os.environ.get("SAMLOFT_SWEEP") in ("all", name or "all"):
        return listed
    mixed = sorted(listed, key=lambda each: sha256(each.encode()).digest())
    mine = {*mixed[hand::hands]}
    assert mine, f"nothing for hand {hand} of {hands}"
    return [each for each in listed if each in mine]
