"""Names that become addresses: plain, and not taken by the site itself."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from samloft.addresses import DEVICES, LONGEST_NAME, PLAIN_NAME, RESERVED
from samloft.course.reader import Reader
from samloft.languages.words import slug_of


def check_name(
    reader: Reader,
    name: str,
    path: Path,
    line: int | None = None,
    *,
    taken: Collection[str] = RESERVED,
) -> bool:
    """Tell whether a folder or page may be called so; note it at a place when it may not."""
    if PLAIN_NAME.fullmatch(name) is None:
        close = slug_of(name) or "ki-2"
        reader.report(path, line, "name-is-plain", name=name, nearest=close)
        return False
    if len(name) > LONGEST_NAME:
        reader.report(path, line, "name-is-short", count=len(name), most=LONGEST_NAME)
        return False
    if name in DEVICES:
        reader.report(path, line, "name-works-on-windows", name=name, nearest=f"{name}-2")
        return False
    if name in taken:
        reader.report(path, line, "name-is-free", name=name, nearest=f"{name}-2")
        return False
    return True
