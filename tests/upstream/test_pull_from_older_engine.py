"""A network's repository made with the engine of 26 November 2026 pulls today's without a hand.

What that engine runs of a newer one in the middle of a pull is `samloft.settling.settle`; what it
left in the repository – lock files, the pin – is read by the newer one from then on.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from repos import build, change, commit, git, set_up
from world import ROOT

THEN = "2fe23aeb669593b900699da8fc73f399fd6e26b6"
ENGINE = ("samloft", "overrides", "mkdocs.yml", "build.py")
HERE = "networks/nordvik"
LESSON = "modules/deling/01-deling.md"


@pytest.fixture(scope="module")
def older() -> bytes:
    """Return the engine as it was, and the small course beside it, as a tar file."""
    known = subprocess.run(["git", "cat-file", "-e", THEN], cwd=ROOT, capture_output=True)
    if known.returncode:  # a shallow clone
        git(ROOT, "fetch", "--quiet", "--no-tags", "--depth=1", "origin", THEN)
    done = subprocess.run(
        [
            "git",
            "archive",
            "--format=zip",
            THEN,
            "--",
            *ENGINE,
            ".gitignore",
            "tests/courses/small",
        ],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def shared(older: bytes, tmp_path: Path) -> Path:
    """Return the shared course as it was then, in a repository of its own."""
    root = tmp_path / "felles"
    with zipfile.ZipFile(BytesIO(older)) as files:
        files.extractall(root)
    for path in (root / "tests/courses/small").iterdir():
        path.rename(root / path.name)
    shutil.rmtree(root / "tests")
    # Both engines run with the libraries that are here: what set-up does has tests of its own.
    shutil.copy(ROOT / "requirements.lock", root)
    git(root, "init", "--quiet", "--initial-branch=main")
    set_up(root)
    commit(root)
    return root


@pytest.fixture
def own(shared: Path, tmp_path: Path) -> Path:
    """Return a network's repository, forked and adapted with the engine of then."""
    folder = tmp_path / "nordvik"
    forked = build(shared, "fork", "nordvik", str(folder))
    assert forked.returncode == 0, forked.stderr
    set_up(folder)
    adapted = build(folder, "adapt", "nordvik", LESSON)
    assert adapted.returncode == 0, adapted.stderr
    line = (folder / LESSON).read_text(encoding="utf-8").splitlines()[-1]
    change(folder / HERE / LESSON, line, f"{line} Hos oss også.")
    commit(folder)
    return folder


def renew(shared: Path) -> None:
    """Put today's engine into the shared repository, and a word into a lesson."""
    for name in ENGINE:
        there = shared / name
        if there.is_dir():
            shutil.rmtree(there)
            shutil.copytree(ROOT / name, there, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, there)
    change(shared / LESSON, "title: ", "title: Ny ")
    commit(shared)


@pytest.mark.slow
def test_it_pulls_todays_engine_and_goes_on_with_it(shared: Path, own: Path) -> None:
    renew(shared)
    pulled = build(own, "pull")
    assert pulled.returncode == 0, pulled.stderr + pulled.stdout
    text = (own / HERE / LESSON).read_text(encoding="utf-8")
    assert "title: Ny " in text
    assert "Hos oss også." in text
    assert (own / "samloft/addresses.py").exists()
    assert not (own / "samloft/stamp.py").exists()
    assert git(own, "status", "--porcelain") == ""
    for command in ("check", "status"):
        done = build(own, command)
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_it_goes_back_to_the_engine_it_had(shared: Path, own: Path) -> None:
    before = git(own, "rev-parse", "HEAD")
    renew(shared)
    build(own, "pull")
    undone = build(own, "pull", "--undo")
    assert undone.returncode == 0, undone.stderr
    assert git(own, "rev-parse", "HEAD") == before
    assert build(own, "check").returncode == 0
