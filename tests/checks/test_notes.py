"""A note to the facilitator that no guide takes in is told of."""

from __future__ import annotations

from pathlib import Path

from world import Run


def test_a_note_on_a_page_that_is_no_lesson_is_advised_on(small_course: Path, run: Run) -> None:
    page = small_course / "docs/om.md"
    page.write_text("---\ntitle: Om\n---\n\nSpør oss.\n\n!!! facilitator\n    Hem.\n", "utf-8")
    done = run("check")
    assert done.code == 0
    assert "docs/om.md:7: råd: notatet til fasilitator kommer ikke i noen guide" in done.err
    assert "01-passord.md:44: råd: notatet" not in done.err
