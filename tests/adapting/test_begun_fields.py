"""What `adapt` begins of a YAML file: as people write it, and never what cannot be built."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import Run

from samloft.adapting.fields import field_text, written

SESSION = "modules/trygghet/sessions/1-oppstart.yml"


NAMES = (f"{SESSION}:3:7", f"./{SESSION}", SESSION.replace("/", "\\"))


@pytest.mark.parametrize("name", [*NAMES, "trygghet/1-oppstart", "trygghet/samling/1-oppstart"])
def test_a_session_is_called_as_check_run_and_windows_call_it(
    small_course: Path, run: Run, name: str
) -> None:
    done = run("adapt", "sorvik", name, "--block", "starts")
    assert done.code == 0, done.err
    local = small_course / "networks/sorvik" / SESSION
    assert 'starts: "22:30"' in local.read_text(encoding="utf-8")


def test_what_may_not_lie_over_the_shared_file_is_not_begun(small_course: Path, run: Run) -> None:
    done = run("adapt", "sorvik", "modules/trygghet/module.yml", "--block", "lessons")
    assert done.code == 2
    assert "without" in done.err
    assert not (small_course / "networks/sorvik/modules/trygghet/module.yml").exists()
    done = run("adapt", "sorvik", "modules/trygghet/sessions/1-oppstat.yml")
    assert SESSION in done.err


@pytest.mark.parametrize("value", [
    {"nb": "En.\n\n1. To\n2. Tre", "nn": "Ein."}, "Linje\nto\n", {"2": {"notes": {"nb": "a\n b"}}},
    [{"task": {"nb": "x\ny"}}, "09:00"], {"starts": "9:05", "day": "2027-01-12", "no": "ja: #1"},
])  # fmt: skip
def test_texts_over_lines_are_written_over_lines_and_read_alike(value: object) -> None:
    text = field_text("felt", value)
    assert written(text) == {"felt": value}
    assert "\\n" not in text
