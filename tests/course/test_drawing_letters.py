"""The size of a drawing's letters follows its place, and all that enlarges them."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import ROOT

from samloft.checks.pictures import NARROWEST, SMALLEST
from samloft.course.drawing_letters import smallest_letters

ROOMY = 'viewBox="0 0 600 100" width="400"'


def letters(folder: Path, inside: str, said: str = ROOMY) -> float | None:
    path = folder / "x.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {said}>{inside}</svg>')
    return smallest_letters(path, 300)


@pytest.mark.parametrize(
    ("inside", "size"),
    [
        ('<text font-size="24">A</text>', 12),
        ('<text style="fill: red; font-size: 24px">A</text>', 12),
        ('<g font-size="30px"><text>A</text></g>', 15),
        ('<text font-size="40">A<tspan font-size="20">1</tspan></text>', 10),
        ('<g transform="translate(9 9) scale(2)"><text font-size="20">A</text></g>', 20),
        ('<text transform="matrix(0 2 -2 0 0 0)" font-size="20">A</text>', 20),
        ("<text>A</text>", 8),
    ],
)
def test_letters_are_measured_as_they_are_seen(tmp_path: Path, inside: str, size: float) -> None:
    assert letters(tmp_path, inside) == size


def test_a_drawing_is_not_shown_larger_than_it_is(tmp_path: Path) -> None:
    text = '<text font-size="12">A</text>'
    assert letters(tmp_path, text, 'viewBox="0 0 200 100" width="200"') == 12
    assert letters(tmp_path, text, 'viewBox="0 0 200 100"') == 18
    assert letters(tmp_path, text, 'viewBox="0 0 200 100" width="100%"') == 18


@pytest.mark.parametrize("inside", ["", "<title>A</title>", '<text font-size="2"> </text>'])
def test_a_drawing_without_letters_has_none_too_small(tmp_path: Path, inside: str) -> None:
    assert letters(tmp_path, inside) is None


def test_letters_in_the_courses_own_figures_can_be_read_on_a_phone() -> None:
    drawings = [*ROOT.glob("modules/*/*.svg"), *ROOT.glob("docs/*.svg")]
    found = {each.name: smallest_letters(each, NARROWEST) for each in drawings}
    assert {name for name, size in found.items() if size and size < SMALLEST} == set()
    assert len([size for size in found.values() if size]) > 20
