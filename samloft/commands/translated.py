"""`translated`: remember that translations follow their bokmål as it stands now."""

from __future__ import annotations

from pathlib import Path

from samloft.commands.command import Argument, Command, Options
from samloft.console import Console
from samloft.problems import UsageError, problem
from samloft.suggest import nearest


def _translated(options: Options, console: Console) -> int:
    """Remember that translations follow their bokmål as it stands now."""
    from samloft.checks.whole_course import read_all
    from samloft.course.bases import find_translations, note_bases
    from samloft.course.reader import Reader

    reader = Reader(console.root)
    course, _ = read_all(reader)
    found = {derived.source: derived for derived in find_translations(course)}
    asked = [inside(console.root, path) for path in options.files]
    unknown = [name for name in asked if name not in found]
    if unknown:
        raise UsageError(
            problem(name, "file-is-a-translation", nearest=nearest(name, list(found)))
            for name in unknown
        )
    for lock in note_bases(reader, found.values(), [found[name] for name in asked or found]):
        console.tell("wrote", path=console.root / lock)
    return 0


def inside(root: Path, path: Path) -> str:
    """Return a file as messages name it, also when it is given from another folder."""
    whole = path.absolute()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else path.as_posix()


COMMANDS = (
    Command(
        "translated",
        "python3 build.py translated modules/ki/01-hva-er-ki.nn.md",
        _translated,
        Argument(["files"], nargs=-1, required=False, type=Path, metavar="FILE", help="files_help"),
    ),
)
