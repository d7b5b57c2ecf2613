"""A shared repository and a network's own: made once, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import copies_of, fork_of, shared_repository
from world import made_once


@pytest.fixture(scope="session")
def forked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the two, to copy and not to change."""
    place = made_once(tmp_path_factory, "lagre", _fork)
    return place / "felles", place / "nordvik"


def _fork(place: Path) -> None:
    fork_of(shared_repository(place / "felles"), place / "nordvik")


@pytest.fixture
def repositories(forked: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    return copies_of(*forked, tmp_path)


@pytest.fixture
def shared(repositories: tuple[Path, Path]) -> Path:
    return repositories[0]


@pytest.fixture
def own(repositories: tuple[Path, Path]) -> Path:
    return repositories[1]
