"""Follow lessons that have moved: `moved_from` says where each was, and local texts go along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from samloft.bases import ADAPTATIONS, find_adaptations, read_bases, write_bases
from samloft.forms import BaseForm
from samloft.history import uncommitted
from samloft.links import home_of
from samloft.model import Course, Layer, Network
from samloft.overlay import homes_of, layers_of
from samloft.problems import Problem, UsageError
from samloft.sources import Reader

_FILE = re.compile(r"(?P<address>[^.]+)(?P<language>(?:\.\w+)?\.md)")


def follow(reader: Reader, course: Course, networks: Sequence[Network]) -> list[tuple[str, str]]:
    """Move local texts to where the lessons they lie over have moved.

    Returns each file's old and new name. Raises UsageError, with nothing moved, for texts that
    are changed and not committed.
    """
    known = {each.source for network in networks for each in find_adaptations(course, network)}
    found = [
        (layer, *move)
        for layer, _ in layers_of(networks)
        for move in _moves(reader, layer, known, homes_of(course))
    ]
    dirty = uncommitted(reader.root, [old for _, old, _, _ in found])
    if dirty:
        raise UsageError(Problem(path=name, line=None, rule="work-is-committed") for name in dirty)
    for layer, old, new, form in found:
        target = reader.root / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (reader.root / old).rename(target)
        lock = ADAPTATIONS.format(folder=layer.folder)
        kept = {name: each for name, each in read_bases(reader, lock).items() if name != old}
        write_bases(reader, lock, {**kept, new: form})
    return [(old, new) for _, old, new, _ in found]


def _moves(
    reader: Reader, layer: Layer, known: set[str], homes: Mapping[str, str]
) -> Iterator[tuple[str, str, BaseForm]]:
    """Yield the old and the new name of each file that has to move, and its base from now on."""
    for name, form in read_bases(reader, ADAPTATIONS.format(folder=layer.folder)).items():
        if name in known or not (reader.root / name).is_file():
            continue
        new, base = _moved(name, homes), _moved(form.base, homes)
        if new and base and not Path(reader.root, new).exists():
            yield name, new, BaseForm(base=base, digest=form.digest)


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
