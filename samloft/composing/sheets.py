"""The sheets that lessons hold (`!!! sheet`), and what a lesson says of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samloft.addresses import SHEETS
from samloft.catalogue import label
from samloft.composing.page_kit import FilledLesson
from samloft.languages import LANGUAGES, Language
from samloft.text.blocks import for_participants
from samloft.text.containers import language_of
from samloft.text.nodes import Node
from samloft.text.sheets import about

_KIND = "sheet"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet of a lesson."""

    id: str
    """Where it stands on the page of its module's sheets."""
    title: str
    """Its lesson's, where it has none."""
    titled_in: Language
    language: Language
    """Its lesson's, but for a network's own on a page in another form."""
    node: Node


def sheets_of(lesson: FilledLesson) -> list[Sheet]:
    """Return the sheets of a lesson; what stands within another block is none.

    So no note to the facilitator comes out as a sheet.
    """
    if _KIND not in lesson.body:  # most have none, and need not be parsed to say so
        return []
    found = _found(for_participants(lesson.body).children, lesson.language)
    return [
        Sheet(
            id=f"{lesson.slug}-sheet-{number}",
            title=node.title or lesson.title,
            titled_in=language if node.title else lesson.language,
            language=language,
            node=node,
        )
        for number, (node, language) in enumerate(found, start=1)
    ]


def _found(nodes: Sequence[Node], language: Language) -> Iterator[tuple[Node, Language]]:
    for node in nodes:
        if _is_sheet(node):
            yield node, language
        elif node.kind == "container":
            inner = language_of(node.text)
            spoken = next((code for code in LANGUAGES if code == inner), language)
            yield from _found(node.children, spoken)


def _is_sheet(node: Node) -> bool:
    return node.kind == "block" and node.info == _KIND


def with_ways_to_sheets(text: Node, lesson: FilledLesson) -> Node:
    """Return a lesson's text with each sheet cut to what it is for, and the way to fill it in."""
    sheets = iter(sheets_of(lesson))

    def cut(node: Node) -> Node:
        if node.kind == "container":
            return node.having(*map(cut, node.children))
        return _cut(node, next(sheets)) if _is_sheet(node) else node

    return text.having(*map(cut, text.children))


def _cut(node: Node, sheet: Sheet) -> Node:
    words = Node(kind="text", text=label(sheet.language, "sheets.open", title=sheet.title))
    link = Node(kind="link", target=f"{SHEETS}.md#{sheet.id}", children=(words,))
    way = Node(kind="paragraph", children=(link,), line=node.line)
    return replace(node, children=(*about(node), way))
