"""`publish`, `fetch`, `verify`: released versions, and the places readers find them."""

from __future__ import annotations

import argparse
from pathlib import Path

from samloft.commands.command import Command, Words
from samloft.commands.release import out_argument, public
from samloft.console import Console
from samloft.targets.target import without_secret


def _publish(options: argparse.Namespace, console: Console) -> int:
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


def _fetch(options: argparse.Namespace, console: Console) -> int:
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


def _verify(options: argparse.Namespace, console: Console) -> int:
    from samloft.targets import target_of
    from samloft.versions.verify import verify

    place = options.target or str(public(options, console))
    where = without_secret(place)
    contents = verify(target_of(place, console.root), where)
    console.tell(
        "verified", path=where, versions=len(contents.manifests), files=len(contents.files) + 1
    )
    return 0


def _publish_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    add = parser.add_argument
    add("target", metavar="TARGET", help=words("target_help"))
    add("--dry-run", action="store_true", help=words("dry_run_help"))
    add("--from", type=Path, dest="folder", metavar="DIR", help=words("from_help"))
    out_argument(parser, words)


def _fetch_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("target", metavar="TARGET", help=words("target_help"))
    out_argument(parser, words)


def _verify_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("target", nargs="?", metavar="TARGET", help=words("one_target_help"))
    out_argument(parser, words)


COMMANDS = (
    Command("verify", "python3 build.py verify s3://kurs/public", _verify, _verify_arguments),
    Command("publish", "python3 build.py publish git:pages", _publish, _publish_arguments),
    Command("fetch", "python3 build.py fetch git:pages", _fetch, _fetch_arguments),
)
