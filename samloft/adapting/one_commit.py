"""Change many files in one commit, all of it or nothing, whenever it is stopped."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from samloft.adapting.lift import lifted_out, put_back
from samloft.git import REFS, Repository
from samloft.problems import UsageError, problem

AFTER = f"{REFS}/after-change"
"""What is on its way in."""
AFTER_PULL = f"{REFS}/after-pull"
"""The same of a pull; it stays, so that a pull can be taken back."""
_PATIENCE = 2.0
"""Seconds a program of Git's may go on when the one that began it was stopped."""


def in_one_commit(root: Path, message: str, work: Callable[[Path], None]) -> str:
    """Let work be done in a copy of a repository, and bring it in as one commit; return that.

    The repository changes in one step of Git's, from one commit to the next. What a change that
    was stopped in that step has written is put back first.

    Args:
        root: of the course; it may lie in a folder of its repository.
        message: of the commit.
        work: is given the root in the copy. Raises what it likes; nothing is changed then.

    Raises UsageError outside a repository, where no branch is checked out, and for work that is
    not committed; GitError.
    """
    course = Repository(root)
    if course.revision() is None:
        raise UsageError([problem(".", "course-is-in-git")])
    own, _ = course.home()
    with alone_with_repository(own):
        take_back_half(own, AFTER)
        refuse_detached(own)
        dirty = course.changed()
        if dirty:
            raise UsageError(problem(name, "work-is-committed") for name in dirty)
        return _brought_in(root, own, message, work)


def _brought_in(root: Path, own: Repository, message: str, work: Callable[[Path], None]) -> str:
    with tempfile.TemporaryDirectory(prefix="samloft-change-") as place:
        copy = lifted_out(own, "", Path(place, "copy"))
        work(copy.folder / Path(root).resolve().relative_to(own.folder.resolve()))
        copy.commit(message)
        done = put_back(own, "", copy)
        own.git("update-ref", AFTER, done)
        own.git("merge", "--quiet", "--ff-only", done)
    own.git("update-ref", "-d", AFTER)
    return done


@contextmanager
def alone_with_repository(own: Repository) -> Iterator[None]:
    """Keep others of us from changing a repository; the lock goes with its process.

    Raises UsageError when somebody else is at it, and for a lock of Git's own that a program
    which was killed has left.
    """
    from filelock import FileLock, Timeout  # takes a while, and most commands change nothing

    folder = own.folder / (own.says("rev-parse", "--git-common-dir") or ".git")
    lock = FileLock(folder / "samloft.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise UsageError([problem(".", "repository-is-alone")]) from None
    try:
        for ours in (folder / REFS).rglob("*.lock"):
            ours.unlink(missing_ok=True)  # nobody else writes there, and we are alone
        for left in _locks_of(own):
            if left.is_file() and not _is_left_by_us(own, left):
                age = int(time.time() - left.stat().st_mtime) // 60
                raise UsageError([problem(str(left), "git-is-not-locked", minutes=str(age))])
        yield
    finally:
        lock.release()


def _locks_of(own: Repository) -> list[Path]:
    """Return where Git's locks are while it brings a commit in."""
    branch = own.says("symbolic-ref", "--quiet", "HEAD") or "HEAD"
    names = dict.fromkeys(("index", "HEAD", "ORIG_HEAD", "packed-refs", branch))
    paths = own.says(
        "rev-parse", *(word for name in names for word in ("--git-path", f"{name}.lock"))
    )
    return [own.folder / path for path in (paths or "").splitlines()]


def _is_left_by_us(own: Repository, left: Path) -> bool:
    """Tell whether Git's lock is from a change of ours that was stopped, and let go of it then."""
    if not any(_is_half(own, after, since=left.stat().st_mtime) for after in (AFTER, AFTER_PULL)):
        return False
    until = time.monotonic() + _PATIENCE
    while left.is_file() and time.monotonic() < until:
        time.sleep(0.05)
    left.unlink(missing_ok=True)
    return True


def _is_half(own: Repository, after: str, since: float | None = None) -> bool:
    """Tell whether a change is named, and not in: perhaps one that began before a time."""
    ref = own.folder / (own.says("rev-parse", "--git-path", after) or "")
    if not ref.is_file() or (since is not None and ref.stat().st_mtime > since + 1):
        return False
    here = own.revision()
    return own.revision(f"{after}^1") == here or (after == AFTER and own.revision(after) == here)


def recover(root: Path) -> None:
    """Finish or take back a change that was stopped; does nothing, at no cost, where none was."""
    home = next((each for each in (root, *root.parents) if (each / ".git").exists()), None)
    names = [name for name in (AFTER, AFTER_PULL) if home and (home / ".git" / name).is_file()]
    if home is None or not names:
        return
    own = Repository(home)
    if AFTER not in names and not _is_half(own, AFTER_PULL):
        return
    try:
        with alone_with_repository(own):
            for name in names:
                take_back_half(own, name)
            own.git("update-ref", "-d", AFTER)
    except UsageError:
        pass  # one is at work just now: what is there is as it was


def refuse_detached(own: Repository) -> None:
    """Stop where a commit would belong to no branch, and be lost with the next checkout."""
    if own.says("symbolic-ref", "--quiet", "HEAD") is None:
        raise UsageError([problem(".", "branch-is-checked-out")])


def take_back_half(own: Repository, after: str) -> None:
    """Put files back that a change had written when it was stopped, before Git had them all.

    Args:
        own: the repository.
        after: what names the commit that was on its way in; it is let go of.
    """
    on_its_way = own.revision(after)
    if on_its_way is None or own.revision(f"{after}^1") != own.revision():
        return
    written = [name for name in own.changed() if own.holds(name) == own.blob(on_its_way, name)]
    here = set(own.files("HEAD"))
    for name in written:
        if name not in here:
            (own.folder / name).unlink(missing_ok=True)
    own.take("HEAD", [name for name in written if name in here])
