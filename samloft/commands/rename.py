"""`rename`, `merge`, `move`: networks and municipalities that are not what they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from samloft.commands.command import Argument, Command, OneOf, Option, Options
from samloft.commands.fork import with_git
from samloft.console import Console
from samloft.problems import UsageError, problem

if TYPE_CHECKING:
    from samloft.adapting.rename import Change
    from samloft.course.model import Network

OLD = Argument(["edition"], metavar="EDITION", help="old_name_help")
NUMBER = Option(["--number"], metavar="NUMBER", help="number_help")
KINDS = ("network", "municipality")
MANY = ("networks", "municipalities")
INTO = "into"


def _rename(options: Options, console: Console) -> int:
    from samloft.adapting.rename import rename_municipality, rename_network

    networks = _networks(console)
    old = options.edition.strip("/")
    if options.kind == "network":
        return _done(rename_network(networks, old, options.new), console)
    return _done(rename_municipality(networks, old, options.new, options.number), console)


def _merge(options: Options, console: Console) -> int:
    from samloft.adapting.rename import merge_municipalities, merge_networks

    *names, into, title = (*options.names, "", "")[: max(len(options.names), 2)]
    names = [name.strip("/") for name in names]
    least = 1 if options.kind == "networks" else 2
    if into.lower() != INTO or len(names) < least:
        raise UsageError([problem("build.py", "merge-says-into", kind=options.kind)])
    networks = _networks(console)
    if options.kind == "networks":
        for name in names:
            if name != title:
                _done(merge_networks(networks, name, title), console)
                networks = _networks(console)
        return 0
    return _done(merge_municipalities(networks, names, title, options.number), console)


def _move(options: Options, console: Console) -> int:
    from samloft.adapting.rename import move_municipality

    name, to = options.edition.strip("/"), options.network.strip("/")
    return _done(move_municipality(_networks(console), name, to), console)


def _networks(console: Console) -> Sequence[Network]:
    from samloft.adapting.take_in import read_course_of

    return read_course_of(console)[2]


def _done(change: Change, console: Console) -> int:
    from samloft.adapting.one_commit import in_one_commit

    message = console.words(change.message, **change.values)
    revision = with_git(lambda: in_one_commit(console.root, message, change.work))
    console.tell("renamed", revision=revision[:12], message=message)
    return 0


COMMANDS = (
    Command(
        "rename",
        'python3 build.py rename municipality more-og-romsdal/orskog "Nye Ørskog"',
        _rename,
        Argument(["kind"], type=OneOf(KINDS), help="kind_help"),
        OLD,
        Argument(["new"], metavar="NAME", help="new_name_help"),
        NUMBER,
    ),
    Command(
        "merge",
        "python3 build.py merge networks telemark into vestfold",
        _merge,
        Argument(["kind"], type=OneOf(MANY), help="kinds_help"),
        Argument(["names"], nargs=-1, required=True, metavar="EDITION", help="merge_names_help"),
        NUMBER,
    ),
    Command(
        "move",
        "python3 build.py move viken/jevnaker innlandet",
        _move,
        OLD,
        Argument(["network"], metavar="NETWORK", help="new_network_help"),
    ),
)
