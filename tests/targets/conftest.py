"""A publication's source, repositories and a bucket, for all the tests of targets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from repos import commit, git
from sending import Standing, found_in, write
from storage import Storage

from samloft.targets.s3 import Bucket

NUMBERS = count(1)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return an empty folder to publish from."""
    folder = tmp_path / "public"
    folder.mkdir()
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a course in its repository, with work that is not committed."""
    folder = write(tmp_path / "course", {"modules/course.yml": b"version: 1\n"})
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    write(folder, {"modules/course.yml": b"version: 2\n", "new.md": b"new", "staged.md": b"s"})
    git(folder, "add", "staged.md")
    return folder


@pytest.fixture
def origin(tmp_path: Path, root: Path) -> Path:
    """Return a bare repository that the course's own calls origin."""
    place = tmp_path / "origin.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(place))
    git(root, "remote", "add", "origin", str(place))
    git(root, "push", "--quiet", "origin", "main")
    return place


@pytest.fixture
def standing(root: Path) -> Standing:
    """Tell everything about a repository that publishing must leave alone."""

    def look() -> tuple[str, ...]:
        kept = git(root, "for-each-ref", "refs/heads/main", "refs/tags", "refs/stash")
        index = (root / ".git" / "index").read_bytes().hex()
        head = (root / ".git" / "HEAD").read_text()
        return (kept, index, head, git(root, "status", "--porcelain"), str(found_in(root)))

    return look


@pytest.fixture
def bucket(storage: Storage) -> Iterator[Bucket]:
    """Return an empty bucket as a bucket."""
    bucket = Bucket(f"kurs-{next(NUMBERS)}", "digi/")
    region = {"LocationConstraint": "eu-north-1"}
    bucket._client.create_bucket(Bucket=bucket.name, CreateBucketConfiguration=region)
    storage.asked.clear()
    yield bucket
    bucket._client.close()


@pytest.fixture
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore try again at once, where it would wait for seconds."""
    name = "botocore.retries.standard.ExponentialBackoff.delay_amount"
    monkeypatch.setattr(name, lambda *_: 0.0)
