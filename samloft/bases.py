"""Remember which text a translation was made from, so it shows when that text has moved on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samloft.forms import BaseForm
from samloft.languages import Language
from samloft.model import Course, Writing
from samloft.sources import Reader

LOCK = "modules/translations.lock"
_HEAD = """\
# Which text each translation was made from. Made by: python3 build.py translated FILE …
# A digest that no longer fits means that the text has moved on since.
"""


@dataclass(frozen=True, kw_only=True)
class Derived:
    """A text made from another: a translation and the bokmål it follows."""

    source: str
    base: str


def every_page(course: Course) -> Iterator[Mapping[Language, Writing[Any]]]:
    """Yield the forms of every shared lesson and page."""
    for module in course.modules:
        for lesson in module.lessons:
            yield lesson.forms
    for page in course.pages:
        yield page.forms


def find_translations(course: Course) -> Iterator[Derived]:
    """Yield every translation in modules/ and docs/ that has a base, in path order."""
    for forms in every_page(course):
        base = forms.get("nb")
        for language, writing in sorted(forms.items()):
            if base and language != "nb":
                yield Derived(source=writing.source, base=base.source)


def digest_of(path: Path) -> str:
    """Return a short digest of a text: enough to tell versions of one file apart."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def read_bases(reader: Reader) -> Mapping[str, BaseForm]:
    """Return what the lock remembers, by the translation's file."""
    path = reader.root / LOCK
    if not path.is_file():
        return {}
    read = reader.yaml(path, dict[str, BaseForm])
    return read[0] if read else {}


def write_bases(root: Path, known: Mapping[str, BaseForm]) -> None:
    """Write the lock, one translation a line, in path order."""
    lines = [
        f"{source}: {{base: {form.base}, digest: {form.digest}}}\n"
        for source, form in sorted(known.items())
    ]
    (root / LOCK).write_text(_HEAD + "".join(lines), encoding="utf-8")
