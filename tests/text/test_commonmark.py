"""What CommonMark says is what the reader gets, or the text is refused with its line."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from textwrap import indent

import pytest
from commonmark import Example, examples

from samloft.text.html import to_html
from samloft.text.looked_through import look_through
from samloft.text.markdown import engine_html
from samloft.text.parse import parse
from samloft.text.proof import shape_of
from samloft.text.write import write

ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
LOOSE = 177
"""Words that stand beside a comment, in no element: they get a paragraph, as loose words do."""
HEADINGS = {"title-is-in-front-matter", "heading-skips-no-level"}
"""Rules of the course's own, which have nothing to do with how a text is read."""


@functools.cache
def chosen() -> tuple[Example, ...]:
    """Return the examples without raw HTML and without addresses that lead nowhere here."""
    every = (example for example in examples() if example.number != LOOSE)
    return tuple(example for example in every if _is_ours(example.markdown))


def _is_ours(text: str) -> bool:
    document = parse(text)
    targets = [node.target for node in document.all("link", "image")]
    return not any(document.all("html", "tag", "container")) and all(map(ADDRESS.match, targets))


def is_refused(text: str) -> bool:
    """Tell whether a text is refused for how it would be read, with a line there is."""
    found = [fault for fault in look_through(text).faults if fault.rule not in HEADINGS]
    lines = text.count("\n") + 1
    assert all(1 <= fault.line <= lines for fault in found)
    return bool(found)


def shown(text: str) -> object:
    """Return the shape of what the site generator makes of a text, as we hand it over."""
    return shape_of(engine_html(write(parse(text))))


def test_there_are_as_many_examples_as_the_specification_has() -> None:
    assert (len(examples()), len(chosen())) == (652, 470)


def test_every_example_is_parsed_as_commonmark_says() -> None:
    for example in chosen():
        ours = shape_of(to_html(parse(example.markdown).children))
        assert ours == shape_of(example.html), example


def test_every_example_comes_out_as_commonmark_says() -> None:
    for example in chosen():
        assert shown(example.markdown) == shape_of(example.html), example


PLACES: dict[str, Callable[[str], str]] = {
    "block": lambda text: '!!! case "Tittel"\n\n' + indent(text, "    "),
    "folded block": lambda text: '??? note "Tittel"\n\n' + indent(text, "    "),
    "list item": lambda text: "- x\n\n" + indent(text, "  "),
    "first in a list item": lambda text: "- " + indent(text, "  ").lstrip(" "),
    "numbered item": lambda text: "1. x\n\n" + indent(text, "   "),
    "quote": lambda text: "> x\n>\n" + "".join(f"> {line}\n" for line in text.split("\n")),
    "block in an item": lambda text: (
        "- x\n\n" + indent('!!! case "Tittel"\n\n' + indent(text, "    "), "  ")
    ),
    "item in a block": lambda text: (
        '!!! case "Tittel"\n\n' + indent("1. x\n\n" + indent(text, "   "), "    ")
    ),
}


@pytest.mark.slow("each")
@pytest.mark.parametrize("place", PLACES)
def test_inside_other_blocks_an_example_is_the_same_or_refused(place: str) -> None:
    refused = 0
    for example in chosen():
        text = PLACES[place](example.markdown)
        document = parse(text)
        same = shown(text) == shape_of(to_html(document.children))
        assert same or is_refused(text), example
        refused += is_refused(text)
    assert refused <= 15
