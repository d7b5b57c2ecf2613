"""`export`: write one edition as a plain MkDocs project."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from samloft.commands.command import Command, Words
from samloft.console import Console
from samloft.languages import Language


def _export(options: argparse.Namespace, console: Console) -> int:
    from samloft.building.project import export

    folder = options.folder.resolve()
    site = export(console.root, options.edition, folder, language=options.language)
    console.tell("exported", edition=site.edition.id, language=site.language, path=folder)
    return 0


def _arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("edition", metavar="EDITION", help=words("one_edition_help"))
    parser.add_argument("folder", metavar="DIR", type=Path, help=words("dir_help"))
    parser.add_argument("--language", choices=get_args(Language), help=words("language_help"))


COMMANDS = (Command("export", "python3 build.py export agder /tmp/agder", _export, _arguments),)
