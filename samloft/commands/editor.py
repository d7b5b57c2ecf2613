"""`editor`: an editor in the browser, for those who write without Git."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from samloft.commands.command import Argument, Command, Option, Options
from samloft.console import Console
from samloft.problems import UsageError, problem

_FONT = re.compile(
    r"(https://cdn\.jsdelivr\.net/fontsource/fonts/([a-z0-9-]+)(:vf)?@([\d.]+)/([\w-]+\.woff2))"
)
"""Where the program gets its fonts: their name, whether they are variable, version and file."""


def _editor(options: Options, console: Console) -> int:
    from samloft.authoring.web_editor import (
        PROPOSALS,
        TAKES_DRAFTS,
        editor_config,
        editor_page,
        forge_of,
        pick_title,
    )
    from samloft.checks.whole_course import read_all
    from samloft.course.reader import Reader
    from samloft.course.schema import RepositoryForm

    course, networks = read_all(Reader(console.root))
    home = course.repository
    if options.repository:
        home = RepositoryForm(url=options.repository, branch=options.branch or "main")
    if home is None or not home.url.startswith("https://"):
        raise UsageError([problem("modules/course.yml", "repository-is-known")])
    folder = options.folder.absolute()
    if folder.exists() and any(folder.iterdir()):
        raise UsageError([problem(str(options.folder), "folder-is-free")])
    program = {} if options.without_program else _program()
    folder.mkdir(parents=True, exist_ok=True)
    title = pick_title(course.title, console.language)
    files = {
        "index.html": editor_page(title, console.language, home).encode(),
        "config.yml": editor_config(course, networks, home, console.language).encode(),
        **program,
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
        console.tell("wrote", path=folder / name)
    takes_drafts = forge_of(home) in TAKES_DRAFTS
    next_step = "editor_next" if takes_drafts else "editor_next_one_branch"
    console.tell(next_step, folder=options.folder, branch=home.branch, proposals=PROPOSALS)
    return 0


def _program() -> dict[str, bytes]:
    """Return the editor's program and its fonts, as npm has them.

    The program would have its readers' browsers get the fonts elsewhere; here they lie beside it.
    Raises UsageError where npm does not answer.
    """
    from samloft.authoring.web_editor import PACKAGE, SCRIPT, VERSION

    program = _from_npm(f"{PACKAGE}@{VERSION}", f"dist/{SCRIPT}").decode()
    fonts = {}
    for url, name, is_variable, version, kind in _FONT.findall(program):
        family = "@fontsource-variable" if is_variable else "@fontsource"
        file = f"{name}-{kind}"
        fonts[file] = _from_npm(f"{family}/{name}@{version}", f"files/{file}")
        program = program.replace(url, file)
    return {SCRIPT: program.encode(), **fonts}


def _from_npm(package: str, name: str) -> bytes:
    """Return a file of a package. Raises UsageError where npm does not answer."""
    if shutil.which("npm") is None:
        raise UsageError([problem("npm", "npm-gives-the-editor", reason="npm")])
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", package, "--silent", "--pack-destination", folder]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder)
        packed = next(iter(Path(folder).glob("*.tgz")), None)
        if done.returncode or packed is None:
            reason = (done.stderr.strip().splitlines() or ["npm"])[-1]
            raise UsageError([problem("npm", "npm-gives-the-editor", reason=reason)])
        with tarfile.open(fileobj=io.BytesIO(packed.read_bytes())) as archive:
            try:
                file = archive.extractfile(f"package/{name}")
            except KeyError:
                file = None
            if file is None:
                raise UsageError([problem("npm", "npm-gives-the-editor", reason=name)])
            return file.read()


COMMANDS = (
    Command(
        "editor",
        "python3 build.py editor /tmp/rediger --repository https://github.com/kommune/kurs",
        _editor,
        Argument(["folder"], type=Path, metavar="DIR", help="editor_dir_help"),
        Option(["--repository"], metavar="URL", help="editor_repository_help"),
        Option(["--branch"], metavar="BRANCH", help="editor_branch_help"),
        Option(["--without-program"], is_flag=True, help="editor_bare_help"),
    ),
)
