"""An empty presentation that looks like the house: its typeface, a network's colour, 16:9."""

from __future__ import annotations

import re
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Cm, Emu, Pt

FACE, PANOSE = "Source Sans Pro", "020B0503030403020204"
"""The typeface. PANOSE says what it is like, so that one like it stands in where it is missing."""
INK, SUBTLE = "1C1E22", "4D5158"
NUMBER = Pt(16)
"""Letters of a slide's number."""
COVER, TEXT, TITLE_ONLY = 0, 1, 2
"""The layouts, in order."""
LEFT = Cm(1.9)
WIDTH = Cm(30)
GUTTER = Cm(0.8)
"""Between two columns, and between a text and a picture."""
OVER = (Cm(3.9), Cm(1.1), Cm(27.9), Cm(1.4))
TITLE = (LEFT, Cm(2.7), WIDTH, Cm(2.9))
BODY = (LEFT, Cm(5.6), WIDTH, Cm(12.2))
BESIDE_TITLE = (Cm(12.9), Cm(1.1), Cm(19), Cm(16.7))
"""Left, top, width and height; the last is the room of a picture that is higher than it is wide."""


def empty(brand: str, language: str) -> Any:
    """Return a presentation without slides, in a network's colour."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(12192000), Emu(6858000)
    for number, layout in reversed(list(enumerate(deck.slide_layouts))):
        if number not in (0, 1, 5):
            deck.slide_layouts.remove(layout)
    for holder in (deck.slide_master, *deck.slide_layouts):
        _place(holder)
    cover = deck.slide_layouts[COVER]
    put(cover.placeholders[0], (LEFT, Cm(4.8), Cm(30), Cm(4.4)))
    put(cover.placeholders[1], (LEFT, Cm(9.6), Cm(28), Cm(6.4)))
    _style(deck.slide_master, brand, language)
    _fill(cover, brand)
    # What is said of it stands below its last line, whether it has one or two.
    cover.placeholders[0]._element.find(qn("p:txBody")).find(qn("a:bodyPr")).set("anchor", "b")
    _theme(deck, brand)
    return deck


def beside_text(width: int) -> tuple[int, int, int, int]:
    """Return the room of a picture that stands beside a text, so wide."""
    _, top, _, height = BESIDE_TITLE
    return LEFT + WIDTH - width, top, width, height


def alone(wide: int, high: int) -> tuple[int, int, int, int]:
    """Return the room in which a picture alone is the largest: below the title, or beside it."""
    return max(BODY, BESIDE_TITLE, key=lambda room: min(room[2] / wide, room[3] / high))


def within(room: tuple[int, int, int, int], wide: int, high: int) -> tuple[int, int, int, int]:
    """Return where a picture stands in a room that it fills one way, at its right edge."""
    left, top, width, height = room
    scale = min(width / wide, height / high)
    own = round(wide * scale)
    return left + width - own, top, own, round(high * scale)


def _place(holder: Any) -> None:
    """Put a master's or a layout's placeholders where a wide slide has them."""
    for shape in holder.placeholders:
        kind = str(shape.placeholder_format.type)
        if kind.startswith("TITLE"):
            put(shape, TITLE)
        elif kind.startswith(("BODY", "OBJECT")):
            put(shape, BODY)
        elif kind.startswith("SLIDE_NUMBER"):
            put(shape, (Cm(28.9), Cm(17.9), Cm(3), Cm(0.9)))
            for letters in shape._element.iter(qn("a:defRPr"), qn("a:rPr")):
                letters.set("sz", str(NUMBER.centipoints))
                _colour(letters, SUBTLE)
        elif kind.startswith(("DATE", "FOOTER")):
            shape._element.getparent().remove(shape._element)


def put(shape: Any, place: tuple[Any, Any, Any, Any]) -> None:
    """Give a shape its left, top, width and height."""
    shape.left, shape.top, shape.width, shape.height = place


def _style(master: Any, brand: str, language: str) -> None:
    """Give titles and texts their size, colour and language."""
    styles = master._element.find(qn("p:txStyles"))
    for part, size in (("p:titleStyle", 40), ("p:bodyStyle", 28)):
        for level in styles.find(qn(part)):
            letters = level.find(qn("a:defRPr"))
            if letters is None:
                continue
            letters.set("sz", str(Pt(size).centipoints))
            letters.set("lang", language)
            if part == "p:titleStyle":
                letters.set("b", "1")
                level.set("algn", "l")
                _colour(letters, brand)
    for shape in master.placeholders:
        body = shape._element.find(qn("p:txBody")).find(qn("a:bodyPr"))
        body.set("lIns", "0")
        body.set("anchor", "t")
        for fit in body.findall(qn("a:normAutofit")):  # what does not fit has a slide more instead
            body.remove(fit)


def _fill(cover: Any, brand: str) -> None:
    """Give the first slide the network's colour, and letters that are read on it."""
    fill = cover.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(*bytes.fromhex(brand.lstrip("#")))  # type: ignore[no-untyped-call]
    for shape in cover.placeholders:
        if str(shape.placeholder_format.type).startswith("SLIDE_NUMBER"):
            shape._element.getparent().remove(shape._element)
            continue
        styles = shape._element.find(qn("p:txBody")).find(qn("a:lstStyle"))
        for level in list(styles):
            styles.remove(level)
        level = styles.makeelement(qn("a:lvl1pPr"), {"algn": "l", "marL": "0", "indent": "0"})
        level.append(level.makeelement(qn("a:buNone"), {}))
        letters = level.makeelement(qn("a:defRPr"), {})
        _colour(letters, "#ffffff")
        level.append(letters)
        styles.append(level)


def _colour(letters: Any, colour: str) -> None:
    for fill in letters.findall(qn("a:solidFill")):
        letters.remove(fill)
    fill = letters.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour.lstrip("#").upper()}))
    letters.insert(0, fill)


def _theme(deck: Any, brand: str) -> None:
    """Put the typeface and the colours into the theme, where an editor finds them."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    text = part.blob.decode("utf-8")
    face = f'<a:latin typeface="{FACE}" panose="{PANOSE}"/>'
    text = re.sub(
        r"(<a:(?:major|minor)Font>\s*)<a:latin [^>]*/>", lambda found: found[1] + face, text
    )
    for name, colour in (("dk1", INK), ("dk2", SUBTLE), ("accent1", brand.lstrip("#").upper())):
        text = re.sub(
            rf"(<a:{name}>).*?(</a:{name}>)",
            rf'\g<1><a:srgbClr val="{colour}"/>\g<2>',
            text,
            flags=re.DOTALL,
        )
    part._blob = text.encode("utf-8")
