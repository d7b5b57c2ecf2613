"""Processes that share work end with the one that wants it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from world import ROOT

SLEEPERS = """
import pathlib, time
from samloft.processes.pool import run_all

def set_up():
    pass

def sleep(_, name):
    pathlib.Path(name).touch()
    time.sleep(600)

if __name__ == "__main__":
    list(run_all(sleep, [["en", "to"]], jobs=2, set_up=set_up, given=()))
"""
GRACE = 30
"""Seconds: far less than they would sleep."""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_goes_on_when_the_one_that_began_it_is_ended(
    ended_by: signal.Signals, tmp_path: Path
) -> None:
    (tmp_path / "sleepers.py").write_text(SLEEPERS, encoding="utf-8")
    main = subprocess.Popen(
        [sys.executable, "sleepers.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        assert _within(GRACE, lambda: all((tmp_path / name).exists() for name in ("en", "to")))
        assert len(_members(main.pid)) > 2
        main.send_signal(ended_by)
        main.wait(GRACE)
        assert _within(GRACE, lambda: not _members(main.pid))
    finally:
        if _members(main.pid):
            os.killpg(main.pid, signal.SIGKILL)


def _members(session: int) -> list[int]:
    """Return the processes of a session that still live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = path.read_text(encoding="utf-8").rpartition(") ")[2].split()
        except OSError:  # it has just ended
            continue
        if int(said[3]) == session and said[0] != "Z":
            found.append(int(path.parent.name))
    return found


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False
