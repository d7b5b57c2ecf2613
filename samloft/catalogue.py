"""Every word a reader, facilitator or author sees, in bokmål, nynorsk and English."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

from samloft.languages import Language
from samloft.problems import Problem

FOLDER = Path(__file__).parent / "messages"


@functools.cache
def messages(language: Language) -> dict[str, str]:
    """Return the catalogue of a language, with keys as in `labels.block.reflect`."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file)))


def _flat(table: dict[str, object], before: str = "") -> list[tuple[str, str]]:
    found = []
    for name, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{before}{name}.")
        else:
            found.append((f"{before}{name}", str(value)))
    return found


def label(language: Language, key: str, /, **values: object) -> str:
    """Return a reader's word or sentence. Raises KeyError when the catalogue lacks it."""
    return messages(language)[f"labels.{key}"].format(**values)


def labels(language: Language, group: str) -> dict[str, str]:
    """Return one group of words, for templates that cannot call Python."""
    start = f"labels.{group}."
    found = messages(language).items()
    return {key.removeprefix(start): text for key, text in found if key.startswith(start)}


def say(language: Language, key: str, /, **values: object) -> str:
    """Return a sentence of the command line."""
    return messages(language)[f"cli.{key}"].format(**values)


def describe(problem: Problem, language: Language) -> tuple[str, str]:
    """Return what is wrong and how to mend it, in words."""
    known = messages(language)
    what = known[f"problems.{problem.rule}.what"].format(**problem.values)
    mend = known[f"problems.{problem.rule}.mend"]
    near = problem.values.get("nearest", "")
    if not near or ", " in near:  # nobody meant all of them
        names = ("asks", "lists" if near else "lists_none")
        asks, lists = (known[f"cli.{name}"] for name in names)
        mend = mend.replace(asks, lists)
    return what, mend.format(**problem.values)
