"""The site every course starts from: mkdocs.yml and overrides/, a course's own over the engine's.

The engine's lie beside it in its repository, and inside it where it was installed as a package:
the build of the package puts the same files there.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

SETTINGS = "mkdocs.yml"
OVERRIDES = "overrides"
PARTS = "paper"
"""The folder with the parts of the papers' layout: in overrides/, and in a network's own folder,
which lies over it."""
_HOME = Path(__file__).parent
_BESIDE, _INSIDE = _HOME.parent, _HOME / "defaults"


def engine_folder() -> Path:
    """Return where the engine's own mkdocs.yml, overrides/ and list of libraries are."""
    return _BESIDE if (_BESIDE / OVERRIDES).is_dir() else _INSIDE


def settings_of(root: Path) -> Path:
    """Return the mkdocs.yml a course starts from: its own, else the engine's."""
    own = root / SETTINGS
    return own if own.is_file() else engine_folder() / SETTINGS


def overrides_of(root: Path, inside: str = "") -> tuple[Path, ...]:
    """Return the folders of theme and layouts, lowest first: a file in a later one wins."""
    folders = [engine_folder() / OVERRIDES / inside, root / OVERRIDES / inside]
    there = {folder.resolve(): folder for folder in folders if folder.is_dir()}
    return tuple(there.values())


def find_override(root: Path, name: str) -> Path:
    """Return one file of overrides/. Raises FileNotFoundError where there is none."""
    for folder in reversed(overrides_of(root)):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(name)


def installed(package: str) -> Path:
    """Return the folder of a package that brings along files which sites have."""
    found = find_spec(package)
    assert found
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0])


def engine_files(root: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Yield what a site is made with that is not its text: folders, each with its files."""
    for folder in overrides_of(root):
        yield folder, [path for path in folder.rglob("*") if path.is_file()]
    settings = settings_of(root)
    yield settings.parent, [settings]
