"""Editions of a small course, composed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from samloft.composing.composer import Composer
from samloft.composing.plain_tree import PlainTree
from samloft.course.course import load_course
from samloft.course.editions import find_editions
from samloft.course.model import Course, Network
from samloft.course.networks import load_networks
from samloft.course.reader import Reader
from samloft.languages import Language
from samloft.problems import Problem

Compose = Callable[..., PlainTree]
LESSON = "trygghet/01-passord.md"


def read(root: Path) -> tuple[Course, tuple[Network, ...]]:
    reader = Reader(root)
    course = load_course(reader)
    assert course is not None
    networks = load_networks(reader, course)
    assert reader.problems == []
    return course, networks


def composed(
    composer: Composer, networks: tuple[Network, ...], name: str, language: Language
) -> PlainTree:
    edition = find_editions([name], networks)[0]
    problems: list[Problem] = []
    tree = composer.compose(edition, language, problems)
    assert problems == [], problems
    return tree


def page(tree: PlainTree, path: str) -> str:
    return tree.pages[PurePosixPath(path)]
