"""Turn an edition's own values in a text back into their names: `Digi Agder` → `{{ … }}`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from samloft.composing.values import template_names
from samloft.course.model import Edition

SHORTEST = 4
"""Letters. A shorter value is too likely to be a word that only looks like it."""


def values_of(edition: Edition) -> Mapping[str, str]:
    """Return what an edition's texts can print of it: the name in a template, by the value."""
    names = template_names(edition)
    found = {edition.municipality.name: "edition.name"} if edition.municipality else {}
    found |= {
        value: f"{owner}.{name}"
        for owner in ("values", "network")
        for name, value in vars(names[owner]).items()
        if isinstance(value, str) and len(value) >= SHORTEST
    }
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def turned_back(shared: str, local: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield the local lines, those that are not shared with names in place of values."""
    before, after = (text.splitlines(keepends=True) for text in (shared, local))
    match = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, _, _, start, end in match.get_opcodes():
        for line in after[start:end]:
            yield line if kind == "equal" else _with_names(line, values)


def _with_names(line: str, values: Mapping[str, str]) -> str:
    for value, name in values.items():
        line = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"{{{{ {name} }}}}", line)
    return line
