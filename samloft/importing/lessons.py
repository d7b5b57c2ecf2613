"""Make lessons of a document that was read: split, headings shifted, notes turned into sources."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from samloft.authoring.drafts import numbered_after
from samloft.importing.document import Document, Report, Section
from samloft.languages.words import slug_of
from samloft.text.nodes import Node
from samloft.text.parse import parse
from samloft.text.tidy import TEMPLATE

WORDS_A_MINUTE = 180
"""How fast plain text is read at a steady pace; half of it again goes to tasks."""
NAMELESS = "leksjon"
"""What a lesson's file is called where its title has no letters an address can have."""
SUMMARY = 160
"""Characters a summary may have."""
_DEFAULT = re.compile(r"\{\{[^}]*default\(\"([^\"]*)\"\) \}\}")
"""A value with the words that stand where nobody has given one."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """One lesson to be written."""

    slug: str
    head: dict[str, object]
    body: str


@dataclass(frozen=True, kw_only=True)
class SourceStub:
    """A footnote of the document, for an author to make a source of."""

    id: str
    words: str


def lessons_of(
    document: Document,
    taken: Sequence[str],
    objective: str,
    report: Report,
    *,
    is_one: bool = False,
) -> tuple[Imported, ...]:
    """Return the lessons of a document.

    A document whose first level of heading stands there more than once is split there; what
    comes before the first of them begins the first lesson. Otherwise it is one lesson.

    Args:
        document: what was read.
        taken: names of the lessons that are there, as `01-hvorfor`.
        objective: proposed where the document has none; `{title}` is the lesson's.
        report: gets what was proposed and changed.
        is_one: whether it is one lesson, whichever levels its headings have.
    """
    made: list[Imported] = []
    parts = _parts(document, is_one=is_one)
    if document.title not in ("", *(title for title, _ in parts)):
        report.add("dropped", "document_title", "", text=document.title)
    for title, sections in parts:
        name = title
        if not slug_of(title):
            name = NAMELESS
            report.add("person", "address_proposed", document.where or title)
        slug = numbered_after([*taken, *(each.slug for each in made)], name)
        body = _body(document.where or title, sections, report)
        head = _head(document, title, body, objective, report)
        made.append(Imported(slug=slug, head=head, body=body))
    return tuple(made)


def stubs_of(document: Document) -> tuple[SourceStub, ...]:
    """Return a source to be looked up for each footnote."""
    return tuple(SourceStub(id=name, words=words) for name, words in document.notes.items())


def stub_as_source(stub: SourceStub, today: datetime.date) -> dict[str, object]:
    """Return a source as `sources.yml` has it: the note's own words, undated until looked up."""
    address = re.search(r"https://[^\s<>\"]+[^\s<>\".,;)]", stub.words)
    found: dict[str, object] = {
        "title": stub.words[:200] or stub.id,
        "publisher": "?",
        "date": "undated",
        "read": today.isoformat(),
        "claims": [stub.words or stub.id],
    }
    if address:
        found["url"] = address[0]
    return found


def _parts(document: Document, *, is_one: bool) -> list[tuple[str, list[Section]]]:
    levels = [section.level for section in document.sections if section.level]
    top = min(levels, default=0)
    if is_one or levels.count(top) < 2 or top > 1:
        title = document.title
        sections = list(document.sections)
        if not title and sections and sections[0].level:
            title = sections[0].title
        at = next((number for number, each in enumerate(sections) if each.level), 0)
        if sections and sections[at].title == title:
            sections[at] = Section(level=0, title="", body=sections[at].body)
        return [(title or "Uten tittel", sections)]
    parts: list[tuple[str, list[Section]]] = []
    before: list[Section] = []
    for section in document.sections:
        if section.level == top:
            parts.append((section.title, [*before, Section(level=0, title="", body=section.body)]))
            before = []
        elif parts:
            parts[-1][1].append(section)
        else:
            before.append(section)
    return parts


def _body(where: str, sections: Sequence[Section], report: Report) -> str:
    """Return a lesson's text with its headings from the second level on, none left out."""
    levels = sorted({section.level for section in sections if section.level})
    new_level = {level: min(number, 6) for number, level in enumerate(levels, 2)}
    blocks, last = [], 1
    for section in sections:
        if section.level:
            level = last = min(new_level[section.level], last + 1)
            if level != section.level:
                report.add("changed", "heading_level", where)
            blocks.append(f"{'#' * level} {section.heading or section.title}")
        if section.body.strip():
            blocks.append(section.body.strip("\n"))
    return _without_skips("\n\n".join(blocks), where, report)


def _without_skips(body: str, where: str, report: Report) -> str:
    """Return a text in which no heading skips a level, those inside of blocks among them."""
    lines, last = body.split("\n"), 1
    for node in parse(body).all("heading"):
        level = min(max(node.level, 2), last + 1)
        if level != node.level:
            _set_level(lines, node, level)
            report.add("changed", "heading_level", where)
        last = level
    return "\n".join(lines)


def _set_level(lines: list[str], node: Node, level: int) -> None:
    """Give a heading another level, be it written with `#` before it or `===` below."""
    line = lines[node.line - 1]
    found = re.match(rf"[^#]*(#{{{node.level}}})(?=\s|$)", line)
    if found and node.last == node.line:
        lines[node.line - 1] = f"{line[: found.start(1)]}{'#' * level}{line[found.end(1) :]}"
    else:  # of the first level, which becomes the second
        lines[node.last - 1] = re.sub(r"=+\s*$", "---", lines[node.last - 1])


def _head(
    document: Document, title: str, body: str, objective: str, report: Report
) -> dict[str, object]:
    words = len(re.findall(r"\w+", body))
    minutes = max(5, round(words * 1.5 / WORDS_A_MINUTE / 5) * 5)
    summary = document.head.get("summary") or _first_sentence(body) or title
    if len(summary) > SUMMARY:
        if document.head.get("summary"):
            report.add("changed", "summary_cut", document.where or title)
        summary = summary[: SUMMARY - 1].rpartition(" ")[0] + "…"
    if not all(document.head.get(name) for name in ("objective", "minutes", "summary")):
        report.add("person", "proposed", document.where or title)
    head: dict[str, object] = {
        "title": title,
        "objective": document.head.get("objective") or objective.format(title=title),
        "minutes": int(document.head.get("minutes") or minutes),
        "summary": summary,
    }
    return {**head, "draft": True} if document.head.get("draft") else head


def _first_sentence(body: str) -> str:
    """Return the first sentence of running text, without its marks; empty where there is none."""
    for node in parse(body).children:
        words = _DEFAULT.sub(r"\1", " ".join(node.words.split()))
        if node.kind == "paragraph" and words and not TEMPLATE.fullmatch(words):
            return re.split(r"(?<=[.!?:])\s", words, maxsplit=1)[0]
    return ""
