"""`export`: write one edition as a plain MkDocs project."""

from __future__ import annotations

import datetime
from pathlib import Path

from samloft.commands.command import Argument, Command, Option, Options, lacking
from samloft.commands.options import ADDRESSES, LANGUAGE
from samloft.console import Console
from samloft.disk import write_whole
from samloft.problems import CourseError, UsageError, problem
from samloft.suggest import nearest

EXAMPLE = "python3 build.py export agder /tmp/agder"


def _export(options: Options, console: Console) -> int:
    if options.docx:
        return _as_word(options, console)
    for name, value in (("EDITION", options.edition), ("DIR", options.folder)):
        if value is None:
            raise lacking(console, name, EXAMPLE)
    from samloft.building.project import export

    folder = options.folder.resolve()
    site = export(
        console.root,
        options.edition,
        folder,
        language=options.language,
        addresses=options.addresses,
    )
    console.tell("exported", edition=site.edition.id, language=site.language, path=folder)
    return 0


def _as_word(options: Options, console: Console) -> int:
    """Write a lesson as a Word document, for colleagues who comment there."""
    from samloft.course.reader import Reader
    from samloft.course.schema import LessonForm
    from samloft.importing.round_trip import lesson_as_word

    path = lesson_file(console.root, options.docx)
    reader = Reader(console.root)
    read = reader.markdown(path, LessonForm)
    if read is None or read[0] is None:
        raise CourseError(reader.problems)
    head = {
        key: str(value)
        for key in ("title", "objective", "minutes", "summary")
        if (value := getattr(read[0], key))
    }
    target = (options.out or Path(f"{path.stem}.docx")).absolute()
    if target.is_dir():
        target /= f"{path.stem}.docx"
    day = datetime.date(2000, 1, 1)
    write_whole(target, lesson_as_word(head, read[1], path.parent, day))
    console.tell("wrote", path=target)
    return 0


def lesson_file(root: Path, name: str) -> Path:
    """Return a lesson's file, named as a path or as `ki/01-hva-er-ki`. Raises UsageError."""
    homes = (root, root / "modules")
    places = (Path(name), *(home / each for home in homes for each in (name, f"{name}.md")))
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        known = {
            path.relative_to(root / "modules").with_suffix("").as_posix()
            for path in root.glob("modules/*/*.md")
        }
        close = nearest(name.removesuffix(".md").removeprefix("modules/"), sorted(known))
        raise UsageError([problem(name, "lesson-is-there", nearest=close)])
    return found.absolute()


COMMANDS = (
    Command(
        "export",
        EXAMPLE,
        _export,
        Argument(["edition"], required=False, metavar="EDITION", help="export_edition_help"),
        Argument(["folder"], required=False, type=Path, metavar="DIR", help="dir_help"),
        Option(["--docx"], metavar="LESSON", help="docx_help"),
        Option(["--out"], type=Path, metavar="FILE", help="docx_out_help"),
        LANGUAGE,
        ADDRESSES,
    ),
)
