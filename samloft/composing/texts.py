"""Fill in the text of one page, and say what is wrong in it."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from samloft.cache import Cache, Memory
from samloft.composing.overlay import Laid, marked_blocks
from samloft.course.model import Writing
from samloft.problems import Problem
from samloft.text.blocks import for_participants
from samloft.text.faults import faults_in
from samloft.text.heading_ids import Headings, headings_of
from samloft.text.id_clashes import Clash, clashes_in
from samloft.text.links import Link, find_links
from samloft.text.looked_through import LookedThrough
from samloft.text.parse import parse
from samloft.text.places import Place, places_of
from samloft.text.safety import Unsafe, line_of
from samloft.text.scattered_notes import may_scatter, scattered_notes
from samloft.text.templates import Templates


@dataclass(frozen=True, kw_only=True)
class FilledText:
    """A text with its values in place."""

    body: str
    source: str
    """The file its links start from."""
    chain: tuple[tuple[str, str], ...]
    """What it was made from: name and text of each, the lowest first."""
    names: Mapping[str, Any]
    """What it was filled in with."""
    is_whole: bool = True
    """False where it could not be filled in, and still has its template code."""

    written: Mapping[str, str] = field(default_factory=dict)
    """What its author wrote in a file, where the chain has that with languages marked in it."""

    @property
    def can_be_read(self) -> bool:
        """Whether it is known what its readers will see, whatever else is wrong with it."""
        return self.is_whole and bool(self.body)

    def place(self, line: int) -> Place:
        """Return the file and line that a line of the text comes from."""
        place = self._places[line - 1]
        return place._replace(line=self.line_in(place.file, place.line))

    @functools.cached_property
    def _places(self) -> Sequence[Place]:
        """The place of each line: a text with much wrong in it is asked about many."""
        return places_of(self.chain, self.names, self.body)

    def line_in(self, file: str, line: int) -> int:
        """Return where a line of the chain stands in what its author wrote."""
        if file not in self.written:
            return line
        marked = next(text for name, text in self.chain if name.partition("#")[0] == file)
        return _line_before(marked, self.written[file], line)

    def as_written(self, wrong: Problem) -> Problem:
        """Return what is wrong in a text of the chain with the line its author knows."""
        if wrong.line is None:
            return wrong
        return replace(wrong, line=self.line_in(wrong.path, wrong.line))

    def problem(self, line: int, rule: str, **values: str) -> Problem:
        """Return a problem on a line of the text, where its author finds it."""
        file, number = self.place(line)
        return Problem(path=file, line=number, rule=rule, values=values)


class Texts:
    """Fills in texts, each compiled and looked through once."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Start with what `cache` keeps between builds."""
        self.templates = Templates(cache.compiled("texts") if cache else None)
        self._looked_through = LookedThrough(cache)
        self._memory = Memory(cache)

    def fill(
        self, laid: Laid[Any], names: Mapping[str, Any], problems: list[Problem]
    ) -> FilledText:
        """Return a page's text filled in; what is wrong in it goes into `problems`."""
        chain = chain_of(laid)
        *beneath, (key, written) = chain
        source = key.partition("#")[0]
        wrong: list[Problem] = []
        body = self.templates.fill(source, written, names, wrong, key=key, extends=beneath)
        filled = FilledText(
            body=body,
            source=laid.writing.source,
            chain=chain,
            names=names,
            is_whole=not wrong,
            written={
                blocks.source: blocks.body
                for blocks in laid.blocks
                if blocks.language != laid.writing.language
            },
        )
        problems += [filled.as_written(each) for each in wrong]
        if wrong:  # it still has its template code: what can be said of it is said
            problems += [
                Problem(path=source, line=fault.line, rule=fault.rule, values=fault.values)
                for fault in faults_in(parse(body))
            ]
            return filled
        found = self._looked_through.of(body)
        problems += _unsafe(found.unsafe, [*reversed(laid.blocks), laid.writing], filled)
        problems += [
            filled.problem(fault.line, fault.rule, **fault.values) for fault in found.faults
        ]
        if not found.faults and may_scatter(chain):
            problems += self._scattered_notes(filled)
        return replace(filled, body="") if found.is_too_much else filled

    def _scattered_notes(self, filled: FilledText) -> Iterator[Problem]:
        """Yield a problem for each line that its author wrote in a note, and is in none."""
        values = self.templates.values_for((text for _, text in filled.chain), filled.names)
        make = partial(_scattered, filled, values)
        for file, line in self._memory.once("scattered", repr((filled.chain, filled.body)), make):
            number = filled.line_in(file, line)
            yield Problem(path=file, line=number, rule="note-is-whole-when-filled")

    def links_in(self, text: str) -> tuple[Link, ...]:
        """Return the links of a text, as `find_links` does."""
        return self._memory.once("links", text, partial(find_links, text))

    def clashes_in(self, filled: FilledText, base: Headings | None) -> Iterator[Problem]:
        """Yield a problem for each id of a text that something else on its page has.

        Args:
            filled: the text.
            base: the headings of the text it is a translation of.
        """
        if not filled.can_be_read:
            return
        key = repr((base, filled.body))
        for each in self._memory.once("clashes", key, partial(_clashes, filled, base)):
            if each.other is None:
                yield filled.problem(each.line, "id-is-free", id=each.id)
            else:
                place = filled.place(each.other)
                at = f"{place.file}:{place.line}"
                yield filled.problem(each.line, "id-is-used-once", id=each.id, place=at)

    def headings_in(self, laid: Laid[Any], names: Mapping[str, Any]) -> Headings:
        """Return the headings of a page's text filled in."""
        body, title = self.fill(laid, names, []).body, laid.head.title
        key = f"{title}\n{body}"
        return self._memory.once(
            "headings", key, lambda: headings_of(for_participants(body), title)
        )


def _scattered(filled: FilledText, values: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    places = scattered_notes(filled.chain, values, filled.body)
    return tuple(dict.fromkeys((place.file, place.line) for place in places))


def _clashes(filled: FilledText, base: Headings | None) -> tuple[Clash, ...]:
    return tuple(clashes_in(for_participants(filled.body), base))


def _line_before(marked: str, written: str, line: int) -> int:
    """Return where a line of a text with marked languages stands in the text without."""
    same = difflib.SequenceMatcher(None, marked.split("\n"), written.split("\n"), autojunk=False)
    found = 1
    for there, here, count in same.get_matching_blocks():
        if there < line <= there + count:
            return here + line - there
        if there + count < line and count:
            found = here + count
    return found


def chain_of(laid: Laid[Any]) -> tuple[tuple[str, str], ...]:
    """Return the texts a page is made from, the lowest first, each with its name."""
    base = laid.writing
    chain = [(base.source, base.body)]
    for blocks in laid.blocks:
        text, key = blocks.body, blocks.source
        if blocks.language != base.language:
            text = marked_blocks(text, blocks.language, base.language)
        chain.append((f"{key}#{base.source}", text))
    return tuple(chain)


def _unsafe(
    every: Iterable[Unsafe], made_of: Sequence[Writing[Any]], filled: FilledText
) -> Iterator[Problem]:
    """Yield what a filled-in text has that may not stand on a page, with the line it is from.

    Args:
        every: what was found.
        made_of: the writings it is made of, the topmost first.
        filled: the text, for what came about where a value stands.
    """
    for rule, found in every:
        values = {"value": found} if found else {}
        lines = ((writing, line_of(found, writing.body)) for writing in made_of)
        own, line = next((place for place in lines if place[1]), (made_of[0], None))
        filled_line = line_of(found, filled.body) if line is None else None
        if filled_line:
            yield filled.problem(filled_line, rule, **values)
        else:
            yield Problem(path=own.source, line=line, rule=rule, values=values)
