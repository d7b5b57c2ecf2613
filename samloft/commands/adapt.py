"""`adapt`, `status`, `update`, `offer`: a network's own texts, and the shared ones they follow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from samloft.commands.command import Argument, Command, Option, Options
from samloft.commands.options import EDITION, EDITIONS, JSON
from samloft.commands.translated import inside
from samloft.console import Console
from samloft.problems import CourseError

if TYPE_CHECKING:
    from samloft.adapting.update import Standing


def _adapt(options: Options, console: Console) -> int:
    from samloft.adapting.start import adapt
    from samloft.adapting.take_in import read_course_of

    _, course, networks = read_course_of(console)
    page = inside(console.root, Path(options.page))
    edition = options.edition.strip("/")
    made, is_new = adapt(console.root, course, networks, edition, page, options.block or "")
    name = inside(console.root, made)
    console.tell("adapted" if is_new else "adaptation_noted", file=name, edition=edition)
    return 0


def _status(options: Options, console: Console) -> int:
    from samloft.adapting.take_in import read_course_of, texts_of
    from samloft.adapting.update import standings_known
    from samloft.upstream.pin import PIN

    reader, course, networks = read_course_of(console)
    is_asked = texts_of(options.editions, networks)
    found = standings_known(reader, course, networks)
    every = [each for each in found if is_asked(each.derived.source)]
    if (console.root / PIN).exists():  # the shared translations are for the core team to keep up
        every = [each for each in every if not each.derived.is_translation]
    if options.json:
        console.tell_data([_as_data(each) for each in every])
    else:
        for each in every:
            _show(each, console)
        behind = sum(each.state != "current" for each in every)
        console.tell("standing", count=len(every), behind=behind)
    if reader.problems:
        raise CourseError(reader.problems)
    return 0 if all(each.state == "current" for each in every) else 1


SAID = {
    "current": "standing_current",
    "moved": "standing_moved",
    "unnoted": "standing_unnoted",
    "forgotten": "standing_forgotten",
    "shallow": "standing_shallow",
    "conflict": "standing_conflict",
    "gone": "standing_gone",
    "renamed": "standing_renamed",
    "stranded": "standing_stranded",
    "elsewhere": "standing_elsewhere",
}


def _show(each: Standing, console: Console) -> None:
    derived, key = each.derived, SAID[each.state]
    if each.state == "moved" and not derived.is_translation:
        key = "standing_conflicts" if each.conflicts else "standing_merges"
    console.tell(
        key,
        file=derived.source,
        base=derived.base,
        added=each.added,
        removed=each.removed,
        conflicts=each.conflicts,
        renamed=each.renamed,
        lock=derived.lock,
        command=derived.noting,
    )


def _as_data(each: Standing) -> dict[str, object]:
    return {
        "file": each.derived.source,
        "base": each.derived.base,
        "kind": "translation" if each.derived.is_translation else "adaptation",
        "blocks": each.derived.blocks,
        "state": each.state,
        "added": each.added,
        "removed": each.removed,
        "conflicts": each.conflicts,
        "renamed": each.renamed or None,
    }


def _update(options: Options, console: Console) -> int:
    from samloft.adapting.take_in import take_in

    found = take_in(console, options.editions)
    merged = [each for each in found if each.state == "moved"]
    if merged or not found:
        console.tell("update_done" if merged else "update_nothing", count=len(merged))
    return 1 if len(merged) < len(found) or any(each.conflicts for each in merged) else 0


def _offer(options: Options, console: Console) -> int:
    from samloft.adapting.offer import offer
    from samloft.adapting.take_in import read_course_of

    reader, course, networks = read_course_of(console)
    page = inside(console.root, Path(options.page))
    patch = offer(reader, course, networks, options.edition.strip("/"), page)
    if options.out:
        options.out.write_text(patch, encoding="utf-8")
        console.tell("wrote", path=options.out)
    else:
        console.tell_raw(patch)
    console.note("offered")
    return 0


COMMANDS = (
    Command(
        "adapt",
        "python3 build.py adapt agder ki/01-hva-er-ki --block lokalt_eksempel",
        _adapt,
        EDITION,
        Argument(["page"], metavar="PAGE", help="page_help"),
        Option(["--block"], metavar="NAME", help="block_help"),
    ),
    Command("status", "python3 build.py status agder", _status, EDITIONS, JSON),
    Command("update", "python3 build.py update agder", _update, EDITIONS),
    Command(
        "offer",
        "python3 build.py offer agder modules/ki/01-hva-er-ki.md --out ../forslag.patch",
        _offer,
        EDITION,
        Argument(["page"], metavar="FILE", help="own_page_help"),
        Option(["--out"], type=Path, metavar="FILE", help="patch_help"),
    ),
)
