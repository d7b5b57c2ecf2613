"""A branch as a target, in real repositories: one commit, and nobody's work is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from repos import commit, git
from sending import FIRST, OTHERS, Listener, found_in, many, quiet, rule_of, shipment, write

from samloft.problems import UsageError
from samloft.repository import Repository
from samloft.targets import target_of
from samloft.targets.git_branch import GitBranch
from samloft.targets.git_tree import blob_name

ALL = {**FIRST, ".nojekyll": b""}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a course in its repository, with work that is not committed."""
    folder = write(tmp_path / "course", {"modules/course.yml": b"version: 1\n"})
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    write(folder, {"modules/course.yml": b"version: 2\n", "new.md": b"new", "staged.md": b"s"})
    git(folder, "add", "staged.md")
    return folder


@pytest.fixture
def origin(tmp_path: Path, root: Path) -> Path:
    """Return a bare repository that the course's own calls origin."""
    place = tmp_path / "origin.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(place))
    git(root, "remote", "add", "origin", str(place))
    git(root, "push", "--quiet", "origin", "main")
    return place


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    folder.mkdir()
    return folder


Standing = Callable[[], tuple[str, ...]]


@pytest.fixture
def standing(root: Path) -> Standing:
    """Tell everything about a repository that publishing must leave alone."""

    def look() -> tuple[str, ...]:
        kept = git(root, "for-each-ref", "refs/heads/main", "refs/tags", "refs/stash")
        index = (root / ".git" / "index").read_bytes().hex()
        head = (root / ".git" / "HEAD").read_text()
        return (kept, index, head, git(root, "status", "--porcelain"), str(found_in(root)))

    return look


def on_branch(repository: Path, branch: str = "pages") -> dict[str, bytes]:
    names = git(repository, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")[:-1]
    return {name: git(repository, "show", f"{branch}:{name}").encode() for name in names}


def commits(repository: Path, branch: str = "pages") -> int:
    return int(git(repository, "rev-list", "--count", branch))


def push_others(tmp_path: Path, origin: Path, files: dict[str, bytes]) -> str:
    """Push somebody else's commit to the branch, and return it."""
    other = tmp_path / f"other-{len(list(tmp_path.iterdir()))}"
    git(tmp_path, "init", "--quiet", "--initial-branch=pages", str(other))
    commit(write(other, files))
    git(other, "push", "--quiet", "--force", str(origin), "pages")
    return git(other, "rev-parse", "HEAD").strip()


def test_a_first_publication(root: Path, origin: Path, source: Path, standing: Standing) -> None:
    before = standing()
    said = Listener()
    sent = target_of("git:pages", root).send(shipment(source, FIRST), said)
    assert (sent.uploaded, sent.copied, sent.removed, sent.unchanged) == (tuple(FIRST), (), (), 0)
    assert on_branch(origin) == ALL
    assert commits(origin) == 1
    assert standing() == before
    assert git(root, "branch", "--list", "pages") == ""
    assert "refs/samloft/sending" not in git(root, "for-each-ref")
    assert said.said[-1] == (8, 8)


def test_one_changed_file_is_one_upload_and_still_one_commit(
    root: Path, origin: Path, source: Path
) -> None:
    target = target_of("git:pages", root)
    target.send(shipment(source, {**FIRST, "gone.html": b"gone"}), quiet)
    second = {**FIRST, "index.html": b"new"}
    sent = target.send(shipment(source, second, frozenset({"gone.html", "never.html"})), quiet)
    assert (sent.uploaded, sent.removed, sent.unchanged) == (("index.html",), ("gone.html",), 6)
    assert on_branch(origin) == {**ALL, **second}
    assert commits(origin) == 1


def test_nothing_new_is_no_commit(root: Path, origin: Path, source: Path) -> None:
    target_of("git:pages", root).send(shipment(source, FIRST), quiet)
    before = git(origin, "rev-parse", "pages")
    again = target_of("git:pages", root).send(shipment(source, FIRST), quiet)
    assert (again.uploaded, again.removed, again.unchanged) == ((), (), 7)
    assert git(origin, "rev-parse", "pages") == before


def test_others_files_on_the_branch_stay(
    tmp_path: Path, root: Path, origin: Path, source: Path
) -> None:
    push_others(tmp_path, origin, {**OTHERS, "index.html": b"theirs"})
    target = target_of("git:pages", root)
    assert target.names() == {*OTHERS, "index.html"}
    assert target.read("CNAME") == b"kurs.example"
    assert target.read("missing") is None
    target.send(shipment(source, FIRST), quiet)
    assert on_branch(origin) == {**ALL, **OTHERS}
    assert commits(origin) == 1
    assert target.names() == {*ALL, *OTHERS}
    assert target.read("index.html") == b"front page"


def test_names_of_any_kind_arrive(root: Path, origin: Path, source: Path) -> None:
    files = {'blåbær/"x" y.html': b"a", "back\\slash": b"b", "-dash": bytes(range(256))}
    target = target_of("git:pages", root)
    target.send(shipment(source, files), quiet)
    assert target.names() == {*files, ".nojekyll"}
    assert {name: target.read(name) for name in files} == files
    assert target.send(shipment(source, files), quiet).unchanged == 3
    assert target.send(shipment(source, {}, frozenset(files)), quiet).removed == tuple(
        sorted(files)
    )
    assert on_branch(origin) == {".nojekyll": b""}


def test_packed_files_stay_at_home(root: Path, origin: Path, source: Path) -> None:
    files = {**FIRST, "index.html.gz": b"packed", "sitemap.xml.gz": b"its own"}
    target_of("git:pages", root).send(shipment(source, files), quiet)
    assert on_branch(origin) == {**ALL, "sitemap.xml.gz": b"its own"}


def test_a_dry_run_tells_the_same_and_changes_nothing(
    root: Path, origin: Path, source: Path, standing: Standing
) -> None:
    dry = target_of("git:pages", root).send(shipment(source, FIRST), quiet, dry_run=True)
    assert git(origin, "branch", "--list", "pages") == ""
    assert dry == target_of("git:pages", root).send(shipment(source, FIRST), quiet)
    second = {name: content for name, content in FIRST.items() if name != "index.html"}
    second["manifest.json"] = b"[]"
    before = (on_branch(origin), standing(), git(root, "count-objects"))
    sending = shipment(source, second, frozenset({"index.html"}))
    dry = target_of("git:pages", root).send(sending, quiet, dry_run=True)
    assert before == (on_branch(origin), standing(), git(root, "count-objects"))
    assert dry == target_of("git:pages", root).send(sending, quiet)


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


def test_without_origin_the_branch_is_set_here(
    root: Path, source: Path, standing: Standing
) -> None:
    before = standing()
    target = target_of("git:pages", root)
    target.send(shipment(source, FIRST), quiet)
    assert on_branch(root) == ALL
    assert target.send(shipment(source, {**FIRST, "index.html": b"x"}), quiet).uploaded == (
        "index.html",
    )
    assert commits(root) == 1
    assert standing() == before
    moved = target_of("git:pages", root)
    moved.names()
    git(root, "branch", "--force", "pages", "main")
    with pytest.raises(UsageError) as stop:
        moved.send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == ("git:pages", "branch-is-as-it-was")


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


def test_another_repository_may_have_its_pages_on_any_branch(
    tmp_path: Path, root: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "pages.git")
    monkeypatch.chdir(root)
    target = target_of("git:../pages.git#main", root)
    target.send(shipment(source, FIRST), quiet)
    assert on_branch(tmp_path / "pages.git", "main") == ALL
    assert target.names() == ALL.keys()


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


def test_many_files_take_few_processes_and_one_pack(
    root: Path, origin: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = root.parent / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    said = Listener()
    target_of("git:pages", root).send(shipment(source, many(500)), said)
    monkeypatch.delenv("GIT_TRACE2_EVENT")
    started = [line for line in trace.read_text().splitlines() if '"event":"start"' in line]
    assert len(started) < 40
    assert 15 <= len(said.said) <= 20
    assert len(list((root / ".git/objects/pack").glob("*.pack"))) == 1
    assert len(on_branch_names(origin)) == 501


def on_branch_names(repository: Path) -> list[str]:
    return git(repository, "ls-tree", "-r", "--name-only", "pages").splitlines()


def test_a_blob_has_the_name_git_gives_it(root: Path) -> None:
    name = git(root, "hash-object", "modules/course.yml").strip()
    assert blob_name(b"version: 2\n", "sha1") == name


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
