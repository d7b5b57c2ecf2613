"""A network's two colours → every colour its pages use, each with contrast enough.

Contrast as WCAG 2.2 counts it: 4.5:1 for text (1.4.3), 3:1 for parts of the interface (1.4.11).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coloraide import Color

TEXT = 4.5
PART = 3.0
PAPER = "#ffffff"
NIGHT = "#14171f"
"""The page in dark mode where no network is; tokens.css says the same."""


@dataclass(frozen=True, kw_only=True)
class Shades:
    """The colours of a network's pages in one scheme, as #rrggbb; fields are named as tokens."""

    paper: str
    """The page."""
    surface: str
    """Heads of pages, quizzes, the footer."""
    surface_warm: str
    """Of its accent: what stands beside `surface` in a drawing."""
    band: str
    """The one strong ground: key points, the head of a module."""
    on_band: str
    text: str
    text_subtle: str
    heading: str
    """Of the network's primary colour: titles, and edges that mark a part as the network's."""
    link: str
    """Of its accent."""
    line: str
    """Between parts; never the only sign of anything."""
    control: str
    """The edge of what can be filled in or pressed."""

    def pairs(self) -> Iterator[tuple[str, str, float]]:
        """Yield each text and edge with each ground it stands on, and the contrast it needs."""
        for ground in (self.paper, self.surface, self.surface_warm):
            for text in (self.text, self.text_subtle, self.heading, self.link):
                yield text, ground, TEXT
            yield self.control, ground, PART
        yield self.on_band, self.band, TEXT


@dataclass(frozen=True, kw_only=True)
class Palette:
    """A network's colours by day and by night."""

    light: Shades
    dark: Shades


def colour_of(said: str) -> Color:
    """Return a colour to reckon with. Raises ValueError for what is none."""
    from coloraide import Color  # takes a while, and what was reckoned with it is kept

    return Color(said)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as #rrggbb, from 1 to 21 (WCAG 2.2, 5)."""
    darker, lighter = sorted((_relative_luminance(one), _relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _relative_luminance(colour: str) -> float:
    """Return how light a colour is, from 0 to 1 (WCAG 2.2, 5: relative luminance)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@functools.lru_cache(maxsize=4096)
def nearest_passing(colour: str, background: str, ratio: float = TEXT) -> str:
    """Return the colour itself, or the nearest one of its hue that has the contrast.

    Lightness moves in OKLCH, away from the background, until the ratio is met.
    """
    if contrast(colour, background) >= ratio:
        return colour
    darker = colour_of(background).luminance() > 0.18
    low, high = (0.0, colour_of(colour).convert("oklch")["lightness"])
    if not darker:
        low, high = (high, 1.0)
    best = "#000000" if darker else "#ffffff"
    for _ in range(20):
        middle = (low + high) / 2
        candidate = colour_of(colour).convert("oklch").set("lightness", middle)
        shown = candidate.convert("srgb").fit().to_string(hex=True)
        passes = contrast(shown, background) >= ratio
        if passes:
            best = shown
        if passes == darker:
            low = middle
        else:
            high = middle
    return best


@functools.cache
def palette_of(primary: str, accent: str) -> Palette:
    """Return the palette of a network. Hue is kept; lightness is set to what contrast asks for.

    Any two colours give one that passes; `check` tells where a network's own cannot be kept.
    """
    return Palette(light=_light(primary, accent), dark=_dark(primary, accent))


def _light(primary: str, accent: str) -> Shades:
    surface = _shade(primary, 0.967, 0.12, 0.012)
    warm = _shade(accent, 0.967, 0.12, 0.016)
    darker = min(surface, warm, key=_luminance)
    return Shades(
        paper=PAPER,
        surface=surface,
        surface_warm=warm,
        band=_passing(_shade(primary, 0.37, 1, 0.11, darkest=True), PAPER),
        on_band=PAPER,
        text="#1c1e22",
        text_subtle="#4d5158",
        heading=_passing(_shade(primary, 0.42, 1, 0.13, darkest=True), darker),
        link=_passing(_shade(accent, 0.47, 1, 0.15, darkest=True), darker),
        line=_shade(primary, 0.885, 0.15, 0.014),
        control=_passing(_shade(primary, 0.54, 0.3, 0.03), darker, PART),
    )


def _dark(primary: str, accent: str) -> Shades:
    surface = _shade(primary, 0.235, 0.25, 0.022)
    warm = _shade(accent, 0.235, 0.25, 0.028)
    lighter = max(surface, warm, key=_luminance)
    return Shades(
        paper=_shade(primary, 0.19, 0.2, 0.018),
        surface=surface,
        surface_warm=warm,
        band=_shade(primary, 0.275, 1, 0.055),
        on_band="#f0f1f4",
        text="#e8e9ec",
        text_subtle="#b9bdc5",
        heading=_passing(_shade(primary, 0.84, 1, 0.08), lighter),
        link=_passing(_shade(accent, 0.82, 1, 0.1), lighter),
        line=_shade(primary, 0.37, 0.25, 0.022),
        control=_passing(_shade(primary, 0.68, 0.3, 0.03), lighter, PART),
    )


def _luminance(colour: str) -> float:
    return float(colour_of(colour).luminance())


def _passing(colour: str, background: str, ratio: float = TEXT) -> str:
    return nearest_passing(colour, background, ratio)


def _shade(
    colour: str, lightness: float, part: float, most: float, *, darkest: bool = False
) -> str:
    """Return a colour of the same hue.

    Args:
        colour: as #rrggbb.
        lightness: in OKLCH, from 0 to 1.
        part: how much of its chroma is kept.
        most: chroma at most.
        darkest: whether `lightness` is only the most it may have.
    """
    found = colour_of(colour).convert("oklch")
    light = min(found["lightness"], lightness) if darkest else lightness
    found.set({"lightness": light, "chroma": min(found["chroma"] * part, most)})
    return found.convert("srgb").fit().to_string(hex=True)
