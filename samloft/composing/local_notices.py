"""Say what is local in an edition: on the page itself, and on a page that lists it all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.addresses import ADAPTATIONS, SHARED_TEXTS
from samloft.composing.overlay import By, Kind
from samloft.composing.page_kit import Desk
from samloft.languages import Language
from samloft.text.escape import escape
from samloft.text.links import relative


@dataclass(frozen=True)
class Adapted:
    """One page of an edition that is not as everyone has it."""

    path: PurePosixPath
    title: str
    language: Language
    """Of the title."""
    kind: Kind
    by: By


def shared_path(path: PurePosixPath) -> PurePosixPath:
    """Return where the shared text of an adapted page stands."""
    return SHARED_TEXTS / path


def notice(path: PurePosixPath, kind: Kind | None, desk: Desk, by: By) -> list[str]:
    """Return the lines that say what is local on a page, and whose; none when nothing is."""
    if kind is None:
        return []
    text = desk.our_label(SAID[kind], network=desk.names[by].name)
    if kind != "new":
        link = relative(shared_path(path), path)
        text += Markup(f" [{desk.said('adapted.shared')}]({link})")
    return [str(text), "{: .sl-adapted }", ""]


def with_way_back(
    text: str, path: PurePosixPath, adapted: PurePosixPath, title: str, desk: Desk
) -> str:
    """Return a shared page's text with a note, below its heading, that leads to the adapted one."""
    head, _, rest = text.partition("\n")
    said = desk.said("adapted.shared_notice")
    link = f"[{escape(title)}]({relative(adapted, path)})"
    return "\n".join([head, "", f"{said} {link}", "{: .sl-adapted }", "", rest])


def adaptations_page(every: Iterable[Adapted], desk: Desk) -> str:
    """Return the list of what an edition has of its own, for its readers and for the others."""
    by_kind: dict[Kind, Sequence[SimpleNamespace]] = {}
    pages = list(every)
    for kind in SAID:
        by_kind[kind] = [
            SimpleNamespace(
                title=desk.marked(page.title, page.language),
                link=Markup(relative(page.path, ADAPTATIONS)),
                shared=Markup(relative(shared_path(page.path), ADAPTATIONS)),
            )
            for page in pages
            if page.kind == kind
        ]
    is_local = any(page.by == "municipality" for page in pages)
    return desk.fill("adaptations.md", is_local=is_local, **by_kind)


SAID: dict[Kind, str] = {
    "part": "adapted.part_notice",
    "whole": "adapted.whole_notice",
    "new": "adapted.new_notice",
}
