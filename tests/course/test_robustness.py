"""Whatever an author writes where a value should be, the answer is a list of mistakes."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from world import SMALL

from samloft.catalogue import describe
from samloft.checks.whole_course import read_all
from samloft.course.reader import Reader
from samloft.problems import CourseError

FILES = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.yml"))
OTHERS = ("", [], {}, "tull", ["a", ["b"]], {"x": "y"}, {"nb": ""}, "<b>*x*_</b>", "-1", {"nb": []})
TAGS = (
    '{% extends "shared" %}',
    "{% block a %}",
    "{{ super() }}",
    "{{ values.x }}",
    "{{ 1/0 }}",
    "{{ network() }}",
    "{{ network.municipalities[7].name }}",
    "{{ network.municipalities|sum }}",
    "{% for x in network %}{% endfor %}",
    '{% import "x" as y %}',
    "{{ none.x }}",
    "{{ edition.name.foo() }}",
    "{{ x",
    "```",
    "[^x]: y",
    "!!! tull",
    "---",
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in a YAML text."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in items if isinstance(value, dict | list) else ():
        yield from places(inner, (*path, name))


def changed(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """Return a YAML text's value with one place changed."""
    if not path:
        return other
    found = inner = copy.deepcopy(value)
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = other
    return found


def look(root: Path) -> None:
    """Read the course; every mistake must have its words. Anything but mistakes is a bug."""
    try:
        read_all(Reader(root))
    except CourseError as error:
        for problem in error.problems:
            assert all(describe(problem, "nb"))


@pytest.mark.slow("each")
@pytest.mark.parametrize("name", FILES)
def test_no_value_of_another_kind_brings_the_engine_down(name: str, small_course: Path) -> None:
    value = yaml.load((small_course / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    others = itertools.cycle(OTHERS)
    for path in places(value):
        wrong = changed(value, path, next(others))
        (small_course / name).write_text(yaml.safe_dump(wrong, allow_unicode=True), "utf-8")
        look(small_course)


@pytest.mark.slow("each")
@pytest.mark.parametrize("tag", TAGS)
def test_no_line_of_a_lesson_brings_the_engine_down(tag: str, small_course: Path) -> None:
    lesson = small_course / "modules/trygghet/01-passord.md"
    lines = lesson.read_text(encoding="utf-8").split("\n")
    for number in (0, 3, 6, 8, 15, 18, 24, len(lines) - 1):
        text = "\n".join([*lines[:number], tag, *lines[number + 1 :]])
        lesson.write_text(text, encoding="utf-8")
        look(small_course)
