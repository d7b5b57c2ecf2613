"""YAML as nodes, which know where in a file they stand, with what its writer may have meant."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import yaml
from yaml.nodes import Node, ScalarNode


def mark_cut(node: Node, source: Sequence[str]) -> None:
    """Note on each text what a # after it cut off: `primary: #1d4f91`, `title: Emne #1`.

    A comment has a space after its #, as everybody writes who means one.
    """
    if isinstance(node, ScalarNode):
        mark = node.end_mark
        after = source[mark.line][mark.column :] if mark.line < len(source) else ""
        cut = None if node.style else re.match(r"\s*:?\s*(#[^\s#!]\S*)", after)
        if cut:
            node.cut = cut[1]  # type: ignore[attr-defined]
        return
    for child in node.value:
        for each in child[1:] if isinstance(child, tuple) else (child,):
            mark_cut(each, source)


class _Loader(yaml.SafeLoader):
    """Notes each alias and goes on without it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.aliases: list[int] = []

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call]
            self.aliases.append(event.start_mark.line)
            return ScalarNode("", "", event.start_mark, event.end_mark)
        node: Node | None = super().compose_node(parent, index)
        return node


@functools.lru_cache(maxsize=1024)
def compose(text: str) -> tuple[Node | None, list[int]]:
    """Return a YAML text as nodes, and the lines of its aliases. Raises yaml.YAMLError.

    LibYAML is ten times as fast; ours knows aliases, and says more clearly what is wrong.
    """
    if yaml.__with_libyaml__:
        try:
            if not _has_aliases(text):
                node: Node | None = yaml.CSafeLoader(text).get_single_node()
                return node, []
        except yaml.YAMLError:
            pass  # read again, for the words
    loader = _Loader(text)
    return loader.get_single_node(), loader.aliases


def _has_aliases(text: str) -> bool:
    """Tell whether a YAML text names nodes to use them again: `&x` and `*x` outside of strings."""
    return ("*" in text or "&" in text) and any(
        isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)
        for event in yaml.parse(text, yaml.CSafeLoader)
    )
