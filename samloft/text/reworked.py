"""Find what a template keeps under a name, and prints otherwise than it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jinja2 import Environment, TemplateSyntaxError, nodes

from samloft.text.environments import ATTRIBUTES

_ENVIRONMENT = Environment(keep_trailing_newline=True)
_AS_WRITTEN = frozenset({"trim", "indent"})
"""Filters that leave each line what it was."""
_BENEATH = frozenset({"super", "self"})
"""The names by which a block is printed where it is not written."""


def reworked_lines(texts: Sequence[str]) -> Sequence[frozenset[int]]:
    """Return of each text of a page the lines that some of them may print otherwise.

    That is what stands in a `set`, a macro, a call or a block whose name is used for anything but
    to print it, and what stands in a `filter`: letters may be taken out of it, or parted.
    """
    trees = [_tree(text) for text in texts]
    names = {name for tree in trees for name in _names_reworked(tree)}
    while more := {name for tree in trees for name in _names_within(tree, names)} - names:
        names |= more
    return [frozenset(_lines_kept(tree, names)) for tree in trees]


def _tree(text: str) -> nodes.Template:
    try:
        return _ENVIRONMENT.parse(ATTRIBUTES.sub(r"{%+ raw %}\g<0>{%+ endraw +%}", text))
    except TemplateSyntaxError:  # told of where it is filled in
        return nodes.Template([])


def _names_reworked(tree: nodes.Template) -> Iterator[str]:
    printed = [each for output in tree.find_all(nodes.Output) for each in output.nodes]
    called = [each.call for each in tree.find_all(nodes.CallBlock)]
    whole = {id(_printed_whole(each)) for each in (*printed, *called)}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and id(name) not in whole:
            yield name.name


def _printed_whole(node: nodes.Node | None) -> nodes.Node | None:
    """Return the name that is all there is to something printed: `x`, `m(1)`, `self.b()|trim`."""
    node = _without_filters(node)
    if isinstance(node, nodes.Call):
        node = node.node
    is_of_self = isinstance(node, nodes.Getattr) and node.node == nodes.Name("self", "load")
    return node.node if is_of_self and isinstance(node, nodes.Getattr) else node


def _without_filters(node: nodes.Node | None) -> nodes.Node | None:
    """Return what is filtered, where that leaves each of its lines what it was."""
    while isinstance(node, nodes.Filter) and node.name in _AS_WRITTEN:
        node = node.node
    return node


def _names_within(tree: nodes.Template, names: set[str]) -> Iterator[str]:
    """Yield the names that are printed in what is printed otherwise."""
    for node in _reworked(tree, names):
        yield from (name.name for name in node.find_all(nodes.Name))


def _lines_kept(tree: nodes.Template, names: set[str]) -> Iterator[int]:
    for node in _reworked(tree, names):
        for words in node.find_all(nodes.TemplateData):
            yield from range(words.lineno, words.lineno + words.data.count("\n") + 1)


def _reworked(tree: nodes.Template, names: set[str]) -> Iterator[nodes.Node]:
    kinds = (nodes.AssignBlock, nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.Block)
    yield from (node for node in tree.find_all(kinds) if _is_reworked(node, names))


def _is_reworked(node: nodes.Node, names: set[str]) -> bool:
    if isinstance(node, nodes.FilterBlock):
        return _without_filters(node.filter) is not None
    if isinstance(node, nodes.AssignBlock):
        target = node.target
        named = {target.name} if isinstance(target, nodes.Name) else names
        return _without_filters(node.filter) is not None or bool(named & names)
    if isinstance(node, nodes.Macro):
        return node.name in names
    return bool(names & (_BENEATH if isinstance(node, nodes.Block) else {"caller"}))
