"""What a shared module gives to practise on: files with mistakes in them, and the same mended."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from samloft.course.reader import Reader
from samloft.languages import BASE, LANGUAGES, Language

PRACTICE = "practice"
"""The folder of a module that holds them. They are texts; nothing in them is a page of the site."""


def load_practice(reader: Reader, folder: Path) -> Mapping[str, str]:
    """Return the texts by the names of their files; nothing for a module of a network's own.

    They are shipped as they are, scripts and all, so only the shared course has them.
    """
    if folder.parent != reader.root / "modules":
        return {}
    files = (path for path in sorted((folder / PRACTICE).glob("*")) if path.is_file())
    return {path.name: text for path in files if (text := reader.text(path)) is not None}


def in_form(files: Mapping[str, str], language: Language) -> dict[str, str]:
    """Return the texts in a language, `side.nn.html` as `side.html`; else the base's."""
    found: dict[str, str] = {}
    for wanted in (BASE, language):
        for name, text in files.items():
            stem, *form, kind = name.split(".")
            spoken = form[0] if form and form[0] in LANGUAGES else BASE
            if spoken == wanted:
                found[f"{stem}.{kind}"] = text
    return found
