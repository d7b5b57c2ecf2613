"""The shared branch is written anew, or a clone has only a part of its history."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock
from repos import PASSWORD, built_here, change, commit, git, set_up


def rewritten(shared: Path) -> str:
    """Force another commit in the last one's place, and let Git forget that; return its name."""
    gone = git(shared, "rev-parse", "HEAD").strip()
    change(shared / PASSWORD, "er langt.", "er skrevet om.")
    git(shared, "commit", "--quiet", "--all", "--amend", "--no-edit")
    git(shared, "reflog", "expire", "--expire=now", "--all")
    git(shared, "gc", "--prune=now", "--quiet")
    return gone


@pytest.mark.slow
def test_a_branch_that_was_written_anew_is_said_and_pulled(
    shared: Path, own: Path, tmp_path: Path
) -> None:
    gone = rewritten(shared)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{own}", "kollega")
    colleague = tmp_path / "kollega"
    for clone in (own, colleague):
        done = built_here(clone, "pull")
        assert done.returncode == 0, done.stderr
        assert gone[:12] in done.stderr
        assert "skrevet om" in done.stderr
        assert "er skrevet om." in (clone / PASSWORD).read_text(encoding="utf-8")
        assert git(clone, "status", "--porcelain") == ""
    done = built_here(colleague, "pull", "--to", gone[:12])
    assert done.returncode == 2
    assert f"git ls-remote {shared}" in done.stderr


@pytest.mark.slow
def test_a_shallow_clone_gets_its_history_or_is_told_how(
    shared: Path, own: Path, tmp_path: Path
) -> None:
    change(shared / PASSWORD, "er langt.", "er svært langt.")
    commit(shared)
    commit(own)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{own}", "grunn")
    git(tmp_path / "grunn", "remote", "set-url", "origin", str(tmp_path / "borte"))
    done = built_here(tmp_path / "grunn", "pull")
    assert done.returncode == 2
    assert "git fetch --unshallow" in done.stderr
    git(tmp_path / "grunn", "remote", "set-url", "origin", f"file://{own}")
    done = built_here(tmp_path / "grunn", "pull")
    assert done.returncode == 0, done.stderr
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{shared}", "felles-grunn")
    done = built_here(tmp_path / "felles-grunn", "fork", "nordvik", str(tmp_path / "ny"))
    assert done.returncode == 0, done.stderr
    set_up(tmp_path / "ny")
    assert "Ingenting er nytt" in built_here(tmp_path / "ny", "pull").stdout


def test_two_pulls_at_once_and_an_emptied_pin_are_said(own: Path) -> None:
    with FileLock(own / ".git/samloft.lock"):
        assert "noen andre" in built_here(own, "pull").stderr
    (own / "course.lock").write_text("", encoding="utf-8")
    commit(own)
    done = built_here(own, "pull")
    assert done.returncode in (1, 2)
    assert "course.lock" in done.stderr
    assert "feil i samloft" not in done.stderr.lower()


@pytest.mark.slow
def test_line_ends_of_windows_are_no_hindrance(shared: Path, own: Path, tmp_path: Path) -> None:
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "--quiet", str(own), "windows")
    copy = tmp_path / "windows"
    git(copy, "config", "core.autocrlf", "true")
    change(shared / PASSWORD, "er langt.", "er svært langt.")
    commit(shared)
    done = built_here(copy, "pull")
    assert done.returncode == 0, done.stderr
    assert git(copy, "status", "--porcelain") == ""
    assert b"er sv\xc3\xa6rt langt." in (copy / PASSWORD).read_bytes()
    undone = built_here(copy, "pull", "--undo")
    assert undone.returncode == 0, undone.stderr
    assert git(copy, "status", "--porcelain") == ""


def test_what_only_the_network_has_committed_is_not_what_it_follows(
    shared: Path, tmp_path: Path
) -> None:
    """As the guide says: write in a clone of the shared course, commit there, and fork."""
    git(tmp_path, "clone", "--quiet", str(shared), "klone")
    sent = git(shared, "rev-parse", "HEAD").strip()
    change(tmp_path / "klone/networks/nordvik/network.yml", "name: ", "name: Nye ")
    commit(tmp_path / "klone")
    for name in ("en", "to"):
        done = built_here(tmp_path / "klone", "fork", "nordvik", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
        is_sent = sent in (tmp_path / name / "course.lock").read_text(encoding="utf-8")
        assert is_sent == (name == "en")
        if is_sent:  # with a shared file that is another, nobody else's revision is the same
            change(tmp_path / "klone" / PASSWORD, "er langt.", "er lengst.")
            commit(tmp_path / "klone")
