"""Tell which of a network's values a text names, without filling it in."""

from __future__ import annotations

import jinja2
from jinja2 import nodes

_PLAIN = jinja2.Environment(autoescape=True)
"""Parses only."""


def values_named(text: str) -> set[str] | None:
    """Return which `values.…` a text names; None where it may use any of them."""
    if "values" not in text:
        return set()
    try:
        tree = _PLAIN.parse(text.replace("{#", "{ #"))
    except (jinja2.TemplateSyntaxError, RecursionError):
        return None
    every = [node for node in tree.find_all(nodes.Name) if node.name == "values"]
    named = [name for node in tree.find_all((nodes.Getattr, nodes.Getitem)) if (name := _of(node))]
    return set(named) if len(named) == len(every) else None


def _of(node: nodes.Node) -> str:
    """Return which value an expression is for: `values.x`, `values["x"]`; empty for all else."""
    owner = getattr(node, "node", None)
    if not (isinstance(owner, nodes.Name) and owner.name == "values"):
        return ""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return str(node.arg.value)
    return ""
