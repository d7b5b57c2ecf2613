"""A sheet to fill in: its lines, ticks and empty cells as fields, and as lines on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from samloft.catalogue import label
from samloft.languages import Language
from samloft.text.attributes import in_attribute
from samloft.text.nodes import Node

LINES = 2
"""Room to write after a numbered line, on paper and to begin with on the page."""
_FIELD = f'<textarea rows="{LINES}"></textarea>'
_ROOM = '<div class="sl-lines" data-lines="{lines}" data-field="{name}"></div>'


def is_to_fill(node: Node) -> bool:
    """Tell whether a part of a sheet is something to fill in."""
    if node.kind == "table":
        return any(not cell.children for row in node.children[1:] for cell in row.children)
    return node.kind == "numbers" or _has_ticks(node)


def _has_ticks(node: Node) -> bool:
    return node.kind == "bullets" and any(item.info for item in node.children)


def about(node: Node) -> tuple[Node, ...]:
    """Return what a `sheet` block says before there is anything to fill in."""
    at = next((n for n, child in enumerate(node.children) if is_to_fill(child)), None)
    return node.children[:at]


def to_fill(node: Node, language: Language) -> tuple[Node, ...]:
    """Return what stands in a `sheet` block, with fields, and lines which only paper has.

    Each item of a numbered list asks for words, each of a task list for a tick, and each empty
    cell of a table for what the head of its column says.
    """
    return tuple(_filled(node.children, language))


def _filled(nodes: Sequence[Node], language: Language) -> Iterator[Node]:
    for node in nodes:
        if not is_to_fill(node):
            yield node
        elif node.kind == "numbers":
            for number, item in enumerate(node.children, start=node.level):
                yield from _question(number, item)
        elif node.kind == "table":
            yield _table(node, language)
        else:
            items = (_tick(item) for item in node.children)
            opening = '<div class="sl-ticks" markdown="1">'
            yield Node(kind="control", text=opening, info="</div>", children=(node.having(*items),))


def _question(number: int, item: Node) -> Iterator[Node]:
    """Yield a numbered line with a field, and the room to write in on paper."""
    own = item.first_words
    words = (_field("<label>"), _text(f"{number}. "), *own.children, _field(f"{_FIELD}</label>"))
    yield Node(kind="paragraph", children=words, line=item.line)
    yield from item.below
    name = in_attribute(_one_line(own.words) or f"{number}.")
    yield Node(kind="html", text=_ROOM.format(lines=LINES, name=name))


def _tick(item: Node) -> Node:
    own = item.first_words
    name = in_attribute(_one_line(own.words))
    box = _field(f'<label><input type="checkbox" data-field="{name}"><span>')
    line = own.having(box, *own.children, _field("</span></label>"))
    return replace(item, info="", children=(line, *item.below))


def _table(node: Node, language: Language) -> Node:
    head, *rows = node.children
    names = [cell.words for cell in head.children]
    return node.having(
        head, *(_row(row, number, names, language) for number, row in enumerate(rows, start=1))
    )


def _row(row: Node, number: int, names: Sequence[str], language: Language) -> Node:
    first = row.children[0].words if row.children else ""
    about_row = first or label(language, "sheets.row", number=number)
    cells = []
    for cell, name in zip(row.children, names, strict=False):
        if not cell.children:
            spoken = in_attribute(_one_line(f"{name}, {about_row}" if name else about_row))
            # Where the table is too narrow for its heads, the style shows each at its field.
            head_here = f'<span class="sl-sheet__head" data-sl-head="{in_attribute(name)}"></span>'
            field = f'<textarea rows="1" aria-label="{spoken}" data-field="{spoken}"></textarea>'
            cell = cell.having(_field(head_here + field))
        cells.append(cell)
    return row.having(*cells)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _field(html: str) -> Node:
    return Node(kind="field", text=html)


def _text(words: str) -> Node:
    return Node(kind="text", text=words)
