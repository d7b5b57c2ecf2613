#!/usr/bin/env python3
"""The front door: make .venv from the lock file on first use, then hand over to samloft.

Needs only Python 3.11 or newer with venv and pip. Everything else comes from requirements.lock,
checked against its hashes. The words here stand in this file because the message catalogue is
part of the package, and the package is what this file sets up.

An environment cannot be moved while it is made. So the one there is is put aside, the new one is
made in its place, and marked when it is whole. A start that finds no mark puts the old one back.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("SAMLOFT_VENV") or ROOT / ".venv")
"""A pull has the new engine's environment made where the repository's is."""
OLD = VENV.with_name(f"{VENV.name}.old")
LOG = ROOT / ".samloft" / "set-up.log"
BASE = ROOT / "requirements.lock"
OLDEST = (3, 11)
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WORDS = {
    "old_python": {
        "nb": "Python {python} er for gammel – bruk Python 3.11 eller nyere.",
        "nn": "Python {python} er for gammal – bruk Python 3.11 eller nyare.",
        "en": "Python {python} is too old – use Python 3.11 or newer.",
    },
    "no_lock": {
        "nb": "{lock} er ikke her: testene følger bare med det felles kurset.",
        "nn": "{lock} er ikkje her: testane følgjer berre med det felles kurset.",
        "en": "{lock} is not here: the tests come with the shared course only.",
    },
    "begins": {
        "nb": "Setter opp .venv fra {lock} – det skjer bare første gang og når låsefila er ny.",
        "nn": "Set opp .venv frå {lock} – det skjer berre første gong og når låsefila er ny.",
        "en": "Setting up .venv from {lock} – only the first time and when the lock file is new.",
    },
    "fetched": {
        "nb": "  {count} pakker hentet, installerer …",
        "nn": "  {count} pakkar henta, installerer …",
        "en": "  {count} packages, installing …",
    },
    "ready": {
        "nb": "Klart. Neste gang går det rett på.",
        "nn": "Klart. Neste gong går det rett på.",
        "en": "Ready. Next time starts at once.",
    },
    "no_venv": {
        "nb": "Python her mangler venv eller pip. Installer dem (Debian og Ubuntu: "
        "apt install python3-venv) og prøv igjen.",
        "nn": "Python her manglar venv eller pip. Installer dei (Debian og Ubuntu: "
        "apt install python3-venv) og prøv igjen.",
        "en": "Python here lacks venv or pip. Install them (Debian and Ubuntu: "
        "apt install python3-venv) and try again.",
    },
    "no_packages": {
        "nb": "Fikk ikke hentet pakkene i {lock}. Prøv igjen når nettet er oppe; "
        "det pip sa, står i {log}.",
        "nn": "Fekk ikkje henta pakkane i {lock}. Prøv igjen når nettet er oppe; "
        "det pip sa, står i {log}.",
        "en": "Could not fetch the packages in {lock}. Try again when the network is up; "
        "what pip said is in {log}.",
    },
    "no_disk": {
        "nb": "Fikk ikke skrevet .venv: {reason}.",
        "nn": "Fekk ikkje skrive .venv: {reason}.",
        "en": "Could not write .venv: {reason}.",
    },
}
"""Every sentence of this file, in each language."""


class NotSetUp(Exception):  # noqa: N818 - what it says, not that it is an error
    """The environment could not be made; says why in the user's language."""


def lock_for(arguments: list[str]) -> Path:
    """Return the lock file these arguments need: the tests bring their own tools."""
    return ROOT / (
        "requirements-test.lock" if command_in(arguments) in {"test", "lock"} else BASE.name
    )


def command_in(arguments: list[str]) -> str:
    """Return the command these arguments begin with."""
    return next((word for word in arguments if not word.startswith("-")), "build")


def is_set_up(lock: Path, folder: Path = VENV) -> bool:
    """Tell whether an environment holds what the lock file names, for this Python version.

    The tests' lock file names all that requirements.lock does, and more.
    """
    enough = {lock, ROOT / "requirements-test.lock"}
    python = folder / PYTHON.relative_to(VENV)
    return python.exists() and any(
        found.exists() and mark.exists() and mark.read_text() == fingerprint(found)
        for found in enough
        if (mark := folder / f"{found.name}.done")
    )


def fingerprint(lock: Path) -> str:
    """Return a digest of the lock file and the Python it is installed for."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def words(key: str, **values: object) -> str:
    """Return a sentence in the language of --lang, or of the machine."""
    said = [word.removeprefix("--lang=") for word in sys.argv if word.startswith("--lang=")]
    said += [after for word, after in zip(sys.argv, sys.argv[1:], strict=False) if word == "--lang"]
    spoken = (os.environ.get(name) or "" for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = (said or [each for each in spoken if each] or [""])[0][:2]
    return WORDS[key].get(code, WORDS[key]["nb"]).format(**values)


def say(text: str) -> None:
    """Print a line of progress on standard error."""
    known = sys.stderr.encoding or "ascii"  # a terminal may lack the dash
    print(text.encode(known, "replace").decode(known), file=sys.stderr, flush=True)


def called_from(folder: Path) -> str:
    """Return how this file is called from another folder: what is said must be what to type."""
    door = str(ROOT / "build.py")
    if folder.anchor == ROOT.anchor:
        door = min(door, os.path.relpath(door, folder), key=len)
    return f"python3 {shlex.quote(door)}"


def put_back() -> None:
    """Let the environment that was put aside take the place of one that is not whole."""
    if os.path.lexists(OLD):
        remove(VENV)
        OLD.rename(VENV)


def remove(folder: Path) -> None:
    """Take away an environment, or the link to one."""
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def make_right(lock: Path) -> None:
    """See to it that .venv is right for the lock file, with as little work as there is.

    Raises NotSetUp, with .venv as it was.
    """
    if is_set_up(lock):
        return
    if is_set_up(lock, OLD) or not any(VENV.glob("*.done")):
        put_back()  # a pull was taken back, or a set-up was killed
    if not is_set_up(lock):
        set_up(lock)


def set_up(lock: Path) -> None:
    """Make or renew .venv from the lock file. Raises NotSetUp, with .venv as it was."""
    say(words("begins", lock=lock.name))
    is_new = lock == BASE or not is_set_up(BASE)
    try:
        if is_new:
            remove(OLD)
            if os.path.lexists(VENV):
                keep_from_git(VENV)
                VENV.rename(OLD)
            make()
        # The mark goes first and comes back last, so an interrupted set-up starts again.
        (VENV / f"{lock.name}.done").unlink(missing_ok=True)
        install(lock)
        (VENV / f"{lock.name}.done").write_text(fingerprint(lock))
    except BaseException as problem:
        if is_new and not isinstance(problem, SystemExit):
            put_back()
        if isinstance(problem, OSError):
            raise NotSetUp(words("no_disk", reason=problem.strerror or problem)) from None
        raise
    say(words("ready"))


def keep_from_git(folder: Path) -> None:
    """Have Git overlook an environment also where nobody told it to, as in older repositories."""
    if not folder.is_symlink():
        (folder / ".gitignore").write_text("*\n")


def make() -> None:
    """Make an empty environment."""
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, capture_output=True).returncode:
        raise NotSetUp(words("no_venv"))


def install(lock: Path) -> None:
    """Install what the lock file names, showing how far it has come.

    Raises NotSetUp when pip fails; all it said is then in a file.
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
                say(words("fetched", count=done))
    if pip.returncode:
        LOG.parent.mkdir(exist_ok=True)
        LOG.write_text("".join(heard), encoding="utf-8")
        raise NotSetUp(words("no_packages", lock=lock.name, log=LOG.relative_to(ROOT)))


def main() -> int:
    """Run samloft with this command's arguments, in .venv."""
    if sys.version_info < OLDEST:
        say(words("old_python", python=sys.version.split()[0]))
        return 2
    arguments = sys.argv[1:]
    if Path(sys.prefix).resolve() == VENV.resolve():
        from samloft.processes.garbage import look_for_garbage_seldom

        look_for_garbage_seldom()
        from samloft.cli import main as run

        here = Path.cwd()
        if here == ROOT:
            return run(arguments, root=ROOT)
        has_course = (here / "modules" / "course.yml").is_file()
        return run(arguments, root=here if has_course else ROOT, program=called_from(here))
    lock = lock_for(arguments)
    if not lock.exists():
        say(words("no_lock", lock=lock.name))
        return 2
    is_pull = command_in(arguments) == "pull"
    try:
        make_right(lock)
        if not is_pull:  # which may yet want the environment from before
            remove(OLD)
    except NotSetUp as reason:
        say(str(reason))
        # What a pull brought can be taken back with what was there before it.
        if not (is_pull and "--undo" in arguments and PYTHON.exists()):
            return 2
    except KeyboardInterrupt:
        return 130
    command = [str(PYTHON), str(ROOT / "build.py"), *arguments]
    if os.name != "nt":
        os.execv(PYTHON, command)
    return subprocess.run(command).returncode


def leave(code: int) -> NoReturn:
    """End at once: a course given back to memory piece by piece takes a tenth of a second."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody reads it, or the disk is full: a command has said so
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main())
