"""build.py: sets itself up once, from lock files that pin everything, and then hands over."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.markers import Marker
from world import ROOT, WriteTree

LOCKS = ("requirements.lock", "requirements-test.lock")
BACKPORTS = {"importlib-metadata", "lazy-importer", "zipp"}
"""What only Python 3.11 needs, to do as later ones do; tests alone bring it."""
STAMPS = [ROOT / ".venv" / f"{name}.done" for name in LOCKS]


def front_door(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run build.py as a person does: with the machine's own Python, from some folder."""
    base = Path(sys.base_prefix) / "bin" / "python3"
    command = [str(base if base.exists() else sys.executable), str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(not any(stamp.exists() for stamp in STAMPS), reason=".venv is another's")
def test_it_works_from_any_folder_and_a_second_run_sets_nothing_up(tmp_path: Path) -> None:
    before = {stamp: stamp.stat().st_mtime_ns for stamp in STAMPS if stamp.exists()}
    started = time.monotonic()
    done = front_door("--help", "--lang", "nb", folder=tmp_path)
    took = time.monotonic() - started
    assert done.returncode == 0
    called = re.match(r"bruk: python3 (\S+) ", done.stdout)
    assert called
    assert (tmp_path / called[1]).resolve() == ROOT / "build.py"
    assert "Setter opp" not in done.stderr
    assert {stamp: stamp.stat().st_mtime_ns for stamp in STAMPS if stamp.exists()} == before
    assert list(tmp_path.iterdir()) == []
    assert took < 5


def test_the_exit_code_comes_through(tmp_path: Path) -> None:
    done = front_door("chekc", "--lang", "nb", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "mente du: check?" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("is_buffered", [True, False])
def test_what_nobody_could_be_told_is_an_error(is_buffered: bool, tmp_path: Path) -> None:
    kept = {name: each for name, each in os.environ.items() if name != "PYTHONUNBUFFERED"}
    set_so = {} if is_buffered else {"PYTHONUNBUFFERED": "1"}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, str(ROOT / "build.py"), "check", "--help", "--lang", "nb"],
            cwd=tmp_path,
            env=kept | set_so,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
        )
    assert done.returncode == 2
    assert "kan ikke skrives" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_course_one_stands_in_is_the_one_that_is_meant(write_tree: WriteTree) -> None:
    course = "title: {nb: Mitt}\nsummary: {nb: Om}\nversoin: '2026.1'\n"
    folder = write_tree({"modules/course.yml": course})
    done = front_door("check", "--lang", "nb", folder=folder)
    assert done.returncode == 1
    assert "modules/course.yml:3: " in done.stderr
    assert "mente du: version?" in done.stderr


@pytest.mark.parametrize(
    ("spoken", "advice"),
    [
        ("nb_NO.UTF-8", "Python 3.10.4 er for gammel – bruk Python 3.11 eller nyere.\n"),
        ("nn_NO.UTF-8", "Python 3.10.4 er for gammal – bruk Python 3.11 eller nyare.\n"),
        ("en_GB.UTF-8", "Python 3.10.4 is too old – use Python 3.11 or newer.\n"),
    ],
)
def test_an_old_python_is_told_so(
    spoken: str,
    advice: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", spoken)
    door = runpy.run_path(str(ROOT / "build.py"))
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    monkeypatch.setattr(sys, "version", "3.10.4 (main)")
    assert door["main"]() == 2
    assert capsys.readouterr().err == advice


def test_only_the_tests_and_the_locks_need_the_tests_own_tools() -> None:
    lock_for = runpy.run_path(str(ROOT / "build.py"))["lock_for"]
    asked = {"test": ["test", "-k", "x"], "lock": ["lock"], "": [], "build": ["build", "agder"]}
    assert {name: lock_for(words).name for name, words in asked.items()} == {
        "test": "requirements-test.lock",
        "lock": "requirements-test.lock",
        "": "requirements.lock",
        "build": "requirements.lock",
    }


def requirements(name: str) -> dict[str, tuple[str, str, int]]:
    """Return what a lock file pins: by package, the version, the marker and how many hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==(\S+)(?:\s*;\s*(.*?))?(?=\s+--hash|\s*$)", line)
        if match:
            key = f"{match[1].lower()} {match[3] or ''}"
            found[key] = (match[2], match[3] or "", line.count("--hash=sha256:"))
        else:
            assert not line.strip() or line.startswith("#"), line
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_its_hashes(name: str) -> None:
    found = requirements(name)
    assert len(found) > 20
    assert [key for key, (_, _, hashes) in found.items() if not hashes] == []


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_python_we_support_gets_one_version_of_every_package(
    name: str, platform: str
) -> None:
    pins = requirements(name)
    packages = {key.split()[0] for key in pins}
    chosen = {
        version: Counter(
            key.split()[0]
            for key, (_, marker, _) in pins.items()
            if key.split()[0] not in BACKPORTS
            and (not marker or Marker(marker).evaluate(environment(version, platform)))
        )
        for version in ("3.11.0", "3.11.15", "3.12.0", "3.13.0", "3.14.0")
    }
    first = chosen["3.11.0"]
    assert all(count == 1 for count in first.values())
    assert all(other == first for other in chosen.values())
    assert packages - set(first) <= {"colorama", "greenlet"} | BACKPORTS


def environment(version: str, platform: str) -> dict[str, str]:
    short = ".".join(version.split(".")[:2])
    system = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[platform]
    return {
        "python_version": short,
        "python_full_version": version,
        "sys_platform": platform,
        "platform_system": system,
        "os_name": "nt" if platform == "win32" else "posix",
    }


def test_the_tests_run_with_the_very_versions_readers_get() -> None:
    runtime, tests = (requirements(name) for name in LOCKS)
    assert {key: tests.get(key, ("missing",))[0] for key in runtime} == {
        key: version for key, (version, _, _) in runtime.items()
    }


LANGUAGES = ("nb", "nn", "en")
OUT_OF_REACH = "nothing-such==1.0 --hash=sha256:" + "0" * 64 + "\n"


@dataclass(frozen=True)
class House:
    """A front door with next to nothing behind it: what lies there says what it was asked."""

    root: Path

    def enter(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        base = Path(sys.base_prefix) / "bin" / "python3"
        offline = {"PIP_INDEX_URL": "http://127.0.0.1:9", "PIP_RETRIES": "0", "PIP_TIMEOUT": "1"}
        command = [str(base if base.exists() else sys.executable), "build.py", *arguments]
        return subprocess.run(
            command,
            cwd=self.root,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "nb_NO.UTF-8", **offline, **more},
        )

    @property
    def environment(self) -> str:
        """What tells one environment from another."""
        return (self.root / ".venv/pyvenv.cfg").read_text(encoding="utf-8") + str(
            (self.root / ".venv/pyvenv.cfg").stat().st_mtime_ns
        )

    def ask_for(self, lock: str) -> None:
        (self.root / "requirements.lock").write_text(lock, encoding="utf-8")


@pytest.fixture(scope="module")
def built_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = tmp_path_factory.mktemp("hus") / "kurs"
    (root / "samloft").mkdir(parents=True)
    shutil.copy(ROOT / "build.py", root)
    shutil.copytree(ROOT / "samloft/processes", root / "samloft/processes")
    (root / "samloft/cli.py").write_text(
        "def main(arguments, root):\n    print(*arguments)\n    return 0\n", encoding="utf-8"
    )
    house = House(root)
    house.ask_for("# nothing\n")
    done = house.enter("hei")
    assert (done.returncode, done.stdout) == (0, "hei\n"), done.stderr
    return house


@pytest.fixture
def house(built_house: House) -> Iterator[House]:
    """Lend the one house there is, and look that it is whole when it comes back."""
    yield built_house
    built_house.ask_for("# nothing\n")
    done = built_house.enter("hei")
    assert (done.returncode, done.stdout, done.stderr) == (0, "hei\n", "")
    assert not (built_house.root / ".venv.old").exists()


@pytest.mark.slow
def test_a_renewal_that_fails_says_so_in_a_line_and_leaves_what_there_was(house: House) -> None:
    before = house.environment
    house.ask_for(OUT_OF_REACH)
    done = house.enter("check", "--lang", "nn")
    _, failed = done.stderr.splitlines()
    assert failed.startswith("Fekk ikkje henta pakkane i requirements.lock.")
    assert ".samloft/set-up.log" in failed
    assert (done.returncode, done.stdout) == (2, "")
    assert house.environment == before
    assert "nothing-such" in (house.root / ".samloft/set-up.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_pull_can_be_taken_back_where_its_environment_cannot_be_made(house: House) -> None:
    house.ask_for(OUT_OF_REACH)
    done = house.enter("pull", "--undo")
    assert (done.returncode, done.stdout) == (0, "pull --undo\n")


@pytest.mark.slow
def test_a_set_up_that_was_killed_is_put_back(house: House) -> None:
    before = house.environment
    (house.root / ".venv").rename(house.root / ".venv.old")
    (house.root / ".venv/bin").mkdir(parents=True)
    done = house.enter("hei")
    assert (done.stdout, done.stderr) == ("hei\n", "")
    assert house.environment == before


@pytest.mark.slow
def test_what_a_pull_made_is_there_for_the_next_command(house: House, tmp_path: Path) -> None:
    new = tmp_path / "ny"
    shutil.copytree(house.root, new, ignore=shutil.ignore_patterns(".venv*"))
    (new / "requirements.lock").write_text("# nothing, but otherwise\n", encoding="utf-8")
    before = house.environment
    place = str(house.root / ".venv")
    assert House(new).enter("pull", "--help", SAMLOFT_VENV=place).returncode == 0
    assert house.environment != before
    assert not (new / ".venv").exists()
    # The pull came to nothing: what was there is put back, without setting up.
    done = house.enter("hei")
    assert (done.stdout, done.stderr, house.environment) == ("hei\n", "", before)
    # The pull went well: what it made is right.
    assert House(new).enter("pull", "--help", SAMLOFT_VENV=place).returncode == 0
    house.ask_for("# nothing, but otherwise\n")
    assert house.enter("pull", "--undo").stderr == ""
    house.ask_for("# nothing\n")
    assert house.enter("status").stderr == ""


@pytest.mark.slow
def test_a_python_without_venv_is_told_what_to_install(house: House, tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv/__init__.py").touch()
    (tmp_path / "venv/__main__.py").write_text("print('ensurepip is not available'); exit(1)")
    house.ask_for("# other\n")
    done = house.enter(PYTHONPATH=str(tmp_path))
    assert "apt install python3-venv" in done.stderr.splitlines()[-1]
    assert "ensurepip" not in done.stderr + done.stdout
    assert done.returncode == 2


def test_every_sentence_of_the_front_door_is_there_in_every_language() -> None:
    words = runpy.run_path(str(ROOT / "build.py"))["WORDS"]
    assert {key: tuple(each) for key, each in words.items()} == dict.fromkeys(words, LANGUAGES)
