"""A folder of a repository as a repository by itself, and what became of it put back."""

from __future__ import annotations

from pathlib import Path

from samloft.git import Repository


def lifted_out(home: Repository, place: str, folder: Path) -> Repository:
    """Return a copy of a repository, in a new folder, with one of its folders at the top.

    Args:
        home: the repository, with all that matters committed.
        place: of the folder, "kurs/"; "" for the repository as it is.
        folder: where the copy goes. It has its history only where `place` is "".
    """
    top = home.git("rev-parse", "HEAD").strip()
    if place:
        words = ("commit-tree", "-m", place, f"HEAD:{place.rstrip('/')}")
        top = home.git(*home.author(), *words).strip()
    as_it_is = ("--quiet", "--shared", "--no-tags", "--no-checkout")
    home.git("clone", *as_it_is, str(home.folder), str(folder))
    copy = Repository(folder)
    for key in ("user.name", "user.email", "core.autocrlf"):
        value = home.says("config", key)
        if value:
            copy.git("config", key, value)
    copy.git("checkout", "--quiet", "-B", "lifted", top)
    return copy


def put_back(home: Repository, place: str, copy: Repository) -> str:
    """Return what was committed in the copy, as a commit after the repository's last.

    The repository's own files and branches stay as they are.
    """
    done = copy.git("rev-parse", "HEAD").strip()
    home.git("fetch", "--quiet", "--no-tags", str(copy.folder), done)
    if not place:
        return done
    aside = {"GIT_INDEX_FILE": str(copy.folder / ".git/put-back"), "GIT_LITERAL_PATHSPECS": "1"}
    there = Repository(home.folder, aside)
    there.git("read-tree", "HEAD")
    there.git("rm", "-r", "--quiet", "--cached", "--force", "--", place)
    there.git("read-tree", f"--prefix={place}", done)
    message = copy.git("log", "-1", "--format=%B").strip()
    words = ("commit-tree", "-p", "HEAD", "-m", message, there.git("write-tree").strip())
    return home.git(*home.author(), *words).strip()
