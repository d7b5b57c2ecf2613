"""`handouts` writes the papers alone, those made on demand too."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import Run

SESSION = "trygghet-1-oppstart"


def test_every_paper_of_an_edition_is_written(run: Run, small_course: Path) -> None:
    out = small_course / "ut"
    assert run("handouts", "nordvik", "--language", "nb", "--out", out).code == 0
    kinds = {path.stem.removeprefix(f"{SESSION}-") for path in (out / "nordvik").glob("*.pdf")}
    assert {"utdelingsark", "fasilitator", "gruppeark", "storskrift", "plan"} < kinds
    assert all(path.read_bytes().startswith(b"%PDF") for path in out.rglob("*.pdf"))


@pytest.mark.slow
def test_one_session_alone(run: Run, small_course: Path) -> None:
    out = small_course / "ut"
    given = ("handouts", "nordvik", "--out", out, "--session")
    assert run(*given, "trygghet/1-oppstart").code == 0
    outcome = run(*given, "trygghet/1-opstart")
    assert outcome.code == 2
    assert "trygghet/1-oppstart" in outcome.err
