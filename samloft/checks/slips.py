"""Signs a reader sees as they are, and that were meant to be something."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it.rules_block.table import escapedSplit

from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf, every_text
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem
from samloft.text.bare_addresses import bare_addresses
from samloft.text.blocks import GROUP_KEYS, settings_of
from samloft.text.containers import asks_for_markdown
from samloft.text.nodes import Node
from samloft.text.parse import parse

KIND = Kind.SHOULD
_LINK = re.compile(
    r"\[[^\[\]\n]++\] \((?:https?://[^)\s]+|#[\w-]+|[\w./-]+\.(?:md|yml|svg|png|jpe?g|pdf))\)"
)
_HEADING = re.compile(r"#{2,6}[^\s#].*")
_CITATION = re.compile(r"\[\^\s*[\w-]+\s*\]")
_MARK = re.compile(r"\[(?:|[xX]|  +)\](?=\S|\s|$)")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}[-|: ]*")
_BLANKS = re.compile(r"!?\[[^\]\n]*\]\([^()<>\"\s]+ [^()<>\"]*\.\w{2,4}\)")
_WIKI = re.compile(r"\[\[[^\[\]\n]+\]\]")
_FENCE = re.compile(r"(?:`{3,}|~{3,})")
_OPENING = re.compile(r"(?:`{3,}|~{3,})[^`]*")


class _Sign(NamedTuple):
    """What is shown as it is written."""

    rule: str
    """Says what it was to be."""
    pattern: re.Pattern[str]

    def found_in(self, words: str) -> tuple[int, str] | None:
        """Return where it begins, and its rule."""
        found = self.pattern.search(words)
        return (found.start(), self.rule) if found else None


_SIGNS = (
    _Sign("emphasis-has-both-ends", re.compile(r"\*\*")),
    _Sign("note-stands-by-itself", re.compile(r"\^\[")),
    _Sign("template-sign-is-whole", re.compile(r"\{ +%|% +\}")),
    _Sign("link-has-its-end", re.compile(r"\]\((?:https?:)?[^\s()]*$")),
    _Sign("table-has-its-line", re.compile(r"^\|(?=.*\|$)")),
    _Sign("definition-has-one-term", re.compile(r"^:[ \t]+(?=\S)")),
    _Sign("comment-is-as-here", re.compile(r"(?<!\S)%%(?=\S)")),
    _Sign("attributes-stand-close", re.compile(r"(?<![\w^_\\])\{(?:[#.:]|[a-z]+=)[^{}]*\}")),
)
MARKDOWN = re.compile(r"!?\[[^\[\]\n]+\]\([^()\s]+\)|\[\^[\w-]+\]|\*\*(?=\S)[^*\n]+\*\*")
"""A link, a picture, a note or stressed words, where Markdown is not read."""
_NOT_WORDS = re.compile(r"<!--.*?-->|<(pre|code|kbd|samp)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.I)
_BLOCK = re.compile(r"!!? ?(?=[a-z]+\b)|\[![A-Za-z]+\]|:{3,}(?=\s*\w)")
"""How a block begins that lacks a sign, or is another tool's."""
_REFERENCE = re.compile(r"(?<!\w)\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\]\[[^\[\]\n]*\]")
"""A link by a name that leads nowhere: where the name has an address, it is read as a link."""
_SAY_NOTHING = frozenset(
    {"her", "klikk her", "trykk her", "her.", "les mer", "les meir", "les meir her", "les mer her"}
    | {"lenke", "lenkje", "link", "denne lenka", "denne lenken", "here", "click here", "read more"}
)
"""Words of links that say nothing of where they lead."""
_CODE = "\N{OBJECT REPLACEMENT CHARACTER}"


class Slip(NamedTuple):
    """One slip of the pen."""

    rule: str
    line: int
    value: str
    """What is written."""
    mended: tuple[str, str] = ("", "")
    """An address as it stands in angle brackets, and as a link's target."""


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each slip of the pen."""
    with course.cache.once_each("slips") as once:
        for text in every_text(course, networks):
            for slip in once(text.body, slips_in):
                values = {"value": slip.value}
                if any(slip.mended):
                    values |= {"bare": slip.mended[0], "target": slip.mended[1]}
                yield problem(text.source, slip.rule, line=slip.line, is_warning=True, **values)


def slips_in(body: str) -> list[Slip]:
    """Return each slip of a text."""
    return list(_slips_in(body))


def _slips_in(body: str) -> Iterator[Slip]:
    document = parse(body)
    lines = body.split("\n")
    yield from _of_blocks(document, lines)
    yield from _of_fences(document, lines)
    for item in document.all("item"):
        first = item.children[0].children if item.children else ()
        mark = _MARK.match(first[0].text) if first and first[0].kind == "text" else None
        if mark:
            yield Slip("task-has-its-mark", item.line, mark[0])
    for bare in bare_addresses(document):
        yield Slip("address-is-a-link", bare.line, bare.written, (bare.whole, bare.target))
    for node in document.all("paragraph", "heading", "cell", "term"):
        before = ""
        for line, words in _lines(node):
            for found in _LINK.finditer(words):
                yield Slip("link-has-no-space", line, found[0])
            for found in _CITATION.finditer(words):
                yield Slip("citation-has-no-space", line, found[0])
            for found in _BLANKS.finditer(words):
                yield Slip("link-has-no-blanks", line, found[0])
            for found in _WIKI.finditer(words):
                yield Slip("link-is-markdown", line, found[0])
            for found in _REFERENCE.finditer(words):
                yield Slip("reference-has-an-address", line, found[0])
            if _BLOCK.match(words):
                yield Slip("block-begins-as-here", line, words[:40])
            elif signs := [sign for each in _SIGNS if (sign := each.found_in(words))]:
                start, rule = min(signs)
                yield Slip(rule, line, words[start:].replace(_CODE, "`…`")[:40])
            if node.kind != "cell" and _HEADING.fullmatch(words):
                yield Slip("heading-has-a-space", line, words[:60])
            if "|" in before and _RULE.fullmatch(words):
                yield Slip("table-has-equal-rows", line, words[:60])
            before = words


def _of_blocks(document: Node, lines: Sequence[str]) -> Iterator[Slip]:
    """Yield what a block, a link or a note lacks."""
    for node in document.all("heading"):
        if not node.words.strip():
            yield Slip("heading-has-words", node.line, lines[node.line - 1].strip())
    for node in document.all("code"):
        if node.fold != "i" and not _FENCE.fullmatch(lines[node.last - 1].strip(" >\t")):
            yield Slip("code-is-closed", node.line, lines[node.line - 1].strip())
    for table in document.all("table"):
        columns = len(table.children[0].children)
        for row in table.children[1:]:
            cells = escapedSplit(lines[row.line - 1].strip(" >\t").strip("|"))
            if len(cells) > columns:
                yield Slip("row-fits-its-table", row.line, cells[columns].strip())
    for link in document.all("link"):
        if link.words.strip().casefold() in _SAY_NOTHING:
            yield Slip("link-says-where", link.line, link.words.strip())
        if link.target.startswith("mailto:") and "@" not in unquote(link.target):
            yield Slip("mail-has-an-at", link.line, unquote(link.target))
    yield from _of_definitions(document, lines)
    for html in document.all("html", "markup", "container"):
        pieces = html.children if html.kind == "markup" else (html,)
        for piece in pieces:
            words = _NOT_WORDS.sub(lambda found: "\n" * found[0].count("\n"), piece.text)
            meant = MARKDOWN.search(words)
            if meant and not any(asks_for_markdown(piece.text)):
                line = piece.line + words.count("\n", 0, meant.start())
                yield Slip("html-leaves-room", line, meant[0][:60])
                break
    used = {note.info for note in document.all("note")}
    for note in document.all("footnote"):
        if note.info not in used:
            yield Slip("footnote-is-used", note.line, note.info)
    for task in document.all("block"):
        if task.info == "group":
            said = {
                key: "".join(each.words for each in value)
                for key, value in settings_of(task)[0].items()
            }
            lacks = [key for key in GROUP_KEYS if not said.get(key, "").strip()]
            if "minutes" in said and not re.search(r"\d|\{\{", said["minutes"]):
                lacks.append("minutes")
            if lacks:
                yield Slip("task-says-its-frame", task.line, ", ".join(lacks))


def _of_definitions(document: Node, lines: Sequence[str]) -> Iterator[Slip]:
    """Yield each term that is read as the end of the explanation right above it."""
    for words in document.all("definitions"):
        for one, after in itertools.pairwise(words.children):
            if (one.kind, after.kind) != ("definition", "definition"):
                continue
            last = one.children[-1] if one.children else one
            term = lines[last.last - 1]
            if last.kind == "paragraph" and last.last > last.line:
                begins = len(term) - len(term.lstrip(" \t>"))
                if begins <= lines[one.line - 1].find(":"):
                    yield Slip("definition-has-one-term", last.last, term.strip(" \t>")[:60])


def _of_fences(document: Node, lines: Sequence[str]) -> Iterator[Slip]:
    """Yield each fence of code that a paragraph has taken for its own words: too far in."""
    for node in document.all("paragraph"):
        for number in node.lines:
            written = lines[number - 1].lstrip(" >\t") if number else ""
            if _OPENING.fullmatch(written):
                yield Slip("code-is-not-too-far-in", number, written.strip()[:40])
                break


def _lines(node: Node) -> Iterator[tuple[int, str]]:
    """Yield the lines of a paragraph or the like as they are read, with a sign where code is."""
    line, words = node.line, ""
    for child in node.children:
        if child.kind in ("newline", "break"):
            yield line, words
            words = ""
        else:
            line = line if words else child.line or line
            words += _words(child)
    yield line, words


def _words(node: Node) -> str:
    if node.kind == "text":
        return node.text
    if node.kind in ("codespan", "image", "note"):
        return _CODE
    return "".join(map(_words, node.children)) or " "
