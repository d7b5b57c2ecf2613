"""The style sheets of pages, each joined of its parts: a browser asks for one, people read many.

The parts lie in `overrides/assets/stylesheets/`. Those in `base/` come first in every sheet; those
beside it are one component each, in the order of their names, and make up the sheet of an edition's
pages. Any other folder is a sheet of its own: `front/` is that of the front page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from samloft.addresses import STYLES
from samloft.composing.plain_tree import find_theme
from samloft.defaults import installed, overrides_of

BASE = "base"
"""What every sheet begins with: typeface, colours and sizes, plain text."""
FRONT_SHEET = STYLES.with_name("front.css")
"""Of pages that are no edition's: they lie beside the editions."""

Theme = Mapping[PurePosixPath, Path]


def theme_of(root: Path) -> dict[PurePosixPath, Path]:
    """Return the files of our theme by their place in a site, a course's own over the engine's."""
    return {path: file for folder in overrides_of(root) for path, file in find_theme(folder)}


def is_part(path: PurePosixPath) -> bool:
    """Tell whether a file of the theme is part of a sheet, and so no file of a site itself."""
    return path.suffix == STYLES.suffix and path.is_relative_to(STYLES.parent)


def sheets_of(theme: Theme) -> dict[PurePosixPath, bytes]:
    """Return every sheet of a theme by its place in a site."""
    parts: dict[str, list[PurePosixPath]] = {}
    for path in sorted(filter(is_part, theme)):
        folder = path.relative_to(STYLES.parent).parent.as_posix()
        parts.setdefault(folder, []).append(path)
    base = parts.pop(BASE, [])
    sheets = {
        (STYLES if name == "." else STYLES.parent / f"{name}.css"): b"\n".join(
            theme[path].read_bytes() for path in (*base, *own)
        )
        for name, own in parts.items()
    }
    return {**sheets, STYLES: b"\n".join((_material(), sheets[STYLES]))}


@cache
def _material() -> bytes:
    """Return Material's looks of ordinary text, which those of an edition's pages rest on."""
    [sheet] = installed("material").glob("templates/assets/stylesheets/main.*.min.css")
    # The map it names is not there.
    return sheet.read_bytes().partition(b"/*# sourceMappingURL=")[0].strip()
