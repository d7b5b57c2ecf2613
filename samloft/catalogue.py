"""Every word a reader, facilitator or author sees, in the languages there are."""

from __future__ import annotations

import errno
import functools
import os
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

from samloft.languages import BASE, FOLDER, LANGUAGES, Language, about, in_turn
from samloft.problems import Problem
from samloft.suggest import is_listed

_REASONS = "cli.reasons."
_TABLES = ("labels", "cli", "problems")
"""The parts of a language's file that hold words."""


class Word(NamedTuple):
    """A word or a sentence of ours, and the language it is in."""

    text: str
    language: Language


@functools.cache
def messages(language: Language) -> dict[str, str]:
    """Return the words somebody has written in a language: keys as in `labels.block.reflect`."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        found = tomllib.load(file)
    return dict(_flat({name: found[name] for name in _TABLES if name in found}))


@functools.cache
def word(language: Language, key: str) -> Word:
    """Return a word in a language, or in what stands in for it. Raises KeyError for no word."""
    for code in in_turn(language):
        if key in messages(code):
            return Word(messages(code)[key], code)
    raise KeyError(key)


def borrowed(language: Language, group: str) -> dict[str, Language]:
    """Return which words of a group are in another language, and in which."""
    start = f"labels.{group}." if group else "labels."
    found = {
        key.removeprefix(start): word(language, key).language
        for key in messages(BASE)
        if key.startswith(start)
    }
    return {key: code for key, code in found.items() if code != language}


@functools.cache
def spoken() -> tuple[Language, ...]:
    """Return the languages in which pages of ours can be that are in no edition's language."""
    groups = ("front", "site")
    return tuple(c for c in LANGUAGES if not any(borrowed(c, group) for group in groups))


def voice(language: Language) -> Language:
    """Return the language of pages that hold words of ours alone, for a reader of another."""
    return next(code for code in in_turn(language) if code in spoken())


def name_of(language: Language, code: str) -> str:
    """Return what a language is called in another; what it calls itself where that is unknown."""
    return messages(language).get(f"labels.language.{code}") or about(Language(code)).name


def _flat(table: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    found = []
    for name, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{before}{name}.")
        else:
            found.append((f"{before}{name}", str(value)))
    return found


def label(language: Language, key: str, /, **values: object) -> str:
    """Return a reader's word or sentence. Raises KeyError when the catalogue lacks it."""
    return word(language, f"labels.{key}").text.format(**values)


def said(language: Language, key: str, /, **values: object) -> str:
    """Return a reader's word for the text of a page, with its language where it is another's."""
    found = word(language, f"labels.{key}")
    text = found.text.format(**values)
    # Single quotes: it may come to stand in the title of a block, which has the others.
    return text if found.language == language else f"<span lang='{found.language}'>{text}</span>"


def labels(language: Language, group: str) -> dict[str, str]:
    """Return one group of words, for templates that cannot call Python."""
    start = f"labels.{group}."
    return {
        key.removeprefix(start): word(language, key).text
        for key in messages(BASE)
        if key.startswith(start)
    }


def say(language: Language, key: str, /, **values: object) -> str:
    """Return a sentence of the command line."""
    return word(language, f"cli.{key}").text.format(**values)


def describe(problem: Problem, language: Language) -> tuple[str, str]:
    """Return what is wrong and how to mend it, in words."""
    what = word(language, f"problems.{problem.rule}.what").text
    mend = word(language, f"problems.{problem.rule}.mend").text
    near = problem.values.get("nearest", "")
    if is_listed(near):
        names = ("asks", "lists" if near else "lists_none")
        asks, lists = (word(language, f"cli.{name}").text for name in names)
        mend = mend.replace(asks, lists)
    values = dict(problem.values)
    key = _reasons().get(values.get("reason", ""))
    if key:
        values["reason"] = word(language, key).text
    return what.format(**values), mend.format(**values).removesuffix(".")


@functools.cache
def _reasons() -> dict[str, str]:
    """Return the common reasons why a machine would not, as it says them, with our words' keys."""
    keys = (key for key in messages(BASE) if key.startswith(_REASONS))
    return {os.strerror(getattr(errno, key.removeprefix(_REASONS))): key for key in keys}


def rules() -> tuple[str, ...]:
    """Return the name of every rule, in the order of the alphabet."""
    every = (key.split(".") for key in messages(BASE) if key.startswith("problems."))
    return tuple(sorted({rule for _, rule, part in every if part == "what"}))
