"""`serve`: show one edition while it is written."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from samloft.commands.command import Command, Words
from samloft.console import Console
from samloft.problems import Problem


def _serve(options: argparse.Namespace, console: Console) -> int:
    from samloft.building.preview import preview

    def tell(problems: Sequence[Problem]) -> None:
        if problems:
            console.show(problems)
        else:
            console.note("up_to_date")

    preview(
        console.root,
        options.edition.strip("/"),
        port=options.port,
        language=console.language,
        tell=tell,
        ready=lambda address: console.tell("serving", address=address),
    )
    return 0


def _arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("edition", metavar="EDITION", help=words("one_edition_help"))
    parser.add_argument("--port", type=int, default=8000, help=words("port_help"))


COMMANDS = (Command("serve", "python3 build.py serve agder", _serve, _arguments),)
