"""Have a course looked through beside the preview, in a process that takes no time from it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from samloft.checks.whole_course import look_through
from samloft.problems import CourseError, Problem
from samloft.processes.pool import process_beside

Found = tuple[Problem, ...]
PAUSE = 1.5
"""Seconds without a save before the course is looked through: who writes on, sees pages first."""


class Adviser:
    """Looks through a course when it was asked to, and nobody has asked again for a while."""

    def __init__(self, root: Path, hear: Callable[[Found], None], *, pause: float = PAUSE) -> None:
        """Take a course, and who is to hear what `check` says of it, in a thread of its own.

        What is said of texts that have been saved again since is not heard.
        """
        self._root, self._hear, self._pause = root, hear, pause
        self._lock = threading.Lock()
        self._is_closed = self._has_ended = False
        self._asked = self._looked = 0
        """How often it was asked, and which time it was that it looks or has looked for."""
        self._is_looking = False
        self._timer: threading.Timer | None = None
        self._process = process_beside()

    def ask(self) -> None:
        """Have the course looked through, soon."""
        with self._lock:
            self._asked += 1
            self._wait(self._pause)

    def _wait(self, seconds: float) -> None:
        if self._timer:
            self._timer.cancel()
        if not self._is_closed:
            self._timer = threading.Timer(seconds, self._look)
            self._timer.daemon = True  # it keeps nobody from stopping
            self._timer.start()

    def _look(self) -> None:
        with self._lock:
            if self._is_looking or self._is_closed:
                return  # who is at it looks once more
            self._is_looking, self._looked = True, self._asked
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
            if self._timer:
                self._timer.cancel()
        self._process.shutdown(wait=False, cancel_futures=True)

    def _answer(self, asked: Future[Found | None]) -> None:
        is_broken = not asked.cancelled() and isinstance(asked.exception(), BrokenProcessPool)
        with self._lock:
            self._is_looking = False
            is_stale = self._asked != self._looked
            # A process that ends once more is not begun again until somebody saves.
            if is_stale or (is_broken and not self._has_ended):
                self._wait(self._pause if is_stale else 0)
            self._has_ended = is_broken
        if is_stale or is_broken or asked.cancelled():
            return
        found = asked.result()
        if found is not None and not self._is_closed:
            self._hear(found)


def _advice_on(root: Path) -> Found | None:
    """Return what `check` says of a course; None while a file is being written."""
    try:
        return look_through(root).problems
    except (CourseError, OSError):  # the next build says
        return None
