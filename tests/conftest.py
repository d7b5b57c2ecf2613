"""Small worlds for the tests: a course on disk, and the command line run on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
SMALL = Path(__file__).parent / "courses" / "small"


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str


WriteTree = Callable[..., Path]
Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _bokmal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the command line speak bokmål, whoever runs the tests."""
    for name in ("LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")


@pytest.fixture
def write_tree(tmp_path: Path) -> WriteTree:
    """Write files, given as path and text, below a folder (tmp_path unless another is named)."""

    def write(files: Mapping[str, str], folder: Path = tmp_path) -> Path:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


def copy_small_course(folder: Path) -> Path:
    """Copy tests/courses/small, with the real theme and mkdocs.yml, into a folder."""
    shutil.copytree(SMALL, folder)
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    return folder


@pytest.fixture
def small_course(tmp_path: Path) -> Path:
    """Return the root of a tiny but complete course, free to change."""
    return copy_small_course(tmp_path / "kurs")


@pytest.fixture(scope="session")
def small_course_as_it_is(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of the same course, for tests that only read it."""
    return copy_small_course(tmp_path_factory.mktemp("liten") / "kurs")


@pytest.fixture
def run(small_course: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process, on the small course unless another root is named."""
    from samloft.cli import main

    def run(*arguments: str | Path, root: Path = small_course) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments], root)
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run


def files_in(folder: Path) -> dict[PurePosixPath, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        PurePosixPath(path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
