"""Every colour a page uses has contrast enough, whatever a network chose."""

from __future__ import annotations

import pytest
from coloraide import Color
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from world import ROOT

from samloft.course.colours import NIGHT, PAPER, TEXT, contrast, nearest_passing, palette_of

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(COLOURS, st.sampled_from([PAPER, NIGHT]))
def test_the_nearest_passing_colour_passes(colour: str, background: str) -> None:
    assert contrast(nearest_passing(colour, background), background) >= TEXT


@settings(max_examples=100, deadline=None, derandomize=True)
@given(COLOURS, st.sampled_from([PAPER, NIGHT]))
def test_a_colour_that_passes_is_left_as_it_is(colour: str, background: str) -> None:
    passing = nearest_passing(colour, background)
    assert nearest_passing(passing, background) == passing


@settings(max_examples=100, deadline=None, derandomize=True)
@given(COLOURS, st.sampled_from([PAPER, NIGHT]))
def test_the_nearest_passing_colour_keeps_its_hue(colour: str, background: str) -> None:
    before = Color(colour).convert("oklch")
    after = Color(nearest_passing(colour, background)).convert("oklch")
    # Grey, and what is as good as grey, has no hue to keep.
    assume(before["chroma"] > 0.05 and after["chroma"] > 0.02)
    turned = abs(before["hue"] - after["hue"]) % 360
    assert min(turned, 360 - turned) < 15


@settings(max_examples=50, deadline=None, derandomize=True)
@given(COLOURS)
def test_the_nearest_passing_colour_is_no_further_away_than_it_must(colour: str) -> None:
    assume(contrast(colour, PAPER) < TEXT)
    assert contrast(nearest_passing(colour, PAPER), PAPER) < TEXT + 0.2


@settings(max_examples=60, deadline=None, derandomize=True)
@given(COLOURS, COLOURS)
def test_any_two_colours_give_pages_that_can_be_read_by_day_and_by_night(
    primary: str, accent: str
) -> None:
    palette = palette_of(primary, accent)
    for shades in (palette.light, palette.dark):
        for colour, ground, needed in shades.pairs():
            assert contrast(colour, ground) >= needed, (colour, ground)


def test_colours_that_pass_as_they_are_are_kept_by_day() -> None:
    assert palette_of("#1d4e6b", "#a3431a").light.heading == "#1d4e6b"


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_counted_as_wcag_counts_it(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_the_night_page_is_the_same_in_styles_and_engine() -> None:
    styles = (ROOT / "overrides/assets/stylesheets/base/tokens.css").read_text(encoding="utf-8")
    assert NIGHT in styles
