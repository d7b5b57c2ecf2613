"""Time releases and publications of the real course, beside a copy and beside mike.

Usage: .venv/bin/python benchmarks/versions.py [--municipalities]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course import copy_course

PYTHON = Path(sys.executable)
WHO = ("-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0")


def git(root: Path, *arguments: str) -> None:
    """Run Git."""
    subprocess.run(["git", *WHO, *arguments], cwd=root, check=True, capture_output=True)


def timed(root: Path, *command: str) -> float:
    """Return the seconds a program takes."""
    os.sync()
    started = time.monotonic()
    path = f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}"  # mike looks for its engine there
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.monotonic() - started


def change(root: Path, number: int) -> None:
    """Put a sentence into a lesson, and commit it."""
    lesson = root / "modules/ki/02-sprakmodeller.md"
    with lesson.open("a", encoding="utf-8") as file:
        file.write(f"\nEn ny setning, nummer {number}.\n")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", f"change {number}")


def mike_takes(root: Path, place: Path) -> float:
    """Return the seconds mike takes to put one version of one edition on a branch."""
    project = place / "mike"
    timed(root, str(PYTHON), "build.py", "export", "agder", str(project))
    git(place, "init", "--quiet", "--initial-branch=main", str(project))
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "one")
    for key, value in (("user.name", "bench"), ("user.email", "bench@localhost")):
        git(project, "config", key, value)
    return timed(project, str(PYTHON.with_name("mike")), "deploy", "2026.1", "latest")


def main() -> None:
    """Print a row a step: what it took, and how many times a copy of the tree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--municipalities", action="store_true")
    more = ["--municipalities"] if parser.parse_args().municipalities else []
    with tempfile.TemporaryDirectory(prefix="samloft-bench-", dir=".") as folder:
        place = Path(folder).absolute()
        root = copy_course(place / "course")
        (root / ".gitignore").write_text(".venv\n.samloft/\npublic/\n.public.*\n")
        git(place, "init", "--quiet", "--initial-branch=main", str(root))
        change(root, 0)
        build = (str(PYTHON), "build.py")
        steps = {"release, the first": timed(root, *build, "release", "2026.1", *more)}
        change(root, 1)
        steps["release, the second"] = timed(root, *build, "release", "2026.2", *more)
        change(root, 2)
        steps["release of one edition"] = timed(root, *build, "release", "2026.3", "agder")
        steps["the same again, nothing new"] = timed(root, *build, "release", "2026.3", "agder")
        steps["rollback of one edition"] = timed(root, *build, "rollback", "agder")
        steps["verify"] = timed(root, *build, "verify")
        target = str(place / "srv")
        steps["publish to a folder"] = timed(root, *build, "publish", target)
        steps["publish to a branch"] = timed(root, *build, "publish", "git:pages")
        change(root, 3)
        timed(root, *build, "release", "2026.4", "agder")
        steps["folder, one edition is new"] = timed(root, *build, "publish", target)
        steps["branch, one edition is new"] = timed(root, *build, "publish", "git:pages")
        copy = timed(root, "cp", "-r", "--preserve=links", "public", str(place / "copy"))
        files = sum(path.is_file() for path in (root / "public").rglob("*"))
        size = subprocess.check_output(["du", "-sm", str(root / "public")], text=True).split()[0]
        index = json.loads((root / "public/manifest.json").read_bytes())
        versions = sum(len(each["versions"]) for each in index["editions"].values())
        print(f"{len(index['editions'])} editions, {versions} versions, {files} files, {size} MB")
        print(f"cp -r of it: {copy:.1f} s; mike, one edition: {mike_takes(root, place):.1f} s\n")
        print("| Step | Seconds | × `cp` |\n|:--|--:|--:|")
        for name, seconds in steps.items():
            print(f"| {name} | {seconds:.1f} | {seconds / copy:.1f} |")
        shutil.rmtree(place / "copy")


if __name__ == "__main__":
    main()
