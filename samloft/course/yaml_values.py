"""Read a YAML text as texts, lists and mappings that know their lines, and say what is wrong."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from samloft.course.misfits import Key, unreadable
from samloft.course.yaml_nodes import compose, mark_cut
from samloft.slots.slot import ANY_MARK
from samloft.text.faults import Fault
from samloft.text.normal import normal
from samloft.text.stray_notes import marked_as_notes

_HALF = re.compile(r"[\ud800-\udfff]")
"""Half of a letter that UTF-16 writes in two, which nothing else can write."""
_FOR_FACILITATOR = frozenset({"facilitator", "notes"})
"""Fields of a session that only its leader reads."""


@dataclass(frozen=True)
class YamlValues:
    """What a YAML text says. Whoever reads it changes nothing in it: many may have it."""

    value: Any = None
    lines: Mapping[Key, int] = field(default_factory=dict)
    """From 1."""
    faults: tuple[Fault, ...] = ()


@functools.lru_cache(maxsize=1024)
def yaml_values(text: str) -> YamlValues:
    """Return what a YAML text says; nothing is guessed (`no` stays `no`).

    Aliases are refused: a few lines of them can grow without end.
    """
    try:
        node, aliases = compose(text)
    except RecursionError:
        written = {"written": f"{text.strip()[:20]} …"}
        return YamlValues(faults=(Fault(1, "yaml-is-readable", written),))
    except yaml.YAMLError as problem:
        line, rule, values = unreadable(text, problem)
        return YamlValues(faults=(Fault(line, rule, values),))
    if node is None:
        return YamlValues(faults=(Fault(1, "file-has-content"),))
    reading = _Reading()
    for line in aliases:
        reading.report(line + 1, "yaml-has-no-alias")
    mark_cut(node, text.split("\n"))
    value = reading.value(node, ())
    return YamlValues(value, reading.lines, tuple(reading.faults))


class _Reading:
    """Reads nodes, noting lines and faults."""

    def __init__(self) -> None:
        self.lines: dict[Key, int] = {}
        self.faults: list[Fault] = []

    def report(self, line: int, rule: str, **values: str) -> None:
        self.faults.append(Fault(line, rule, values))

    def value(self, node: Node, key: Key) -> Any:
        """Return what a node says, at its key."""
        line = node.start_mark.line + 1
        self.lines.setdefault(key, line)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*key, number)) for number, item in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return self._mapping(node, key)
        cut = getattr(node, "cut", "")
        if cut:
            whole = f"{node.value} {cut}".strip()
            self.report(line, "text-with-hash-is-quoted", value=cut, whole=whole)
            return ""
        return self._text(str(node.value), line, key)

    def _mapping(self, node: MappingNode, key: Key) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name_node, value_node in node.value:
            name = str(name_node.value)
            line = name_node.start_mark.line + 1
            if not isinstance(name_node, ScalarNode):  # {{ a value, which YAML reads first }}
                self.report(line, "text-with-sign-is-quoted", sign="{", value="{{ … }}")
                continue
            if node.flow_style and value_node.start_mark.index == name_node.end_mark.index:
                # {nb: Kven, og når}: the comma ended the text, and the rest became a key.
                self.report(line, "text-with-comma-is-quoted", value=name)
                continue
            if name in found:
                self.report(line, "key-is-said-once", key=name)
            self.lines[(*key, name)] = line
            found[name] = self.value(value_node, (*key, name))
        # An empty value is a value left out.
        return {name: value for name, value in found.items() if value != ""}

    def _text(self, value: str, line: int, key: Key) -> str:
        half = _HALF.search(value)
        if half:
            self.report(line, "letters-are-whole", value=ascii(half[0])[1:-1])
            return ""
        value = normal(value)  # YAML has names for signs, too: "\u202e"
        if kept := ANY_MARK.search(value):
            self.report(line, "text-has-no-mark", value=kept[0])
            return ""
        stray = "" if _FOR_FACILITATOR.intersection(key) else marked_as_notes(value)
        if stray:
            self.report(line, "field-is-for-all", value=stray)
        return value
