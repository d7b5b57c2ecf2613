"""Make numbered lists of pandoc's lists with letters, Roman numbers and signs.

Markdown reads `a.`, `(b)`, `iii)`, `#.` and `(@)` as words, and runs the items together. An item's
number is the same in print, on the page and read aloud, so they become numbers; the report tells of
letters, which words elsewhere in the text may lead to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samloft.importing.document import Report
from samloft.importing.seen import changed, code_lines

_ITEM = re.compile(
    r"(?P<around> *)(?P<open>\(?)(?P<sign>#|@[\w-]*|[A-Za-z]|[ivxlc]+|[IVXLC]+|\d{1,9})"
    r"(?P<close>[.)])(?P<gap> {1,4})(?=\S)"
)
_ORDINARY = re.compile(r" *(?:[-*+]|\d{1,9}[.)]) +\S")
_LAZY = re.compile(r" *[\w*_\[(«\"'`]")
"""How a line begins that goes on with the paragraph above, also where it is not moved in."""
_LABEL = re.compile(r"\(?@(?P<label>[\w-]+)\)?")
_ROMAN = re.compile(r"(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_DEEPEST = 10
"""Lists inside one another; what is further in is words, as Markdown has it."""


@dataclass(frozen=True)
class _Item:
    line: int
    sign: re.Match[str]


def numbered(text: str, where: str, report: Report) -> str:
    """Return a text whose lists are numbered where they have letters or other signs."""
    examples: dict[str, int] = {}
    for _ in range(_DEEPEST):
        made = _outermost(text, examples, where, report)
        if made == text:
            break
        text = made
    labels = {name: number for name, number in examples.items() if name and number}
    return changed(text, _LABEL, lambda mark: _led_to(mark, labels)) if labels else text


def _outermost(text: str, examples: dict[str, int], where: str, report: Report) -> str:
    """Return a text with its outermost lists of signs numbered: what was code may stand in one.

    Args:
        text: the text.
        examples: the numbers of `(@label)`, and of the last of all `(@)` under no name; grows.
        where: what the text is called in the report.
        report: gets each list of letters.
    """
    lines = text.split("\n")
    code = code_lines(text)
    at = 0
    while at < len(lines):
        found = [] if at in code else _items(lines, at)
        kind = _kind_of(found)
        if not kind:
            at += 1
            continue
        first = _number(found[0].sign["sign"], kind)
        if kind == "@":
            first = examples.get("", 0) + 1
            for number, item in enumerate(found, first):
                examples[item.sign["sign"][1:]] = examples[""] = number
        elif kind in "aAiI":
            report.add("changed", "letter_list", where, sign=found[0].sign[0].strip())
        end = _end(lines, found[-1])
        _renumber(lines, found, first, end)
        if first != 1 and at and lines[at - 1].strip():  # only 1 begins a list below other words
            lines[at] = f"\n{lines[at]}"
        at = end
    return "\n".join(lines)


def _led_to(mark: re.Match[str], labels: dict[str, int]) -> str:
    number = labels.get(mark["label"])
    return mark[0].replace(f"@{mark['label']}", str(number)) if number else mark[0]


def _items(lines: Sequence[str], at: int) -> list[_Item]:
    """Return the items of a list that a line begins; none where it begins no list."""
    first = _sign_of(lines[at])
    if first is None or not _may_begin(lines, at, len(first["around"])):
        return []
    items = [_Item(at, first)]
    depth = len(first["around"])
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if not line.strip() or len(line) - len(line.lstrip(" ")) > depth:
            continue
        sign = _sign_of(line)
        if sign and (sign["around"], sign["open"], sign["close"]) == (
            *(first[each] for each in ("around", "open", "close")),
        ):
            items.append(_Item(number, sign))
            if len(items) == 2 and not _kind_of(items):
                return []
        elif not (lines[number - 1].strip() and _LAZY.match(line) and not _ORDINARY.match(line)):
            break
    return items


def _may_begin(lines: Sequence[str], at: int, depth: int) -> bool:
    before = lines[at - 1] if at else ""
    is_below_item = _ORDINARY.match(before) and len(before) - len(before.lstrip(" ")) < depth
    return not before.strip() or bool(is_below_item) or before.lstrip().startswith(":::")


def _sign_of(line: str) -> re.Match[str] | None:
    found = _ITEM.match(line)
    if found is None:
        return None
    sign, is_closed = found["sign"], found["open"] == "(" and found["close"] == ")"
    if sign[0] == "@" or sign.isdigit():
        return found if is_closed else None
    if found["open"] and not is_closed:
        return None
    # «B. Russell» begins no list, says pandoc.
    is_initial = len(sign) == 1 and sign.isupper() and found["close"] == "."
    return None if is_initial and len(found["gap"]) < 2 else found


def _kind_of(items: Sequence[_Item]) -> str:
    """Return the kind of signs that items have, as `a`; nothing where they are no list.

    A single letter may be a name's, so it takes two that follow each other.
    """
    signs = [item.sign["sign"] for item in items]
    if signs and signs[0][0] in "#@":
        return signs[0][0]
    for kind in "1iIaA":
        numbers = [_number(sign, kind) for sign in signs[:2]]
        if len(numbers) == 2 and numbers[0] and numbers[1] == numbers[0] + 1:
            return kind
    return ""


def _number(sign: str, kind: str) -> int:
    """Return the number a sign of a kind stands for; 0 for one of another kind."""
    if kind == "#":
        return 1
    if kind == "1":
        return int(sign) if sign.isdigit() else 0
    if sign.isupper() != kind.isupper() or not sign.isalpha():
        return 0
    low = sign.lower()
    if kind in "aA":
        return ord(low) - ord("a") + 1 if len(low) == 1 else 0
    return _roman(low) if _ROMAN.fullmatch(low) else 0


def _roman(low: str) -> int:
    values = [_DIGITS[each] for each in low]
    return sum(
        -value if value < max(values[n:], default=0) else value for n, value in enumerate(values)
    )


def _renumber(lines: list[str], items: Sequence[_Item], first: int, last: int) -> None:
    """Give items numbers, and move what belongs to each as far in as its words are."""
    ends = [*(item.line for item in items[1:]), last]
    for number, (item, end) in enumerate(zip(items, ends, strict=True), first):
        sign = item.sign
        around, close = sign["around"], sign["close"]
        opened = f"{around}{number}{close} "
        lines[item.line] = opened + lines[item.line][sign.end() :]
        for at in range(item.line + 1, end):
            lines[at] = _moved(lines[at], len(around), sign.end(), len(opened))


def _end(lines: Sequence[str], item: _Item) -> int:
    depth = len(item.sign["around"])
    for at in range(item.line + 1, len(lines)):
        line = lines[at]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= depth:
            return at
    return len(lines)


def _moved(line: str, depth: int, before: int, now: int) -> str:
    words = line.lstrip(" ")
    column = len(line) - len(words)
    if not words or column <= depth:
        return line
    return " " * (column - before + now if column >= before else now) + words
