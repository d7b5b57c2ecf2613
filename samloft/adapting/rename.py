"""Give networks and municipalities other names, make one of several, or move one: every file."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from samloft.adapting.fields import with_fields, written
from samloft.adapting.gatherings import take_gatherings, taken_names
from samloft.addresses import PLAIN_NAME, RESERVED
from samloft.course.editions import editions_of
from samloft.course.json_schemas import schema_line
from samloft.course.model import Edition, Municipality, Network
from samloft.course.reader import read_lf, write_lf
from samloft.languages.words import slug_of
from samloft.problems import UsageError, problem
from samloft.suggest import nearest

LOCK = "adaptations.lock"
SETTINGS = {"network.yml", "municipality.yml", "municipalities.csv", LOCK}
"""What belongs to a folder itself, and is joined rather than moved."""
Work = Callable[[Path], None]
Row = dict[str, str]


@dataclass(frozen=True)
class Change:
    """What is to be done."""

    message: str
    """Which sentence tells of it, in its commit too."""
    values: Mapping[str, str]
    """What that sentence names."""
    work: Work
    """Does it, when given the root of the course."""


def rename_network(networks: Sequence[Network], old: str, new: str) -> Change:
    """Give a network's folder, and so its addresses, another name. Raises UsageError."""
    _network(networks, old)
    _free_name(networks, new)

    def work(root: Path) -> None:
        _move(root, {f"networks/{old}": f"networks/{new}"})
        _add_to_settings(root / "networks" / new / "network.yml", {"moved_from": [old]})

    return Change("commit_rename_network", {"old": old, "new": new}, work)


def merge_networks(networks: Sequence[Network], old: str, new: str) -> Change:
    """Let a network become a part of another, with its municipalities, texts and values.

    Raises UsageError for texts and values that both have, and that differ: one has to be chosen.
    """
    gone, heir = _network(networks, old), _network(networks, new)
    both = {place.number for place in gone.municipalities} & {
        place.number for place in heir.municipalities
    }
    clashes = [
        problem(f"networks/{old}/network.yml", "both-have-it", name=f"values.{name}", other=new)
        for name, value in gone.values.items()
        if heir.values.get(name, value) != value
    ]
    if both or clashes:
        rows = [
            problem(f"networks/{old}/municipalities.csv", "both-have-it", name=each, other=new)
            for each in sorted(both)
        ]
        raise UsageError([*rows, *clashes])

    def work(root: Path) -> None:
        home = root / "networks" / new
        rows = _rows(root / "networks" / old / "municipalities.csv")
        _write_rows(home / "municipalities.csv", _rows(home / "municipalities.csv") + rows)
        said = written(read_lf(root / "networks" / old / "network.yml")).get("moved_from", [])
        _join(root, f"networks/{old}", f"networks/{new}")
        settings = {"moved_from": [*said, old]}
        missing = {name: each for name, each in gone.values.items() if name not in heir.values}
        _add_to_settings(
            home / "network.yml", {**settings, **({"values": missing} if missing else {})}
        )

    return Change("commit_merge_networks", {"old": old, "new": new}, work)


def rename_municipality(
    networks: Sequence[Network], name: str, title: str, number: str | None
) -> Change:
    """Give a municipality another name, and maybe another number. Raises UsageError."""
    edition, place = _municipality(networks, name)
    new = _slug(edition.network, title, [place])

    def change(row: Row) -> Row:
        former = [] if new == place.slug else [name]
        return {**row, "name": title, "number": number or row["number"],
                "moved_from": _joined([row.get("moved_from", ""), *former])}  # fmt: skip

    def work(root: Path) -> None:
        table = root / "networks" / edition.network.slug / "municipalities.csv"
        rows = [change(row) if row["number"] == place.number else row for row in _rows(table)]
        _write_rows(table, rows)
        home = edition.network.slug
        here = f"networks/{home}/municipalities"
        if new != place.slug:
            _move(root, {f"{here}/{place.slug}": f"{here}/{new}"})
            take_gatherings(root, (home, place.slug), (home, new))

    return Change("commit_rename_municipality", {"old": name, "new": title}, work)


def merge_municipalities(
    networks: Sequence[Network], names: Sequence[str], title: str, number: str | None
) -> Change:
    """Make one municipality of several in one network, with the texts of them all.

    It may have the name of one of them, which then lives on. Raises UsageError for texts that
    two of them have, and that differ, and for a new one whose number is not said.
    """
    found = [_municipality(networks, name) for name in names]
    network, places = found[0][0].network, [place for _, place in found]
    others = [name for name, (each, _) in zip(names, found, strict=True)
              if each.network.slug != network.slug]  # fmt: skip
    if others:
        raise UsageError(
            [problem("build.py", "places-share-network", name=each, network=network.slug)
             for each in others]
        )  # fmt: skip
    new = _slug(network, title, places)
    heir = next((place for place in places if place.slug == new), None)
    if heir is None and number is None:
        raise UsageError([problem("build.py", "number-is-said", name=title)])
    languages = {place.language for place in places}
    former = [name for name, place in zip(names, places, strict=True) if place.slug != new]

    def work(root: Path) -> None:
        table = root / "networks" / network.slug / "municipalities.csv"
        rows, numbers = _rows(table), {place.number for place in places}
        merged = [row for row in rows if row["number"] in numbers]
        base = next((row for row in merged if heir and row["number"] == heir.number), {})
        moved = [*(row.get("moved_from", "") for row in merged), *former]
        row = {**base, "number": number or base["number"], "name": title,
               "language": base.get("language") or _only(languages) or "neutral",
               "moved_from": _joined(moved)}  # fmt: skip
        _write_rows(table, [row, *(each for each in rows if each["number"] not in numbers)])
        here = f"networks/{network.slug}/municipalities"
        for place in places:
            if place.slug != new:
                _join(root, f"{here}/{place.slug}", f"{here}/{new}")
                take_gatherings(root, (network.slug, place.slug), (network.slug, new))

    return Change("commit_merge_municipalities", {"old": ", ".join(names), "new": title}, work)


def move_municipality(networks: Sequence[Network], name: str, to: str) -> Change:
    """Let a municipality go over to another network, with its texts and the values they use.

    Raises UsageError.
    """
    edition, place = _municipality(networks, name)
    target, old = _network(networks, to), edition.network.slug
    slug = _slug(target, place.name, [])
    used = {
        key: value
        for key, value in edition.network.values.items()
        if target.values.get(key) != value
    }

    def work(root: Path) -> None:
        table, goal = (root / "networks" / each / "municipalities.csv" for each in (old, to))
        rows = _rows(table)
        mine = next(row for row in rows if row["number"] == place.number)
        _write_rows(table, [row for row in rows if row is not mine])
        moved = _joined([mine.get("moved_from", ""), name])
        _write_rows(goal, [*_rows(goal), {**mine, "moved_from": moved}])
        start, end = (f"networks/{old}/municipalities/{place.slug}",
                      f"networks/{to}/municipalities/{slug}")  # fmt: skip
        clashes = taken_names(root, (old, place.slug), to)
        if clashes:
            raise UsageError(
                problem(f"networks/{old}/runs/{each}", "both-have-it", name=each, other=to)
                for each in clashes
            )
        take_gatherings(root, (old, place.slug), (to, slug))
        if not (root / start).is_dir():
            return
        _move(root, {start: end})
        texts = [read_lf(each) for each in sorted((root / end).rglob("*.md"))]
        needed = {key: value for key, value in used.items()
                  if any(re.search(rf"\bvalues\.{key}\b", text) for text in texts)}  # fmt: skip
        if needed:
            _add_to_settings(root / end / "municipality.yml", {"values": needed})

    return Change("commit_move_municipality", {"old": name, "new": to}, work)


def _network(networks: Sequence[Network], name: str) -> Network:
    known = {network.slug: network for network in networks}
    if name not in known:
        close = nearest(name, list(known))
        raise UsageError([problem("build.py", "network-exists", name=name, nearest=close)])
    return known[name]


def _municipality(networks: Sequence[Network], name: str) -> tuple[Edition, Municipality]:
    every = {each.id: each for network in networks for each in editions_of(network)}
    edition = every.get(name)
    if edition is None or edition.municipality is None:
        known = [each.id for each in every.values() if each.municipality]
        close = nearest(name, known) if known else ""
        raise UsageError([problem("build.py", "edition-exists", name=name, nearest=close)])
    return edition, edition.municipality


def _free_name(networks: Sequence[Network], name: str) -> None:
    if PLAIN_NAME.fullmatch(name) is None:
        raise UsageError([problem("build.py", "name-is-plain", name=name, nearest=slug_of(name))])
    if name in RESERVED or any(network.slug == name for network in networks):
        raise UsageError([problem("build.py", "name-is-free", name=name, nearest=f"{name}-2")])


def _slug(network: Network, title: str, places: Iterable[Municipality]) -> str:
    """Return the address a municipality's name gives. Raises UsageError for one that is taken."""
    slug, own = slug_of(title), {place.slug for place in places}
    taken = {place.slug for place in network.municipalities} - own
    if not slug or slug in taken | RESERVED:
        raise UsageError([problem("build.py", "name-is-free", name=title, nearest=f"{title} 2")])
    return slug


def _move(root: Path, moves: Mapping[str, str]) -> None:
    """Move folders, and tell every lock of their network, and of the new one, where files are."""
    for old, new in moves.items():
        if (root / old).is_dir():
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / old).rename(root / new)
            for lock in sorted((root / new).rglob(LOCK)):
                write_lf(lock, _readdressed(read_lf(lock), old, new))


def _readdressed(text: str, old: str, new: str) -> str:
    """Return a lock with the names that files have now; a network's own mark goes along."""
    text = re.sub(rf"(?<![\w/-]){re.escape(old)}/", f"{new}/", text)
    was, now = old.split("/"), new.split("/")
    if len(was) == 2 == len(now):
        text = re.sub(rf"@{re.escape(was[1])}(?=:)", f"@{now[1]}", text)
    lines = text.splitlines(keepends=True)
    head = [line for line in lines if line.startswith("#")]
    return "".join(head + sorted(line for line in lines if not line.startswith("#")))


def _join(root: Path, old: str, new: str) -> None:
    """Move what is in a folder into another that may be there. Raises UsageError for a clash."""
    files = [path for path in sorted((root / old).rglob("*")) if path.is_file()]
    clashes = []
    for path in files:
        inside = path.relative_to(root / old)
        target = root / new / inside
        if path.name == LOCK:
            there = read_lf(target) if target.exists() else ""
            known = set(there.splitlines(keepends=True))
            text = _readdressed(read_lf(path), old, new)
            lines = [line for line in text.splitlines(keepends=True) if line not in known]
            target.parent.mkdir(parents=True, exist_ok=True)
            write_lf(target, _readdressed(there + "".join(lines), old, new))
            continue
        if str(inside) in SETTINGS - {"municipality.yml"}:
            continue
        if target.exists() and target.read_bytes() != path.read_bytes():
            clashes.append(problem(f"{old}/{inside.as_posix()}", "both-have-it",
                                   name=inside.as_posix(), other=new))  # fmt: skip
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    if clashes:
        raise UsageError(clashes)
    shutil.rmtree(root / old, ignore_errors=True)


def _add_to_settings(path: Path, more: Mapping[str, object]) -> None:
    """Write more into a network's or a municipality's settings; the rest stays as it was."""
    start = schema_line("/".join(path.parts[-5:]))  # networks/…/municipalities/…/municipality.yml
    text = read_lf(path) if path.exists() else start
    there = written(text)
    for name, value in more.items():
        old = there.get(name)
        new = [*old, *(each for each in value if each not in old)] if (
            isinstance(old, list) and isinstance(value, list)) else value  # fmt: skip
        text = with_fields(text, {name: new}) if there else f"{text}{name}: {_flow(new)}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_lf(path, text)


def _flow(value: object) -> str:
    from samloft.adapting.fields import field_text

    return field_text("x", value).removeprefix("x:").strip()


def _rows(path: Path) -> list[Row]:
    """Return a table's rows, by its columns; none for a table that is not there."""
    text = read_lf(path) if path.exists() else ""
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))


def _write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write a table, with a column for former editions where one is needed."""
    text = read_lf(path) if path.exists() else "number,name,language,other_names,website\n"
    head = next(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    if any(row.get("moved_from") for row in rows) and "moved_from" not in head:
        head = [*head, "moved_from"]
    out = io.StringIO(newline="")
    table = csv.DictWriter(
        out,
        head,
        restval="",
        extrasaction="ignore",
        delimiter=_delimiter(text),
        lineterminator="\n",
    )
    table.writeheader()
    table.writerows(sorted(rows, key=lambda row: row["number"]))
    write_lf(path, out.getvalue())


def _delimiter(text: str) -> str:
    return max(",;\t", key=text.partition("\n")[0].count)


def _joined(names: Iterable[str]) -> str:
    """Return former editions as a cell: each once."""
    every = [each.strip() for name in names for each in name.split(";") if each.strip()]
    return ";".join(dict.fromkeys(every))


def _only(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ""
