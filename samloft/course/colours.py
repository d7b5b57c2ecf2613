"""A network's two colours → every colour its pages use, each with contrast enough.

Contrast as WCAG 2.2 counts it: 4.5:1 for text (1.4.3), 3:1 for parts of the interface (1.4.11).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from coloraide import Color

TEXT = 4.5
PAPER = "#ffffff"
NIGHT = "#14171f"
"""The page in dark mode; overrides/assets/stylesheets/tokens.css says the same."""


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours that differ between networks, as #rrggbb."""

    brand: str
    """Header and headings on paper; white text stands on it."""
    brand_night: str
    """The same hue, light enough for text on the night page."""
    accent: str
    """Links on paper."""
    accent_night: str


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    return Color(one).contrast(other, method="wcag21")


@functools.lru_cache(maxsize=4096)
def nearest_passing(colour: str, background: str, ratio: float = TEXT) -> str:
    """Return the colour itself, or the nearest one of its hue that has the contrast.

    Lightness moves in OKLCH, away from the background, until the ratio is met.
    """
    if contrast(colour, background) >= ratio:
        return colour
    darker = Color(background).luminance() > 0.18
    low, high = (0.0, Color(colour).convert("oklch")["lightness"])
    if not darker:
        low, high = (high, 1.0)
    best = "#000000" if darker else "#ffffff"
    for _ in range(20):
        middle = (low + high) / 2
        candidate = Color(colour).convert("oklch").set("lightness", middle)
        shown = candidate.convert("srgb").fit().to_string(hex=True)
        passes = contrast(shown, background) >= ratio
        if passes:
            best = shown
        if passes == darker:
            low = middle
        else:
            high = middle
    return best


def palette_of(primary: str, accent: str) -> Palette:
    """Return the palette of a network whose colours pass on paper."""
    return Palette(
        brand=primary.lower(),
        brand_night=nearest_passing(primary.lower(), NIGHT),
        accent=accent.lower(),
        accent_night=nearest_passing(accent.lower(), NIGHT),
    )
