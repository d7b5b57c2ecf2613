"""A drawing takes the network's colours, by day, by night and on paper, and stays readable."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import ROOT

from samloft.course.colours import NIGHT, PART, TEXT, contrast, palette_of
from samloft.course.drawing_colours import HOUSE, as_drawn, coloured, on_paper, turned_over
from samloft.course.drawings import cleaned_svg

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PALETTE = palette_of("#14532d", "#0b5c9e")
OURS = sorted(
    path
    for folder in ("docs", "modules")
    for path in (ROOT / folder).rglob("*.svg")
    if not {"practice", "architecture"} & {*path.relative_to(ROOT).parts}
)


def drawing(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode()


def rules(content: bytes) -> tuple[str, str]:
    """Return what is added for the day, and for the night."""
    [added] = re.findall(rb'<style[^>]* id="sl-colours">(.*)</style></svg>$', content, re.DOTALL)
    day, _, night = added.decode().partition("@media (prefers-color-scheme:dark)")
    return day, night


def test_the_houses_colours_become_the_networks_by_day_and_by_night() -> None:
    day, night = rules(coloured(drawing('<path fill="#1d3f66" stroke="#A3431A"/>'), PALETTE))
    assert f'[fill="#1d3f66"]{{fill:{PALETTE.light.heading}}}' in day
    assert f'[stroke="#A3431A"]{{stroke:{PALETTE.light.link}}}' in day
    assert f'[fill="#1d3f66"]{{fill:{PALETTE.dark.heading}}}' in night
    assert f'[stroke="#A3431A"]{{stroke:{PALETTE.dark.link}}}' in night


@pytest.mark.parametrize("colour", ["#f2b705", "gold", "rgb(242, 183, 5)", "#FC0"])
def test_any_other_colour_is_as_drawn_by_day_and_turned_over_by_night(colour: str) -> None:
    day, night = rules(coloured(drawing(f'<path fill="{colour}"/>'), PALETTE))
    assert colour not in day
    assert re.search(rf'\[fill="{re.escape(colour)}"\]{{fill:#[0-9a-f]{{6}}}}', night)


def test_colours_that_drawing_programs_write_in_a_style_are_reached() -> None:
    style = "fill:#1d3f66;stroke-width:2;stroke:none"
    day, _ = rules(coloured(drawing(f'<path style="{style}"/>'), PALETTE))
    assert f'[style="{style}"]{{fill:{PALETTE.light.heading} !important}}' in day


def test_what_says_no_colour_is_seen_on_what_the_drawing_stands_on() -> None:
    day, night = rules(coloured(drawing("<text>Ord</text>"), PALETTE))
    for said, shades in ((day, PALETTE.light), (night, PALETTE.dark)):
        assert f"svg{{background:{shades.paper};color:{shades.text};fill:{shades.text}}}" in said


def test_a_drawing_with_rules_of_its_own_is_turned_over_as_a_whole() -> None:
    own = drawing("<style>.a{fill:#1d3f66}</style><path class='a'/>")
    day, night = rules(coloured(own, PALETTE))
    assert day == "svg{background:#fff}"
    assert night.startswith("{svg{filter:invert(")


def test_on_paper_the_networks_one_colour_stands_where_the_houses_was() -> None:
    drawn = drawing('<path fill="#1d3f66"/><path fill="#a3431a"/>')
    day, night = rules(on_paper(coloured(drawn, PALETTE), "#14532d"))
    assert day == '[fill="#1d3f66"]{fill:#14532d}'
    assert night == ""


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_what_is_added_can_be_taken_away_again(path: str) -> None:
    clean = cleaned_svg(path)
    assert as_drawn(coloured(clean, PALETTE)) == clean
    assert as_drawn(clean) == clean


@settings(max_examples=80, deadline=None, derandomize=True)
@given(COLOURS, COLOURS)
def test_two_colours_turned_over_have_the_contrast_they_were_drawn_with(
    one: str, other: str
) -> None:
    before = contrast(one, other)
    after = contrast(turned_over(one, NIGHT), turned_over(other, NIGHT))
    # The night page is a little lighter than black: so much of the greatest contrasts is lost.
    assert after >= before * 0.97 * contrast("#ffffff", NIGHT) / 21


@settings(max_examples=40, deadline=None, derandomize=True)
@given(COLOURS, COLOURS)
def test_the_houses_colours_are_told_apart_in_any_networks(primary: str, accent: str) -> None:
    palette = palette_of(primary, accent)
    grounds = ("#ffffff", "#e9f0f6", "#f3f4f6", "#fbf1ea")
    inks = ("#1f2328", "#50555c", "#1d3f66", "#a3431a")
    for shades in (palette.light, palette.dark):
        for ground in grounds:
            under = getattr(shades, HOUSE[ground])
            for ink in inks:
                assert contrast(getattr(shades, HOUSE[ink]), under) >= TEXT
            for edge in ("#6b7280", "#8a9099"):
                assert contrast(getattr(shades, HOUSE[edge]), under) >= PART
