"""A piece of a lesson on another page, as in the guide, has no places of its own there."""

from __future__ import annotations

from pathlib import Path

import pytest
from composed import LESSON, Compose

PLACES = ("hvor", "hva", "ord")
CASE = """\

!!! case "Historien"
    ## Slik begynte det {#hvor}

    Det var <b id="hva">en gang</b>, som [her](#slik-gjor-du).

    Et *avsnitt*
    {: #ord }
"""

PART = "  - {lesson: 01-passord, activity: case-1, form: group, minutes: 5}\n"
LATER = (
    "  - {lesson: 01-passord, activity: group-1, form: group, minutes: 5,"
    " needs_text: [{block: case-1}]}\n"
)


@pytest.fixture
def told(small_course: Path, compose: Compose) -> dict[str, str]:
    """Return the pages and papers of an edition, of a lesson with places in a block."""
    lesson = small_course / "modules" / LESSON
    lesson.write_text(lesson.read_text(encoding="utf-8") + CASE, encoding="utf-8")
    session = small_course / "modules/trygghet/sessions/1-oppstart.yml"
    text = session.read_text(encoding="utf-8")
    session.write_text(f"{text}{PART}{LATER}", encoding="utf-8")
    tree = compose("sorvik", "nb")
    pages = {str(path): text for path, text in tree.pages.items()}
    return pages | {str(file.path): file.text for file in tree.products}


def test_a_place_is_on_the_lesson_s_own_page_alone(told: dict[str, str]) -> None:
    there = {name for name, text in told.items() if "Slik begynte det" in text}
    assert {name.rpartition("/")[2] for name in there} >= {"fasilitator.md", "utdelingsark.md"}
    for place in PLACES:
        having = [name for name in there if f'"{place}"' in told[name] or f"#{place}" in told[name]]
        assert having == [LESSON]


def test_a_link_to_a_place_leads_to_the_lesson(told: dict[str, str]) -> None:
    assert "[her](#slik-gjor-du)" in told[LESSON]
    guide = told["trygghet/samling/1-oppstart/fasilitator.md"]
    assert "[her](../../01-passord.md#slik-gjor-du)" in guide
