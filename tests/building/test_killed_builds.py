"""A build that is killed, at any moment, leaves each site as it was or as it is to be."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path, PurePosixPath

import pytest
from world import Run, copy_small_course, files_in

from samloft.cache import FOLDER as CACHE
from samloft.cli import main

MOMENTS = int(os.environ.get("SAMLOFT_KILLS", "2"))
"""How often each kind of build is killed; set it to 100 for a long look."""

WATCHED = {"os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "ctypes.dlsym"}
"""What changes the disk, as Python's audit events name it."""

Files = dict[PurePosixPath, bytes]


def build(root: Path, *words: str, kill_at: int = -1) -> tuple[int, int]:
    """Build in a process of its own, which is killed just before its n-th change to the disk.

    Return how it ended, and how many changes there were.
    """
    counted = root.parent / "changes"
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, _: object) -> None:
            nonlocal count
            if event in WATCHED:
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)
                count += 1

        sys.addaudithook(watch)
        code = main(["build", *words, "--jobs", "1", "--without-sheets"], root)
        counted.write_text(str(count), encoding="utf-8")
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, int(counted.read_text(encoding="utf-8")) if code >= 0 else 0


def by_edition(site: Path) -> dict[str, Files]:
    """Return the files of each site, and of the front page, by address."""
    found: dict[str, Files] = {}
    homes = {"nordvik", "nordvik/nn", "sorvik", "sorvik/nb"}
    for path, content in (files_in(site) if site.exists() else {}).items():
        home = max((home for home in homes if path.is_relative_to(home)), key=len, default="")
        found.setdefault(home, {})[path] = content
    return found


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a course that is built, and the same with a lesson changed and built again."""
    place = tmp_path_factory.mktemp("avbrutt")
    old = copy_small_course(place / "gammelt" / "kurs")
    assert main(["build", "--without-sheets", "--jobs", "1"], old) == 0
    new = place / "nytt" / "kurs"
    shutil.copytree(old, new, copy_function=shutil.copy2)
    change(new)
    assert main(["build", "--without-sheets", "--jobs", "1"], new) == 0
    return old, new


CHANGED = ("modules/trygghet/01-passord.md", "docs/om.md")


def change(root: Path) -> None:
    for name in CHANGED:
        text = (root / name).read_text(encoding="utf-8")
        (root / name).write_text(f"{text}\nEn ny setning.\n", encoding="utf-8")


@pytest.mark.slow("each")
@pytest.mark.parametrize("words", [(), ("nordvik",)], ids=["all", "one network"])
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_each_site_is_the_old_or_the_new_and_the_next_build_needs_no_hand(
    words: tuple[str, ...],
    is_known: bool,
    courses: tuple[Path, Path],
    tmp_path: Path,
    run: Run,
) -> None:
    old, new = courses
    was, will_be = by_edition(old / "site"), by_edition(new / "site")
    assert was["nordvik"] != will_be["nordvik"]
    root = tmp_path / "ny" / "kurs"

    def start_over() -> None:
        shutil.rmtree(root.parent, ignore_errors=True)
        shutil.copytree(old, root, copy_function=shutil.copy2)
        change(root)
        if is_known:  # the record names the output folder, which is another now
            shutil.rmtree(root / "site")
            for name in CHANGED:
                shutil.copy(old / name, root / name)
            assert build(root)[0] == 0
            change(root)

    start_over()
    code, changes = build(root, *words)
    assert code == 0
    for number in range(MOMENTS):
        start_over()
        # The last third of them is where sites are put in place.
        at = changes * 2 // 3 + changes * number // (3 * MOMENTS) if number else changes // 2
        assert build(root, *words, kill_at=at)[0] == -9
        now = by_edition(root / "site")
        for address in was:
            assert now.get(address) in (was[address], will_be[address]), (number, address)
        assert build(root)[0] == 0
        assert by_edition(root / "site") == will_be
        hidden = {path.name for path in root.iterdir() if path.name.startswith(".")}
        assert hidden == {CACHE}


@pytest.mark.slow
def test_a_first_build_that_is_killed_leaves_nothing_or_all_of_it(
    courses: tuple[Path, Path], tmp_path: Path
) -> None:
    whole = by_edition(courses[0] / "site")
    root = copy_small_course(tmp_path / "kurs", kept=False)
    _, changes = build(root)
    for number in range(MOMENTS):
        shutil.rmtree(root / "site", ignore_errors=True)
        shutil.rmtree(root / CACHE)
        assert build(root, kill_at=changes - 1 - number * 3)[0] == -9
        assert by_edition(root / "site") in ({}, whole)
        assert build(root)[0] == 0
        assert by_edition(root / "site") == whole


@pytest.mark.slow
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_a_network_that_is_held_back_is_the_old_one_whenever_the_build_is_killed(
    is_known: bool, courses: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = courses
    was, will_be = by_edition(old / "site"), by_edition(new / "site")
    root = tmp_path / "ny" / "kurs"
    own = "networks/nordvik/docs/nordvik.md"

    def start_over() -> None:
        shutil.rmtree(root.parent, ignore_errors=True)
        shutil.copytree(old, root, copy_function=shutil.copy2)
        if is_known:  # the record names the output folder, which is another now
            shutil.rmtree(root / "site")
            assert build(root)[0] == 0
        change(root)
        with (root / own).open("a", encoding="utf-8") as file:
            file.write("\n[her](ingen.md)\n")

    start_over()
    code, changes = build(root)
    assert code == 1
    for number in range(MOMENTS):
        start_over()
        # The last third of them is where sites are put in place.
        at = changes - 1 - changes * number // (3 * MOMENTS)
        assert build(root, kill_at=at)[0] == -9
        now = by_edition(root / "site")
        for address in was:
            may_be = [was[address], *([will_be[address]] if address.startswith("sorvik") else [])]
            assert now.get(address) in may_be, (number, address)
        shutil.copy(old / own, root / own)
        assert build(root)[0] == 0
        assert by_edition(root / "site") == will_be
