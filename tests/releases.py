"""Three releases of three editions: a lesson is renamed, then rewritten, then another removed."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

from repos import PHRASES, change, commit, git, rename_password_lesson
from world import RELEASED, ROOT, VERSIONS_MADE, copy_small_course, give_address

from samloft.cli import main

EDITIONS = RELEASED
DAYS = {version: day.isoformat() for version, day in VERSIONS_MADE.items()}
VERSIONS = tuple(DAYS)
GONE = "trygghet/02-lovtekst/"
OLD, NEW = "trygghet/01-passord/", "trygghet/01-passfraser/"


def course_in_git(folder: Path) -> Path:
    """Return the small course in a repository of its own, at a known address."""
    root = copy_small_course(folder)
    (root / ".gitignore").write_text((ROOT / ".gitignore").read_text("utf-8"), encoding="utf-8")
    give_address(root)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    return root


def well(root: Path, *arguments: str) -> str:
    """Run a command that has to go well in this process, and return what it says."""
    said, heard = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(heard):
        code = main([*arguments, "--lang", "nb"], root)
    assert code == 0, said.getvalue() + heard.getvalue()
    return said.getvalue()


def release(root: Path, version: str, *more: str) -> str:
    """Commit what is there, and release it on its day."""
    commit(root)
    day = ("--date", DAYS[version]) if version in DAYS else ()
    return well(root, "release", version, *(more or EDITIONS), *day, "--jobs", "1")


def rename_lesson(root: Path) -> None:
    """Rename the lesson on passwords, with the local texts that lie over it."""
    rename_password_lesson(root)
    well(root, "update")


def rewrite_lesson(root: Path) -> None:
    """Say more in the renamed lesson, and take more time for it."""
    change(root / PHRASES, "Lengden teller mest.", "Lengden teller aller mest av alt.")
    change(root / PHRASES, "minutes: 15", "minutes: 25")
    session = root / "modules/trygghet/sessions/1-oppstart.yml"
    change(session, "minutes: 25", "minutes: 35")


def remove_lesson(root: Path) -> None:
    """Take the lesson on law out of the course."""
    (root / "modules/trygghet/02-lovtekst.md").unlink()
    for form in ("", ".nn"):
        lesson = root / PHRASES.replace(".md", f"{form}.md")
        change(lesson, "[neste leksjon](02-lovtekst.md)", "neste leksjon")
    change(root / "modules/trygghet/module.yml", "01-passfraser, 02-lovtekst", "01-passfraser")


def three_releases(folder: Path) -> Path:
    """Return a course that has been released three times, in its folder public/."""
    root = course_in_git(folder)
    release(root, "2026.1")
    rename_lesson(root)
    rewrite_lesson(root)
    release(root, "2026.2")
    remove_lesson(root)
    release(root, "2027.1")
    return root


def notice(text: str) -> str:
    """Return what a page says of other versions, as a reader sees it."""
    found = re.search(r"<!--sl:notice-->(.*?)<!--/sl:notice-->", text, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def link(text: str) -> str:
    """Return where that leads."""
    found = re.search(r'<!--sl:notice-->.*?href="([^"]*)".*?<!--/sl:notice-->', text)
    assert found is not None
    return found[1]
