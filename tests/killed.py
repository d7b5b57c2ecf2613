"""Run a command in a process of its own, and kill it, with all it has begun, at any moment."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import warnings
from pathlib import Path

TIMES = int(os.environ.get("SAMLOFT_KILLS", "3"))
"""How often each command is killed; set it to 100 for a long look."""


def begin(root: Path, *words: str) -> int:
    """Begin a command in a new group of processes; return its number.

    It is forked: to begin anew would take longer than most of what is killed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no thread of ours does anything
        child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for number in (1, 2):
            os.dup2(nowhere, number)
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        from samloft.cli import main

        code = main(words, root)
    finally:
        os._exit(code)


def seconds_of(root: Path, *words: str) -> float:
    """Return how long a command takes that nobody stops."""
    started = time.monotonic()
    _, status = os.waitpid(begin(root, *words), 0)
    assert os.waitstatus_to_exitcode(status) == 0, words
    return time.monotonic() - started


def killed_within(seconds: float, root: Path, *words: str) -> bool:
    """Kill a command at some moment within so many seconds; False where it was done before."""
    moment = time.monotonic() + random.uniform(0, seconds)
    child = begin(root, *words)
    while time.monotonic() < moment:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.001)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # not in its own group yet
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True
