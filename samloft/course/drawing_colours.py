"""Have a drawing take the colours of a network's pages, by day, by night and on paper.

What the author drew stays as it was. Rules are added that lead from the colours it is drawn in to
those of the network; a browser follows the page's scheme in pictures too (CSS Color Adjustment 1,
2.1). Colours of the house, in which the course's own drawings are made, become the network's. Any
other keeps its hue: by day it is as drawn, by night it is turned over, so that any two of them
have the contrast they were drawn with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from xml.parsers import expat

from samloft.course.colours import Palette, Shades, colour_of

HOUSE: Mapping[str, str] = {
    "#ffffff": "paper",
    "#e9f0f6": "surface",
    "#f3f4f6": "surface",
    "#fbf1ea": "surface_warm",
    "#1f2328": "text",
    "#50555c": "text_subtle",
    "#1d3f66": "heading",
    "#a3431a": "link",
    "#c5cad1": "line",
    "#6b7280": "control",
    "#8a9099": "control",
}
"""The colours that our drawings are made in, and which of a network's each becomes."""
PRINTED: Mapping[str, str] = {"#e9f0f6": "#f0f1f2", "#f3f4f6": "#f0f1f2", "#fbf1ea": "#f6f3ef"}
"""Tints as they are on paper, where one colour only is the network's: they go with any."""
PAINTS = ("fill", "stroke", "stop-color", "flood-color", "lighting-color", "color")
"""What of an element may be a colour (SVG 2, 13 and 14)."""
_BEGIN = b'<style xmlns="http://www.w3.org/2000/svg" id="sl-colours">'
_END = b"</style>"
_OWN_RULES = "svg{filter:invert(.93) hue-rotate(180deg)}"
"""For a drawing with rules of its own, which ours would not reach: all of it is turned over."""

_Painted = tuple[str, tuple[tuple[str, str], ...]]
"""A selector, and each property it paints with the colour that was drawn."""


@lru_cache(maxsize=1024)
def coloured(drawing: bytes, palette: Palette) -> bytes:
    """Return a cleaned drawing that takes a network's colours, on pages light and dark."""
    before, slash, after = drawing.rpartition(b"</")
    if not slash:
        return drawing  # there is nothing in it
    light = [_ground(palette.light)]
    dark = [_ground(palette.dark)]
    if _has_rules(drawing):
        # What is dark on nothing is dark on light paper, which is turned over with it.
        light, dark = ["svg{background:#fff}"], [_OWN_RULES]
    else:
        painted = _painted(drawing)
        light += _rules(painted, {drawn: getattr(palette.light, to) for drawn, to in HOUSE.items()})
        night = {drawn: getattr(palette.dark, to) for drawn, to in HOUSE.items()}
        others = {drawn for _, paints in painted for _, drawn in paints} - HOUSE.keys()
        night |= {drawn: turned_over(drawn, palette.dark.paper) for drawn in others}
        dark += _rules(painted, night)
    dark = ["@media (prefers-color-scheme:dark){", *dark, "}"]
    return b"".join((before, _BEGIN, "".join((*light, *dark)).encode(), _END, slash, after))


def as_drawn(drawing: bytes) -> bytes:
    """Return a drawing as its author made it, the same for every network."""
    before, _, rest = drawing.partition(_BEGIN)
    return before + rest.partition(_END)[2]


@lru_cache(maxsize=256)
def on_paper(drawing: bytes, brand: str) -> bytes:
    """Return a drawing as it is printed: the network's colour, as #rrggbb, where the house's is."""
    drawing = as_drawn(drawing)
    if _has_rules(drawing):
        return drawing
    becomes = {**PRINTED, **{drawn: brand for drawn, to in HOUSE.items() if to == "heading"}}
    rules = "".join(_rules(_painted(drawing), becomes))
    before, slash, after = drawing.rpartition(b"</")
    return b"".join((before, _BEGIN, rules.encode(), _END, slash, after)) if rules else drawing


def _ground(shades: Shades) -> str:
    """Return what a drawing stands on, and the colour of what says none."""
    return f"svg{{background:{shades.paper};color:{shades.text};fill:{shades.text}}}"


def _rules(painted: tuple[_Painted, ...], becomes: Mapping[str, str]) -> list[str]:
    found = []
    for selector, paints in painted:
        # What stands in a `style` yields to nothing else.
        end = " !important" if selector.startswith("[style") else ""
        said = ";".join(
            f"{name}:{becomes[drawn]}{end}" for name, drawn in paints if drawn in becomes
        )
        if said:
            found.append(f"{selector}{{{said}}}")
    return found


@lru_cache(maxsize=256)
def _painted(drawing: bytes) -> tuple[_Painted, ...]:
    """Return every way in which a drawing says a colour, each once, as they first come."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}

    def opened(_: str, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            said = [(name, value)] if name in PAINTS else []
            if name == "style":
                said = [*_declared(value)]
            paints = tuple((each, hexed) for each, colour in said if (hexed := _hexed(colour)))
            if paints and '"' not in value and "\\" not in value and "<" not in value:
                found[f'[{name}="{value}"]'] = paints

    reader = expat.ParserCreate()
    reader.StartElementHandler = opened
    reader.Parse(drawing, True)
    return tuple(found.items())


def _declared(style: str) -> Iterator[tuple[str, str]]:
    for each in style.split(";"):
        name, _, value = each.partition(":")
        if name.strip() in PAINTS:
            yield name.strip(), value.strip()


@cache
def _hexed(colour: str) -> str:
    """Return a colour as #rrggbb; empty for what is none, or is seen through."""
    try:
        found = colour_of(colour.strip().lower())
    except ValueError:
        return ""
    return found.convert("srgb").fit().to_string(hex=True) if found.alpha() == 1 else ""


def _has_rules(drawing: bytes) -> bool:
    found = []

    def opened(name: str, _: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "style":
            found.append(name)

    reader = expat.ParserCreate()
    reader.StartElementHandler = opened
    reader.Parse(drawing, True)
    return bool(found)


@lru_cache(maxsize=4096)
def turned_over(colour: str, night: str) -> str:
    """Return the colour of the same hue that has the contrast to night that this has to white.

    So two colours have the same contrast to each other as before, as far as white allows: contrast
    is a ratio of luminances (WCAG 2.2, contrast ratio), and each is turned over in the same way.
    """
    wanted = (
        1.05 * (colour_of(night).luminance() + 0.05) / (colour_of(colour).luminance() + 0.05) - 0.05
    )
    drawn = colour_of(colour).convert("oklch")
    low, high = 0.0, 1.0
    for _ in range(24):
        drawn["lightness"] = (low + high) / 2
        if drawn.convert("srgb").fit().luminance() < wanted:
            low = drawn["lightness"]
        else:
            high = drawn["lightness"]
    return drawn.convert("srgb").fit().to_string(hex=True)
