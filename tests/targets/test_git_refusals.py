"""A branch that may not be published to, or cannot be reached: told, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import commit, git
from sending import (
    ALL,
    FIRST,
    found_in,
    on_branch,
    push_others,
    quiet,
    rule_of,
    shipment,
    write,
)

from samloft.git import GitError, Repository
from samloft.problems import UsageError
from samloft.targets import target_of
from samloft.targets.git_branch import GitBranch
from samloft.targets.git_tree import NewTree, write_commit


@pytest.fixture
def unsteady(tmp_path: Path, origin: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file with the number of times in a row that the network will fail."""
    left = tmp_path / "left"
    left.write_text("0")
    script = tmp_path / "ssh"
    script.write_text(
        f"#!/bin/sh\nleft=$(cat {left})\n"
        f'if [ "$left" -gt 0 ]; then echo $((left - 1)) > {left}\n'
        'echo "ssh: connect to host x port 22: Connection timed out" >&2; exit 255; fi\n'
        'shift; exec sh -c "$*"\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    return left


def test_a_publication_in_between_is_not_lost(
    tmp_path: Path, root: Path, origin: Path, source: Path
) -> None:
    target_of("git:pages", root).send(shipment(source, FIRST), quiet)
    target = target_of("git:pages", root)
    target.read("agder/versions.json")
    theirs = push_others(tmp_path, origin, {"index.html": b"theirs"})
    with pytest.raises(UsageError) as stop:
        target.send(shipment(source, {**FIRST, "index.html": b"new"}), quiet)
    assert rule_of(stop) == ("git:pages", "branch-is-as-it-was")
    assert git(origin, "rev-parse", "pages").strip() == theirs
    target_of("git:pages", root).send(shipment(source, FIRST), quiet)
    assert on_branch(origin) == ALL


def test_a_first_publication_in_between_is_not_lost(
    tmp_path: Path, root: Path, origin: Path, source: Path
) -> None:
    target = target_of("git:pages", root)
    assert target.names() == frozenset()
    theirs = push_others(tmp_path, origin, {"index.html": b"theirs"})
    with pytest.raises(UsageError) as stop:
        target.send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == ("git:pages", "branch-is-as-it-was")
    assert git(origin, "rev-parse", "pages").strip() == theirs


@pytest.mark.parametrize("has_origin", [True, False])
def test_the_branch_that_is_worked_on_is_refused(
    request: pytest.FixtureRequest, root: Path, source: Path, has_origin: bool
) -> None:
    if has_origin:
        request.getfixturevalue("origin")
    before = git(root, "rev-parse", "main")
    with pytest.raises(UsageError) as stop:
        target_of("git:main", root).send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == ("git:main", "branch-is-not-checked-out")
    git(root, "checkout", "--quiet", "-b", "work")
    git(root, "commit", "--quiet", "-m", "more")
    with pytest.raises(UsageError) as stop:
        target_of("git:main", root).send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == ("git:main", "branch-holds-pages-only")
    assert git(root, "rev-parse", "main") == before


def test_a_branch_that_is_checked_out_there_is_refused_by_git(
    tmp_path: Path, root: Path, source: Path
) -> None:
    other = write(tmp_path / "other", {"a": b"a"})
    git(other, "init", "--quiet", "--initial-branch=pages")
    commit(other)
    with pytest.raises(UsageError) as stop:
        target_of(f"git:{other}#pages", root).send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == (f"git:{other}#pages", "branch-takes-our-push")
    assert found_in(other) == {"a": b"a"}


def test_a_file_where_we_need_a_folder_is_told(
    tmp_path: Path, root: Path, origin: Path, source: Path
) -> None:
    push_others(tmp_path, origin, {"agder": b"a file"})
    with pytest.raises(UsageError) as stop:
        target_of("git:pages", root).send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == ("git:pages", "target-way-is-clear")
    target_of("git:pages", root).send(shipment(source, FIRST, frozenset({"agder"})), quiet)
    assert on_branch(origin) == ALL


def test_a_network_that_fails_is_tried_again(
    root: Path, origin: Path, source: Path, unsteady: Path
) -> None:
    slept: list[float] = []
    target = GitBranch(Repository(root), "pages", f"ssh://x{origin}", sleep=slept.append)
    target.names()
    unsteady.write_text("3")
    target.send(shipment(source, FIRST), quiet)
    assert slept == [1, 2, 4]
    assert on_branch(origin) == ALL
    unsteady.write_text("4")
    with pytest.raises(UsageError) as stop:
        target.names()
    assert rule_of(stop) == (f"git:ssh://x{origin}#pages", "remote-answers")
    assert "timed out" in stop.value.problems[0].values["reason"]


def test_a_token_in_an_address_is_never_shown(root: Path) -> None:
    place = "http://user:token@127.0.0.1:9/x.git"
    with pytest.raises(UsageError) as stop:
        GitBranch(Repository(root), "pages", place, sleep=lambda _: None).names()
    assert rule_of(stop) == ("git:http://127.0.0.1:9/x.git#pages", "remote-answers")
    assert "token" not in stop.value.problems[0].values["reason"]


def test_a_repository_that_is_not_there_is_told_at_once(tmp_path: Path, root: Path) -> None:
    slept: list[float] = []
    place = str(tmp_path / "nowhere")
    with pytest.raises(UsageError) as stop:
        GitBranch(Repository(root), "pages", place, sleep=slept.append).names()
    assert rule_of(stop) == (f"git:{place}#pages", "remote-answers")
    assert slept == []


def test_a_file_that_is_not_there_is_told(root: Path, origin: Path, source: Path) -> None:
    sending = shipment(source, FIRST)
    (source / "index.html").unlink()
    with pytest.raises(UsageError) as stop:
        target_of("git:pages", root).send(sending, quiet)
    assert rule_of(stop) == (str(source / "index.html"), "file-can-be-read")
    assert git(origin, "branch", "--list", "pages") == ""


def test_what_is_no_branch_is_told_with_the_nearest_form(tmp_path: Path, root: Path) -> None:
    for text, nearest in {
        "git:": "git:gh-pages",
        "git:#pages": "git:pages",
        "git:a b": "git:gh-pages",
        "git:-x": "git:gh-pages",
        "git:x#": "git:gh-pages",
        "git:https://git.example/x.git": "git:https://git.example/x.git#gh-pages",
        "git@git.example:x/y": "git:git@git.example:x/y#gh-pages",
        "https://git.example/x.git": "git:https://git.example/x.git#gh-pages",
    }.items():
        with pytest.raises(UsageError) as stop:
            target_of(text, root)
        assert rule_of(stop) == (text, "target-is-known")
        assert stop.value.problems[0].values["nearest"] == nearest
    with pytest.raises(UsageError) as stop:
        target_of("git:pages", tmp_path)
    assert rule_of(stop) == (".", "course-is-in-git")


def test_a_commit_git_refuses_leaves_its_last_words(root: Path) -> None:
    large = NewTree(base=None, removed=(), files={"large": bytes(10_000_000)})
    with pytest.raises(GitError, match="fatal"):
        write_commit(Repository(root), "refs/x..y", large, "message", lambda: None)


def test_a_file_that_goes_meanwhile_leaves_no_commit(root: Path, source: Path) -> None:
    files = {"large": bytes(100_000), "gone": source / "gone"}
    tree = NewTree(base=None, removed=(), files=files)
    with pytest.raises(FileNotFoundError):
        write_commit(Repository(root), "refs/samloft/x", tree, "message", lambda: None)
    assert "samloft" not in git(root, "for-each-ref")
