"""A shared repository and a network's own: made once, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import copies_of, fork_of, shared_repository


@pytest.fixture(scope="session")
def forked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the two, to copy and not to change."""
    place = tmp_path_factory.mktemp("lagre")
    shared = shared_repository(place / "felles")
    return shared, fork_of(shared, place / "nordvik")


@pytest.fixture
def repositories(forked: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    return copies_of(*forked, tmp_path)


@pytest.fixture
def shared(repositories: tuple[Path, Path]) -> Path:
    return repositories[0]


@pytest.fixture
def own(repositories: tuple[Path, Path]) -> Path:
    return repositories[1]
