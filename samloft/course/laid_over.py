"""Lay single fields of a YAML file over the file beneath: what it says holds, the rest stays.

A session that does so says `extends: shared`, as a lesson does. Parts are named by their number:

    extends: shared
    starts: "10:00"
    parts:
      3: {minutes: 20}

Which fields there are is for the form to know; nothing here lists them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samloft.course.misfits import Key
from samloft.course.reader import Reader, Reading
from samloft.languages import LANGUAGES

EXTENDS = "extends"
SHARED = "shared"


def laid_over(beneath: Any, own: Any) -> Any:
    """Return what holds when `own` lies over `beneath`, both as YAML gives them.

    A mapping changes the fields it names, also inside others. One whose keys are numbers changes
    those items of a list, the first of which is 1. Anything else takes the place of what was
    there; so do words in several languages, all together: what was decided locally stands.

    Raises IndexError for an item that the list lacks.
    """
    if isinstance(beneath, list) and is_numbered(own):
        items = list(beneath)
        for number, item in own.items():
            at = int(number) - 1
            if not 0 <= at < len(items):
                raise IndexError(number)
            items[at] = laid_over(items[at], item)
        return items
    if isinstance(beneath, Mapping) and isinstance(own, Mapping) and not is_words(own):
        return {**beneath, **{key: laid_over(beneath.get(key), own[key]) for key in own}}
    return own


def is_numbered(value: Any) -> bool:
    """Tell whether a value names items of a list by their numbers."""
    return isinstance(value, Mapping) and bool(value) and all(str(key).isdecimal() for key in value)


def restricted(beneath: Any, own: Any) -> Any:
    """Return of `beneath` just that which `own` lies over; None where that is nothing."""
    if isinstance(beneath, list) and is_numbered(own):
        there = {number: beneath[int(number) - 1 :][:1] for number in own if int(number) > 0}
        return {
            number: restricted(found[0], own[number]) for number, found in there.items() if found
        }
    if isinstance(beneath, Mapping) and isinstance(own, Mapping) and not is_words(own):
        return {key: restricted(beneath[key], own[key]) for key in own if key in beneath}
    return beneath


def read_fields(reader: Reader, path: Path) -> tuple[dict[str, Any], Reading] | None:
    """Return a file's fields as they are written, without `extends`; None when it has none."""
    text = reader.text(path)
    reading = reader.parse(path, text) if text is not None else None
    if reading is None:
        return None
    if not isinstance(reading.value, dict):
        reader.report(path, 1, "value-is-a-mapping", key=path.name, value="")
        return None
    return {key: each for key, each in reading.value.items() if key != EXTENDS}, reading


def lay_reading(reader: Reader, path: Path, beneath: Any, own: Any, lines: Reading) -> bool:
    """Let a file that lies over another read as all that holds, with its own lines.

    False, with a problem noted, for an item that the list beneath lacks.
    """
    try:
        whole = laid_over(beneath, own)
    except IndexError as error:
        number = str(error)
        line = next((at for key, at in lines.lines.items() if key[-1:] == (number,)), 1)
        reader.report(path, line, "part-is-there", name=number)
        return False
    moved = {_in_whole(key, beneath): line for key, line in lines.lines.items()}
    reader.readings[path] = Reading(whole, moved)
    return True


def _in_whole(key: Key, beneath: Any) -> Key:
    """Return the way to a value inside the whole: a part's number becomes its place."""
    found: list[str | int] = []
    for name in key:
        if isinstance(beneath, list) and isinstance(name, str) and name.isdecimal():
            at = int(name) - 1
            found.append(at)
            beneath = beneath[at] if 0 <= at < len(beneath) else None
        else:
            found.append(name)
            beneath = beneath.get(name) if isinstance(beneath, Mapping) else None
    return tuple(found)


def is_words(value: Mapping[str, Any]) -> bool:
    """Tell whether a value is a text in several languages."""
    return bool(value) and all(key in LANGUAGES for key in value)
