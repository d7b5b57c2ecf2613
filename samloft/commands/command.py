"""What a command is: a name, an example, what it takes and what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from samloft.console import Console

FORMATS = ("text", "github", "json")
"""The forms that problems can be told in."""

Words = Callable[[str], str]
"""Gives a sentence of the command line in the user's language."""


def no_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Take nothing."""


@dataclass(frozen=True)
class Command:
    """One command; its help is the sentence `<name>_help` of the catalogue."""

    name: str
    example: str
    run: Callable[[argparse.Namespace, Console], int]
    """Does it and returns the exit code."""
    arguments: Callable[[argparse.ArgumentParser, Words], None] = no_arguments
    """Says what it takes."""
