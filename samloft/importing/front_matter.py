"""Read what other tools have at the top of a Markdown file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence

import yaml

from samloft.importing.document import Report

KEPT = frozenset(
    {"title", "weight", "sidebar_position", "summary", "description", "objective", "minutes"}
    | {"draft"}
)
"""Keys that say something a lesson's say too."""
_QUIET = frozenset({"teaching", "exercises", "date"})
"""Keys that are used, or that no reader sees."""
_HEAD = re.compile(
    r"\ufeff?(?:---\s*\n(?P<yaml>.*?)\n---|\+\+\+\s*\n(?P<toml>.*?)\n\+\+\+)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]*)[ \t]*[:=][ \t]*(?P<value>.*)")
_MINUTES = re.compile(r"(?P<whole>\d{1,3})(?:[.,]0+)?(?:\s*min(?:\.|ut\w*)?)?")


def parted(text: str) -> tuple[Mapping[str, object], str, bool]:
    """Return front matter, what comes after it, and whether it could be read as a whole.

    Where it could not, each line that is a key and a value is taken as that.
    """
    found = _HEAD.match(text)
    if not found:
        return {}, text, True
    after = text[found.end() :]
    written = found["yaml"] if found["yaml"] is not None else found["toml"]
    try:
        head = yaml.safe_load(written) if found["yaml"] is not None else tomllib.loads(written)
    except (
        yaml.YAMLError,
        ValueError,
    ):  # a date may be none, and TOML that is none is a ValueError
        lines = [_LINE.fullmatch(line.strip()) for line in written.split("\n") if line.strip()]
        if not lines or lines[0] is None:
            return {}, text, True  # text between two lines, as it seems
        pairs = ((each["key"], each["value"].strip("\"' ")) for each in lines if each)
        return dict(pairs), after, False
    if head is None:
        return {}, after, True
    if not isinstance(head, dict):
        return {}, text, True  # text between two lines
    return {str(key): value for key, value in head.items()}, after, True


def tell_of(head: Mapping[str, object], where: str, report: Report, *, is_whole: bool) -> None:
    """Report what of front matter says nothing here."""
    if not is_whole:
        report.add("person", "head_unreadable", where)
    for key in head:
        if key.lower() not in KEPT | _QUIET:
            report.add("dropped", "front_matter", where, key=key)


def title_of(head: Mapping[str, object]) -> str:
    """Return the title that front matter gives; empty where it gives none."""
    return _words(head.get("title")) or ""


def proposed(
    head: Mapping[str, object], objectives: Sequence[str], where: str, report: Report
) -> dict[str, str]:
    """Return what a lesson's front matter is to say, as far as a text says it."""
    found: dict[str, str] = {}
    for key in ("summary", "description", "objective", "minutes"):
        value = head.get(key)
        words = _minutes(value) if key == "minutes" else _words(value)
        if words:
            found["summary" if key == "description" else key] = words
        elif value:
            report.add("dropped", "front_matter", where, key=key)
    minutes = [_minutes(head.get(key)) for key in ("teaching", "exercises")]
    total = sum(int(each) for each in minutes if each)
    if total:
        found["minutes"] = str(total)
    if str(head.get("draft")).lower() == "true":
        found["draft"] = "true"
    if objectives:
        found["objective"] = " ".join(map(_sentence, objectives))
    return found


def _words(value: object) -> str | None:
    """Return a value as words on one line; None where it is no words."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return " ".join(_sentence(" ".join(each.split())) for each in value)
    if value is None or isinstance(value, list | dict):
        return None
    return " ".join(str(value).split())


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _minutes(value: object) -> str | None:
    """Return minutes as a whole number above zero, written `20`, `20.0` or `20 min`."""
    found = _MINUTES.fullmatch(str(value).strip()) if value is not None else None
    return str(int(found["whole"])) if found and int(found["whole"]) else None
