"""The small world the tests live in: a course on disk, and what they say about it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
SMALL = Path(__file__).parent / "courses" / "small"
FOLDERS = ("--addresses", "folders")
"""For `build`: addresses as on a server, which most tests look at."""


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str


WriteTree = Callable[..., Path]
Run = Callable[..., Outcome]


def copy_small_course(folder: Path) -> Path:
    """Copy tests/courses/small, with the real theme and mkdocs.yml, into a folder."""
    shutil.copytree(SMALL, folder)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    return folder


def files_in(folder: Path) -> dict[PurePosixPath, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        PurePosixPath(path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
