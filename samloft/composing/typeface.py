"""The typeface of pages, cut down to the letters they use and packed for the web.

Source Sans Pro (SIL OFL 1.1, © Adobe) is installed as a package, the same that papers are set in;
what is made of it here may be passed on under the same licence, which lies beside it in a site.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from samloft.addresses import ASSETS
from samloft.cache import FOLDER, digest, installed_packages
from samloft.disk import write_whole

FACES = {"regular": "Regular", "italic": "It", "bold": "Bold"}
"""By the name in styles/fonts.css: 400, 400 italic and 700."""
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: æøå, and áčđŋšŧž of the Sámi languages
    *range(0x2010, 0x2027),  # dashes, quotation marks, the ellipsis
    *(0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193),
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x2713),
)
"""What is kept of it; for any other letter a browser takes one of its own typefaces."""
MADE_WITH = ("brotli", "font-source-sans-pro", "fonttools")
"""The packages that it is made from, and with."""
LICENCE = (13, 14)
"""The names in a font that tell its licence, and where it stands."""


def typeface(root: Path) -> Mapping[PurePosixPath, bytes]:
    """Return the typeface's files by their place in a site.

    They are made once in an environment of Python's own; where there is none, or it cannot be
    written to, once for a course at `root`.
    """
    home = Path(sys.prefix)
    is_ours = sys.prefix != sys.base_prefix and os.access(home, os.W_OK)
    kept = home / "share" / "samloft" if is_ours else root / FOLDER
    return _typeface(kept / "fonts" / _name())


@cache
def _typeface(folder: Path) -> Mapping[PurePosixPath, bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for face in FACES:
        content = _kept(folder, face)
        if content is None:
            content = _made()[face]
            write_whole(folder / f"{face}-{digest(content)}", content)
        found[ASSETS / "fonts" / f"{face}.woff2"] = content
    return found


def _kept(folder: Path, face: str) -> bytes | None:
    """Return a face that was made before; None where there is none, or it has been damaged."""
    for path in folder.glob(f"{face}-*"):
        content = path.read_bytes()
        if path.name == f"{face}-{digest(content)}":
            return content
    return None


@cache
def _name() -> str:
    """Return what tells one typeface from another: what it is made from, and with what."""
    made_with = installed_packages(MADE_WITH)
    return digest(*made_with, repr((LETTERS, FACES, LICENCE)))[:12]


@cache
def _made() -> Mapping[str, bytes]:
    # They take their time to import: only where there is something to make.
    import font_source_sans_pro
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    made = {}
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
        made[face] = packed.getvalue()
    return made
