"""All that is asked of Git: texts as they were, what is not committed, merges, revisions."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from samloft.problems import UsageError, problem

AUTHOR = ("-c", "user.name=Samløft", "-c", "user.email=samloft@localhost")
"""Who commits where nobody has said who they are."""
REFS = "refs/samloft"
"""Where a network's repository keeps the shared course's branches: not among its own."""


OF_A_HOOK = (
    "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH",
)  # fmt: skip
"""What Git tells the hooks it runs about their repository."""
MARKS = ("<<<<<<< ", "||||||| ", ">>>>>>> ")
"""How the lines around a conflict begin."""


class GitError(Exception):
    """Git refused; says why in its own words."""


def _around() -> dict[str, str]:
    """Return the environment that Git runs in.

    Who only looks takes no lock, which would be left behind by one that is killed. What Git says
    is read, so it speaks one language. It asks for no password where nobody sits who could answer,
    and a hook's own repository and index are not those of the folder that is meant.
    """
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK}
    said = {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    if not sys.stdin or not sys.stdin.isatty():
        said["GIT_TERMINAL_PROMPT"] = "0"
    return said


@dataclass(frozen=True)
class Repository:
    """A folder with a Git repository."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    """What Git is told beside what it finds around it."""

    def run(self, *arguments: str, sent: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run Git; the one place that does. Raises UsageError where there is none."""
        try:
            return subprocess.run(
                ["git", "-c", "core.quotePath=false", *arguments],
                cwd=self.folder,
                capture_output=True,
                input=sent,
                env={**_around(), **self.environment},
            )
        except FileNotFoundError:
            raise UsageError([problem(".", "git-is-there")]) from None

    def raw(self, *arguments: str) -> bytes:
        """Return what Git says, byte for byte. Raises GitError, and UsageError as `run`."""
        done = self.run(*arguments)
        if done.returncode:
            raise GitError((done.stderr or done.stdout).decode("utf-8", "replace").strip())
        return done.stdout

    def git(self, *arguments: str) -> str:
        """Return what Git says. Raises GitError, and UsageError as `run`."""
        return self.raw(*arguments).decode("utf-8").replace("\r\n", "\n")

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

    def home(self) -> tuple[Repository, str]:
        """Return the whole repository this folder lies in, and where in it: "" or "kurs/".

        Raises GitError where there is none.
        """
        top, _, within = self.git("rev-parse", "--show-toplevel", "--show-prefix").partition("\n")
        return Repository(Path(top), self.environment), within.removesuffix("\n")

    def tree(self, revision: str, folder: str = "") -> str | None:
        """Return the name of what a revision holds in a folder; None when it has no such folder."""
        return self.says("rev-parse", "--verify", "--quiet", f"{revision}:{folder.rstrip('/')}")

    def files(self, revision: str) -> list[str]:
        """Return every file of a revision that lies in this folder, as it is named from here."""
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
        """Return the folder's files that are not as they were committed, new ones too."""
        words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", ".")
        place = self.home()[1]
        return [line[3:].removeprefix(place) for line in self.git(*words).split("\0") if line]

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


def is_kept(root: Path) -> bool:
    """Tell whether a folder is in a Git repository, and Git is there to ask."""
    try:
        return Repository(root).says("rev-parse", "--git-dir") is not None
    except UsageError:
        return False


def text_as_it_was(root: Path, digest: str) -> str | None:
    """Return the content with this name from the repository's history; None when it has none."""
    try:
        return Repository(root).raw("cat-file", "blob", digest).decode("utf-8", "replace")
    except GitError:
        return None


def keep_text(root: Path, path: Path) -> None:
    """Let a repository hold a file as it is now, committed or not, with LF line ends.

    Where nothing comes to refer to it, Git lets go of it after some weeks.
    """
    content = path.read_bytes().replace(b"\r\n", b"\n")
    Repository(root).run("hash-object", "-w", "--stdin", sent=content)


def is_shallow(root: Path) -> bool:
    """Tell whether a clone has only the newest part of its history."""
    return Repository(root).says("rev-parse", "--is-shallow-repository") == "true"


def deepen(root: Path) -> bool:
    """Fetch the rest of a shallow clone's history; False where that could not be had."""
    done = Repository(root).run("fetch", "--quiet", "--unshallow")
    return done.returncode == 0


def refuse_shallow(root: Path) -> None:
    """Fetch what a shallow clone lacks. Raises UsageError where that could not be had."""
    if is_shallow(root) and not deepen(root):
        raise UsageError([problem(".", "history-is-whole")])


def uncommitted(root: Path, files: Sequence[str]) -> list[str]:
    """Return those of the files that are not in the repository as they are on disk."""
    if not files:
        return []
    repository = Repository(root)
    # Not `says`: the first name may begin with a space that counts.
    listed = repository.run("status", "--porcelain", "-z", "--", *files).stdout.decode()
    changed = {line[3:] for line in listed.split("\0") if line}
    top = repository.says("rev-parse", "--show-prefix") or ""
    return [name for name in files if f"{top}{name}" in changed]


def merged(ours: str, base: str, theirs: str, names: tuple[str, str, str]) -> tuple[str, int]:
    """Return three texts as one, with conflicts marked, and how many there are.

    Args:
        ours: the local text.
        base: what both were made from.
        theirs: the shared text now.
        names: what the three are called at a conflict.
    """
    with tempfile.TemporaryDirectory(prefix="samloft-") as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, text in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(text.encode("utf-8"))
        labels = [word for name in names for word in ("-L", name)]
        done = Repository(Path(folder)).run(
            "merge-file", "-p", "--diff3", *labels, *map(str, paths)
        )
    if done.returncode > 127:
        raise RuntimeError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8"), done.returncode
