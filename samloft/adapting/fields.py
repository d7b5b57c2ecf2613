"""Merge what moved in a shared YAML file into one that lays single fields over it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from textwrap import indent
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node

from samloft.course.laid_over import EXTENDS, is_numbered, is_words, restricted
from samloft.git import MARKS
from samloft.text.normal import as_yaml_reads

Fields = Mapping[str, Any]
_WIDE = 10_000
"""Letters on a line before YAML would break it."""


@dataclass(frozen=True, kw_only=True)
class MergedFields:
    """A file with what moved beneath it taken in."""

    text: str
    added: int = 0
    """Lines of what it lies over that are new beneath."""
    removed: int = 0
    conflicts: int = 0

    @property
    def has_moved(self) -> bool:
        """Tell whether anything did that it lies over."""
        return bool(self.added or self.removed)


def merge_fields(
    ours: str, before: str, now: str, fields: Collection[str], names: tuple[str, str, str]
) -> MergedFields:
    """Return a file that lays fields over another, with what has moved in that one.

    A field that is as it was beneath stands as it is here; one that is here as it was beneath
    becomes what it is there now. One that both have changed clashes: both are there, between the
    marks Git uses. Parts of a session that have another number now get it.

    Args:
        ours: the file.
        before: the file beneath, as ours was made from it.
        now: that file now.
        fields: which of ours lie over this one.
        names: what the three are called at a conflict.
    """
    own, was, there = (written(text) for text in (ours, before, now))
    spots = dict(_spots(ours))
    pieces, last = [], 0
    added = removed = conflicts = 0
    for name, (start, end) in spots.items():
        if name not in fields or name == EXTENDS:
            continue
        piece, value = ours[start:end], own[name]
        base, current = was.get(name), there.get(name)
        lost: list[str] = []
        if isinstance(base, list) and isinstance(current, list) and is_numbered(value):
            homes = _homes(base, current)
            moved = {old: homes[int(old) - 1] for old in value if 0 < int(old) <= len(base)}
            renamed = {old: str(at + 1) for old, at in moved.items() if at is not None}
            lost = [old for old, at in moved.items() if at is None]
            told = {renamed.get(old, old): each for old, each in value.items() if old not in lost}
            shown = _dumped(name, restricted(base, value))
            shows = _dumped(name, restricted(current, told) if told else None)
            same = not lost and [*restricted(base, value).values()] == [
                *restricted(current, told).values()
            ]
            beneath = {renamed.get(old, old): each for old, each in restricted(base, value).items()}
            if not lost and any(old != new for old, new in renamed.items()):
                added, removed = added + same, removed + same
                kept = _renumbered(piece, renamed)
            else:
                kept = piece
        else:
            shown, shows = (_dumped(name, restricted(each, value)) for each in (base, current))
            same = restricted(base, value) == restricted(current, value)
            told, beneath, kept = value, restricted(base, value), piece
        if same:
            piece = kept
        else:
            less, more = shown.splitlines(), shows.splitlines()
            added += len([line for line in more if line not in less]) or 1
            removed += len([line for line in less if line not in more])
            try:
                if lost:
                    raise _ClashError
                merged = _taken_in(told, beneath, restricted(current, told))
                piece = _with_value(kept, name, told, merged, is_as_it_was=told == beneath)
            except _ClashError:
                conflicts += 1
                piece = _clash(piece, shown, shows, names)
        pieces += [ours[last:start], piece]
        last = end
    text = "".join([*pieces, ours[last:]])
    return MergedFields(text=text, added=added, removed=removed, conflicts=conflicts)


class _ClashError(Exception):
    """A value was changed both here and beneath."""


def _taken_in(own: Any, was: Any, now: Any) -> Any:
    """Return a value with what moved beneath it. Raises _ClashError where both have changed it."""
    if now in (was, own):
        return own
    if own == was and now is not None:
        return now
    if all(isinstance(each, Mapping) and not is_words(each) for each in (own, was, now)):
        return {key: _taken_in(value, was.get(key), now.get(key)) for key, value in own.items()}
    raise _ClashError


def _with_value(piece: str, name: str, own: Any, merged: Any, *, is_as_it_was: bool) -> str:
    """Return a field's text with another value; what does not change stands as it was written."""
    if is_as_it_was:
        return _dumped(name, merged)
    return with_fields(piece, {name: _changed(own, merged)}) if own != merged else piece


def _changed(own: Any, merged: Any) -> Any:
    """Return what of a value is another now."""
    if isinstance(own, Mapping) and isinstance(merged, Mapping) and not is_words(merged):
        return {key: _changed(own[key], merged[key]) for key in own if own[key] != merged[key]}
    return merged


def written(text: str) -> dict[str, Any]:
    """Return what a YAML file says, all of it as text."""
    found = yaml.load(as_yaml_reads(text), Loader=yaml.BaseLoader)
    return found if isinstance(found, dict) else {}


def with_fields(text: str, own: Fields) -> str:
    """Return a YAML file with what another lays over it written into it.

    What is not touched stays as it was written, letter by letter.
    """
    root = yaml.compose(as_yaml_reads(text), Loader=yaml.SafeLoader)
    said = {name: value for name, value in own.items() if name != EXTENDS}
    edits = sorted(_edits(text, root, said), reverse=True) if root else []
    for start, end, words in edits:
        text = text[:start] + words + text[end:]
    return text


def field_text(name: str, value: Any) -> str:
    """Return a field as it stands in a file."""
    return _dumped(name, value)


def _edits(text: str, node: Node, own: Any) -> Iterator[tuple[int, int, str]]:
    """Yield where in a text something else is to stand, and what."""
    if isinstance(node, MappingNode) and isinstance(own, Mapping):
        there = {str(key.value): value for key, value in node.value}
        for name, value in own.items():
            if name in there:
                yield from _edits(text, there[name], value)
            elif node.flow_style:
                at = node.end_mark.index - 1
                yield at, at, f", {name}: {_flow(value)}"
            else:
                start = node.start_mark
                at = _line_end(text, node)
                yield at, at, f"{' ' * start.column}{name}: {_flow(value)}\n"
    elif not isinstance(node, MappingNode) and is_numbered(own):
        for number, value in own.items():
            yield from _edits(text, node.value[int(number) - 1], value)
    else:
        start, end = node.start_mark.index, node.end_mark.index
        tail = text[start:end]
        kept = tail[len(tail.rstrip()) :]  # a block's end is the next line's beginning
        yield start, end, _flow(own) + kept


def _line_end(text: str, node: Node) -> int:
    """Return where the line after a mapping's last one begins."""
    end = node.end_mark.index
    body = text[:end].rstrip()
    at = text.find("\n", len(body))
    return len(text) if at < 0 else at + 1


def _spots(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each field of a file and where it stands, with the lines it stands on."""
    root = yaml.compose(as_yaml_reads(text), Loader=yaml.SafeLoader)
    if not isinstance(root, MappingNode):
        return
    starts = [key.start_mark.index for key, _ in root.value]
    ends = [*starts[1:], len(text)]
    if root.flow_style:  # all of it on one line: it stands or falls together
        starts, ends = [0] * len(starts), [len(text)] * len(ends)
        yield str(root.value[-1][0].value), (starts[-1], ends[-1])
        return
    for (key, _), start, end in zip(root.value, starts, ends, strict=True):
        yield str(key.value), (start, end)


def _homes(before: list[Any], now: list[Any]) -> list[int | None]:
    """Return where each item of a list is in another; None for one that is not."""
    homes: list[int | None] = [None] * len(before)
    was, there = ([json.dumps(each, sort_keys=True) for each in each] for each in (before, now))
    match = SequenceMatcher(None, was, there, autojunk=False)
    for kind, start, end, other, last in match.get_opcodes():
        if kind == "equal":
            homes[start:end] = range(other, last)
        elif kind == "replace":
            free = list(range(other, last))
            for at in range(start, end):
                likely = max(free, key=lambda new: _alike(before[at], now[new]), default=None)
                if likely is not None and _alike(before[at], now[likely]) >= 0.5:
                    homes[at] = likely
                    free.remove(likely)
    return homes


def _alike(one: Any, other: Any) -> float:
    """Return how much two items have in common, from 0 to 1."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return float(one == other)
    every = one.keys() | other.keys()
    return len([key for key in every if one.get(key) == other.get(key)]) / max(len(every), 1)


def _renumbered(piece: str, numbers: Mapping[str, str]) -> str:
    """Return a field with other numbers on its items."""
    root = yaml.compose(as_yaml_reads(piece), Loader=yaml.SafeLoader)
    items = root.value[0][1].value if isinstance(root, MappingNode) else []
    for key, _ in reversed(items):
        new = numbers.get(str(key.value), str(key.value))
        piece = piece[: key.start_mark.index] + new + piece[key.end_mark.index :]
    return piece


def _clash(ours: str, before: str, now: str, names: tuple[str, str, str]) -> str:
    local, base, shared = names
    ours = ours if ours.endswith("\n") else f"{ours}\n"
    return f"{MARKS[0]}{local}\n{ours}{MARKS[1]}{base}\n{before}=======\n{now}{MARKS[2]}{shared}\n"


def _dumped(name: str, value: Any) -> str:
    """Return a field as its author might have written it; nothing for one that is not there."""
    if value is None:
        return ""
    inside = value.values() if isinstance(value, Mapping) else value
    is_long = _has_lines(value)
    is_deep = any(isinstance(each, Mapping | list) for each in inside)
    if not is_long and (isinstance(value, str) or not is_deep):
        return f"{name}: {_flow(value)}\n"
    if isinstance(value, str):
        return _yaml({name: value}, is_flow=False)
    return f"{name}:\n{indent(_yaml(value, is_flow=False if is_long else None), '  ')}"


def _has_lines(value: Any) -> bool:
    """Tell whether some text in a value runs over lines, and is to be read and written as such."""
    if isinstance(value, Mapping):
        return any(map(_has_lines, value.values()))
    return "\n" in value if isinstance(value, str) else any(map(_has_lines, value or ()))


def _flow(value: Any) -> str:
    """Return a value on one line."""
    return _yaml(value, is_flow=True).removesuffix("\n").removesuffix("\n...")


class _Dumper(yaml.SafeDumper):
    """Writes texts as people do: lines as lines, and clock times in quotes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else '"' if _CLOCK.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_CLOCK = re.compile(r"\d?\d:\d\d")
_Dumper.add_representer(str, _text)


def _yaml(value: Any, *, is_flow: bool | None) -> str:
    text: str = yaml.dump(
        _plain(value),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDE,
        default_flow_style=is_flow,
    )
    return text


def _plain(value: Any) -> Any:
    """Return a value with its numbers as such, so that they are written without quotes."""
    if isinstance(value, Mapping):
        return {_plain(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    is_number = isinstance(value, str) and value.isdecimal() and str(int(value)) == value
    return int(value) if is_number else value
