"""Print footnotes below the text that has them, where there is no foot of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from samloft.text.nodes import Node


def used_footnotes(document: Node) -> tuple[Node, ...]:
    """Return the footnotes of a text that its readers come to, in the order they do.

    One that only an unused footnote refers to is not used either.
    """
    every = {note.info: note for note in reversed(list(document.all("footnote")))}
    if not every:
        return ()
    body = document.without(lambda node: node.kind == "footnote")
    return tuple(every[name] for name in _cited(body, every))


def with_footnotes_below(text: Node, whole: Node, sources: Mapping[str, Node]) -> Node:
    """Return a part of a text with a number for each mark of a footnote, and those below it.

    Args:
        text: the part.
        whole: the text it is a part of, which has the footnotes.
        sources: what else it may cite, as footnotes.
    """
    own = {**sources, **{note.info: note for note in whole.all("footnote")}}
    cited = _cited(text, own)
    numbers = {name: number for number, name in enumerate(cited, start=1)}
    if not numbers:
        return text
    below = (node for name in cited for node in _told(own[name], numbers[name]))
    return _numbered(text.having(*text.children, *below), numbers)


def _cited(text: Node, every: Mapping[str, Node]) -> list[str]:
    """Return the names of the footnotes that a text comes to, also from one of them to another."""
    names = _names(text, every)
    for name in names:  # it grows on the way
        names += [each for each in _names(every[name], every) if each not in names]
    return names


def _names(text: Node, every: Mapping[str, Node]) -> list[str]:
    return list(dict.fromkeys(mark.info for mark in text.all("note") if mark.info in every))


def _numbered(text: Node, numbers: Mapping[str, int]) -> Node:
    def number(node: Node) -> tuple[Node, ...]:
        if node.kind != "note" or node.info not in numbers:
            return (node,)
        return (Node(kind="text", text=f" ({numbers[node.info]})", line=node.line),)

    return text.mapped(number)


def _told(note: Node, number: int) -> Iterator[Node]:
    mark = Node(kind="text", text=f"({number}) ", line=note.line)
    words = note.first_words
    yield replace(words, children=(mark, *words.children), is_tight=False)
    yield from note.below
