"""Bring a network's repository to another revision of the shared course, all of it or nothing."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from samloft.adapting.lift import lifted_out, put_back
from samloft.adapting.one_commit import (
    AFTER_PULL,
    alone_with_repository,
    refuse_detached,
    take_back_half,
)
from samloft.adapting.take_in import take_in
from samloft.catalogue import say as words
from samloft.console import Console
from samloft.course.reader import Reader
from samloft.disk import write_whole
from samloft.git import REFS, GitError, Repository, refuse_shallow
from samloft.languages import Language
from samloft.problems import CourseError, Problem, UsageError, problem
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
_LOG = ".samloft/set-up.log"
"""Where the front door keeps what pip said, when it failed."""


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
    pin = _pin(Repository(root))
    home, place = Repository(root).home()
    with alone_with_repository(home):
        return _pulled(root, home, place, pin, to, language, say, settle)


def _pulled(
    root: Path,
    own: Repository,
    place: str,
    pin: PinForm,
    to: str | None,
    language: Language,
    say: Say,
    settle: Settle,
) -> Pulled:
    _take_back_half(own)
    refuse_detached(own)
    _refuse_unsaved(Repository(root))
    refuse_shallow(root)
    new, shared = _fetched(own, pin, to, say)
    if new == pin.revision:
        return Pulled(new, MERGED, is_new=False)
    if not _is_same_history(own, pin.revision, new):
        say("pull_rewritten", revision=pin.revision[:12])
    here = own.tree("HEAD", place)
    assert here is not None, "the pin is committed there"
    pinned = own.tree(pin.revision, pin.folder) or _as_pinned(own, place, pin)
    before, now = (set(shared_files(own.files(each))) for each in (pinned, shared))
    _refuse_changed(own, pin, pinned, here, before, now)
    with tempfile.TemporaryDirectory(prefix="samloft-pull-") as folder:
        copy = lifted_out(own, place, Path(folder, "copy"))
        for name in sorted(before - now):
            (copy.folder / name).unlink(missing_ok=True)
        copy.take(shared, sorted(now))
        write_pin(copy.folder, replace(pin, revision=new))
        bare = copy.commit(words(language, "pull_commit", revision=new[:12]))
        is_same = own.says("diff", "--quiet", here, shared, "--", *_ENGINE) is not None
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
        done = put_back(own, place, copy)
        own.git("update-ref", BEFORE, "HEAD")
        own.git("update-ref", AFTER, done)
        own.git("merge", "--quiet", "--ff-only", done)
    if state == CONFLICTS and is_same:
        with contextlib.redirect_stdout(io.StringIO()):  # settling has told of them
            take_in(Console(language, root))
    elif state == CONFLICTS:
        again = [sys.executable, str(root / "build.py"), "update", "--lang", language]
        subprocess.run(again, stdout=subprocess.DEVNULL)
    return Pulled(new, state)


def undo(root: Path) -> tuple[str, bool]:
    """Take back the last pull; return the revision that stands again, and whether work was kept.

    What was changed since, and not committed, is put aside with `git stash`. Raises UsageError
    when there is nothing to take back, or something has been committed on top of it.
    """
    course = Repository(root)
    if course.revision() is None:
        raise UsageError([problem(PIN, "repository-is-a-networks")])
    home, _ = course.home()
    with alone_with_repository(home):
        return _undone(course, home)


def _undone(course: Repository, home: Repository) -> tuple[str, bool]:
    _take_back_half(home)
    refuse_detached(home)
    before, after = home.revision(BEFORE), home.revision(AFTER)
    if before is None or after is None:
        raise UsageError([problem("build.py", "pull-is-there")])
    was_stopped = home.revision() == before
    if not was_stopped and home.revision() != after:
        raise UsageError([problem("build.py", "pull-is-last", name=after[:12])])
    is_kept = not was_stopped and bool(course.changed())
    if is_kept:
        course.git(*course.author(), "stash", "push", "--quiet", "--include-untracked", "--", ".")
    if not was_stopped:
        home.git("reset", "--quiet", "--keep", before)
    home.git("update-ref", "-d", BEFORE)
    home.git("update-ref", "-d", AFTER)
    return _pin(course).revision, is_kept


def _pin(course: Repository) -> PinForm:
    reader = Reader(course.folder)
    if course.revision() is None or not (course.folder / PIN).exists():
        raise UsageError([problem(PIN, "repository-is-a-networks")])
    if course.blob("HEAD", f"./{PIN}") is None:
        raise UsageError([problem(PIN, "work-is-committed")])
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


def _fetched(own: Repository, pin: PinForm, to: str | None, say: Say) -> tuple[str, str]:
    """Return the revision to go to, and the shared course's files there; fetch what there is."""
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
    shared = own.tree(found, pin.folder) if found else None
    if found is None or shared is None or own.text(shared, "modules/course.yml") is None:
        raise UsageError([_missing(pin, name)])
    return found, shared


def _missing(pin: PinForm, name: str) -> Problem:
    return problem(PIN, "revision-is-there", name=name, source=pin.source)


def _is_same_history(own: Repository, one: str, other: str) -> bool:
    """Tell whether one of two revisions came of the other: a branch may have been written anew."""
    return any(
        own.says("merge-base", "--is-ancestor", *pair) is not None
        for pair in ((one, other), (other, one))
    )


def _as_pinned(own: Repository, place: str, pin: PinForm) -> str:
    """Return the network's files in the commit that brought the pinned revision.

    For where nobody has that one any more: the shared files are as it had them. Raises UsageError
    where the pin was written by hand.
    """
    # -m: the folder may have come with a merge, as `git subtree add` makes one.
    words = ("log", "-1", "-m", "--format=%H", f"-S{pin.revision}", "--", f"{place}{PIN}")
    commits = own.git(*words).split()  # a merge once for each of its parents
    found = own.tree(commits[0], place) if commits else None
    if found is None:
        raise UsageError([_missing(pin, pin.revision)])
    return found


def _refuse_changed(
    own: Repository, pin: PinForm, pinned: str, here: str, before: set[str], now: set[str]
) -> None:
    """Stop before shared files that were changed here, or that would cover own ones."""
    there = set(own.files(here))
    changed = own.git("diff", "--name-only", "-z", "--no-renames", pinned, here).split("\0")
    problems = [
        problem(name, "shared-file-is-untouched", revision=pin.revision[:12], name=name)
        for name in changed
        if name in before
    ]
    problems += [problem(name, "own-file-has-place") for name in sorted((now - before) & there)]
    if problems:
        raise UsageError(problems)


def _settled(root: Path, copy: Path, language: Language) -> int:
    """Let the new engine say what changed and take it into the local texts.

    It runs with the tools this one has. Where it asks for others, its front door puts them in
    this one's place, so that they are there for the next command. Should the pull come to
    nothing, the front door puts those from before back.

    Raises UsageError where those tools cannot be had, or the new engine does not work.
    """
    lock = "requirements.lock"
    is_same = (root / lock).read_bytes() == (copy / lock).read_bytes()
    python = sys.executable if is_same else _new_tools(root, copy, language)
    done = subprocess.run([python, "-c", _SETTLE, str(root), str(copy), language])
    if done.returncode not in (MERGED, CONFLICTS, BROKEN):
        raise UsageError([problem(PIN, "new-engine-works")])
    return done.returncode


def _new_tools(root: Path, copy: Path, language: Language) -> str:
    """Have the new engine's front door make its environment; return the Python that is in it."""
    is_posix = os.name == "posix"  # elsewhere, what runs cannot be put aside
    place = root / ".venv" if is_posix else copy / ".venv"
    base = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run(
        [base, str(copy / "build.py"), "pull", "--help", "--lang", language],
        stdout=subprocess.DEVNULL,  # how it goes is said on the other
        env={**os.environ, "SAMLOFT_VENV": str(place)},
    )
    if done.returncode:
        if (copy / _LOG).is_file():
            (root / _LOG).parent.mkdir(exist_ok=True)
            write_whole(root / _LOG, (copy / _LOG).read_bytes())
        raise UsageError([problem("requirements.lock", "new-tools-are-there")])
    # An older engine knows only the place beside itself.
    place = copy / ".venv" if (copy / ".venv").exists() else place
    return str(place / ("bin/python" if is_posix else "Scripts/python.exe"))
