"""Look through filled-in texts, each once; what was found is kept between builds."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from samloft.cache import Cache, Memory
from samloft.languages import BASE
from samloft.text.blocks import dressed
from samloft.text.called_notes import comments_for_facilitators
from samloft.text.edges_of_notes import (
    lent_by_notes,
    notes_in_open_code,
    seemingly_in_notes,
    unclosed_in_notes,
)
from samloft.text.faults import WHOLE, Fault, faults_in
from samloft.text.limits import TooMuchError
from samloft.text.nodes import Node
from samloft.text.parse import parse
from samloft.text.proof import as_engine_reads, first_difference
from samloft.text.safety import Unsafe, unsafe_in
from samloft.text.watch import SECONDS, watched
from samloft.text.write import write

TOO_MUCH = "text-is-bounded"
_PUT_IN = Unsafe("attribute-is-known", "markdown")
_HTML = frozenset({"html", "markup", "container", "control"})
"""Kinds of block that an author has written as elements."""


@dataclass(frozen=True)
class Found:
    """What is wrong in a text, whichever edition it is of."""

    faults: tuple[Fault, ...] = ()
    unsafe: tuple[Unsafe, ...] = ()

    @property
    def is_too_much(self) -> bool:
        """Whether reading the text takes too long: nobody else is to read it either."""
        return any(fault.rule == TOO_MUCH for fault in self.faults)


class LookedThrough:
    """What was found in texts."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Start with what `cache` holds."""
        self._memory = Memory(cache)

    def of(self, text: str) -> Found:
        """Return what is wrong in a text."""
        return self._memory.once("found", text, partial(_found_in, text))


def _found_in(text: str) -> Found:
    found = _watched(text)
    if found is None:
        return Found(faults=(Fault(_slowest(text), TOO_MUCH),))
    return found


def _watched(text: str) -> Found | None:
    """Return what is wrong in a text; None where it takes too long to see."""
    try:
        with watched():
            found = look_through(text)
    except TooMuchError:
        return None
    return None if Unsafe(TOO_MUCH) in found.unsafe else found


def _slowest(text: str) -> int:
    """Return the line where the part of a text begins that takes the longest by itself."""
    line, slowest, longest, left = 1, 1, 0.0, SECONDS
    for part in re.split(r"(\n(?:[ \t]*\n)+)", text):
        if left > 0 and part.strip():
            begun = time.process_time()
            is_stopped = _watched(part) is None
            took = time.process_time() - begun
            left -= took
            if is_stopped or took > longest:
                slowest, longest = line, took
            if is_stopped:
                break
        line += part.count("\n")
    return slowest


def _at_edges_of_notes(text: str) -> Iterator[Fault]:
    for line in seemingly_in_notes(text):
        yield Fault(line, "note-ends-with-a-blank-line")
    for line in unclosed_in_notes(text):
        yield Fault(line, "note-closes-its-code")
    for line in notes_in_open_code(text):
        yield Fault(line, "code-ends-before-notes")
    for line, words in comments_for_facilitators(text):
        yield Fault(line, "note-is-no-comment", {"value": words[:60]})
    for line in lent_by_notes(text):
        yield Fault(line, "note-lends-nothing")


def _unsafe_in(document: Node) -> tuple[Unsafe, ...]:
    """Return what is unsafe of what an author has written.

    That is not `markdown`, which is put in tags where a text is written, and stays there where
    the site generator does not read them; one by an author is a fault (`html-leaves-room`).
    """
    return tuple(each for each in unsafe_in(write(document)) if each != _PUT_IN)


def look_through(text: str) -> Found:
    """Return what is wrong in a text; with nothing else, what the site would show otherwise."""
    document = parse(text)
    faults = faults_in(document) or tuple(_at_edges_of_notes(text))
    if faults:
        told = {fault.rule for fault in faults} & {WHOLE}
        left = tuple(each for each in _unsafe_in(document) if each.rule not in told)
        return Found(faults=faults, unsafe=left)
    whole = dressed(document, BASE, facilitator=True)
    written = as_engine_reads(whole)
    block = first_difference(whole, written)
    # The text of the proof, so that the engine reads it once. Not all in it is the author's.
    unsafe = _unsafe_in(document) if unsafe_in(written) else ()
    if block is not None and not unsafe:
        line = max(block.line, 1)
        values = {"value": text.split("\n")[line - 1].strip()[:60]}
        if block.kind in _HTML:
            faults = (Fault(line, "html-is-read-alike", values),)
        else:
            faults = (Fault(line, "text-is-read-alike", values),)
    return Found(faults=faults, unsafe=unsafe)
