"""Repositories as the core team and the networks have them, for the tests that pull."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

from world import ROOT, copy_small_course

PASSWORD = "modules/trygghet/01-passord.md"
PHRASES = "modules/trygghet/01-passfraser.md"


def git(root: Path, *arguments: str, **more: str) -> str:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.no", "-c", "gc.auto=0")
    done = subprocess.run(
        ["git", *who, *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **more},
    )
    return done.stdout


def commit(root: Path, message: str = "test") -> str:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD").strip()


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def shared_repository(folder: Path) -> Path:
    """Return the small course in a repository of its own, with the engine as it is."""
    root = copy_small_course(folder)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "samloft", root / "samloft", ignore=ignore)
    for name in ("build.py", "requirements.lock", ".gitignore"):
        shutil.copy(ROOT / name, root / name)
    git(root, "init", "--quiet", "--initial-branch=main")
    set_up(root)
    commit(root)
    return root


def set_up(root: Path) -> None:
    """Spare a repository the first build's set-up: it has this environment."""
    (root / ".venv").symlink_to(sys.prefix)


def rename_password_lesson(root: Path) -> None:
    """Move the lesson on passwords as the core team would, with all that refers to it."""
    for path in [*(root / "modules").rglob("*.*"), *(root / "docs").glob("*.md")]:
        if path.suffix in (".md", ".yml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("01-passord", "01-passfraser"), encoding="utf-8")
    for suffix in (".md", ".nn.md"):
        moved = root / PHRASES.replace(".md", suffix)
        (root / PASSWORD.replace(".md", suffix)).rename(moved)
        change(moved, "minutes: 15", "minutes: 15\nmoved_from: [trygghet/01-passord]")


def fork_of(shared: Path, folder: Path) -> Path:
    """Return Nordvik's own repository, forked from the shared one."""
    done = built_here(shared, "fork", "nordvik", str(folder))
    assert done.returncode == 0, done.stderr
    set_up(folder)
    return folder


def copies_of(shared: Path, own: Path, place: Path) -> tuple[Path, Path]:
    """Copy two repositories into a folder; the second follows the first there too."""
    there = place / shared.name, place / own.name
    for old, new in zip((shared, own), there, strict=True):
        shutil.copytree(old, new, symlinks=True)
    change(there[1] / "course.lock", f'"{shared}"', f'"{there[0]}"')
    git(there[1], "commit", "--quiet", "--all", "--amend", "--no-edit")
    return there


def built_here(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as `build` does, but in this process: a new one takes a second to begin.

    For repositories with the engine as it is.
    """
    from samloft.cli import main

    said, heard = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(heard):
        code = main(arguments, root)
    return subprocess.CompletedProcess(list(arguments), code, said.getvalue(), heard.getvalue())


def build(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a repository's own build.py, as its owner does."""
    return subprocess.run(
        [sys.executable, str(root / "build.py"), *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "nb_NO.UTF-8", **more},
    )
