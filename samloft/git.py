"""Run Git in a repository, with its own words when it refuses."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from samloft.problems import Problem, UsageError

AUTHOR = ("-c", "user.name=Samløft", "-c", "user.email=samloft@localhost")
"""Who commits where nobody has said who they are."""
REFS = "refs/samloft"
"""Where a network's repository keeps the shared course's branches: not among its own."""


class GitError(Exception):
    """Git refused; says why in its own words."""


@dataclass(frozen=True)
class Repository:
    """A folder with a Git repository."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    """What Git is told beside what it finds around it."""

    def git(self, *arguments: str) -> str:
        """Return what Git says. Raises GitError, and UsageError where there is no Git."""
        try:
            done = subprocess.run(
                ["git", "-c", "core.quotePath=false", *arguments],
                cwd=self.folder,
                capture_output=True,
                text=True,
                encoding="utf-8",
                env={**os.environ, **self.environment},
            )
        except FileNotFoundError:
            problem = Problem(path=".", line=None, rule="git-is-there")
            raise UsageError([problem]) from None
        if done.returncode:
            raise GitError((done.stderr or done.stdout).strip())
        return done.stdout

    def says(self, *arguments: str) -> str | None:
        """Return what Git says, in one line; None when it refuses."""
        try:
            return self.git(*arguments).strip()
        except GitError:
            return None

    def revision(self, name: str = "HEAD") -> str | None:
        """Return the full name of a revision; None when it is not here."""
        return self.says(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )

    def files(self, revision: str) -> list[str]:
        """Return every file of a revision."""
        listed = self.git("ls-tree", "-r", "-z", "--name-only", revision)
        return [name for name in listed.split("\0") if name]

    def text(self, revision: str, name: str) -> str | None:
        """Return a file as a revision has it; None when it has none."""
        return self.says("show", f"{revision}:{name}")

    def blob(self, revision: str, name: str) -> str | None:
        """Return Git's name for a file's content in a revision; None when it has no such file."""
        return self.says("rev-parse", "--verify", "--quiet", f"{revision}:{name}")

    def holds(self, name: str) -> str | None:
        """Return Git's name for a file's content as it is in the folder; None when it is gone."""
        return self.says("hash-object", "--", name)

    def changed(self) -> list[str]:
        """Return the files that are not as they were committed, new ones too."""
        listed = self.git("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames")
        return [line[3:] for line in listed.split("\0") if line]

    def commit(self, message: str) -> str:
        """Commit everything, and return the new revision."""
        self.git("add", "--all")
        self.git(*self.author(), "commit", "--quiet", "--no-verify", "--message", message)
        return self.git("rev-parse", "HEAD").strip()

    def author(self) -> tuple[str, ...]:
        """Return what Git has to be told about who commits; nothing when it knows."""
        return () if self.says("config", "user.email") else AUTHOR

    def take(self, revision: str, names: list[str]) -> None:
        """Bring files from a revision into the folder."""
        for start in range(0, len(names), 200):  # as many names as a command line surely takes
            self.git("checkout", "--quiet", revision, "--", *names[start : start + 200])
