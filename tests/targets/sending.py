"""What the tests of targets share: trees to send, and somebody who listens."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from repos import commit, git

from samloft.catalogue import describe, say
from samloft.problems import UsageError
from samloft.targets import Shipment

OTHERS = {"CNAME": b"kurs.example", "other/page.html": b"somebody else's"}
FIRST = {
    "agder/2026.1/index.html": b"<h1>One</h1>",
    "agder/2026.1/ark/1.pdf": b"%PDF-1.7 paper",
    "agder/2026.1/lesson/index.html": "Blåbær".encode(),
    "agder/latest/index.html": b"<h1>One</h1>",
    "index.html": b"front page",
    "agder/versions.json": b'["2026.1"]',
    "manifest.json": b"{}",
}
"""A small publication, in the order in which it must arrive."""
UNIQUE = {name: b"%d " % number + content for number, (name, content) in enumerate(FIRST.items())}
"""As FIRST, with no content twice."""
ALL = {**FIRST, ".nojekyll": b""}
"""What is on a branch then."""


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def shipment(
    source: Path, files: Mapping[str, bytes], gone: frozenset[str] = frozenset()
) -> Shipment:
    """Return a shipment of files, which are written to the source first; all others go."""
    for path in [path for path in source.rglob("*") if path.is_file()]:
        if path.relative_to(source).as_posix() not in files:
            path.unlink()
    new = {
        name: content
        for name, content in files.items()
        if not (source / name).exists() or (source / name).read_bytes() != content
    }
    write(source, new)
    return Shipment(source=source, files=tuple(files), gone=gone)


def found_in(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def many(count: int) -> dict[str, bytes]:
    """Return a larger publication; every file's content is its own."""
    files = {f"agder/2026.1/{n % 20}/{n}/index.html": b"page %d" % n for n in range(count - 2)}
    return {**files, "agder/versions.json": b"[]", "manifest.json": b"{}"}


@dataclass
class Listener:
    """Hears what a run says, and tries each sentence."""

    said: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, key: str, /, **values: int) -> None:
        """Listen."""
        assert say("nb", key, **values)
        self.said.append((values["done"], values["count"]))


def quiet(*_: object, **__: object) -> None:
    """Hear nothing."""


def rule_of(stop: pytest.ExceptionInfo[UsageError]) -> tuple[str, str]:
    """Return the path and the rule of the one problem; its words can be said in every language."""
    (problem,) = stop.value.problems
    for language in ("nb", "nn", "en"):
        assert all(describe(problem, language))
    return problem.path, problem.rule


KILLED_AT = """
import os, signal, sys
left = int(sys.argv[1])
EVENTS = {"os.mkdir", "os.link", "os.remove", "os.rmdir", "shutil.copyfile", "os.rename"}
def watch(event, _):
    global left
    if event in EVENTS:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
"""
"""A script's beginning: it is killed just before it changes the disk once too often."""

ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
Standing = Callable[[], tuple[str, ...]]
"""Tells everything about a repository that publishing must leave alone."""


def on_branch(repository: Path, branch: str = "pages") -> dict[str, bytes]:
    names = git(repository, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")[:-1]
    return {name: git(repository, "show", f"{branch}:{name}").encode() for name in names}


def commits(repository: Path, branch: str = "pages") -> int:
    return int(git(repository, "rev-list", "--count", branch))


def push_others(tmp_path: Path, origin: Path, files: dict[str, bytes]) -> str:
    """Push somebody else's commit to the branch, and return it."""
    other = tmp_path / f"other-{len(list(tmp_path.iterdir()))}"
    git(tmp_path, "init", "--quiet", "--initial-branch=pages", str(other))
    commit(write(other, files))
    git(other, "push", "--quiet", "--force", str(origin), "pages")
    return git(other, "rev-parse", "HEAD").strip()
