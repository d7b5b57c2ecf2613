"""How Typst sets short texts: their kerning and ligatures, harvested rather than computed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pikepdf

from samloft.products.paper.content import Letters, show, shown
from samloft.products.paper.instructions import instructions
from samloft.products.paper.typeset import press

WEIGHTS = {"Regular": 400, "Semibold": 600, "Bold": 700}


@dataclass(frozen=True)
class SetText:
    """A text on one line: runs of letters as the font has them, and the kerning between."""

    items: tuple[tuple[str, ...] | float, ...]
    width: float
    """In thousandths of the type size."""

    def drawn(self, letters: Letters) -> bytes | None:
        """Return the operator that shows it with a paper's own font; None if that lacks a glyph."""
        pieces: list[bytes | float] = []
        for item in self.items:
            if isinstance(item, float):
                pieces.append(item)
                continue
            glyphs = [letters.glyph.get(said) for said in item]
            known = [glyph for glyph in glyphs if glyph is not None]
            if len(known) < len(glyphs):
                return None
            pieces.append(letters.string(known))
        return show(pieces)


def weight_of(font: str) -> str | None:
    """Return the weight a font's name says: `Bold`; None for italics and other families."""
    family, _, style = font.partition("-")
    name = style.partition("-")[0]
    return name if family.endswith("SourceSansPro") and name in WEIGHTS else None


def set_texts(wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], SetText]:
    """Return texts as Typst sets them, each given as weight and text; what it cannot is left out.

    All are set in one go. A text that takes more than one run of letters, as one with letters of
    another font, is left out.
    """
    every = sorted(set(wanted))
    lines = "\n".join(
        f"#pagebreak(weak: true)\n#text(weight: {WEIGHTS[weight]}, {json.dumps(text)})"
        for weight, text in every
    )
    source = (
        '#set text(font: "Source Sans Pro", size: 10pt, lang: "nb", hyphenate: false)\n'
        f"#set page(width: 4000mm, height: auto, margin: 0pt)\n{lines}"
    )
    if not every:
        return {}
    _, compiler = press()
    made = compiler.compile(input=_plain_json(source).encode(), format="pdf", pdf_tags=False)
    found = {}
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts: dict[tuple[int, int], Letters] = {}
        for (weight, text), page in zip(every, pdf.pages, strict=True):
            one = _read(page, fonts)
            if one and "".join("".join(i) for i in one.items if not isinstance(i, float)) == text:
                found[weight, text] = one
    return found


def _plain_json(source: str) -> str:
    """Return Typst source with JSON's escapes as Typst writes them."""
    out, at = [], 0
    while (found := source.find("\\u", at)) >= 0:
        out.append(source[at:found] + "\\u{" + source[found + 2 : found + 6] + "}")
        at = found + 6
    return "".join(out) + source[at:]


def _read(page: pikepdf.Page, fonts: dict[tuple[int, int], Letters]) -> SetText | None:
    runs = []
    letters: Letters | None = None
    for operands, operator in instructions(page):
        if operator == "Tf":
            font = page.Resources.Font[str(operands[0])]
            if font.objgen not in fonts:
                fonts[font.objgen] = Letters.of(font)
            letters = fonts[font.objgen]
        glyphs = shown(operands, operator, letters)
        if glyphs is not None:
            runs.append((letters, glyphs))
    if len(runs) != 1 or letters is None:
        return None
    _, glyphs = runs[0]
    width = 0.0
    items: list[tuple[str, ...] | float] = []
    for item in glyphs:
        if isinstance(item, float):
            width -= item
            items.append(item)
        else:
            width += sum(letters.widths.get(glyph, 0) for glyph in item)
            items.append(tuple(letters.text.get(glyph, "") for glyph in item))
    return SetText(tuple(items), width)
