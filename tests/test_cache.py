"""What was made before is found again as long as all it was made with is the same."""

from __future__ import annotations

import os
import re
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest
from world import ROOT, Run, copy_small_course, sweep

from samloft import cache
from samloft.cache import engine_digest, packages_in


def names_in(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)


NEEDED = names_in("requirements.lock")
TEST_TOOLS = sorted(set(names_in("requirements-test.lock")) - set(NEEDED))


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that holds the packages installed here, by name, and no others do."""
    folder = tmp_path / "pakker"
    for found in Path(sysconfig.get_path("purelib")).glob("*.dist-info"):
        (folder / found.name).mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(folder)])
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_small_course(tmp_path / "kurs", kept=False)


def upgraded(packages: Path, name: str) -> None:
    """Have another version of a package installed, or the first."""
    for folder in packages.glob("*.dist-info"):
        if folder.name.partition("-")[0].lower().replace("_", "-") == name:
            folder.rmdir()
    (packages / f"{name.replace('-', '_')}-99.0.dist-info").mkdir()


@pytest.mark.parametrize("name", NEEDED)
def test_another_version_of_any_package_we_need_is_another_engine(
    name: str, packages: Path, root: Path
) -> None:
    before = engine_digest(root)
    assert engine_digest(root) == before
    upgraded(packages, name)
    assert engine_digest(root) != before


def test_another_version_of_a_test_tool_is_the_same_engine(packages: Path, root: Path) -> None:
    before = engine_digest(root)
    assert {"pytest", "ruff", "mike"} <= set(TEST_TOOLS)
    for name in TEST_TOOLS:
        upgraded(packages, name)
    assert engine_digest(root) == before


def test_the_first_of_two_versions_counts_as_python_imports_it(
    packages: Path, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = engine_digest(root)
    (tmp_path / "andre/nh3-99.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(packages), str(tmp_path / "andre")])
    assert engine_digest(root) == before
    monkeypatch.setattr(sys, "path", [str(tmp_path / "andre"), str(packages)])
    assert engine_digest(root) != before


def test_without_a_lock_file_all_packages_count(packages: Path, tmp_path: Path) -> None:
    there = len(list(packages.iterdir()))
    assert len(packages_in(tmp_path / "requirements.lock")) == there


def test_another_python_is_another_engine(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = engine_digest(root)
    monkeypatch.setattr(sys, "version", "3.99.0")
    assert engine_digest(root) != before


@pytest.mark.parametrize(
    "name", ["overrides/main.html", "overrides/paper/tokens.typ", "mkdocs.yml"]
)
def test_another_theme_is_another_engine(name: str, root: Path) -> None:
    before = engine_digest(root)
    with (root / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert engine_digest(root) != before


@pytest.mark.parametrize("suffix", [".py", ".toml", ".md"])
def test_any_other_file_of_ours_is_another_engine(
    suffix: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = engine_digest(root)
    for name in ("same", "changed"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(cache.HOME, tmp_path / name, ignore=leave)
    changed = next((tmp_path / "changed").rglob(f"*{suffix}"))
    changed.write_bytes(changed.read_bytes() + b"\n")
    monkeypatch.setattr(cache, "HOME", tmp_path / "same")
    assert engine_digest(root) == before
    monkeypatch.setattr(cache, "HOME", tmp_path / "changed")
    assert engine_digest(root) != before


@pytest.mark.slow("each")
@pytest.mark.parametrize(("name", "is_ours"), [("nh3", True), ("pytest", False)])
def test_a_build_looks_at_everything_again_for_what_it_is_made_with(
    name: str,
    is_ours: bool,
    run: Run,
    small_course: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("build", "--without-sheets").code == 0
    page = small_course / "site/nordvik/index.html"
    before = page.stat().st_ino, page.read_bytes()
    (tmp_path / f"{name}-99.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert run("build", "--without-sheets").code == 0
    assert (page.stat().st_ino != before[0]) is is_ours
    assert page.read_bytes() == before[1]


def test_of_what_tests_keep_the_engines_used_last_stay(tmp_path: Path) -> None:
    for age, engine in enumerate(["e", "b", "f", "a", "d", "c"]):
        (tmp_path / engine / "pages").mkdir(parents=True)
        os.utime(tmp_path / engine, (1000 - age, 1000 - age))
    (tmp_path / "lock").touch()
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "e", "f", "lock"]
    sweep(tmp_path)
    assert len([*tmp_path.iterdir()]) == 5


def test_small_pieces_of_many_are_kept_together_and_those_nobody_asks_for_go(
    tmp_path: Path,
) -> None:
    def lengths_of(*texts: str) -> list[str]:
        made: list[str] = []
        with cache.Cache(tmp_path, "motor").once_each("lengder") as once:
            assert [once(text, lambda each: made.append(each) or len(each)) for text in texts] == [
                len(text) for text in texts
            ]
        return made

    assert lengths_of("en", "fire", "en") == ["en", "fire"]
    assert lengths_of("fire", "elleve") == ["elleve"]
    assert lengths_of("en", "elleve") == ["en"]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
