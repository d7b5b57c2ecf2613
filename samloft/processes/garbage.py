"""Look for garbage seldom: a command makes little of it before its end."""

from __future__ import annotations

import gc


def look_for_garbage_seldom() -> None:
    """Have this process look for garbage a hundredth as often: as it is, that takes a tenth."""
    gc.set_threshold(100_000, 20, 100)
