"""The real course at any size: as many editions as asked for, one site each."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("modules", "docs", "networks", "overrides", "mkdocs.yml", "samloft", "build.py")
LOCKS = ("requirements.lock", "requirements-test.lock", "pyproject.toml")


def copy_course(folder: Path) -> Path:
    """Copy the course and the engine into an empty folder; it uses this project's .venv."""
    folder.mkdir(parents=True)
    for name in (*PARTS, *LOCKS):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


def cut_to(root: Path, editions: int) -> None:
    """Leave so many editions, each in its own form only: networks first, then municipalities.

    Beyond those there are, places are made up.
    """
    networks = sorted((root / "networks").glob("*/network.yml"))
    for number, settings in enumerate(networks):
        if number >= editions:
            shutil.rmtree(settings.parent)
            continue
        text = settings.read_text(encoding="utf-8")
        settings.write_text(re.sub(r"(?m)^languages:.*\n", "", text), encoding="utf-8")
    left = editions - min(editions, len(networks))
    kept = networks[: min(editions, len(networks))]
    for settings in kept:
        left -= _cut_places(settings.with_name("municipalities.csv"), left)
    if left:
        _make_up(kept[-1].with_name("municipalities.csv"), left)


def _cut_places(path: Path, most: int) -> int:
    """Leave at most so many rows; return how many there are."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[: most + 1]), encoding="utf-8")
    return min(most, len(lines) - 1)


def _make_up(path: Path, count: int) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        for number in range(count):
            row = {"number": f"{9999 - number}", "name": f"Sted {number}", "language": "nb"}
            writer.writerow({name: row.get(name, "") for name in names})
