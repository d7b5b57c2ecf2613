"""What is wrong with a value that does not fit its form: pydantic's findings as rules of ours."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter
from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

Key = tuple[str | int, ...]
"""The way to a value inside a file, as in ("parts", 2, "minutes")."""
UNKNOWN_KEY = ("unexpected_keyword_argument", "extra_forbidden")
MISSING_KEY = ("missing", "missing_argument", "missing_keyword_only_argument")
"""What pydantic calls them."""


@functools.cache
def adapter_for(form: Any) -> TypeAdapter[Any]:
    """Return the checker of a form; making one is dear, so it is made once."""
    return TypeAdapter(form)


PATTERN_NAMES = {
    "Slug": "^[a-z0-9]+(-",
    "Address": "^https:",
    "Feedback": "^(https:",
    "Colour": "^#[0-9",
    "ValueName": "^[a-z][a-z0-9_]*$",
    "VersionName": "^[0-9]{4}\\.",
    "Clock": "^([01]",
    "Number": "^[0-9]{4}$",
    "SourceDate": "^([0-9]{4}(",
    "PictureFile": "^[a-z0-9][a-z0-9-]*[.](",
    "LogoFile": "^[a-z0-9][a-z0-9-]*\\.(",
}


def describe(kind: str, detail: Any) -> tuple[str, dict[str, str]]:
    """Return our rule, and what its text needs, for one kind of mistake pydantic names."""
    context = detail.get("ctx", {})
    if kind == "literal_error":
        return "value-is-known", {
            "choices": context["expected"].replace("'", "").replace(" or ", ", ")
        }
    if kind == "string_pattern_mismatch":
        for name, start in PATTERN_NAMES.items():
            if context["pattern"].startswith(start):
                return f"value-is-{name.lower()}", {}
    if kind == "listed_twice":
        return "name-is-listed-once", {"name": context["name"]}
    if kind.startswith("int") or kind in (
        *("greater_than", "greater_than_equal", "less_than_equal"),
    ):
        return "value-is-a-whole-number", {}
    if kind.startswith("bool"):
        return "value-is-true-or-false", {}
    if kind.startswith("date"):
        return "value-is-a-date", {}
    if kind == "value_error":
        return "value-is-sourcedate", {}
    if kind in ("tuple_type", "list_type"):
        return "value-is-a-list", {}
    if kind in ("dict_type", "dataclass_type", "dataclass_exact_type", "too_short"):
        return "value-is-a-mapping", {}
    if kind in ("string_type", "string_too_short"):
        return "value-is-text", {}
    if kind == "string_too_long":
        return "value-is-short", {"most": str(context["max_length"])}
    return "value-is-understood", {"reason": str(detail["msg"])}


def keys_of(form: Any, value: Any, place: Key) -> list[str]:
    """Return the keys a form knows at a place inside it."""
    for step in place:
        options = [form, *get_args(form)]
        for option in options:
            fields = getattr(option, "__annotations__", {})
            if step in fields:
                hints = adapter_hints(option)
                form = hints[str(step)]
                break
        else:
            inner = [part for part in get_args(form) if part not in (type(None), Ellipsis)]
            form = inner[-1] if inner else form
    for option in _flatten(form):
        if hasattr(option, "__dataclass_fields__"):
            return list(option.__dataclass_fields__)
    return [str(choice) for option in _flatten(form) for choice in get_args(option)]


def _flatten(form: Any) -> Iterator[Any]:
    yield form
    for part in get_args(form):
        if part not in (type(None), Ellipsis) and not isinstance(part, str):
            yield from _flatten(part)


def adapter_hints(form: type) -> dict[str, Any]:
    """Return a form's fields with their real types."""
    return get_type_hints(form, include_extras=True)


_COLOUR = re.compile(r"[{,][^\n\"'#]*:[ \t]+(#[0-9a-fA-F]{3,8})\b")
"""A colour without quotation marks, among braces."""


_QUOTED_INSIDE = re.compile(r"(?:[\w-]+:|-|\[|,)[ \t]+(['\"])(?:(?!\1).)*\1\w")
"""A text in quotation marks that has the same ones in it."""
_SIGN = re.compile(r"(?:[\w-]+:|^\s*-)[ \t]+(?P<text>(?P<sign>[&*@%`!]|-(?= )).*)")
"""A text that begins with what means something in YAML."""


def unreadable(text: str, problem: YAMLError) -> tuple[int, str, dict[str, str]]:
    """Return what a text that is no YAML breaks: the line, our rule, and what its words need.

    The reader's own words are English, so they are not shown: what is written there is.
    """
    if isinstance(problem, ReaderError):  # a sign that no YAML may hold
        line = text.count("\n", 0, problem.position) + 1
        return line, "yaml-is-readable", {"written": f"U+{ord(text[problem.position]):04X}"}
    assert isinstance(problem, MarkedYAMLError)
    mark, why = problem.problem_mark or problem.context_mark, problem.problem or ""
    if "expected ':'" in why:  # told of the line after
        mark = problem.context_mark or mark
    lines = text.split("\n")
    at = min(mark.line, len(lines) - 1) if mark else 0
    while at and not lines[at].strip():  # reading stopped at the end of the file
        at -= 1
    written = lines[at].strip()[:60]
    if "'\\t'" in why:
        return at + 1, "yaml-has-no-tabs", {}
    colour = _COLOUR.search(text)
    if colour:  # the rest of its line is a comment, and a brace that should close is in it
        return (
            text.count("\n", 0, colour.start()) + 1,
            "text-with-hash-is-quoted",
            {"value": colour[1], "whole": colour[1]},
        )
    if "mapping values" in why:
        return at + 1, "text-with-colon-is-quoted", {"value": written}
    if "expected ':'" in why:
        return at + 1, "key-has-a-colon", {"value": written}
    quoted = _QUOTED_INSIDE.search(lines[at])
    if quoted:
        return at + 1, "text-has-no-such-quotes", {"sign": quoted[1], "value": written}
    sign = _SIGN.search(lines[at])
    if sign:
        return at + 1, "text-with-sign-is-quoted", {"sign": sign["sign"], "value": sign["text"]}
    return at + 1, "yaml-is-readable", {"written": written}
