"""Whatever stops a release, and whenever: the old tree stands, or the new one, never a mixture.

SAMLOFT_KILLS says how many random moments are tried; the default is for every day.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from releases import course_in_git, release, rename_lesson, well
from repos import commit
from world import ROOT, do_without, files_in

TIMES = int(os.environ.get("SAMLOFT_KILLS", "3"))
Files = dict[PurePosixPath, bytes]


@dataclass(frozen=True)
class World:
    """A course about to be released for the second time."""

    root: Path
    before: Path
    """The published tree before."""
    old: Files
    new: Files
    seconds: float
    """What the release takes when nobody stops it."""

    @property
    def command(self) -> list[str]:
        """What releases it, as a program of its own."""
        call = "import sys; from samloft.cli import main; sys.exit(main(sys.argv[2:], sys.argv[1]))"
        call = call.replace("sys.argv[1])", "__import__('pathlib').Path(sys.argv[1]))")
        words = ["release", "2026.2", "nordvik", "--jobs", "1"]
        return [sys.executable, "-c", call, str(self.root), *words]

    @property
    def environment(self) -> dict[str, str]:
        """Where that finds the engine."""
        return {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "nb_NO.UTF-8"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    place = tmp_path_factory.mktemp("stopp")
    root = course_in_git(place / "kurs")
    release(root, "2026.1", "nordvik")
    rename_lesson(root)
    commit(root)
    before = place / "public"
    shutil.copytree(root / "public", before)
    draft = World(root, before, files_in(before), {}, 0)
    started = time.monotonic()
    subprocess.run(draft.command, env=draft.environment, check=True, capture_output=True)
    seconds = time.monotonic() - started
    return World(root, before, draft.old, files_in(root / "public"), seconds)


@pytest.fixture
def public(world: World) -> Iterator[Path]:
    """Yield the course's published tree, which each try begins anew."""
    yield world.root / "public"
    shutil.rmtree(world.root / "public", ignore_errors=True)


def begin_anew(world: World, public: Path) -> None:
    shutil.rmtree(public, ignore_errors=True)
    shutil.copytree(world.before, public)


@pytest.mark.slow
def test_killed_at_any_moment(world: World, public: Path) -> None:
    chance = random.Random(os.urandom(8))
    outcomes = []
    for _ in range(TIMES):
        begin_anew(world, public)
        moment = chance.uniform(0, world.seconds)
        running = subprocess.Popen(
            world.command, env=world.environment, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            running.wait(moment)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        files = files_in(public)
        assert files in (world.old, world.new), f"a mixture after {moment:.2f} s"
        outcomes.append(files == world.new)
        well(world.root, "verify")
    # And the next try clears up, and goes well.
    subprocess.run(world.command, env=world.environment, check=True, capture_output=True)
    assert files_in(public) == world.new
    left = [path.name for path in world.root.glob(".public.*") if path.name != ".public.lock"]
    assert left == []


ALONE = (
    ["unshare", "--map-root-user", "--mount"],
    ["sudo", "--non-interactive", "--preserve-env", "unshare", "--mount"],
)
"""Ways to have disks of one's own: some systems let only root."""


def _works(way: list[str]) -> bool:
    try:
        return subprocess.run([*way, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


FILL = """
    import shutil, subprocess, sys
    from pathlib import Path
    size, before, place, *command = sys.argv[1:]
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", place], check=True)
    shutil.copytree(before, f"{place}/public")
    done = subprocess.run([*command, "--out", f"{place}/public"], capture_output=True, text=True)
    shutil.copytree(f"{place}/public", sys.argv[1] + ".after")
    left = [path.name for path in Path(place).iterdir()]
    print(done.returncode, done.stderr.replace("\\n", " | "), left)
"""


@pytest.mark.slow
def test_a_full_disk_at_any_point(world: World, tmp_path: Path) -> None:
    alone = next((way for way in ALONE if _works(way)), None)
    if alone is None:
        do_without("no small disk can be made here: unshare is not allowed")
    script, disk = tmp_path / "fill.py", tmp_path / "disk"
    script.write_text(textwrap.dedent(FILL), encoding="utf-8")
    disk.mkdir()
    chance = random.Random(os.urandom(8))
    least = sum(-(-len(content) // 4096) * 4 for content in world.old.values()) + 400
    most = least + sum(-(-len(content) // 4096) * 4 for content in world.new.values())
    for _ in range(TIMES):
        size = chance.randint(least, most)
        told = subprocess.run(
            [*alone, sys.executable, script, str(size), world.before, disk, *world.command],
            env=world.environment,
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        after = tmp_path / f"{size}.after"
        files = files_in(after)
        assert files in (world.old, world.new), f"a mixture with {size} kB: {told}"
        well(world.root, "verify", str(after))
        if files == world.old:
            assert told.startswith("2 "), told
            assert "file-can-be-written" in told
            assert "Traceback" not in told
        assert "['public', '.public.lock']" in told or "['.public.lock', 'public']" in told
        shutil.rmtree(after)
