"""Stop the work on one text when it takes far more time or memory than any text needs."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from samloft.text.limits import TooMuchError

SECONDS = 2.0
"""Of a processor's time. The longest lesson takes 0.1, the longest text there may be 0.3."""
MEGABYTES = 400
"""More than before the text was begun."""
_EACH = 0.25
"""Seconds between looks."""


@contextmanager
def watched() -> Iterator[None]:
    """Raise TooMuchError in what is done inside, when it has taken too much.

    It is watched with a signal, which only the first thread of a process gets, and which Windows
    does not know: elsewhere it goes unwatched. One within another is watched with the outer. Where
    Python cannot raise, since it clears something away, the next look does.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGPROF"):
        yield
        return
    if signal.getitimer(signal.ITIMER_PROF)[1]:
        yield
        return
    begun = _megabytes()
    looks = 0

    def look(_: int, __: FrameType | None) -> None:
        nonlocal looks
        looks += 1
        if looks * _EACH >= SECONDS or _megabytes() - begun > MEGABYTES:
            raise TooMuchError

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _EACH, _EACH)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _megabytes() -> int:
    """Return the most memory this process has ever had."""
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
