"""Follow lessons that have moved: `moved_from` says where each was, and local texts go along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from samloft.composing.overlay import layers_of
from samloft.course.bases import ADAPTATIONS, file_of, read_bases, write_bases
from samloft.course.model import Course, Network
from samloft.course.moved import homes_of
from samloft.course.reader import Reader
from samloft.course.schema import BaseForm
from samloft.git import uncommitted
from samloft.problems import Problem, UsageError
from samloft.text.links import home_of

_FILE = re.compile(r"(?P<address>[^.]+)(?P<language>(?:\.\w+)?\.md)")


def follow(reader: Reader, course: Course, networks: Sequence[Network]) -> list[tuple[str, str]]:
    """Move local texts to where the lessons they lie over have moved.

    Returns each file's old and new name. Raises UsageError, with nothing moved, for texts that
    are changed and not committed.
    """
    homes = homes_of(course)
    locks = [ADAPTATIONS.format(folder=layer.folder) for layer, _ in layers_of(networks)]
    kept = {lock: read_bases(reader, lock) for lock in locks}
    moves = {
        old: new
        for noted in kept.values()
        for old in dict.fromkeys(file_of(key) for key in noted)
        if (new := _moved(old, homes))
        and (reader.root / old).is_file()
        and not (reader.root / new).exists()
    }
    dirty = uncommitted(reader.root, list(moves))
    if dirty:
        raise UsageError(Problem(path=name, line=None, rule="work-is-committed") for name in dirty)
    for old, new in moves.items():
        target = reader.root / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (reader.root / old).rename(target)
    for lock, noted in kept.items():
        if any(file_of(key) in moves for key in noted):
            write_bases(reader, lock, dict(_renamed(noted, moves, homes)))
    return list(moves.items())


def _renamed(
    noted: Mapping[str, BaseForm], moves: Mapping[str, str], homes: Mapping[str, str]
) -> Iterator[tuple[str, BaseForm]]:
    """Yield what a lock remembers, under the new names."""
    for key, form in noted.items():
        old = file_of(key)
        if old in moves:
            base = _moved(form.base, homes) or form.base
            yield moves[old] + key.removeprefix(old), BaseForm(base=base, digest=form.digest)
        else:
            yield key, form


def _moved(name: str, homes: Mapping[str, str]) -> str | None:
    """Return the file's name where its lesson is now; None when that has not moved."""
    home = home_of(name)
    match = _FILE.fullmatch(name.removeprefix(f"{home}/"))
    if match is None or not match["address"].startswith("modules/"):
        return None
    now = homes.get(match["address"].removeprefix("modules/"))
    if now is None:
        return None
    return f"{home}/modules/{now}{match['language']}".lstrip("/")
