"""A folder as a target: whole trees, others' files kept, right again after a kill."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from sending import (
    ENVIRONMENT,
    FIRST,
    KILLED_AT,
    OTHERS,
    Listener,
    found_in,
    many,
    quiet,
    rule_of,
    shipment,
    write,
)

from samloft.disk import beside
from samloft.problems import UsageError
from samloft.targets import folder as publishing
from samloft.targets import target_of
from samloft.targets.folder import Folder, lock_of


@pytest.fixture(autouse=True)
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the times all disks are synced, which other people's work would make slow."""
    times: list[str] = []
    monkeypatch.setattr(os, "sync", lambda: times.append("synced"))
    return times


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "srv" / "kurs"


@pytest.fixture
def target(place: Path) -> Folder:
    return Folder(place)


def test_a_first_publication(source: Path, place: Path, target: Folder, synced: list[str]) -> None:
    said = Listener()
    sent = target.send(shipment(source, FIRST), said)
    assert (sent.uploaded, sent.copied, sent.removed, sent.unchanged) == (tuple(FIRST), (), (), 0)
    assert found_in(place) == FIRST
    assert target.names() == FIRST.keys()
    assert said.said[-1] == (7, 7)
    assert synced == ["synced"]


def test_one_changed_file_travels_alone(source: Path, place: Path, target: Folder) -> None:
    target.send(shipment(source, FIRST), quiet)
    before = (place / "agder/2026.1/index.html").stat().st_ino
    second = {**FIRST, "index.html": b"new front page"}
    sent = target.send(shipment(source, second), quiet)
    assert (sent.uploaded, sent.removed, sent.unchanged) == (("index.html",), (), 6)
    assert found_in(place) == second
    assert (place / "agder/2026.1/index.html").stat().st_ino == before
    again = target.send(shipment(source, second), quiet)
    assert (again.uploaded, again.unchanged) == ((), 7)


def test_nothing_is_touched_when_nothing_is_new(
    source: Path, place: Path, target: Folder, synced: list[str]
) -> None:
    target.send(shipment(source, FIRST), quiet)
    before = place.stat().st_ino
    target.send(shipment(source, FIRST), quiet)
    assert place.stat().st_ino == before
    assert len(synced) == 1


def test_the_same_content_with_another_time_is_not_sent(
    source: Path, place: Path, target: Folder
) -> None:
    target.send(shipment(source, FIRST), quiet)
    os.utime(source / "index.html", (1, 1))
    assert target.send(shipment(source, FIRST), quiet).uploaded == ()
    (source / "index.html").write_bytes(b"FRONT PAGE")  # of the same length
    assert target.send(
        shipment(source, {**FIRST, "index.html": b"FRONT PAGE"}), quiet
    ).uploaded == ("index.html",)
    assert (place / "index.html").read_bytes() == b"FRONT PAGE"


def test_what_is_gone_goes_and_what_is_others_stays(
    source: Path, place: Path, target: Folder
) -> None:
    write(place, OTHERS)
    (place / "empty" / "inner").mkdir(parents=True)
    old = {**FIRST, "agder/old/deep/index.html": b"old"}
    target.send(shipment(source, old), quiet)
    gone = frozenset({"agder/old/deep/index.html", "never/was.html", "index.html"})
    sent = target.send(shipment(source, FIRST, gone), quiet)
    assert sent.removed == ("agder/old/deep/index.html",)
    assert found_in(place) == {**FIRST, **OTHERS}
    assert not (place / "agder/old").exists()
    assert (place / "empty" / "inner").is_dir()


def test_symlinks_stay_as_they_are(
    tmp_path: Path, source: Path, place: Path, target: Folder
) -> None:
    outside = write(tmp_path / "outside", {"secret.txt": b"secret"})
    write(place, {"here.txt": b"here"})
    (place / "folder").symlink_to(outside)
    (place / "nowhere").symlink_to("missing")
    (place / "index.html").symlink_to(outside / "secret.txt")
    sent = target.send(shipment(source, FIRST), quiet)
    assert sent.uploaded == tuple(FIRST)
    assert (place / "folder").readlink() == outside
    assert str((place / "nowhere").readlink()) == "missing"
    assert (place / "index.html").read_bytes() == b"front page"
    assert not (place / "index.html").is_symlink()
    assert (outside / "secret.txt").read_bytes() == b"secret"
    assert target.names() == {*FIRST, "here.txt", "folder", "nowhere"}
    assert target.read("folder/secret.txt") is None
    assert target.read("index.html") == b"front page"
    assert target.read("agder") is None
    assert target.read("index.html/none") is None


def test_a_link_where_we_need_a_folder_is_told(source: Path, place: Path, target: Folder) -> None:
    write(place, {"agder/2026.0/index.html": b"old"})
    (place / "agder" / "latest").symlink_to("2026.0")
    with pytest.raises(UsageError) as stop:
        target.send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == (str(place / "agder/latest"), "target-way-is-clear")
    assert found_in(place / "agder/2026.0") == {"index.html": b"old"}
    gone = frozenset({"agder/latest"})
    assert target.send(shipment(source, FIRST, gone), quiet).removed == ("agder/latest",)
    assert found_in(place) == {**FIRST, "agder/2026.0/index.html": b"old"}


def test_packed_files_come_along(source: Path, place: Path, target: Folder) -> None:
    files = {**FIRST, "index.html.gz": b"packed"}
    assert "index.html.gz" in target.send(shipment(source, files), quiet).uploaded
    assert found_in(place) == files


def test_a_dry_run_tells_the_same_and_changes_nothing(
    source: Path, place: Path, target: Folder
) -> None:
    dry = target.send(shipment(source, FIRST), quiet, dry_run=True)
    assert not place.parent.exists()
    assert dry == target.send(shipment(source, FIRST), quiet)
    second, gone = {**FIRST, "index.html": b"new"}, frozenset({"agder/2026.1/ark/1.pdf"})
    del second["agder/2026.1/ark/1.pdf"]
    before = (found_in(place), place.stat().st_ino)
    dry = target.send(shipment(source, second, gone), quiet, dry_run=True)
    assert before == (found_in(place), place.stat().st_ino)
    assert dry == target.send(shipment(source, second, gone), quiet)
    assert dry.removed == ("agder/2026.1/ark/1.pdf",)


def test_times_and_the_right_to_read_are_kept(source: Path, place: Path, target: Folder) -> None:
    place.mkdir(parents=True)
    place.chmod(0o2750)
    target.send(shipment(source, FIRST), quiet)
    assert place.stat().st_mode & 0o7777 == 0o2750
    there, here = (folder / "index.html" for folder in (place, source))
    assert there.stat().st_mtime_ns == here.stat().st_mtime_ns


def test_a_large_publication_tells_how_far_it_has_come(source: Path, target: Folder) -> None:
    said = Listener()
    target.send(shipment(source, many(300)), said)
    assert 15 <= len(said.said) <= 20
    assert said.said == sorted(said.said)
    assert said.said[-1] == (300, 300)


@pytest.mark.parametrize("point", [0, 8, 24, 30, 38, 48])
def test_a_killed_run_leaves_a_whole_tree_and_can_be_run_again(
    source: Path, place: Path, target: Folder, point: int
) -> None:
    target.send(shipment(source, {**FIRST, "gone.html": b"gone"}), quiet)
    write(place, OTHERS)
    old = found_in(place)
    new = {**FIRST, **dict.fromkeys(many(8), b"new"), "index.html": b"new front page"}
    sending = shipment(source, new, frozenset({"gone.html"}))
    script = f"""{KILLED_AT}
from pathlib import Path
from samloft.targets import Shipment
from samloft.targets.folder import Folder
os.sync = lambda: None
sending = Shipment(source=Path({str(source)!r}), files={sending.files!r}, gone={{"gone.html"}})
Folder(Path({str(place)!r})).send(sending, lambda *_, **__: None)
"""
    done = subprocess.run([sys.executable, "-c", script, str(point)], env=ENVIRONMENT)
    assert done.returncode == -9
    assert found_in(place) in (old, {**new, **OTHERS})
    target.send(sending, quiet)
    assert found_in(place) == {**new, **OTHERS}
    left = {path.name for path in place.parent.iterdir()}
    assert left - {lock_of(place).name} == {"kurs"}


@pytest.mark.parametrize("point", [0, 1, 5, 12, 16, 18])
def test_a_killed_first_run_leaves_nothing_or_all_of_it_and_can_be_run_again(
    source: Path, place: Path, target: Folder, point: int
) -> None:
    sending = shipment(source, FIRST)
    script = f"""{KILLED_AT}
from pathlib import Path
from samloft.targets import Shipment
from samloft.targets.folder import Folder
os.sync = lambda: None
sending = Shipment(source=Path({str(source)!r}), files={sending.files!r}, gone=frozenset())
Folder(Path({str(place)!r})).send(sending, lambda *_, **__: None)
"""
    done = subprocess.run([sys.executable, "-c", script, str(point)], env=ENVIRONMENT)
    assert done.returncode == -9
    assert not place.exists() or found_in(place) == FIRST
    target.send(sending, quiet)
    assert found_in(place) == FIRST
    assert {path.name for path in place.parent.iterdir()} == {"kurs", lock_of(place).name}


def test_one_publishes_at_a_time(source: Path, place: Path, target: Folder) -> None:
    place.parent.mkdir()
    with FileLock(lock_of(place)), pytest.raises(UsageError) as stop:
        target.send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == (str(place), "target-is-free")
    target.send(shipment(source, FIRST), quiet)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        (errno.ENOSPC, "target-has-space"),
        (errno.EACCES, "target-can-be-written"),
        (errno.EBUSY, "target-can-be-exchanged"),
    ],
)
def test_what_the_disk_refuses_is_told_and_the_old_tree_stays(
    source: Path,
    place: Path,
    target: Folder,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    rule: str,
) -> None:
    target.send(shipment(source, FIRST), quiet)

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(publishing, "exchange", refuse)
    with pytest.raises(UsageError) as stop:
        target.send(shipment(source, {**FIRST, "index.html": b"new"}), quiet)
    assert rule_of(stop) == (str(place), rule)
    assert found_in(place) == FIRST
    assert not beside(place, "publishing").exists()


def test_a_file_that_is_not_there_is_told(source: Path, place: Path, target: Folder) -> None:
    sending = shipment(source, FIRST)
    (source / "index.html").unlink()
    with pytest.raises(UsageError) as stop:
        target.send(sending, quiet)
    assert rule_of(stop) == (str(source / "index.html"), "file-can-be-read")
    assert not place.exists()


def test_a_disk_without_hard_links_gets_copies(
    source: Path, place: Path, target: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.send(shipment(source, FIRST), quiet)
    (place / "link").symlink_to("missing")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    target.send(shipment(source, {**FIRST, "index.html": b"new"}), quiet)
    assert found_in(place) == {**FIRST, "index.html": b"new"}
    assert str((place / "link").readlink()) == "missing"


def test_a_disk_of_its_own_is_refused_before_work_begins(
    source: Path, place: Path, target: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda path: path == place)
    with pytest.raises(UsageError) as stop:
        target.send(shipment(source, FIRST), quiet, dry_run=True)
    assert rule_of(stop) == (str(place), "target-can-be-exchanged")


@pytest.mark.skipif(not Path("/proc").is_mount(), reason="no disk below / is known here")
def test_a_folder_that_holds_a_disk_is_refused() -> None:
    with pytest.raises(UsageError) as stop:
        Folder(Path("/")).names()
    assert rule_of(stop) == ("/", "target-can-be-exchanged")


@pytest.mark.parametrize("inner", ["", "sub"])
def test_a_target_within_the_publication_is_refused(source: Path, inner: str) -> None:
    with pytest.raises(UsageError) as stop:
        Folder(source / inner).send(shipment(source, FIRST), quiet)
    assert rule_of(stop) == (str(source / inner), "target-lies-apart")


def test_a_path_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "root"
    (root / "modules").mkdir(parents=True)
    monkeypatch.chdir(root)
    assert target_of("../srv/kurs", root) == Folder(tmp_path / "srv" / "kurs")
    (tmp_path / "link").symlink_to("elsewhere")
    assert target_of(str(tmp_path / "link"), root) == Folder(tmp_path / "elsewhere")
    for path in (".", "..", "/"):
        with pytest.raises(UsageError) as stop:
            target_of(path, root)
        assert rule_of(stop) == (path, "folder-is-outside")
    for text in ("https://kurs.example/", "server:/srv/kurs", "", "ftp://x/y"):
        with pytest.raises(UsageError) as stop:
            target_of(text, root)
        assert rule_of(stop) == (text, "target-is-known")
        assert stop.value.problems[0].values["nearest"] == "/srv/kurs"
