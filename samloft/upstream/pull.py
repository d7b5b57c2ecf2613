"""Bring a network's repository to another revision of the shared course, all of it or nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from samloft.adapting.one_commit import (
    AFTER_PULL,
    alone_with_repository,
    refuse_detached,
    take_back_half,
)
from samloft.catalogue import say as words
from samloft.course.reader import Reader
from samloft.git import REFS, GitError, Repository, refuse_shallow
from samloft.languages import Language
from samloft.problems import CourseError, UsageError, problem
from samloft.upstream.pin import PIN, PinForm, read_pin, shared_files, write_pin

BEFORE, AFTER = f"{REFS}/before-pull", AFTER_PULL
_SETTLE = """\
import sys
sys.path.insert(0, sys.argv[2])
from samloft.settling import settle
sys.exit(settle(*sys.argv[1:]))
"""
MERGED, CONFLICTS, BROKEN = 0, 10, 11
"""How settling ends: all taken in; with conflicts to settle; with texts to mend."""

Say = Callable[..., None]
Settle = Callable[[str, str, str], int]
_ENGINE = ("samloft", "build.py", "requirements.lock")


@dataclass(frozen=True)
class Pulled:
    """What a pull came to."""

    revision: str
    state: int
    """MERGED, CONFLICTS or BROKEN."""
    is_new: bool = True


def pull(root: Path, to: str | None, language: Language, say: Say, settle: Settle) -> Pulled:
    """Move the pin, bring the shared files, and take what moved into the local texts.

    All of it is made ready in a copy. The repository itself changes in one step of Git's, from
    one commit to the next; where texts clash, they are marked in its files afterwards.

    Args:
        root: of the network's repository.
        to: a revision, branch or tag of the shared course; its main branch unless named.
        language: of what is said.
        say: is told how it goes.
        settle: says what is new and takes it in, where the engine there is this one.

    Raises UsageError, with nothing changed; CourseError for a pin that cannot be read.
    """
    own = Repository(root)
    pin = _pin(own)
    with alone_with_repository(own):
        return _pulled(root, own, pin, to, language, say, settle)


def _pulled(
    root: Path,
    own: Repository,
    pin: PinForm,
    to: str | None,
    language: Language,
    say: Say,
    settle: Settle,
) -> Pulled:
    _take_back_half(own)
    refuse_detached(own)
    _refuse_unsaved(own)
    refuse_shallow(root)
    new = _fetched(own, pin, to, say)
    if new == pin.revision:
        return Pulled(new, MERGED, is_new=False)
    if not _is_same_history(own, pin.revision, new):
        say("pull_rewritten", revision=pin.revision[:12])
    pinned = _as_pinned(own, pin)
    before, now = (set(shared_files(own.files(each))) for each in (pinned, new))
    _refuse_changed(own, pinned, before, now)
    with tempfile.TemporaryDirectory(prefix="samloft-pull-") as place:
        copy = Repository(Path(place, "copy"))
        own.git("clone", "--quiet", "--shared", "--no-tags", str(root), str(copy.folder))
        for name in sorted(before - now):
            (copy.folder / name).unlink(missing_ok=True)
        copy.take(new, sorted(now))
        write_pin(copy.folder, pin.source, new)
        _as_author(own, copy)
        bare = copy.commit(words(language, "pull_commit", revision=new[:12]))
        is_same = own.says("diff", "--quiet", "HEAD", new, "--", *_ENGINE) is not None
        state = (
            settle(str(root), str(copy.folder), language)
            if is_same
            else _settled(root, copy.folder, language)
        )
        if state == CONFLICTS:
            copy.git("reset", "--quiet", "--hard", bare)
        elif copy.changed():
            copy.git("add", "--all")
            copy.git(*copy.author(), "commit", "--quiet", "--amend", "--no-edit", "--no-verify")
        done = copy.git("rev-parse", "HEAD").strip()
        own.git("fetch", "--quiet", "--no-tags", str(copy.folder), done)
        own.git("update-ref", BEFORE, "HEAD")
        own.git("update-ref", AFTER, done)
        own.git("merge", "--quiet", "--ff-only", done)
    if state == CONFLICTS:
        again = [sys.executable, str(root / "build.py"), "update", "--lang", language]
        subprocess.run(again, stdout=subprocess.DEVNULL)
    return Pulled(new, state)


def undo(root: Path) -> tuple[str, bool]:
    """Take back the last pull; return the revision that stands again, and whether work was kept.

    What was changed since, and not committed, is put aside with `git stash`. Raises UsageError
    when there is nothing to take back, or something has been committed on top of it.
    """
    own = Repository(root)
    with alone_with_repository(own):
        return _undone(own)


def _undone(own: Repository) -> tuple[str, bool]:
    _take_back_half(own)
    refuse_detached(own)
    before, after = own.revision(BEFORE), own.revision(AFTER)
    if before is None or after is None:
        raise UsageError([problem("build.py", "pull-is-there")])
    was_stopped = own.revision() == before
    if not was_stopped and own.revision() != after:
        raise UsageError([problem("build.py", "pull-is-last", name=after[:12])])
    is_kept = not was_stopped and bool(own.changed())
    if is_kept:
        own.git(*own.author(), "stash", "push", "--quiet", "--include-untracked")
    if not was_stopped:
        own.git("reset", "--quiet", "--hard", before)
    own.git("update-ref", "-d", BEFORE)
    own.git("update-ref", "-d", AFTER)
    return _pin(own).revision, is_kept


def _pin(own: Repository) -> PinForm:
    reader = Reader(own.folder)
    prefix = own.says("rev-parse", "--show-prefix")
    if prefix and (own.folder / PIN).exists():
        raise UsageError([problem(PIN, "repository-is-its-own", name=prefix.rstrip("/"))])
    is_top = prefix == ""
    if not is_top or own.revision() is None or not (own.folder / PIN).exists():
        raise UsageError([problem(PIN, "repository-is-a-networks")])
    pin = read_pin(reader)
    if pin is None:
        raise CourseError(reader.problems)
    return pin


def _take_back_half(own: Repository) -> None:
    """Put files back that a pull had written when it was stopped, before Git had them all."""
    if own.revision(BEFORE) == own.revision():
        take_back_half(own, AFTER)


def _refuse_unsaved(own: Repository) -> None:
    dirty = own.changed()
    if dirty:
        raise UsageError(problem(name, "work-is-committed") for name in dirty)


def _fetched(own: Repository, pin: PinForm, to: str | None, say: Say) -> str:
    """Return the full name of the revision to go to, after fetching what there is."""
    try:
        own.git(
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", pin.source,
            f"+HEAD:{REFS}/HEAD", f"+refs/heads/*:{REFS}/heads/*", f"+refs/tags/*:{REFS}/tags/*",
        )  # fmt: skip
    except GitError as error:
        say("pull_offline", source=pin.source, reason=str(error).splitlines()[0])
    name = to or "HEAD"
    names = [f"{REFS}/tags/{name}", f"{REFS}/heads/{name}", f"{REFS}/{name}"]
    # Anything else would be looked for among the network's own branches.
    names += [name] if re.fullmatch(r"[0-9a-f]{7,40}", name) else []
    found = next((each for name in names if (each := own.revision(name))), None)
    if found is None or own.text(found, "modules/course.yml") is None:
        missing = problem(PIN, "revision-is-there", name=name, source=pin.source)
        raise UsageError([missing])
    return found


def _is_same_history(own: Repository, one: str, other: str) -> bool:
    """Tell whether one of two revisions came of the other: a branch may have been written anew."""
    return any(
        own.says("merge-base", "--is-ancestor", *pair) is not None
        for pair in ((one, other), (other, one))
    )


def _as_pinned(own: Repository, pin: PinForm) -> str:
    """Return a revision that has the shared files as the pinned one has them.

    Where nobody has that one any more, it is the commit here that brought it: they came with it.
    """
    here = own.git("log", "-1", "--format=%H", f"-S{pin.revision}", "--", PIN).strip()
    return own.revision(pin.revision) or here


def _refuse_changed(own: Repository, pinned: str, before: set[str], now: set[str]) -> None:
    """Stop before shared files that were changed here, or that would cover own ones."""
    here = set(own.files("HEAD"))
    changed = own.git("diff", "--name-only", "-z", "--no-renames", pinned, "HEAD").split("\0")
    problems = [
        problem(name, "shared-file-is-untouched", revision=pinned[:12], name=name)
        for name in changed
        if name in before
    ]
    problems += [problem(name, "own-file-has-place") for name in sorted((now - before) & here)]
    if problems:
        raise UsageError(problems)


def _settled(root: Path, copy: Path, language: Language) -> int:
    """Let the new engine say what changed and take it into the local texts.

    It runs with the tools this one has. Where it asks for others, its front door puts them in
    this one's place, so that they are there for the next command. Should the pull come to
    nothing, the front door puts those from before back.
    """
    lock = "requirements.lock"
    if (root / lock).read_bytes() == (copy / lock).read_bytes():
        command = [sys.executable, "-c", _SETTLE]
    else:
        is_posix = os.name == "posix"  # elsewhere, what runs cannot be put aside
        place = root / ".venv" if is_posix else copy / ".venv"
        base = getattr(sys, "_base_executable", sys.executable)
        subprocess.run(
            [base, str(copy / "build.py"), "pull", "--help"],
            capture_output=True,
            env={**os.environ, "SAMLOFT_VENV": str(place)},
        )
        # An older engine knows only the place beside itself.
        place = copy / ".venv" if (copy / ".venv").exists() else place
        command = [str(place / ("bin/python" if is_posix else "Scripts/python.exe"))]
        command += ["-c", _SETTLE]
    done = subprocess.run([*command, str(root), str(copy), language])
    if done.returncode not in (MERGED, CONFLICTS, BROKEN):
        raise UsageError([problem(PIN, "new-engine-works")])
    return done.returncode


def _as_author(own: Repository, copy: Repository) -> None:
    """Let the copy commit in the same name as the repository."""
    for key in ("user.name", "user.email"):
        value = own.says("config", key)
        if value:
            copy.git("config", key, value)
