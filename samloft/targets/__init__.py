"""Where published trees go: a folder, a branch, or S3-compatible storage."""

from __future__ import annotations

import re
from pathlib import Path

from samloft.git import Repository
from samloft.languages.words import slug_of
from samloft.targets.target import Sent, Shipment, Target, refusal

__all__ = ["Sent", "Shipment", "Target", "target_of"]

REMOTE = re.compile(r"[a-z][a-z0-9+.-]*://.+|[^/:]+@[^/:]+:.+|[^/:]{2,}:.+", re.IGNORECASE)
"""What Git takes for another machine: an address, or as scp writes it."""
BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:/(.*))?")


def target_of(text: str, root: Path) -> Target:
    """Return the target that somebody has written on the command line.

    Nothing is looked at there yet; the packages that a kind of target needs are taken in when it
    is first used.

    Args:
        text: a folder; `git:BRANCH`, `git:ADDRESS#BRANCH`; or `s3://BUCKET/FOLDER`. Paths start
            from the current folder.
        root: the course. Its repository is where commits are made.

    Raises UsageError, with the accepted form that is nearest.
    """
    if text.lower().startswith("s3:"):
        return _storage(text)
    if text.startswith("git:"):
        return _branch(text, root)
    if not text.strip() or REMOTE.fullmatch(text):
        is_git = text.endswith(".git") or text.startswith(("git@", "ssh:"))
        raise _unknown(text, f"git:{text}#gh-pages" if is_git else "/srv/kurs")
    return _folder(text, root)


def _folder(text: str, root: Path) -> Target:
    from samloft.targets.folder import Folder

    place = Path(text).expanduser().resolve()
    if root.resolve().is_relative_to(place):
        raise refusal(text, "folder-is-outside")
    return Folder(place)


def _branch(text: str, root: Path) -> Target:
    from samloft.targets.git_branch import GitBranch

    repository = Repository(root, {"LC_ALL": "C"})  # some of what Git says is looked for
    address, mark, branch = text.removeprefix("git:").rpartition("#")
    if repository.says("check-ref-format", f"refs/heads/{branch}") is None or branch[:1] == "-":
        is_address = not mark and REMOTE.fullmatch(branch)
        raise _unknown(text, f"git:{branch}#gh-pages" if is_address else "git:gh-pages")
    if mark and not address:
        raise _unknown(text, f"git:{branch}")
    if repository.says("rev-parse", "--git-dir") is None:
        raise refusal(".", "course-is-in-git")
    if not mark:
        has_origin = repository.says("remote", "get-url", "origin") is not None
        return GitBranch(repository, branch, "origin" if has_origin else None)
    is_far = REMOTE.fullmatch(address) is not None
    return GitBranch(repository, branch, address if is_far else str(Path(address).resolve()))


def _storage(text: str) -> Target:
    from samloft.targets.s3 import Bucket

    found = BUCKET.fullmatch(text)
    if not found:
        bucket, _, folder = text[3:].strip("/").partition("/")
        way = "/".join(part for part in (slug_of(bucket), folder) if part)
        raise _unknown(text, f"s3://{way or 'BUCKET/kurs'}")
    prefix = (found[2] or "").strip("/")
    return Bucket(found[1], f"{prefix}/" if prefix else "")


def _unknown(text: str, nearest: str) -> Exception:
    return refusal(text, "target-is-known", name=text, nearest=nearest)
