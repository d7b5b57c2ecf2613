#!/usr/bin/env python3
"""The front door: make .venv from the lock file on first use, then hand over to samloft.

Needs only Python 3.11 or newer with venv and pip. Everything else comes from requirements.lock,
checked against its hashes. The words here are in bokmål and English because the message
catalogue is part of the package, and the package is what this file sets up.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def lock_for(arguments: list[str]) -> Path:
    """Return the lock file these arguments need: the tests bring their own tools."""
    command = next((word for word in arguments if not word.startswith("-")), "build")
    return ROOT / ("requirements-test.lock" if command in {"test", "lock"} else "requirements.lock")


def is_set_up(lock: Path) -> bool:
    """Tell whether .venv holds what the lock file names, installed by this Python version.

    The tests' lock file names all that requirements.lock does, and more.
    """
    enough = {lock, ROOT / "requirements-test.lock"}
    return PYTHON.exists() and any(
        found.exists() and stamp.exists() and stamp.read_text() == fingerprint(found)
        for found in enough
        if (stamp := VENV / f"{found.name}.done")
    )


def fingerprint(lock: Path) -> str:
    """Return a digest of the lock file and the Python it is installed for."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def say(bokmal: str, english: str) -> None:
    """Print a line of progress in the reader's language, on standard error."""
    language = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    words = english if language.startswith("en") else bokmal
    known = sys.stderr.encoding or "ascii"  # a terminal may lack the dash
    print(words.encode(known, "replace").decode(known), file=sys.stderr, flush=True)


def set_up(lock: Path) -> None:
    """Make or renew .venv from the lock file; SystemExit with advice where that fails."""
    say(
        f"Setter opp .venv fra {lock.name} – det skjer bare første gang og når låsefila er ny.",
        f"Setting up .venv from {lock.name} – only the first time and when the lock file is new.",
    )
    base = ROOT / "requirements.lock"
    try:
        if lock == base or not is_set_up(base):
            shutil.rmtree(VENV, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        # The stamp goes first and comes back last, so an interrupted set-up starts again.
        (VENV / f"{lock.name}.done").unlink(missing_ok=True)
        install(lock)
    except (OSError, subprocess.CalledProcessError) as problem:
        say(
            f"Kunne ikke sette opp .venv: {problem}\n"
            "  tips: se linjene over. Mangler venv, installer det (Debian og Ubuntu: "
            "apt install python3-venv). Mangler nettet, prøv igjen når det er oppe.",
            f"Could not set up .venv: {problem}\n"
            "  hint: see the lines above. If venv is missing, install it (Debian and Ubuntu: "
            "apt install python3-venv). If the network is down, try again when it is up.",
        )
        sys.exit(2)
    (VENV / f"{lock.name}.done").write_text(fingerprint(lock))
    say("Klart. Neste gang går det rett på.", "Ready. Next time starts at once.")


def install(lock: Path) -> None:
    """Install what the lock file names, showing how far it has come.

    Raises CalledProcessError, after pip's own words, when pip fails.
    """
    total = sum("==" in line for line in lock.read_text().splitlines())
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-input", "--only-binary", ":all:"]
    command += ["--progress-bar", "off", "--requirement", str(lock)]
    heard: list[str] = []
    done = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            heard.append(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already")):
                done += 1
                if sys.stderr.isatty():
                    print(f"\r  {done}/{total} ", end="", file=sys.stderr, flush=True)
            elif line.startswith("Installing collected"):
                if sys.stderr.isatty():
                    print("\r", end="", file=sys.stderr)
                say(f"  {done} pakker hentet, installerer …", f"  {done} packages, installing …")
    if pip.returncode:
        sys.stderr.writelines(heard[-20:])
        raise subprocess.CalledProcessError(pip.returncode, "pip install")


def main() -> int:
    """Run samloft with this command's arguments, in .venv."""
    if sys.version_info < OLDEST:
        say(
            f"Python {sys.version.split()[0]} er for gammel – bruk Python 3.11 eller nyere.",
            f"Python {sys.version.split()[0]} is too old – use Python 3.11 or newer.",
        )
        return 2
    arguments = sys.argv[1:]
    if Path(sys.prefix).resolve() == VENV.resolve():
        from samloft.cli import main as run

        return run(arguments, root=ROOT)
    lock = lock_for(arguments)
    if not lock.exists():
        say(
            f"{lock.name} er ikke her: testene følger bare med det felles kurset.",
            f"{lock.name} is not here: the tests come with the shared course only.",
        )
        return 2
    if not is_set_up(lock):
        set_up(lock)
    command = [str(PYTHON), str(ROOT / "build.py"), *arguments]
    if os.name != "nt":
        os.execv(PYTHON, command)
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main())
