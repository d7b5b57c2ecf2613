"""Have a course looked through beside the preview, in a process that takes no time from it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from samloft.checks.whole_course import look_through
from samloft.problems import CourseError, Problem
from samloft.processes.pool import process_beside

Found = tuple[Problem, ...]
PAUSE = 0.3
"""Seconds in which a browser shows the page first: both need a processor."""


class Adviser:
    """Looks through a course whenever it is asked to, and once more when it has changed since."""

    def __init__(self, root: Path, hear: Callable[[Found], None]) -> None:
        """Take a course, and who is to hear what `check` says of it, in a thread of its own."""
        self._root, self._hear = root, hear
        self._lock = threading.Lock()
        self._is_asked = self._is_asked_again = self._is_closed = self._has_ended = False
        self._process = process_beside()

    def ask(self) -> None:
        """Have the course looked through, soon."""
        with self._lock:
            self._is_asked_again = self._is_asked
            if self._is_asked or self._is_closed:
                return
            self._is_asked = True
            asked = self._begun()
        asked.add_done_callback(self._answer)  # at once, if that is done: nothing is held here

    def _begun(self) -> Future[Found | None]:
        try:
            return self._process.submit(_advice_on, self._root)
        except BrokenProcessPool:  # somebody, or the machine for lack of room, has ended it
            self._process = process_beside()
            return self._process.submit(_advice_on, self._root)

    def close(self) -> None:
        """Let go of the process; nobody waits for what it was at."""
        with self._lock:
            self._is_closed = True
        self._process.shutdown(wait=False, cancel_futures=True)

    def _answer(self, asked: Future[Found | None]) -> None:
        with self._lock:
            self._is_asked, is_stale = False, self._is_asked_again
        if is_stale:
            self.ask()
        if asked.cancelled():
            return
        if isinstance(asked.exception(), BrokenProcessPool):
            if not self._has_ended:  # or else the next save asks, not one process after the other
                self._has_ended = True
                self.ask()
            return
        self._has_ended = False
        found = asked.result()
        if found is not None and not self._is_closed:
            self._hear(found)


def _advice_on(root: Path) -> Found | None:
    """Return what `check` says of a course; None while a file is being written."""
    time.sleep(PAUSE)
    try:
        return look_through(root).problems
    except (CourseError, OSError):  # the next build says
        return None
