"""Start an edition's own version of a session, of terms or of a module's settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from samloft.adapting.fields import field_text, with_fields, written
from samloft.addresses import session_folder
from samloft.course.laid_over import EXTENDS, SHARED, is_numbered
from samloft.course.model import Course, Edition
from samloft.course.overlay_files import Beneath
from samloft.problems import UsageError, problem
from samloft.suggest import nearest


def fields_beneath(course: Course, edition: Edition) -> dict[str, list[str]]:
    """Return the YAML files that an edition's own can lie over, each with those beneath it.

    They are called by their file, and a session also by its address, as in
    `ki/samling/1-forsta-ki`, and as `run` calls it: `ki/1-forsta-ki`.
    """
    layers = edition.network.layers[:1] if edition.municipality else ()
    beneath = Beneath(course=course, layers=layers)
    found: dict[str, list[str]] = {}
    for module in beneath.modules:
        names = {f"modules/{module.slug}/{name}": name for name in ("module.yml", "terms.yml")}
        for slug in beneath.session_files(module):
            name = f"sessions/{slug}.yml"
            names |= {f"modules/{module.slug}/{name}": name}
            names |= {str(session_folder(module.slug, slug)): name}
            if all(lesson.path.stem != slug for lesson in module.lessons):
                names |= {f"{module.slug}/{slug}": name}
        for each, name in names.items():
            files = [f"{folder}/{name}" for folder in beneath.folders(module)]
            found[each] = [file for file in files if (course.root / file).is_file()]
    return {name: files for name, files in found.items() if files}


def composed(texts: Sequence[str]) -> str:
    """Return what holds of files that lie over each other, the lowest first, as one text."""
    whole = ""
    for text in texts:
        own = written(text)
        is_part = whole and (EXTENDS in own or "title" not in own)
        whole = with_fields(whole, own) if is_part else text
    return whole


def started_fields(beneath: str, there: str, file: str, name: str) -> str:
    """Return an edition's own file with the one beneath, or one field of it, to begin with.

    Args:
        beneath: the text of the file beneath.
        there: the edition's own so far.
        file: the one beneath, for messages.
        name: a field, or the way to one, as `starts`, `parts.3` or `parts.3.minutes`; a term.

    Raises UsageError for a field that is not there; for terms and settings without one, as a
    copy of them all would hide everything that comes new.
    """
    values = written(beneath)
    is_session = PurePosixPath(file).parent.name == "sessions"
    if not name:
        if is_session:
            return there or beneath
        raise UsageError([problem(file, "field-is-named", known=", ".join(values))])
    way = name.split(".")
    value = _found(values, way, file)
    own = written(there)
    if is_session and there and own.get(EXTENDS) != SHARED:
        raise UsageError([problem(file, "page-is-not-replaced")])
    if _has(own, way):
        return there
    if way[0] in own:
        raise UsageError([problem(file, "field-is-begun", name=way[0])])
    start = there or (f"{EXTENDS}: {SHARED}\n" if is_session else "")
    for part in reversed(way[1:]):
        value = {part: value}
    return f"{start}{field_text(way[0], value)}"


def _found(values: Any, way: list[str], file: str) -> Any:
    """Return what stands at the end of a way into a file. Raises UsageError."""
    for at, part in enumerate(way):
        known = dict(_inside(values))
        if part not in known:
            close = nearest(part, list(known)) if known else ""
            full = ".".join([*way[:at], close])
            raise UsageError([problem(file, "field-exists", name=".".join(way), nearest=full)])
        values = known[part]
    return values


def _inside(values: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(values, Mapping):
        yield from values.items()
    elif isinstance(values, list):
        yield from ((str(number), each) for number, each in enumerate(values, start=1))


def _has(values: Any, way: list[str]) -> bool:
    for part in way:
        if not (isinstance(values, Mapping) or is_numbered(values)) or part not in values:
            return False
        values = values[part]
    return True
