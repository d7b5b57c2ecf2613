"""`fork`, `pull`: a network's own repository, and the shared course in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from samloft.commands.command import Argument, Command, Option, Options
from samloft.console import Console
from samloft.git import GitError
from samloft.problems import UsageError, problem

Done = TypeVar("Done")


def _fork(options: Options, console: Console) -> int:
    from samloft.upstream.fork import fork

    folder = options.folder.absolute()
    revision = with_git(
        lambda: fork(console.root, options.network, folder, options.source, console.language)
    )
    console.tell("forked", path=options.folder, revision=revision[:12])
    return 0


def _pull(options: Options, console: Console) -> int:
    from samloft.catalogue import word
    from samloft.settling import settle
    from samloft.upstream.pull import BROKEN, CONFLICTS, pull, undo

    if options.undo:
        # Our words are read first: the engine that stands here afterwards may have them elsewhere.
        word(console.language, "cli.pull_undone")
        revision, is_kept = with_git(lambda: undo(console.root))
        console.tell("pull_undone", revision=revision[:12])
        if is_kept:
            console.tell("pull_stashed")
        return 0
    pulled = with_git(
        lambda: pull(
            console.root,
            options.to,
            console.language,
            console.note,
            partial(settle, program=console.program),
        )
    )
    revision = pulled.revision[:12]
    if not pulled.is_new:
        console.tell("pull_nothing", revision=revision)
        return 0
    console.tell("pulled", revision=revision)
    if pulled.state == CONFLICTS:
        console.tell("pull_conflicts")
    if pulled.state == BROKEN:
        console.tell("pull_broken")
    return 1 if pulled.state in (CONFLICTS, BROKEN) else 0


def with_git(work: Callable[[], Done]) -> Done:
    """Return what comes of work; what Git refuses is a problem like any other."""
    try:
        return work()
    except GitError as error:
        raise UsageError([problem(".", "git-works", reason=str(error))]) from None


COMMANDS = (
    Command(
        "fork",
        "python3 build.py fork agder ../digi-agder",
        _fork,
        Argument(["network"], metavar="NETWORK", help="network_help"),
        Argument(["folder"], type=Path, metavar="DIR", help="fork_folder_help"),
        Option(["--source"], metavar="URL", help="source_help"),
    ),
    Command(
        "pull",
        "python3 build.py pull --to 2026.2",
        _pull,
        Option(["--to"], metavar="REVISION", help="to_help"),
        Option(["--undo"], is_flag=True, help="undo_help"),
    ),
)
