"""Add an entry to a list or a mapping in a YAML file, leaving its comments and its order alone."""

from __future__ import annotations

import io
from collections.abc import Mapping

from ruamel.yaml import YAML

WIDEST = 1_000_000
"""Characters in a line: no line of an author's is ever broken."""


def with_entry(text: str, key: str, entry: str) -> str:
    """Return a YAML mapping with one more entry in one of its lists; made where there is none.

    An entry that is there already is not added again. Raises ruamel.yaml's YAMLError for what
    is no YAML, and TypeError where something else than a list stands under the key.
    """
    yaml = _as_written(text)
    whole = yaml.load(text) or {}
    entries = whole.setdefault(key, [])
    if not isinstance(entries, list):
        raise TypeError(key)
    if entry in entries:
        return text
    _append_after(entries, entry)
    return _dumped(yaml, whole)


def with_key(text: str, key: str, value: Mapping[str, object]) -> str:
    """Return a YAML mapping with one more key, last. Raises KeyError where it is there already."""
    yaml = _as_written(text)
    whole = yaml.load(text) if text.strip() else {}
    if key in (whole or {}):
        raise KeyError(key)
    if not whole:
        whole = {}
    whole[key] = dict(value)
    return _dumped(yaml, whole)


def _append_after(entries: list[str], entry: str) -> None:
    """Append an entry; a comment after the last one stays between the two lists, not in between."""
    comments = getattr(entries, "ca", None)
    last = len(entries) - 1
    entries.append(entry)
    if comments and last in comments.items:
        kept = comments.items[last]
        token = kept[0]
        if token and "\n" in token.value.strip(" ").removesuffix("\n"):
            comments.items[last + 1] = comments.items.pop(last)


def _as_written(text: str) -> YAML:
    """Return a reader and writer that keeps quotes, and indents lists as the text does."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDEST
    yaml.allow_unicode = True
    is_indented = any(
        line.startswith("  - ") and before.rstrip().endswith(":") and not before.startswith(" ")
        for before, line in zip(text.splitlines(), text.splitlines()[1:], strict=False)
    )
    sequence, offset = (4, 2) if is_indented or "\n- " not in text else (2, 0)
    yaml.indent(mapping=2, sequence=sequence, offset=offset)
    return yaml


def _dumped(yaml: YAML, whole: object) -> str:
    written = io.StringIO()
    yaml.dump(whole, written)
    return written.getvalue()
