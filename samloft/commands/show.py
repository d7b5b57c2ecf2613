"""`show`: an edition resolved, every setting with where it is said, every page with its owner."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from samloft.commands.command import Argument, Command, Options
from samloft.commands.options import EDITION, JSON, LANGUAGE
from samloft.commands.translated import inside
from samloft.console import Console

if TYPE_CHECKING:
    from samloft.adapting.resolved import PageOfEdition, Setting


def _show(options: Options, console: Console) -> int:
    from samloft.adapting.resolved import resolve
    from samloft.adapting.take_in import read_course_of
    from samloft.course.editions import find_editions, sites_of

    reader, course, networks = read_course_of(console)
    edition = find_editions([options.edition], networks)[0]
    language = sites_of([edition], options.language or edition.language)[0].language
    found = resolve(reader, course, networks, edition, language)
    pages: Sequence[PageOfEdition] = found.pages
    settings: Sequence[Setting] = found.settings
    if options.page:
        pages, settings = [found.page(inside(console.root, Path(options.page)))], ()
    if options.json:
        data = {
            "edition": edition.id,
            "name": edition.name,
            "language": language,
            "languages": edition.languages,
            "settings": [dataclasses.asdict(each) for each in settings],
            "pages": [dataclasses.asdict(each) for each in pages],
        }
        console.tell_data(data)
        return 0
    console.tell("show_edition", edition=edition.id, name=edition.name, language=language)
    if settings:
        console.tell("show_settings")
        _table(console, (_setting(each, console) for each in settings))
    console.tell("show_pages")
    for page in pages:
        _page(page, console)
    return 0


def _setting(each: Setting, console: Console) -> tuple[str, str, str]:
    place = f"{each.file}:{each.line}" if each.file else console.words("show_unsaid")
    return each.name, shorten(each.value, 48, placeholder=" …") or "–", place


OWNERS = {
    "shared": "show_shared",
    "network": "show_network",
    "municipality": "show_municipality",
}
KINDS = {"part": "show_part", "whole": "show_whole", "new": "show_new"}
STATES = {
    "current": "show_current",
    "moved": "show_moved",
    "unnoted": "show_unnoted",
    "forgotten": "show_forgotten",
}


def _page(page: PageOfEdition, console: Console) -> None:
    whose = console.words(OWNERS[page.owner])
    if page.kind:
        whose += f" – {console.words(KINDS[page.kind], blocks=', '.join(page.blocks))}"
    console.tell_raw(f"  {page.address}: {whose}\n")
    for file in page.files:
        console.tell_raw(f"    {file}\n")
        for base in page.bases:
            if base.file == file:
                state = console.words(STATES.get(base.state, "show_moved"), base=base.base)
                console.tell_raw(f"      {state}\n")


def _table(console: Console, rows: Iterable[tuple[str, ...]]) -> None:
    shown = list(rows)
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        console.tell_raw(f"  {'  '.join(cells)}".rstrip() + "\n")


COMMANDS = (
    Command(
        "show",
        "python3 build.py show agder ki/01-hva-er-ki",
        _show,
        EDITION,
        Argument(["page"], required=False, metavar="PAGE", help="show_page_help"),
        LANGUAGE,
        JSON,
    ),
)
