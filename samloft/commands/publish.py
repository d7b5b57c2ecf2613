"""`publish`, `fetch`, `verify`: released versions, and the places readers find them."""

from __future__ import annotations

from pathlib import Path

from samloft.commands.command import Argument, Command, Option, Options
from samloft.commands.options import PUBLIC, TARGET
from samloft.commands.release import public
from samloft.console import Console


def _publish(options: Options, console: Console) -> int:
    from samloft.targets.target import without_secret
    from samloft.versions.publish import publish, publish_working

    out = public(options, console)
    if options.folder:
        folder = options.folder.absolute()
        sent = publish_working(
            console.root, folder, options.target, dry_run=options.dry_run, say=console.note
        )
    else:
        sent = publish(console.root, out, options.target, dry_run=options.dry_run, say=console.note)
    if options.dry_run:
        for sign, names in (("+", sent.uploaded), ("=", sent.copied), ("−", sent.removed)):
            console.tell_raw("".join(f"{sign} {name}\n" for name in names))
    console.tell(
        "would_publish" if options.dry_run else "published",
        target=without_secret(options.target),
        uploaded=len(sent.uploaded),
        copied=len(sent.copied),
        removed=len(sent.removed),
        unchanged=sent.unchanged,
    )
    return 0


def _fetch(options: Options, console: Console) -> int:
    from samloft.targets.target import without_secret
    from samloft.versions.publish import fetch

    out = public(options, console)
    done = fetch(console.root, options.target, out, console.note)
    console.tell(
        "fetched",
        target=without_secret(options.target),
        out=out,
        versions=done.versions,
        files=done.files,
    )
    return 0


def _verify(options: Options, console: Console) -> int:
    from samloft.targets import target_of
    from samloft.targets.target import without_secret
    from samloft.versions.verify import verify

    place = options.target or str(public(options, console))
    where = without_secret(place)
    contents = verify(target_of(place, console.root), where)
    console.tell(
        "verified", path=where, versions=len(contents.manifests), files=len(contents.files) + 1
    )
    return 0


COMMANDS = (
    Command(
        "verify",
        "python3 build.py verify s3://kurs/public",
        _verify,
        Argument(["target"], required=False, metavar="TARGET", help="one_target_help"),
        PUBLIC,
    ),
    Command(
        "publish",
        "python3 build.py publish git:pages",
        _publish,
        TARGET,
        Option(["--dry-run"], is_flag=True, help="dry_run_help"),
        Option(["--from", "folder"], type=Path, metavar="DIR", help="from_help"),
        PUBLIC,
    ),
    Command("fetch", "python3 build.py fetch git:pages", _fetch, TARGET, PUBLIC),
)
