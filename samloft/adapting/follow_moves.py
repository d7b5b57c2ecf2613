"""Follow lessons that have moved: `moved_from` says where each was, and local texts go along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from samloft.adapting.follow_links import relinked
from samloft.composing.overlay import layers_of
from samloft.course.bases import ADAPTATIONS, file_of, read_bases, write_bases
from samloft.course.model import Course, Network
from samloft.course.moved import homes_of
from samloft.course.reader import Reader, read_lf, write_lf
from samloft.course.schema import BaseForm
from samloft.git import uncommitted
from samloft.problems import Problem, UsageError
from samloft.text.links import home_of

_FILE = re.compile(r"(?P<address>[^.]+)(?P<language>(?:\.\w+)?\.md)")


@dataclass(frozen=True)
class Followed:
    """What went along with lessons that have moved."""

    moves: tuple[tuple[str, str], ...]
    """Each local text's old and new name."""
    relinked: tuple[str, ...]
    """Local texts, by their names now, in which links lead elsewhere than before."""


def follow(reader: Reader, course: Course, networks: Sequence[Network]) -> Followed:
    """Move local texts to where the lessons they lie over have moved, and links to those along.

    Raises UsageError, with nothing changed, for texts that are changed and not committed.
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

    def is_there(name: str) -> bool:
        return name not in moves and (reader.root / name).is_file()

    texts = dict(_relinked(reader.root, networks, moves, homes, is_there)) if homes else {}
    dirty = uncommitted(reader.root, list(dict.fromkeys([*moves, *texts])))
    if dirty:
        raise UsageError(Problem(path=name, line=None, rule="work-is-committed") for name in dirty)
    for old, new in moves.items():
        target = reader.root / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (reader.root / old).rename(target)
        _remove_empty((reader.root / old).parent, reader.root / home_of(old))
    for old, text in texts.items():
        write_lf(reader.root / moves.get(old, old), text)
    for lock, noted in kept.items():
        if any(file_of(key) in moves for key in noted):
            write_bases(reader, lock, dict(_renamed(noted, moves, homes)))
    return Followed(tuple(moves.items()), tuple(moves.get(old, old) for old in texts))


def _relinked(
    root: Path,
    networks: Sequence[Network],
    moves: Mapping[str, str],
    homes: Mapping[str, str],
    is_there: Callable[[str], bool],
) -> Iterator[tuple[str, str]]:
    """Yield each local text in which links change, by its name before, and what it becomes."""
    for network in networks:
        for path in sorted((root / "networks" / network.slug).rglob("*.md")):
            old = path.relative_to(root).as_posix()
            before = read_lf(path)
            text = relinked(before, old, moves.get(old, old), homes, is_there)
            if text != before:
                yield old, text


def _remove_empty(folder: Path, home: Path) -> None:
    """Take away folders that have nothing left in them: Git has none either."""
    while folder != home and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


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
