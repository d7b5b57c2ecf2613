"""Tell which list a paragraph of a Word document stands in, and how deep."""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def list_level(document: WordDocument, block: Paragraph, style: str) -> tuple[int, str] | None:
    """Return how deep a paragraph stands in a list, and the sign before it."""
    properties: Any = block._p.pPr
    numbering: Any = properties.numPr if properties is not None else None
    if numbering is None and block.style is not None:
        own = block.style.element.find(qn("w:pPr"))
        found = own.find(qn("w:numPr")) if own is not None else None
        if found is None:
            return None
        numbering = found
    if numbering is None:
        return None
    level = numbering.find(qn("w:ilvl"))
    number = numbering.find(qn("w:numId"))
    named = re.search(r" ([2-9])$", style)  # «List Bullet 2»
    depth = int(named[1]) - 1 if named else 0
    if level is not None:
        depth = int(level.get(qn("w:val"), "0"))
    name = number.get(qn("w:val")) if number is not None else None
    if name == "0":  # taken out of the list of its style
        return None
    is_numbered = _number_format(document, name, depth) not in ("bullet", "none", None)
    return depth, "1." if is_numbered or "Number" in style else "-"


def _number_format(document: WordDocument, name: str | None, depth: int) -> str | None:
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return None
    number = next(
        (each for each in numbering.findall(qn("w:num")) if each.get(qn("w:numId")) == name),
        None,
    )
    if number is None:
        return None
    abstract = number.find(qn("w:abstractNumId")).get(qn("w:val"))
    for each in numbering.findall(qn("w:abstractNum")):
        if each.get(qn("w:abstractNumId")) != abstract:
            continue
        for level in each.findall(qn("w:lvl")):
            if level.get(qn("w:ilvl")) == str(depth):
                kind = level.find(qn("w:numFmt"))
                return kind.get(qn("w:val")) if kind is not None else None
    return None
