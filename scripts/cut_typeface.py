"""Cut the typeface of pages down to the letters they use, and pack it for the web.

Run it after another version of the typeface's package, or when more letters are wanted, and commit
the files; tests/composing/test_typeface.py holds them against what it makes:

    .venv/bin/python scripts/cut_typeface.py

Source Sans Pro (SIL OFL 1.1, © Adobe) is installed as a package, the same that papers are set in;
what is made of it may be passed on under the same licence, which its names tell. Builds do not cut
it themselves: it would be a third of what a first one of a small course takes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import font_source_sans_pro
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "overrides/assets/fonts"
FACES = {"regular": "Regular", "italic": "It", "bold": "Bold"}
"""By the name in stylesheets/base/fonts.css: 400, 400 italic and 700."""
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: æøå, and áčđŋšŧž of the Sámi languages
    *range(0x2010, 0x2027),  # dashes, quotation marks, the ellipsis
    *(0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193),
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x2713),
)
"""What is kept of it; for any other letter a browser takes one of its own typefaces."""
LICENCE = (13, 14)
"""The names in a font that tell its licence, and where it stands."""


def faces() -> Iterator[tuple[str, bytes]]:
    """Yield each file by its name."""
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    for face, name in FACES.items():
        font = TTFont(folder / f"SourceSansPro-{name}.ttf", recalcTimestamp=False)
        options = Options(flavor="woff2", layout_features=["kern", "liga", "locl", "mark", "tnum"])
        options.name_IDs = [*options.name_IDs, *LICENCE]
        cutter = Subsetter(options)
        cutter.populate(unicodes=LETTERS)
        cutter.subset(font)
        font.flavor = "woff2"
        packed = io.BytesIO()
        font.save(packed)
        yield f"{face}.woff2", packed.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in faces():
        (FOLDER / name).write_bytes(content)
        print(f"{FOLDER / name}: {len(content)} bytes")
