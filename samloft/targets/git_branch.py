"""A branch as a target, as pages hosting has it: one commit, that replaces the one before."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from os import getpid
from pathlib import Path
from tempfile import TemporaryDirectory

from samloft.cache import digest
from samloft.git import REFS, GitError, Repository
from samloft.problems import UsageError
from samloft.targets.git_tree import NewTree, blob_names, read_tree, write_commit
from samloft.targets.target import Progress, Say, Sent, Shipment, in_the_way, refusal, unpacked

NO_JEKYLL = ".nojekyll"
"""Tells GitHub to publish the files as they are: Jekyll would leave out names with _ first."""
PAUSES = (1, 2, 4)
"""Seconds between tries to reach a remote."""
FINAL = re.compile(
    r"Authentication failed|could not read (Username|Password)|Permission denied|not found"
    r"|does not appear to be a git repository|Host key verification failed|error: 40[134]\b"
)
"""What Git says when it is no use to try again."""
OVERTAKEN = re.compile(
    r"stale info|fetch first|cannot lock ref|failed to update ref|incorrect old value"
    r"|already exists"
)
"""What Git says when the branch is no longer where it was."""


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """The branch as we found it."""

    tip: str | None
    """Its commit; None where there is no such branch."""
    files: Mapping[str, str]


@dataclass
class GitBranch:
    """A branch of a remote, or of the course's own repository.

    The branch is looked at once, when it is first asked about. A publication is refused where
    somebody else has moved it since: what they published is not lost, and what was read from the
    branch still holds. Nothing that is checked out is touched, and no index.
    """

    repository: Repository
    """Where the new commit is made."""
    branch: str
    remote: str | None
    """Its name or address; None for a branch of the repository itself."""
    sleep: Callable[[float], None] = time.sleep
    _seen: _Seen | None = field(default=None, init=False, repr=False)
    """None until we have looked."""

    def read(self, name: str) -> bytes | None:
        """Return a file as it is on the branch; None where it is not there."""
        with self._told():
            blob = self._look().files.get(name, " ")
            return None if " " in blob else self.repository.raw("cat-file", "blob", blob)

    def names(self) -> frozenset[str]:
        """Return the names of all files on the branch."""
        with self._told():
            return frozenset(self._look().files)

    def send(self, shipment: Shipment, say: Say, *, dry_run: bool = False) -> Sent:
        """Bring a shipment to the branch as one commit without parents. See Target.

        Others' files on the branch come along. Where nothing changes there is no commit.
        """
        with self._told():
            self._check()
            tip, old = self._look().tip, self._look().files
            files = unpacked(shipment.files)
            ours = {*files, NO_JEKYLL}
            removed = tuple(sorted((shipment.gone & old.keys()) - ours))
            if name := in_the_way(files, old.keys() - ours - set(removed)):
                raise refusal(self._place, "target-way-is-clear", name=name)
            try:
                new = blob_names(self.repository, shipment.source, files)
            except OSError as error:
                raise self._unreadable(error) from error
            changed = tuple(name for name in files if old.get(name) != new[name])
            sent = Sent(uploaded=changed, removed=removed, unchanged=len(files) - len(changed))
            content: dict[str, Path | bytes] = {name: shipment.source / name for name in changed}
            if NO_JEKYLL not in old:
                content.setdefault(NO_JEKYLL, b"")
            if (content or removed) and not dry_run:
                self._publish(NewTree(base=tip, removed=removed, files=content), say)
            return sent

    def _publish(self, tree: NewTree, say: Say) -> None:
        """Make the commit, and move the branch to it."""
        sending = f"{REFS}/sending/{getpid()}"
        message = "Publish the course\n"
        try:
            step = Progress(say, len(tree.files)).step
            new = write_commit(self.repository, sending, tree, message, step)
            if self.remote is None:
                self._move(new, tree.base)
            else:
                self._push(self.remote, new, tree.base)
                self.repository.git("update-ref", self._kept, new)
        except OSError as error:
            raise self._unreadable(error) from error
        finally:
            self.repository.says("update-ref", "-d", sending)
        self._seen = None

    def _move(self, new: str, old: str | None) -> None:
        """Move a branch of the repository itself."""
        place = f"refs/heads/{self.branch}"
        try:
            self.repository.git("update-ref", "-m", "publish", place, new, old or "0" * len(new))
        except GitError:
            raise refusal(self._place, "branch-is-as-it-was") from None

    def _push(self, remote: str, new: str, old: str | None) -> None:
        place = f"refs/heads/{self.branch}"
        lease = f"--force-with-lease={place}:{old or ''}"
        push = ("push", "--quiet", "--no-verify", lease, "--", remote, f"{new}:{place}")
        try:
            with _followed(self.repository, new, old) as repository:
                self._patiently(*push, repository=repository)
        except GitError as error:
            if OVERTAKEN.search(str(error)):
                raise refusal(self._place, "branch-is-as-it-was") from None
            raise refusal(self._place, "branch-takes-our-push", reason=_short(error)) from None

    def _look(self) -> _Seen:
        """Look at the branch, the first time; its commit is here afterwards."""
        if not self._seen:
            place = f"refs/heads/{self.branch}"
            tip = (
                self.repository.revision(place)
                if self.remote is None
                else self._fetch(self.remote, place)
            )
            self._seen = _Seen(tip=tip, files=read_tree(self.repository, tip) if tip else {})
        return self._seen

    def _fetch(self, remote: str, place: str) -> str | None:
        if not self._patiently("ls-remote", "--", remote, place):
            self.repository.says("update-ref", "-d", self._kept)
            return None
        self._patiently(
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-auto-gc",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--",
            remote,
            f"+{place}:{self._kept}",
        )
        return self.repository.revision(self._kept)

    def _patiently(self, *arguments: str, repository: Repository | None = None) -> str:
        """Run Git against the remote, and again a few times while the network fails.

        Raises GitError where the remote was reached and would not move the branch.
        """
        for pause in (*PAUSES, None):
            try:
                return (repository or self.repository).git(*arguments)
            except GitError as error:
                if " ! [" in f" {error}":
                    raise
                if pause is None or FINAL.search(str(error)):
                    reason = _short(error)
                    raise refusal(self._place, "remote-answers", reason=reason) from None
                self.sleep(pause)
        raise AssertionError("the last try either returns or raises")

    def _check(self) -> None:
        """Refuse a branch with something else than pages on it."""
        listed = self.repository.git("worktree", "list", "--porcelain").splitlines()
        if f"branch refs/heads/{self.branch}" in listed and self.remote in (None, "origin"):
            raise refusal(self._place, "branch-is-not-checked-out", name=self.branch)
        tip = self._look().tip
        if tip and self.repository.says("merge-base", "HEAD", tip):
            raise refusal(self._place, "branch-holds-pages-only", name=self.branch)

    @property
    def _kept(self) -> str:
        """Return the ref that remembers what the branch was when we last saw it."""
        remote = self.remote or ""
        where = remote if re.fullmatch(r"\w+", remote) else digest(remote)[:12]
        return f"{REFS}/published/{where}/{self.branch}"

    @property
    def _place(self) -> str:
        """Return how the target is written on the command line."""
        is_own = self.remote in (None, "origin")
        return f"git:{self.branch}" if is_own else f"git:{self.remote}#{self.branch}"

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what Git refuses into problems."""
        try:
            yield
        except GitError as error:
            raise refusal(self._place, "git-works", reason=_short(error)) from error

    def _unreadable(self, error: OSError) -> UsageError:
        path = error.filename if isinstance(error.filename, str) else self._place
        return refusal(path, "file-can-be-read", reason=error.strerror or str(error))


@contextmanager
def _followed(repository: Repository, new: str, old: str | None) -> Iterator[Repository]:
    """Yield the repository as it would be if a commit without parents followed another.

    Git works out what a remote lacks from how commits follow each other. To a commit that follows
    none it would send every file each time. A Git that no longer knows grafts sends them.
    """
    if not old:
        yield repository
        return
    with TemporaryDirectory() as folder:
        grafts = Path(folder) / "grafts"
        grafts.write_text(f"{new} {old}\n", encoding="ascii")
        known = {**repository.environment, "GIT_GRAFT_FILE": str(grafts)}
        yield replace(repository, environment=known)


def _short(error: GitError) -> str:
    """Return the last of what Git said, on one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " – ".join(line for line in lines[-4:] if not line.startswith("hint:"))
