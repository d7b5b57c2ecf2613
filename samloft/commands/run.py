"""`run`: all there is for one gathering, with its day, its place and its clock times."""

from __future__ import annotations

import datetime
from pathlib import Path

from samloft.commands.command import (
    Argument,
    ClockTime,
    Command,
    Day,
    Line,
    Number,
    Option,
    Options,
    WebAddress,
    lacking,
)
from samloft.commands.options import LANGUAGE, OUT
from samloft.commands.translated import inside
from samloft.console import Console
from samloft.course.run import MOST_PEOPLE, USUAL_PEOPLE, Run, groups_for
from samloft.problems import problem

FIELDS = ("date", "starts", "place", "address", "link", "people", "groups")
EXAMPLE = (
    "python3 build.py run ki/1-forsta-ki --edition agder/kristiansand --date 2027-01-12"
    " --starts 13:00 --place Rådhuset --people 18 --groups 4"
)


def _run(options: Options, console: Console) -> int:
    from samloft.building.gathering import read_announced, read_run, write_run

    said = {name: value for name in FIELDS if (value := getattr(options, name))}
    if options.session.endswith(".yml"):
        file = inside(console.root, Path(options.session))
        held = read_announced(console.root, file, options.edition, options.language, **said)
    else:
        for name in ("edition", "date"):
            if not getattr(options, name):
                raise lacking(console, f"--{name}", EXAMPLE)
        people = options.people or USUAL_PEOPLE
        counts = {"starts": "", "people": people, "groups": groups_for(people)}
        asked = Run(session=options.session.strip("/"), **{**counts, **said})
        held = read_run(console.root, options.edition, options.language, asked)
    run = held.run
    if run.date < datetime.date.today():  # noqa: DTZ011 - the day where the facilitator is
        date = run.date.isoformat()
        console.show([problem("build.py", "run-is-to-come", is_warning=True, date=date)])
    folder = f"{run.date.isoformat()}-{run.session.replace('/', '-')}"
    out: Path = (options.out or console.root / "runs" / folder).absolute()
    written = write_run(held, out)
    console.tell("run_written", path=out)
    sheets = sum(each.sheets for each in written.papers)
    console.tell("run_print", path=written.pile, count=sheets)
    for each in written.papers:
        console.tell_raw(f"  {console.words('run_copies', copies=each.copies, name=each.name)}\n")
    return 0


COMMANDS = (
    Command(
        "run",
        EXAMPLE,
        _run,
        Argument(["session"], metavar="SESSION", help="run_session_help"),
        Option(["--edition"], metavar="EDITION", help="run_edition_help"),
        Option(["--date"], type=Day(), metavar="DAY", help="run_date_help"),
        Option(["--starts"], type=ClockTime(), metavar="CLOCK", help="run_starts_help"),
        Option(["--place"], type=Line(), metavar="PLACE", help="run_place_help"),
        Option(["--address"], type=Line(), metavar="TEXT", help="run_address_help"),
        Option(["--link"], type=WebAddress(), metavar="URL", help="run_link_help"),
        Option(["--people"], type=Number(1, MOST_PEOPLE), metavar="N", help="run_people_help"),
        Option(["--groups"], type=Number(1, MOST_PEOPLE), metavar="N", help="run_groups_help"),
        LANGUAGE,
        OUT,
    ),
)
