"""`import`: texts from elsewhere, made into lessons."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from samloft.catalogue import label
from samloft.commands.command import Argument, Command, Option, Options
from samloft.commands.options import JSON, LANGUAGE, MODULE
from samloft.console import Console

if TYPE_CHECKING:
    from samloft.importing.document import Report


def _import(options: Options, console: Console) -> int:
    from samloft.authoring.drafts import base_language, write
    from samloft.importing.importer import import_path

    language = options.language or base_language(console.root)
    done = import_path(console.root, options.file.absolute(), options.module, language)
    if not options.dry_run:
        write(done.draft, console.root)
    if options.json:
        console.tell_data(_as_data(done.report))
        return 0
    for path in (*done.draft.new, *done.draft.pictures, *done.draft.changed):
        console.tell("wrote", path=path)
    _tell(done.report, console)
    console.tell("imported", lessons=done.lessons, pictures=len(done.draft.pictures))
    console.tell("new_next", path=done.draft.opens)
    return 0


def _tell(report: Report, console: Console) -> None:
    """Say everything that did not come over as it was, what somebody has to look at last."""
    order = ("changed", "dropped", "person")
    found = sorted(report, key=lambda each: order.index(each[0].outcome))
    for outcome, group in groupby(found, key=lambda each: each[0].outcome):
        console.tell_raw(f"\n{label(console.language, f'import_outcome.{outcome}')}\n")
        for finding, count in group:
            what = label(console.language, f"import.{finding.what}", **finding.values)
            where = f"{finding.where}: " if finding.where else ""
            console.tell("import_said", where=where, what=what, count=f" × {count}" * (count > 1))
    console.tell_raw("\n")


def _as_data(report: Report) -> list[dict[str, object]]:
    return [
        {
            "outcome": finding.outcome,
            "what": finding.what,
            "where": finding.where,
            "count": count,
            **finding.values,
        }
        for finding, count in report
    ]


COMMANDS = (
    Command(
        "import",
        "python3 build.py import ~/Nedlastinger/sky.docx --module ki",
        _import,
        Argument(["file"], type=Path, metavar="FILE", help="import_file_help"),
        MODULE,
        Option(["--dry-run"], is_flag=True, help="import_dry_help"),
        LANGUAGE,
        JSON,
    ),
)
