"""Keep between builds what was rendered, and what was written where, by digests of what went in.

Everything here can be deleted at any time, and every file is written whole or not at all. What a
build does not use for a while is swept away.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import re
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from samloft.defaults import engine_files, engine_folder
from samloft.disk import write_whole

Piece = TypeVar("Piece")
KEPT_FOR = 14 * 24 * 3600
"""Seconds an unused piece is kept."""
_NOTED = 24 * 3600
"""Seconds after which it is noted anew that a piece is used."""
FOLDER = ".samloft"
"""Where a course keeps what its builds can use again."""
SPARE = "spare"
"""Whole folders, each what an output folder was before the last build."""
HOME = Path(__file__).parent
"""Our own code; the lock file that says what it needs lies beside it."""


Once = Callable[[str, Callable[[str], Any]], Any]
"""Returns what is made of a text, made where that is not known yet."""


class Cache:
    """A folder of pieces, each under the digest of all it was made from."""

    def __init__(self, folder: Path, engine: str) -> None:
        """Open a cache.

        Args:
            folder: where it lies; made when needed.
            engine: digest of the code, the theme and all they are run with: what these made
                before they changed is not found again.
        """
        self.folder, self.engine = folder, engine

    def place(self, kind: str) -> Path:
        """Return the folder for one kind of pieces."""
        folder = self.folder / kind
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def compiled(self, kind: str) -> Path:
        """Return the folder for what this engine has compiled, which none but it may run."""
        return self.place(f"{kind}/{self.engine}")

    def load(self, kind: str, key: str) -> Any:
        """Return a piece, or None when there is none that can be read."""
        # Plain strings: this runs thousands of times.
        path = f"{self.folder}/{kind}/{digest(self.engine, key)}"
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                found = pickle.loads(file.read())
                if time.time() - os.fstat(file.fileno()).st_mtime > _NOTED:
                    os.utime(path)
        except FileNotFoundError:
            return None
        except Exception:
            Path(path).unlink(missing_ok=True)
            return None
        return found

    def save(self, kind: str, key: str, piece: object) -> None:
        """Keep a piece."""
        path = self.place(kind) / digest(self.engine, key)
        write_whole(path, pickle.dumps(piece, protocol=pickle.HIGHEST_PROTOCOL))

    def once(self, kind: str, key: str, make: Callable[[], Piece]) -> Piece:
        """Return a piece, made and kept where there is none. What is made may not be None."""
        found: Piece | None = self.load(kind, key)
        if found is None:
            found = make()
            self.save(kind, key, found)
        return found

    def once_of_texts(self, kind: str, texts: str, root: Path, make: Callable[[], Piece]) -> Piece:
        """Return a piece that is made of a whole course.

        It is kept only where the texts are still the ones that were read: what is made while
        somebody saves may be of either.

        Args:
            kind: what it is.
            texts: the digest of the texts from before they were read (`digest_of_texts`).
            root: the course.
            make: makes it; not None.
        """
        found: Piece | None = self.load(kind, texts)
        if found is None:
            found = make()
            if digest_of_texts(root) == texts:
                self.save(kind, texts, found)
        return found

    @contextmanager
    def once_each(self, kind: str) -> Iterator[Once]:
        """Yield what returns a small piece of many: made of a text, and kept with all the others.

        What nobody has asked for when the work is done is not kept on.
        """
        known: dict[str, Any] = self.load(kind, "") or {}
        used: dict[str, Any] = {}

        def once(text: str, make: Callable[[str], Any]) -> Any:
            name = digest(text)
            if name not in used:
                used[name] = known[name] if name in known else make(text)
            return used[name]

        yield once
        if used.keys() != known.keys():
            self.save(kind, "", used)

    def sweep(self) -> None:
        """Take away what was not used for a while, and copies no site has any more."""
        long_ago = time.time() - KEPT_FOR
        for spare in self.place(SPARE).iterdir():
            if spare.stat().st_mtime < long_ago:
                shutil.rmtree(spare, ignore_errors=True)
        for kind in self.folder.iterdir():
            if kind.name != SPARE and kind.is_dir():
                _sweep(str(kind), long_ago)


class Memory:
    """What was made of texts: made once, and kept between builds if there is a cache."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Start with what `cache` holds."""
        self._cache = cache
        self._known: dict[tuple[str, str], Any] = {}

    def once(self, kind: str, key: str, make: Callable[[], Piece]) -> Piece:
        """Return a piece, made where there is none. What is made may not be None."""
        if (kind, key) not in self._known:
            made = self._cache.once(kind, key, make) if self._cache else make()
            self._known[kind, key] = made
        found: Piece = self._known[kind, key]
        return found


def _sweep(folder: str, long_ago: float) -> None:
    # Plain strings: there are thousands.
    is_shared = os.path.basename(folder) == "shared"  # noqa: PTH119
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    _sweep(entry.path, long_ago)
                    if entry.stat().st_mtime < long_ago:
                        os.rmdir(entry.path)  # noqa: PTH106
                    continue
                stat = entry.stat(follow_symlinks=False)
                if stat.st_mtime < long_ago or (is_shared and stat.st_nlink == 1):
                    os.unlink(entry.path)  # noqa: PTH108
            except OSError:
                continue  # another build swept it, or there is something in the folder


def cache_of(root: Path) -> Cache:
    """Return what a course has kept between builds."""
    return Cache(root / FOLDER, engine_digest(root))


def digest(*parts: str | bytes) -> str:
    """Return one name for some texts in this order."""
    told: list[bytes] = []  # all at once: this runs tens of thousands of times
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        told += (b"%d:" % len(content), content)
    return hashlib.sha256(b"".join(told)).hexdigest()[:40]


def digest_of_files(files: Iterable[Path], below: Path) -> str:
    """Return one name for the contents of files and their names below a folder."""
    start = len(f"{below}{os.sep}")  # names, not paths: there are hundreds
    return digest(
        *(
            part
            for name in sorted(map(str, files))
            for part in (name[start:].replace(os.sep, "/"), _bytes_of(name))
        )
    )


def _bytes_of(name: str) -> bytes:
    with open(name, "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


def texts_of(root: Path) -> Iterator[Path]:
    """Yield every file of a course that its sites are made from, but for the engine."""
    return (path for path in _in_course(root) if path.is_file())


def _in_course(root: Path) -> Iterator[Path]:
    """Yield all that lies where a course's texts do."""
    for name in ("modules", "docs", "networks"):
        yield from (root / name).rglob("*")


def digest_of_texts(root: Path) -> str:
    """Return one name for every file that a course's sites are made from, as it is now.

    What is neither file nor folder (a pipe, a link to nowhere) is in it by its name: nobody reads
    it, but it is told of.
    """
    files: list[Path] = []
    others: list[str] = []
    for path in _in_course(root):
        if path.is_file():
            files.append(path)
        elif not path.is_dir():
            others.append(str(path.relative_to(root)))
    return digest(digest_of_files(files, root), *sorted(others))


def engine_digest(root: Path) -> str:
    """Return the digest of everything but the texts: our code, the theme, all they are run with."""
    needed = packages_in(engine_folder() / "requirements.lock")
    theme = (digest_of_files(files, folder) for folder, files in engine_files(root))
    return digest(sys.version, *needed, _digest_of_code(HOME), *theme)


@functools.cache
def _digest_of_code(home: Path) -> str:
    """Return the digest of code as it was when first asked for: that is what this process runs."""
    code = (path for path in home.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return digest_of_files(code, home)


def packages_in(lock: Path) -> list[str]:
    """Return the packages a lock file names, as they are installed here: `nh3-0.3.8`.

    Without a lock file, as where the engine is installed as a package itself, all there are.
    """
    return installed_packages(_names_in(lock))


def installed_packages(named: Collection[str] | None = None) -> list[str]:
    """Return packages that are installed here, those of some names or all: `nh3-0.3.8`.

    They are read from the names of their folders (PyPA's "Recording installed projects"), which
    takes a millisecond where importlib.metadata takes 50.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        for entry in _entries(folder or "."):
            package = entry.removesuffix(".dist-info")
            name = _plain_name(package.partition("-")[0])
            if package != entry and (named is None or name in named):
                found.setdefault(name, package)  # Python imports the first, too
    return sorted(found.values())


def _names_in(lock: Path) -> set[str] | None:
    try:
        lines = lock.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    return {_plain_name(name) for line in lines for name, pin, _ in [line.partition("==")] if pin}


def _entries(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths: there are hundreds
    except OSError:  # an archive, or nothing
        return []


@functools.cache
def _plain_name(name: str) -> str:
    """Return a package's name in the form in which all spellings of it are one (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name.partition("[")[0].strip().lower())
