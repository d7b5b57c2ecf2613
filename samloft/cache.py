"""Keep between builds what was rendered, and what was written where, by digests of what went in.

Everything here can be deleted at any time, and every file is written whole or not at all. What a
build does not use for a while is swept away.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from samloft.disk import write_whole

KEPT_FOR = 14 * 24 * 3600
"""Seconds an unused piece is kept."""
TOOLS = (
    "mkdocs",
    "mkdocs-material",
    "Markdown",
    "markdown-it-py",
    "mdit-py-plugins",
    "pymdown-extensions",
    "Pygments",
    "Jinja2",
    "MarkupSafe",
    "PyYAML",
    "typst",
    "font-source-sans-pro",
)


FOLDER = ".samloft"
"""Where a course keeps what its builds can use again."""


class Cache:
    """A folder of pieces, each under the digest of all it was made from."""

    def __init__(self, folder: Path, engine: str) -> None:
        """Open a cache.

        Args:
            folder: where it lies; made when needed.
            engine: digest of the code, the theme and the tools: what they made before they
                changed is not found again.
        """
        self.folder, self.engine = folder, engine

    def place(self, kind: str) -> Path:
        """Return the folder for one kind of pieces."""
        folder = self.folder / kind
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def load(self, kind: str, key: str) -> Any:
        """Return a piece, or None when there is none that can be read."""
        path = self.place(kind) / digest(self.engine, key)
        try:
            found = pickle.loads(path.read_bytes())
            os.utime(path)
        except FileNotFoundError:
            return None
        except Exception:
            path.unlink(missing_ok=True)
            return None
        return found

    def save(self, kind: str, key: str, piece: object) -> None:
        """Keep a piece."""
        path = self.place(kind) / digest(self.engine, key)
        write_whole(path, pickle.dumps(piece, protocol=pickle.HIGHEST_PROTOCOL))

    def sweep(self) -> None:
        """Take away what was not used for a while, and copies no site has any more."""
        long_ago = time.time() - KEPT_FOR
        for path in self.folder.rglob("*"):
            try:
                stat = path.stat()
                unused = path.parent.name == "shared" and stat.st_nlink == 1
                if path.is_file() and (unused or stat.st_mtime < long_ago):
                    path.unlink()
            except FileNotFoundError:
                continue  # another build swept it


def cache_of(root: Path) -> Cache:
    """Return what a course has kept between builds."""
    return Cache(root / FOLDER, engine_digest(root))


def digest(*parts: str | bytes) -> str:
    """Return one name for some texts in this order."""
    whole = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(f"{len(content)}:".encode())
        whole.update(content)
    return whole.hexdigest()[:40]


def digest_of_files(files: Iterable[Path]) -> str:
    """Return one name for the names and the contents of files."""
    return digest(*(part for path in sorted(files) for part in (str(path), path.read_bytes())))


def engine_digest(root: Path) -> str:
    """Return the digest of everything but the texts: our code, the theme, the tools."""
    code = [
        path
        for folder in (Path(__file__).parent, root / "overrides")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    return digest(sys.version, *_versions(), digest_of_files([*code, root / "mkdocs.yml"]))


def _versions() -> list[str]:
    """Return the tools that are installed, as `name-1.2.3`; importlib.metadata takes 50 ms."""
    wanted = {name.lower().replace("-", "_") for name in TOOLS}
    found = (path.stem for folder in sys.path for path in Path(folder).glob("*.dist-info"))
    return sorted({name for name in found if name.lower().partition("-")[0] in wanted})
