"""The sheets that lessons hold (`!!! sheet`), and what a lesson says of its own."""

from __future__ import annotations

from dataclasses import replace

from samloft.addresses import SHEETS
from samloft.catalogue import label
from samloft.composing.page_kit import FilledLesson
from samloft.text.blocks import Block, find_blocks
from samloft.text.nodes import Node
from samloft.text.sheets import about


def sheets_of(lesson: FilledLesson) -> tuple[Block, ...]:
    """Return the sheets of a lesson."""
    return tuple(block for block in find_blocks(lesson.body) if block.kind == "sheet")


def id_of(lesson: FilledLesson, block: Block) -> str:
    """Return where a sheet stands on the page of its module's sheets."""
    return f"{lesson.slug}-{block.id}"


def with_ways_to_sheets(text: Node, lesson: FilledLesson) -> Node:
    """Return a lesson's text with each sheet cut to what it is for, and the way to fill it in."""
    ways = iter([id_of(lesson, block) for block in sheets_of(lesson)])

    def cut(node: Node) -> tuple[Node, ...]:
        if node.kind != "block" or node.info != "sheet":
            return (node,)
        words = label(lesson.language, "sheets.open", title=node.title)
        link = Node(
            kind="link",
            target=f"{SHEETS}.md#{next(ways)}",
            children=(Node(kind="text", text=words),),
        )
        way = Node(kind="paragraph", children=(link,), line=node.line)
        return (replace(node, children=(*about(node), way)),)

    return text.mapped(cut)
