"""A branch as a target, in real repositories: one commit, and nobody's work is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from repos import commit, git
from sending import (
    ALL,
    FIRST,
    OTHERS,
    Listener,
    Standing,
    commits,
    many,
    on_branch,
    push_others,
    quiet,
    rule_of,
    shipment,
)

from samloft.problems import UsageError
from samloft.targets import target_of
from samloft.targets.git_tree import blob_name


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


def test_only_what_the_remote_lacks_travels(
    root: Path, origin: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = many(200)
    target_of("git:pages", root).send(shipment(source, files), quiet)
    trace = root.parent / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    second = {**files, "agder/2026.1/7/7/index.html": b"new"}
    target_of("git:pages", root).send(shipment(source, second), quiet)
    monkeypatch.delenv("GIT_TRACE2_EVENT")
    sizes = {int(size) for size in re.findall(r"--pack_header=2,(\d+)", trace.read_text())}
    assert sizes == {7}  # the file, its five folders, the commit
    assert on_branch(origin) == {**second, ".nojekyll": b""}
    assert commits(origin) == 1
    git(origin, "fsck", "--strict")


def test_a_shallow_clone_publishes_too(
    tmp_path: Path, root: Path, origin: Path, source: Path
) -> None:
    commit(root)
    git(root, "push", "--quiet", "origin", "main")
    target_of("git:pages", root).send(shipment(source, FIRST), quiet)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{origin}", str(shallow))
    second = {**FIRST, "index.html": b"new"}
    assert target_of("git:pages", shallow).send(shipment(source, second), quiet).unchanged == 6
    assert (on_branch(origin), commits(origin)) == ({**ALL, **second}, 1)
    with pytest.raises(UsageError) as stop:
        target_of("git:main", shallow).send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == ("git:main", "branch-is-not-checked-out")


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


def test_another_repository_may_have_its_pages_on_any_branch(
    tmp_path: Path, root: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "pages.git")
    monkeypatch.chdir(root)
    target = target_of("git:../pages.git#main", root)
    target.send(shipment(source, FIRST), quiet)
    assert on_branch(tmp_path / "pages.git", "main") == ALL
    assert target.names() == ALL.keys()


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
