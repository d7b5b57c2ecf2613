"""Tell which texts keep what they have printed, and may look at it."""

from __future__ import annotations

import re

from jinja2 import nodes

from samloft.text.put_in import as_written, is_ours

MAY_KEEP = re.compile(r"\{%[-+]?\s*(?:set|filter|macro|call)\b|\b(?:super|self)\b")


def keeps_printed(tree: nodes.Template) -> bool:
    """Tell whether a text keeps what it has printed, and may look at it: `{% set %}…{% endset %}`.

    A value cannot notice that, once it is printed.
    """
    kept = (nodes.FilterBlock, nodes.AssignBlock, nodes.Macro, nodes.CallBlock)
    if any(not is_ours(node) for node in tree.find_all(kept)):
        return True
    names = [name.name for name in tree.find_all(nodes.Name) if name.name in ("super", "self")]
    shown = [
        node
        for output in tree.find_all(nodes.Output)
        for node in map(as_written, output.nodes)
        if isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "super"
    ]
    return len(names) > len(shown)
