"""Pictures as a presentation holds them: PNG or JPEG; a drawing is drawn by Typst."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from samloft.course.drawing_colours import on_paper
from samloft.products.paper.typeset import press
from samloft.products.slides.house import FACE

SHARPNESS = 200
"""Dots an inch, of a picture 12.6 cm wide: a projector shows no more."""
_KEPT = {".png", ".jpg", ".jpeg", ".gif"}


def drawn(picture: Path, brand: str) -> bytes:
    """Return a picture that is no drawing as it is, and a drawing as PNG in a network's colour."""
    content = picture.read_bytes()
    if picture.suffix.lower() in _KEPT:
        return content
    form = picture.suffix.lower().lstrip(".")
    return _png(on_paper(content, brand) if form == "svg" else content, form)


@functools.lru_cache(maxsize=64)
def _png(content: bytes, form: str) -> bytes:
    file = f"bilde.{form}"
    layout = (
        "#set page(width: 126mm, height: auto, margin: 0mm, fill: none)\n"
        f'#set text(font: "{FACE}")\n#image({json.dumps(file)}, width: 100%)'
    )
    return _compiled({"main.typ": layout.encode(), file: content})


@functools.lru_cache(maxsize=16)
def plan(form: str, colour: str, forms: tuple[tuple[str, bytes], ...]) -> bytes:
    """Return the plan of how people sit as PNG.

    Args:
        form: as authors write it.
        colour: as `#1d4e6b`.
        forms: the files of the papers' layout that draw it, by their names.
    """
    layout = (
        '#import "forms.typ": *\n'
        "#set page(width: 20mm, height: 20mm, margin: 0mm, fill: none)\n"
        f"#plan({json.dumps(form)}, width: 20mm, colour: rgb({json.dumps(colour)}))"
    )
    given = {"given.json": b'{"words": {}, "large": false}'}
    own = {"edition.json": json.dumps({"brand": colour}).encode()}
    return _compiled({"main.typ": layout.encode(), **dict(forms), **given, **own})


def _compiled(files: dict[str, bytes]) -> bytes:
    _, compiler = press()
    png = compiler.compile(input=files, format="png", ppi=SHARPNESS)  # type: ignore[type-var]
    if not isinstance(png, bytes):
        raise TypeError("a picture of one page")
    return png
