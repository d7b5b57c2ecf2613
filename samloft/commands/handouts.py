"""`handouts`: write the papers alone, those made on demand too."""

from __future__ import annotations

from samloft.commands.command import Command, Option, Options
from samloft.commands.options import EDITIONS, LANGUAGE, OUT
from samloft.console import Console


def _handouts(options: Options, console: Console) -> int:
    from samloft.building.handouts import write_handouts

    out = (options.out or console.root / "handouts").absolute()
    count = write_handouts(
        console.root, options.editions, out, session=options.session, language=options.language
    )
    console.tell("handouts_written", count=count, path=out)
    return 0


COMMANDS = (
    Command(
        "handouts",
        "python3 build.py handouts agder --session ki/1-forsta-ki",
        _handouts,
        EDITIONS,
        Option(["--session"], metavar="SESSION", help="session_help"),
        LANGUAGE,
        OUT,
    ),
)
