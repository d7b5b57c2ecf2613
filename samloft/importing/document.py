"""A text from elsewhere as it was read: Markdown under headings, pictures, notes, and a report.

Word, PowerPoint, HTML and folders of Markdown each have a reader of their own, and all of them end
here. `lessons.py` makes lessons of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["changed", "dropped", "person"]
"""Kept in another form; not kept; or for somebody to look at."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that did not come over as it was."""

    outcome: Outcome
    what: str
    """A key of the catalogue, under `import.`."""
    where: str = ""
    """The heading it stands under, or the file."""
    values: Mapping[str, str] = field(default_factory=dict)


class Report:
    """Everything a reader of a document has to tell, in order; the same thing once, and counted."""

    def __init__(self) -> None:
        self._found: Counter[tuple[Outcome, str, str, tuple[tuple[str, str], ...]]] = Counter()

    def add(self, outcome: Outcome, what: str, where: str = "", **values: str) -> None:
        """Note one thing."""
        self._found[outcome, what, where, tuple(sorted(values.items()))] += 1

    def __iter__(self) -> Iterator[tuple[Finding, int]]:
        """Yield each thing and how many times it was met."""
        for (outcome, what, where, values), count in self._found.items():
            yield Finding(outcome=outcome, what=what, where=where, values=dict(values)), count


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture of a document."""

    name: str
    """As it is written in the Markdown."""
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and what stands under it, up to the next one."""

    level: int
    """From 1, as in the document; 0 for what stands before the first heading."""
    title: str
    body: str
    """Markdown, without the heading."""
    heading: str = ""
    """The heading as Markdown, where that is known: it may have links and emphasis."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text from elsewhere."""

    title: str
    sections: tuple[Section, ...]
    pictures: tuple[Picture, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    """Footnotes by the id they are cited with."""
    head: Mapping[str, str] = field(default_factory=dict)
    """What its own front matter or properties say: `summary`, `objective`, `minutes`, `draft`."""
    where: str = ""
    """What the report calls it, where its title is not enough."""
