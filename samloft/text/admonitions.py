"""Read `!!! kind "title"`, folded `???` and `=== "tab"` as blocks, at any nesting."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

LAYOUT = {"inline", "end", "left", "right"}
"""Words of Material's that say where a block stands; ours stand where they are written."""
_OPENING = re.compile(
    r"""(?P<mark>!!!|\?\?\?\+?)[ \t]*(?P<kinds>[^\s"'“”«»]+(?:[ \t]+[^\s"'“”«»]+)*)?"""
    r"""(?:[ \t]*(?:"(?P<title>.*)"|'(?P<single>.*)'))?[ \t]*"""
)
_TAB = re.compile(r"===[!+]?[ \t]+(?:\"(?P<title>.*)\"|'(?P<single>.*)')[ \t]*")
_KIND = re.compile(r"[\w-]+")


def looks_like_opening(line: str) -> bool:
    """Tell whether a line would open a block, were it not part of something else."""
    return line.lstrip(" \t").startswith(("!!!", "???"))


def admonitions(md: MarkdownIt) -> None:
    """Have a parser know the blocks."""
    chain: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "admonition", _block, chain)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    at = state.bMarks[start] + state.tShift[start]
    line = state.src[at : state.eMarks[start]]
    if not line.startswith(("!!!", "???", "===")):
        return False
    tab = _TAB.fullmatch(line)
    if line.startswith("===") and tab is None:
        return False
    if silent:
        return True
    indent, stop = _extent(state, start, end)
    opening = tab or _OPENING.fullmatch(line)
    token = state.push("admonition_open", "div", 1)
    token.map = [start, stop]
    token.meta["beyond"] = _beyond(state, start, stop, end)
    token.markup = "===" if tab else line[:3] + ("+" if line[3:4] == "+" else "")
    kinds = [] if tab or opening is None else (opening["kinds"] or "").split()
    names = [name for name in kinds if name.lower() not in LAYOUT] or kinds[:1]
    if not tab and (len(names) != 1 or not _KIND.fullmatch(names[0])):
        token.meta["fault"] = line.strip()
    # Whatever else is wrong with it, a note for the facilitator is one.
    private = [name for name in kinds if name.lower() == "facilitator"]
    token.info = (private or names or [""])[0].lower()
    token.content = (opening["title"] or opening["single"] or "") if opening else ""
    if opening is None and "facilitator" in line.lower():
        token.info = "facilitator"

    before = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax, state.blkIndent = "admonition", stop, indent
    state.md.block.tokenize(state, start + 1, stop)
    state.parentType, state.lineMax, state.blkIndent = before
    state.push("admonition_close", "div", -1).markup = token.markup
    state.line = stop
    return True


def _extent(state: StateBlock, start: int, end: int) -> tuple[int, int]:
    """Return how far what is inside is indented, and the line after it.

    Four columns are the rule; two or three are enough where all of it has them, and so is one
    that makes four of the whole, as under an opening that was itself moved in a little.
    """
    opened = state.sCount[start]
    indent = opened + 4
    first = next((n for n in range(start + 1, end) if not state.isEmpty(n)), None)
    if first is not None:
        moved = state.sCount[first] - opened
        if 2 <= moved < 4 or (moved == 1 and state.sCount[first] - state.blkIndent >= 4):
            indent = state.sCount[first]
    stop = start + 1
    for number in range(start + 1, end):
        if state.isEmpty(number):
            continue
        if state.sCount[number] < indent:
            break
        stop = number + 1
    return indent, stop


def _beyond(state: StateBlock, start: int, stop: int, end: int) -> int:
    """Return the first line after a block, from 1, where it is indented, but too little; else 0."""
    after = next((n for n in range(stop, end) if not state.isEmpty(n)), None)
    return after + 1 if after is not None and state.sCount[after] > state.sCount[start] else 0
