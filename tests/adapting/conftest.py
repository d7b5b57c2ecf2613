"""A small course in Git, for the tests of local texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from repos import commit, git
from world import ROOT, copy_small_course, made_once


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small course in a Git repository: made once, and copied for each test."""
    return made_once(tmp_path_factory, "i-git", _commit) / "kurs/.git"


def _commit(place: Path) -> None:
    root = copy_small_course(place / "kurs", kept=False)
    shutil.copy(ROOT / ".gitignore", root / ".gitignore")
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)


@pytest.fixture
def kept(repository: Path, small_course: Path) -> Path:
    """Return the small course in a Git repository, as everybody has it."""
    shutil.copy(ROOT / ".gitignore", small_course / ".gitignore")
    shutil.copytree(repository, small_course / ".git")
    return small_course
