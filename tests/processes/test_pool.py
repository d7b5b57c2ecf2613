"""Processes share work as it lies in queues, and end with the one that wants it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from world import ROOT

WAITERS = """
import signal
from samloft.processes.pool import run_all

def set_up():
    pass

def wait(_, name):
    print(name, flush=True)
    signal.pause()

if __name__ == "__main__":
    list(run_all(wait, [["en", "to"]], jobs=2, set_up=set_up, given=()))
"""
GRACE = 30
"""Seconds: they would wait for ever."""


def started(program: str, folder: Path) -> subprocess.Popen[str]:
    """Start a program of its own, whose processes can be ended together."""
    (folder / "program.py").write_text(program, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "program.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_goes_on_when_the_one_that_began_it_is_ended(
    ended_by: signal.Signals, tmp_path: Path
) -> None:
    with started(WAITERS, tmp_path) as main:
        assert main.stdout is not None
        try:
            assert {main.stdout.readline(), main.stdout.readline()} == {"en\n", "to\n"}
            main.send_signal(ended_by)
            # What they write to is at its end when the last of them has let go of it.
            assert main.communicate(timeout=GRACE) == ("", None)
        except BaseException:
            os.killpg(main.pid, signal.SIGKILL)
            raise


WORKERS = """
import os
import time
from pathlib import Path
from samloft.processes.pool import run_all

def set_up():
    pass

def work(_, item):
    if item == "a3":
        Path("done").touch()
    while item > "b0" and not Path("done").exists():
        time.sleep(0.005)  # what lies in the long queue waits for the short one to be empty
    return os.getpid()

if __name__ == "__main__":
    queues = [[f"a{n}" for n in range(4)], [f"b{n}" for n in range(40)]]
    for item, process in run_all(work, queues, jobs=2, set_up=set_up, given=()):
        print(f"{item}={process}")
"""


def test_a_process_stays_with_its_queue_and_then_helps_with_the_longest(tmp_path: Path) -> None:
    with started(WORKERS, tmp_path) as main:
        said, _ = main.communicate()
    by = dict(item.split("=") for item in said.split())
    assert len(by) == 44
    (first,) = {by[f"a{n}"] for n in range(4)}
    assert by["b0"] != first
    assert {by[f"b{n}"] for n in range(40)} == {*by.values()}
    assert len({*by.values()}) == 2
