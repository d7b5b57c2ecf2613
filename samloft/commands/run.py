"""`run`: all there is for one gathering, with its day, its place and its clock times."""

from __future__ import annotations

import datetime
from pathlib import Path

from samloft.commands.command import (
    Argument,
    ClockTime,
    Command,
    Day,
    Number,
    Option,
    Options,
)
from samloft.commands.options import LANGUAGE, OUT
from samloft.console import Console
from samloft.course.run import Run, groups_for
from samloft.problems import problem

MOST_PEOPLE = 500
USUAL_PEOPLE = 20


def _run(options: Options, console: Console) -> int:
    from samloft.building.gathering import read_run, write_run

    people = options.people or USUAL_PEOPLE
    asked = Run(
        session=options.session.strip("/"),
        date=options.date,
        starts="",
        people=people,
        groups=options.groups or groups_for(people),
        place=options.place or "",
        address=options.address or "",
        link=options.link or "",
    )
    held = read_run(console.root, options.edition, options.language, asked, options.starts)
    run = held.run
    if run.date < datetime.date.today():  # noqa: DTZ011 - the day where the facilitator is
        date = run.date.isoformat()
        console.show([problem("build.py", "run-is-to-come", is_warning=True, date=date)])
    folder = f"{run.date.isoformat()}-{run.session.replace('/', '-')}"
    out: Path = (options.out or console.root / "runs" / folder).absolute()
    write_run(held, out)
    console.tell("run_written", path=out)
    return 0


COMMANDS = (
    Command(
        "run",
        "python3 build.py run ki/1-forsta-ki --edition agder/kristiansand --date 2027-01-12"
        " --starts 13:00 --place Rådhuset --people 18 --groups 4",
        _run,
        Argument(["session"], metavar="SESSION", help="run_session_help"),
        Option(["--edition"], required=True, metavar="EDITION", help="run_edition_help"),
        Option(["--date"], required=True, type=Day(), metavar="DAY", help="run_date_help"),
        Option(["--starts"], type=ClockTime(), metavar="CLOCK", help="run_starts_help"),
        Option(["--place"], metavar="PLACE", help="run_place_help"),
        Option(["--address"], metavar="TEXT", help="run_address_help"),
        Option(["--link"], metavar="URL", help="run_link_help"),
        Option(["--people"], type=Number(1, MOST_PEOPLE), metavar="N", help="run_people_help"),
        Option(["--groups"], type=Number(1, MOST_PEOPLE), metavar="N", help="run_groups_help"),
        LANGUAGE,
        OUT,
    ),
)
