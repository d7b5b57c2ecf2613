"""`serve`: show one edition while it is written."""

from __future__ import annotations

from collections.abc import Sequence

from samloft.commands.command import Command, Number, Option, Options
from samloft.commands.options import EDITION
from samloft.console import Console
from samloft.problems import Problem


def _serve(options: Options, console: Console) -> int:
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
        advise=console.show,
        ready=lambda address: console.tell("serving", address=address),
    )
    return 0


COMMANDS = (
    Command(
        "serve",
        "python3 build.py serve agder",
        _serve,
        EDITION,
        Option(
            ["--port"],
            type=Number(0, 65535),
            default=8000,
            metavar="N",
            help="port_help",
        ),
    ),
)
