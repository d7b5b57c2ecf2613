"""A network's own repository: which files are shared, and which revision of them stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from samloft.course.reader import Reader
from samloft.course.schema import STRICT, Line

PIN = "course.lock"
_OWN = ("networks/", "tests/", "benchmarks/", ".")
"""What a network's repository does not share: its own texts, and what tests the engine."""
_OWN_FILES = {"README.md", "requirements-test.lock", PIN}
_TEXT = """\
# The shared course as it stands here. Made by Samløft's command: pull
source: {source}
revision: {revision}
"""
_FOLDER = "folder: {folder}\n"


@dataclass(frozen=True, kw_only=True)
class PinForm:
    """`course.lock`."""

    __pydantic_config__ = STRICT
    source: Line
    """Where the shared course is: a folder, or an address Git knows."""
    revision: Line
    folder: str = ""
    """Where in its repository the course lies; empty at the top."""


def shared_files(names: Iterable[str]) -> list[str]:
    """Return those of the shared repository's files that a network's repository has too."""
    return [name for name in names if not name.startswith(_OWN) and name not in _OWN_FILES]


def read_pin(reader: Reader) -> PinForm | None:
    """Return which shared course stands here; None, with problems noted, when that is not said."""
    read = reader.yaml(reader.root / PIN, PinForm)
    return read[0] if read else None


def write_pin(root: Path, pin: PinForm) -> None:
    """Say which shared course stands here."""
    text = _TEXT.format(source=_quoted(pin.source), revision=pin.revision)
    text += _FOLDER.format(folder=_quoted(pin.folder)) if pin.folder else ""
    (root / PIN).write_text(text, encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
