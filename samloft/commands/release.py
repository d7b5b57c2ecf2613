"""`release`, `versions`, `changes`, `withdraw`, `rollback`, `redirects`: what is published."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from samloft.building.order import Order
from samloft.commands.command import Argument, Command, Day, OneOf, Option, Options
from samloft.commands.options import EDITIONS, JOBS, JSON, MUNICIPALITIES, PUBLIC, VERSION
from samloft.console import Console

if TYPE_CHECKING:
    from samloft.changes.compare import Changes
    from samloft.versions.manifest import Line
    from samloft.versions.published_tree import Tree

FOLDER = "public"
"""The folder beside the course that holds every version."""


def public(options: Options, console: Console) -> Path:
    """Return the folder of the published tree."""
    chosen: Path = options.out or console.root / FOLDER
    return chosen.absolute()


def _release(options: Options, console: Console) -> int:
    from samloft.versions.release import release

    started = time.monotonic()
    order = Order(
        names=options.editions,
        municipalities=options.municipalities,
        version=options.version,
        date=options.date,
        jobs=options.jobs,
    )
    out = public(options, console)
    done = release(console.root, order, out, allow_dirty=options.allow_dirty, say=console.note)
    for version in done.new:
        console.tell("released", version=version)
    for version in done.same:
        console.tell("released_same", version=version)
    seconds = f"{time.monotonic() - started:.1f}"
    console.tell("release_done", seconds=seconds, count=len(done.new), out=out)
    return 0


def _versions(options: Options, console: Console) -> int:
    from samloft.catalogue import label
    from samloft.versions.published_tree import Tree

    rows = [
        {
            "edition": line.edition,
            "version": each.version,
            "date": str(each.date),
            "state": line.role_of(each.version),
            "languages": list(each.languages),
            "revision": each.revision,
            "is_clean": each.is_clean,
            "pages": len(each.pages),
        }
        for line in _lines(Tree(public(options, console)), options.editions)
        for each in reversed(line.versions)
    ]
    if options.json:
        console.tell_data(rows)
        return 0
    shown = [
        (
            str(row["edition"]),
            str(row["version"]),
            str(row["date"]),
            f"{str(row['revision'] or '')[:12]}{'' if row['is_clean'] else '+'}",
            label(console.language, f"versions.state.{row['state']}"),
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for line in shown:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        console.tell_raw("  ".join(cells).rstrip() + "\n")
    return 0


def _changes(options: Options, console: Console) -> int:
    from samloft.changes.compare import in_words
    from samloft.versions.published_tree import Tree

    tree = Tree(public(options, console))
    found = {
        line.edition: _between(tree, line, options.before, options.after)
        for line in _having(_lines(tree, options.editions), options.before, options.after)
    }
    if options.json:
        console.tell_data({edition: each.as_data() for edition, each in found.items()})
        return 0
    alike: dict[str, list[str]] = {}
    for edition, each in found.items():
        lines = in_words(each, console.language)
        text = "".join(
            f"  {line}\n" + "".join(f"    – {detail}\n" for detail in details)
            for line, details in lines
        )
        alike.setdefault(text, []).append(edition)
    for text, editions in alike.items():
        console.tell_raw(f"{', '.join(editions)}:\n")
        if text:
            console.tell_raw(text)
        else:
            console.tell("changes_none")
    return 0


def _between(tree: Tree, line: Line, before: str, after: str) -> Changes:
    """Return what is different between two versions, in the edition's own form."""
    from samloft.changes.compare import changes_between
    from samloft.course.model import pick

    was, now = (tree.outlines(line.version(name)) for name in (before, after))
    own = line.version(after).languages[0]
    return changes_between(was[pick(own, was)], now[pick(own, now)])


def _lines(tree: Tree, names: Sequence[str]) -> list[Line]:
    from samloft.versions.withdraw import lines_of

    return lines_of(tree, names)


def _having(lines: list[Line], *versions: str) -> list[Line]:
    from samloft.versions.withdraw import having

    for version in versions:
        lines = having(lines, version)
    return lines


def _withdraw(options: Options, console: Console) -> int:
    from samloft.versions.withdraw import reinstate, withdraw

    out = public(options, console)
    if options.undo:
        lines = reinstate(console.root, out, options.version, options.editions)
    else:
        lines = withdraw(
            console.root,
            out,
            options.version,
            options.editions,
            options.reason.strip(),
            console.language,
        )
    standing = [line for line in lines if line.newest.version not in line.withdrawn]
    alone = [line.edition for line in lines if line not in standing]
    if standing:
        key = "reinstated" if options.undo else "withdrawn"
        console.tell(key, version=options.version, newest=_newest(standing))
    if alone:
        console.tell("withdrawn_alone", version=options.version, editions=", ".join(alone))
    return 0


def _newest(lines: Sequence[Line]) -> str:
    return ", ".join(line.newest.folder for line in lines)


def _rollback(options: Options, console: Console) -> int:
    from samloft.versions.withdraw import roll_back

    lines = roll_back(console.root, public(options, console), options.editions, options.to)
    console.tell("rolled_back", newest=_newest(lines))
    return 0


def _redirects(options: Options, console: Console) -> int:
    from samloft.versions.published_tree import Tree
    from samloft.versions.server_rules import moves_of, rules_for

    lines = _lines(Tree(public(options, console)), [])
    console.tell_raw(rules_for(options.server, list(moves_of(lines, options.base))))
    return 0


def _servers() -> Sequence[str]:
    """Return the servers that rules can be written for."""
    from samloft.versions.server_rules import SERVERS

    return SERVERS


COMMANDS = (
    Command(
        "release",
        "python3 build.py release 2026.1",
        _release,
        VERSION,
        EDITIONS,
        MUNICIPALITIES,
        Option(["--date"], type=Day(), metavar="DATE", help="date_help"),
        Option(["--allow-dirty"], is_flag=True, help="allow_dirty_help"),
        JOBS,
        PUBLIC,
    ),
    Command("versions", "python3 build.py versions agder", _versions, EDITIONS, JSON, PUBLIC),
    Command(
        "changes",
        "python3 build.py changes 2026.1 2026.2",
        _changes,
        Argument(["before"], metavar="A", help="changes_from_help"),
        Argument(["after"], metavar="B", help="changes_to_help"),
        EDITIONS,
        JSON,
        PUBLIC,
    ),
    Command(
        "withdraw",
        "python3 build.py withdraw 2026.1 agder --reason 'Feil frist i leksjon 3.'",
        _withdraw,
        VERSION,
        EDITIONS,
        Option(["--reason"], default="", metavar="TEXT", help="reason_help"),
        Option(["--undo"], is_flag=True, help="undo_withdraw_help"),
        PUBLIC,
    ),
    Command(
        "rollback",
        "python3 build.py rollback agder",
        _rollback,
        EDITIONS,
        Option(["--to"], metavar="VERSION", help="to_version_help"),
        PUBLIC,
    ),
    Command(
        "redirects",
        "python3 build.py redirects nginx > moved.conf",
        _redirects,
        Argument(["server"], type=OneOf(_servers), help="server_help"),
        Option(["--base"], default="", metavar="PATH", help="base_help"),
        PUBLIC,
    ),
)
