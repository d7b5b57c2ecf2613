"""Titles and other words in YAML and front matter hold no signs that nothing there will read.

They are shown as they are written: on pages, in lists, in search engines and on paper.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from samloft.checks.kind import Kind
from samloft.checks.slips import MARKDOWN
from samloft.checks.texts import LineOf, every_text
from samloft.composing.overlay import layers_of
from samloft.course.misfits import Key
from samloft.course.model import Course, Module, Network, Session
from samloft.course.runs import file_of
from samloft.problems import Problem, problem
from samloft.text.faults import unprintable_words

KIND = Kind.MUST
_READ_OTHERWISE = frozenset(
    {"facilitator", "notes", "shows"}  # Markdown: session_texts looks through them
    | {"activity", "block", "heading", "lesson", "lessons", "moved_from", "source", "url"}
)
"""Keys whose texts are Markdown, or name what stands elsewhere."""
_SIGN = re.compile(r"[:$\\*\[`]")
"""One of these is in all that is looked for."""
_CODE = re.compile(r"(?<!`)`(?! )[^`\n]+(?<! )`(?!`)")


class _Said(NamedTuple):
    """What a file says, by its keys."""

    source: str
    values: object


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each name of an emoji and each formula, and advice for Markdown."""
    for source, values in _files(course, tuple(networks)):
        for key, words in _words(values, ()):
            if not _SIGN.search(words):
                continue
            line = line_of(course.root / source, key)
            for fault in unprintable_words(words):
                yield Problem(path=source, line=line, rule=fault.rule, values=fault.values)
            if meant := MARKDOWN.search(words) or _CODE.search(words):
                yield problem(
                    source, "words-are-plain", line=line, is_warning=True, value=meant[0][:60]
                )


def _files(course: Course, every: Sequence[Network]) -> Iterator[_Said]:
    """Yield what each file says that has words for readers."""
    yield _Said("modules/course.yml", {"title": course.title, "summary": course.summary})
    for text in every_text(course, every):
        if text.head is not None:
            yield _Said(text.source, text.head)
    for module in course.modules:
        yield from _of_module(module)
    for layer, _ in layers_of(every):
        for module in layer.own:
            yield from _of_module(module)
        for slug, addition in layer.additions.items():
            folder = f"{layer.folder}/modules/{slug}"
            yield from map(_of_session, addition.sessions)
            yield _Said(f"{folder}/terms.yml", addition.terms)
            if addition.settings is not None:
                own = {name: getattr(addition.settings, name) for name in addition.fields}
                yield _Said(f"{folder}/module.yml", own)
    for network in every:
        yield from _of_network(network)


def _of_network(network: Network) -> Iterator[_Said]:
    said = {name: getattr(network, name) for name in ("name", "host", "logo", "values")}
    yield _Said(f"networks/{network.slug}/network.yml", said)
    for seen in network.local.values():
        own = {name: each for name, each in seen.values.items() if network.values.get(name) != each}
        yield _Said(f"{seen.top.folder}/municipality.yml", {"values": own})
    for run in network.runs:
        yield _Said(file_of(network, run), {"place": run.place, "address": run.address})


def _of_module(module: Module) -> Iterator[_Said]:
    names = ("title", "summary", "objectives")
    yield _Said(f"{module.folder}/module.yml", {name: getattr(module, name) for name in names})
    yield _Said(f"{module.folder}/terms.yml", module.terms)
    yield _Said(f"{module.folder}/sources.yml", module.sources)
    yield from map(_of_session, module.sessions)


def _of_session(session: Session) -> _Said:
    """Return what a session's own file says: the rest of it is told of where it stands."""
    values = vars(session)
    if session.fields is not None:
        values = {name: values[name] for name in session.fields if name in values}
    return _Said(session.source, values)


def _words(value: object, key: Key) -> Iterator[tuple[Key, str]]:
    """Yield every text in a form, with the way to it."""
    if dataclasses.is_dataclass(value):
        value = vars(value)
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in _READ_OTHERWISE:
                yield from _words(each, (*key, name))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _words(each, (*key, number))
