"""Announced gatherings go along with the municipality they are in."""

from __future__ import annotations

from pathlib import Path

from samloft.adapting.fields import with_fields, written
from samloft.course.reader import read_lf, write_lf
from samloft.course.runs import FOLDER

Place = tuple[str, str]
"""A municipality by its network's and its own name, as in `agder/lyngdal`."""


def gatherings_in(root: Path, place: Place) -> list[Path]:
    """Return the files of a network that announce a gathering in one of its municipalities."""
    network, name = place
    every = sorted((root / "networks" / network / FOLDER).glob("*.yml"))
    return [path for path in every if written(read_lf(path)).get("municipality") == name]


def taken_names(root: Path, place: Place, to: str) -> list[str]:
    """Return the files that could not go to another network: it has others of their names."""
    goal = root / "networks" / to / FOLDER
    return [path.name for path in gatherings_in(root, place) if (goal / path.name).exists()]


def take_gatherings(root: Path, old: Place, new: Place) -> None:
    """Let the gatherings in a municipality be in what it has become, in its network's folder."""
    for path in gatherings_in(root, old):
        text = with_fields(read_lf(path), {"municipality": new[1]})
        goal = root / "networks" / new[0] / FOLDER / path.name
        goal.parent.mkdir(parents=True, exist_ok=True)
        write_lf(path, text)
        path.rename(goal)
