"""A small course in Git, for the tests of local texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import commit, git


@pytest.fixture
def kept(small_course: Path) -> Path:
    """Return the small course in a Git repository, as everybody has it."""
    git(small_course, "init", "--quiet", "--initial-branch=main")
    commit(small_course)
    return small_course
