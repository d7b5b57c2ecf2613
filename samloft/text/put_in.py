"""Let what a template puts in stand where its tag stands: further in, as its first line does.

`{{ super() }}` in a note to the facilitator may print many lines. All of them are the note's, as an
editor shows it; without this only the first would be, and participants would read the rest.
"""

from __future__ import annotations

import re

from jinja2 import nodes

from samloft.text.nodes import lines_of
from samloft.text.parse import parse

PUT_IN = "put_in"
"""The filter of ours that is put around what is printed."""
_TAG_AT_START = re.compile(r"^\{%.*%\}[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"\{%.*?%\}")
_BEFORE = re.compile(r"[ \t>]*")
_BLANK_LINES = re.compile(r"(\n(?:[ \t]*\n)+)")
_PLACE = re.compile("\x02[^\x03]*\x03")
"""A mark with the place of a line (places.py); no author can write its signs."""


def put_in(printed: object, before: str, is_block: bool) -> object:
    """Return what was printed, with no line further out than the line its tag stands on.

    Args:
        printed: a value; only what a template marked up, or wrote itself, has lines.
        before: what the line of the tag begins with: spaces, and marks of quotes.
        is_block: True where the tag is alone on its line. Some of what is printed may be moved in
            already, since it was written there: each part is moved in as far as it lacks.
    """
    if not isinstance(printed, str) or "\n" not in printed:
        return printed
    text, width, kind = str(printed), len(before.expandtabs(4)), type(printed)
    if is_block and ">" not in before:
        parts = (part.split("\n") for part in _BLANK_LINES.split(text))
        moved = (_moved(part, max(width - _furthest_out(part), 0)) for part in parts)
        return kind("".join(map("\n".join, moved)))
    first, *rest = text.split("\n")
    own = _furthest_out([first])
    if ">" in before:
        rest = [line if _shown(line).startswith(">") else before + line for line in rest]
    else:
        rest = _moved(rest, width - own)
    return kind("\n".join((*_moved([first], -own), *rest)))


def _moved(lines: list[str], by: int) -> list[str]:
    """Return lines moved in, or out where `by` is less than nothing."""
    out = re.compile(rf"^((?:{_PLACE.pattern})*) {{0,{-by}}}") if by < 0 else None
    if out:
        return [out.sub(r"\1", line) for line in lines]
    return [" " * by + line if _shown(line).strip() else line for line in lines]


def _furthest_out(lines: list[str]) -> int:
    """Return how far in the line is that is furthest out."""
    shown = [_shown(line) for line in lines]
    return min((len(line) - len(line.lstrip()) for line in shown if line.strip()), default=0)


def _shown(line: str) -> str:
    return _PLACE.sub("", line)


def with_places(tree: nodes.Template, source: str) -> nodes.Template:
    """Return a parsed text with what it prints put in where its tags stand.

    That is every value on a line that is moved in, and the blocks in notes to the facilitator:
    elsewhere a block may have been moved in for its looks.
    """
    lines = source.split("\n")
    for output in tree.find_all(nodes.Output):
        for number, node in enumerate(output.nodes):
            before = _before(lines, node.lineno)
            is_moved = isinstance(node, nodes.Filter) and node.name == "indent"
            if before and not is_moved and not isinstance(node, nodes.TemplateData):
                output.nodes[number] = _filter(node, before, node.lineno, is_block=False)
    noted = lines_of_notes(source)
    around: list[nodes.Node] = list(tree.find_all(nodes.Stmt)) if noted else []
    if noted and next(tree.find_all(nodes.Extends), None) is None:
        around.append(tree)  # an overlay's own blocks stand where those beneath do
    for each in around:
        for _, value in each.iter_fields():
            if isinstance(value, list):
                value[:] = [_block_put_in(node, lines, noted) for node in value]
    return tree


def _block_put_in(node: nodes.Node, lines: list[str], noted: frozenset[int]) -> nodes.Node:
    is_put_in = isinstance(node, nodes.Block | nodes.CallBlock | nodes.FilterBlock)
    if not is_put_in or node.lineno not in noted:
        return node
    line, before = lines[node.lineno - 1], _before(lines, node.lineno)
    # Blanks before a tag that is alone on its line are not printed.
    is_alone = not _TAG.sub("", line[len(before) :]).strip()
    put = _filter(None, before, node.lineno, is_block=is_alone)
    return nodes.FilterBlock([node], put, lineno=node.lineno)


def _before(lines: list[str], lineno: int) -> str:
    found = _BEFORE.match(lines[lineno - 1])
    return found[0] if found else ""


def _filter(node: nodes.Expr | None, before: str, lineno: int, *, is_block: bool) -> nodes.Filter:
    arguments: list[nodes.Expr] = [nodes.Const(before), nodes.Const(is_block)]
    return nodes.Filter(node, PUT_IN, arguments, [], None, None, lineno=lineno)


def is_ours(node: nodes.Node) -> bool:
    """Tell whether a part of a text is there for what it holds to be put in."""
    return isinstance(node, nodes.FilterBlock) and node.filter.name == PUT_IN


def as_written(node: nodes.Expr) -> nodes.Expr | None:
    """Return what an author had printed."""
    return node.node if isinstance(node, nodes.Filter) and node.name == PUT_IN else node


def lines_of_notes(source: str) -> frozenset[int]:
    """Return the lines of a text that an editor shows in a note to the facilitator."""
    if "facilitator" not in source.lower():
        return frozenset()
    # A tag on a line of its own leaves none behind.
    blocks = parse(_TAG_AT_START.sub("", source)).all("block")
    return lines_of(block for block in blocks if block.info == "facilitator")
