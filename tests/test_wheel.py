"""The engine is a package too: installed alone, it makes a course and builds it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from world import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the wheel holds, as pip unpacks it."""
    folder = tmp_path_factory.mktemp("hjul")
    command = [sys.executable, "-P", "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    command += ["--disable-pip-version-check", "--quiet", "--wheel-dir", str(folder), str(ROOT)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(folder / "pakke")
    return folder / "pakke"


def samloft(installed: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command that the package brings, as its script does."""
    script = "import sys; from samloft.cli import command; sys.exit(command())"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(installed), "LC_ALL": "nb_NO.UTF-8"},
        capture_output=True,
        text=True,
    )


def test_it_brings_one_copy_of_the_theme_the_layouts_and_the_settings(installed: Path) -> None:
    for name in ("mkdocs.yml", "requirements.lock", "overrides/main.html"):
        assert (installed / "samloft/defaults" / name).read_bytes() == (ROOT / name).read_bytes()
    assert not (installed / "overrides").exists()


@pytest.mark.slow
def test_a_course_is_made_and_built_anywhere(installed: Path, tmp_path: Path) -> None:
    made = samloft(installed, "new", "course", "kurs", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    built = samloft(installed, "build", "--jobs", "1", cwd=tmp_path / "kurs")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "kurs/site/kurs/index.html").exists()
    rules = [path.read_text("utf-8") for path in (tmp_path / "kurs/site/regler").glob("*.html")]
    assert any("samloft check --fix" in page for page in rules)
    assert not any("python3 build.py" in page for page in rules)


def test_it_speaks_of_itself_by_its_own_name(installed: Path, tmp_path: Path) -> None:
    shown = samloft(installed, "new", "--help", cwd=tmp_path)
    assert "samloft new lesson" in shown.stdout
    assert "python3 build.py" not in shown.stdout
