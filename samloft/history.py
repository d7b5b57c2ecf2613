"""Ask Git: for a text as it was, for work that is not committed, for a merge of three texts."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

MARKS = ("<<<<<<< ", "||||||| ", ">>>>>>> ")
"""How the lines around a conflict begin."""


def is_kept(root: Path) -> bool:
    """Tell whether a folder is in a Git repository, and Git is there to ask."""
    try:
        return _git(root, "rev-parse", "--git-dir").returncode == 0
    except FileNotFoundError:
        return False


def text_as_it_was(root: Path, digest: str) -> str | None:
    """Return the content with this name from the repository's history; None when it has none."""
    done = _git(root, "cat-file", "blob", digest)
    return None if done.returncode else done.stdout.decode("utf-8", "replace")


def uncommitted(root: Path, files: Sequence[str]) -> list[str]:
    """Return those of the files that are not in the repository as they are on disk."""
    if not files:
        return []
    done = _git(root, "status", "--porcelain", "-z", "--", *files)
    changed = {line[3:] for line in done.stdout.decode("utf-8", "replace").split("\0") if line}
    top = _git(root, "rev-parse", "--show-prefix").stdout.decode().strip()
    return [name for name in files if f"{top}{name}" in changed]


def merged(ours: str, base: str, theirs: str, names: tuple[str, str, str]) -> tuple[str, int]:
    """Return three texts as one, with conflicts marked, and how many there are.

    Args:
        ours: the local text.
        base: what both were made from.
        theirs: the shared text now.
        names: what the three are called at a conflict.
    """
    with tempfile.TemporaryDirectory(prefix="samloft-") as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, text in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(text.encode("utf-8"))
        labels = [word for name in names for word in ("-L", name)]
        done = _git(Path(folder), "merge-file", "-p", "--diff3", *labels, *map(str, paths))
    if done.returncode > 127:
        raise RuntimeError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8"), done.returncode


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True)
