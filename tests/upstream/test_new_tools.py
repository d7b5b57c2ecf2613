"""The shared course asks for other packages: a pull sets them up, or comes to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import build, commit, git

OUT_OF_REACH = "nothing-such==1.0 --hash=sha256:" + "0" * 64 + "\n"


@pytest.mark.slow
def test_a_pull_whose_packages_cannot_be_had_changes_nothing_and_says_so(
    shared: Path, own: Path
) -> None:
    lock = shared / "requirements.lock"
    lock.write_text(OUT_OF_REACH + lock.read_text(encoding="utf-8"), encoding="utf-8")
    commit(shared)
    before = git(own, "rev-parse", "HEAD"), (own / ".venv").resolve()
    done = build(own, "pull", PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert done.returncode == 2
    begins, failed, where, how, _ = done.stderr.splitlines()
    assert begins.startswith("Setter opp .venv fra requirements.lock")
    assert failed.startswith("Fikk ikke hentet pakkene i requirements.lock.")
    assert where.startswith("requirements.lock: programmet som følger med den nye revisjonen")
    assert "ingenting er endret" in how
    assert "nothing-such" in (own / ".samloft/set-up.log").read_text(encoding="utf-8")
    assert (git(own, "rev-parse", "HEAD"), (own / ".venv").resolve()) == before
    assert git(own, "status", "--porcelain") == ""
    assert build(own, "status", PIP_NO_INDEX="1").stderr == ""
