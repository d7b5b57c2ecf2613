"""Find a passage of a lesson: what stands under a heading, or a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samloft.text.blocks import ORDINARY, SYNONYMS, find_blocks
from samloft.text.nodes import Node
from samloft.text.parse import parse


@dataclass(frozen=True)
class Passage:
    """A piece of a lesson's text, without the course's own blocks and what is folded."""

    title: str
    """The heading it stands under."""
    text: Node


@dataclass(frozen=True)
class Outline:
    """What passages a lesson's text has."""

    headings: tuple[str, ...]
    """In order."""
    blocks: tuple[str, ...]
    """Their ids, as `reflect-1`."""
    tables: int
    """How many stand outside its blocks."""


def outline_of(body: str) -> Outline:
    """Return what passages a lesson's text has."""
    blocks = (block.id for block in find_blocks(body))
    return Outline(tuple(headings(body)), tuple(blocks), len(tables(body)))


def headings(body: str) -> list[str]:
    """Return the headings of a lesson, in order."""
    return [node.words.strip() for node in parse(body).children if node.kind == "heading"]


def under_heading(body: str, heading: str) -> Passage | None:
    """Return what stands under a heading, smaller headings too; None where there is none such."""
    nodes = parse(body).children
    for at, node in enumerate(nodes):
        if node.kind == "heading" and node.words.strip() == heading:
            found = []
            for after in nodes[at + 1 :]:
                if after.kind == "heading" and after.level <= node.level:
                    break
                found.append(after)
            return Passage(heading, _document(found))
    return None


def tables(body: str) -> list[Passage]:
    """Return the tables of a lesson that stand outside its blocks, each with its heading."""
    return list(_tables(body))


def _tables(body: str) -> Iterator[Passage]:
    heading = ""
    for node in parse(body).children:
        if node.kind == "heading":
            heading = node.words.strip()
        elif node.kind != "block":
            yield from (Passage(heading, _document([table])) for table in node.all("table"))


def _document(nodes: list[Node]) -> Node:
    kept = tuple(node for node in nodes if node.kind != "block" or _is_text(node))
    return Node(kind="document", children=kept)


def _is_text(block: Node) -> bool:
    """Tell whether a block is read on with the text around it: a warning, an open note."""
    return SYNONYMS.get(block.info, block.info) in ORDINARY and block.fold != "?"
