"""`export`: write one edition as a plain MkDocs project."""

from __future__ import annotations

from pathlib import Path

from samloft.commands.command import Argument, Command, Options
from samloft.commands.options import ADDRESSES, EDITION, LANGUAGE
from samloft.console import Console


def _export(options: Options, console: Console) -> int:
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


COMMANDS = (
    Command(
        "export",
        "python3 build.py export agder /tmp/agder",
        _export,
        EDITION,
        Argument(["folder"], type=Path, metavar="DIR", help="dir_help"),
        LANGUAGE,
        ADDRESSES,
    ),
)
