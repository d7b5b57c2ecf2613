"""The slides of a run are pages that open from a disk, with its day, clock, place and groups."""

from __future__ import annotations

import datetime
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from world import copy_small_course

from samloft.building.gathering import read_run
from samloft.building.screens import write_screens
from samloft.course.run import Run

RUN = Run(
    session="trygghet/1-oppstart",
    date=datetime.date(2027, 1, 12),
    starts="13:00",
    place="Rådhuset & torget",
    people=18,
    groups=4,
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    held = read_run(copy_small_course(folder / "kurs"), "nordvik", None, RUN)
    out = folder / "ut"
    out.mkdir()
    told = write_screens(held.course, held.site, held.run, out, folder / "arbeid")
    assert set(told) == {"skjerm.html", "styring.html"}
    return out


def led_to(entry: Path) -> tuple[Path, dict[str, list[str]]]:
    """The page that a file leads to, and what goes along."""
    found = re.search(r'<a href="([^"]+)"', entry.read_text(encoding="utf-8"))
    assert found
    address = urlsplit(unescape(found[1]))
    return entry.parent / address.path, parse_qs(address.fragment)


@pytest.mark.parametrize("name", ["skjerm.html", "styring.html"])
def test_it_leads_to_the_slides_with_what_the_run_is(out: Path, name: str) -> None:
    page, facts = led_to(out / name)
    assert facts == {
        "start": ["13:00"],
        "dato": ["2027-01-12"],
        "sted": ["Rådhuset & torget"],
        "personer": ["18"],
        "grupper": ["4"],
    }
    said = page.read_text(encoding="utf-8")
    assert "13.00–" in said
    assert "5 + 5 + 4 + 4" not in said, "the page divides people itself, and may do so anew"


@pytest.mark.parametrize("name", ["skjerm.html", "styring.html"])
def test_all_that_a_page_needs_is_there(out: Path, name: str) -> None:
    page, _ = led_to(out / name)
    html = page.read_text(encoding="utf-8")
    needed = [unescape(link) for link in re.findall(r'(?:href|src)="([^"#]+)"', html)]
    here = [link for link in needed if not urlsplit(link).scheme]
    assert len(here) > 3
    assert [link for link in here if not (page.parent / urlsplit(link).path).exists()] == []
