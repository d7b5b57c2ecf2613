"""Papers made from nothing by two processes that know nothing of each other are the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from world import copy_small_course

BUILD = """
import sys
from pathlib import Path
from samloft.cli import main
sys.exit(main(["build", "nordvik", "--products"], Path(sys.argv[1])))
"""


def built(root: Path, seed: int) -> dict[str, bytes]:
    """Every file of the products of an edition, by where it lies, as one process makes them."""
    course = copy_small_course(root, kept=False)
    subprocess.run(
        [sys.executable, "-c", BUILD, str(course)],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
    )
    site = course / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.suffix in (".pdf", ".pptx", ".ics", ".zip")
    }


@pytest.mark.slow
def test_two_builds_from_nothing_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = built(tmp_path / "en", 1), built(tmp_path / "to", 2)
    assert len(one) > 10
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
