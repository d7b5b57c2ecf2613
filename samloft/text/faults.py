"""What is wrong in one text, whichever course and edition it is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from samloft.suggest import nearest
from samloft.text.admonitions import looks_like_opening
from samloft.text.astray import in_two_alphabets, leads_elsewhere
from samloft.text.blocks import KINDS, ORDINARY, SYNONYMS
from samloft.text.containers import asks_for_markdown, open_tags
from samloft.text.links import links_in_titles
from samloft.text.nodes import Node
from samloft.text.parse import parse, parse_line
from samloft.text.quizzes import parts_of
from samloft.text.sheets import is_to_fill
from samloft.text.stray_notes import run_on, stray_notes

DIAGRAMS = frozenset({"mermaid", "plantuml", "puml", "dot", "graphviz", "d2", "ditaa"})
"""Fences that other tools draw: a browser without a script, and paper, show their code."""
_DRAWN = re.compile(r"<(?:pre|div)\s[^>]*\bclass=[\"']?[^\"'>]*\b(mermaid)\b", re.IGNORECASE)
"""An element whose text Mermaid's script draws."""
_FORMULA = re.compile(r"\$\$|(?<![\w$])\$(?=\S)(?=[^$]*?[\\^_{=])[^$]*+(?<=\S)\$(?![\w$])")
_UNESCAPED_FORMULA = re.compile(
    r"\((?=\S)[^()]*[\\^_{=][^()]*(?<=\S)\)|\[(?=\S)[^\[\]]*(?:\^|\\[a-z])[^\[\]]*(?<=\S)\]"
)
"""One between `\\(` and `\\)`, or square ones, as it is read: without those backslashes."""
_WRITTEN_FORMULA = re.compile(r"\\\((?=\S).*?\\\)|\\\[(?=\S).*?\\\]")
_EMOJI = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*[a-z0-9]:(?![\w:])")
WHOLE = "html-is-whole"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RAW_HEADING = re.compile(r"<h([1-6])(?=[\s/>])[^>]*>", re.IGNORECASE)
_GRID = re.compile(r"\+(?:[-=]{3,}\+)+")


@dataclass(frozen=True)
class Fault:
    """One thing to mend in a text."""

    line: int
    rule: str
    values: Mapping[str, str] = field(default_factory=dict)


def faults_in(document: Node) -> tuple[Fault, ...]:
    """Return what is wrong with a text's blocks and headings."""
    if document.fault == "wild":
        return (Fault(document.line, "text-is-bounded"),)
    if document.fault:
        return (Fault(document.line, "text-is-shallow"),)
    return (
        *_block_faults(document),
        *_unopened(document),
        *_heading_faults(document),
        *_astray(document),
        *_said_twice(document),
        *_without_room(document),
        *_ends_of_others(document),
    )


def _astray(document: Node) -> Iterator[Fault]:
    titled = (node for node in links_in_titles(document) if node.kind == "link")
    links = [*document.all("link"), *titled]
    for line, words, host in leads_elsewhere(links):
        yield Fault(line, "link-leads-where-it-says", {"words": words[:80], "host": host})
    for line, host in in_two_alphabets(links):
        yield Fault(line, "host-is-in-one-alphabet", {"host": host})


def _said_twice(document: Node) -> Iterator[Fault]:
    """Yield a fault for each footnote with the name of an earlier one: it is shown nowhere."""
    names = set()
    for note in document.all("footnote"):
        if note.info in names:
            yield Fault(note.line, "footnote-is-written-once", {"value": note.info})
        names.add(note.info)


def _without_room(document: Node) -> Iterator[Fault]:
    """Yield a fault for HTML that asks for Markdown in it, and leaves it no lines of its own."""
    for node in document.all("html", "markup"):
        tags = [node, *node.children] if node.kind == "markup" else [node]
        for tag in tags:
            for found in asks_for_markdown(tag.text):
                line = tag.line + tag.text.count("\n", 0, found.start())
                yield Fault(line, "html-leaves-room", {"value": found[0]})


def _ends_of_others(document: Node) -> Iterator[Fault]:
    """Yield a fault for each end tag whose element does not begin in the same HTML, or line.

    An editor would show that what is around it ends there: an item, a block, a paragraph.
    """
    for node in _with_titles(document):
        of_line = [each for each in node.children if each.kind == "tag"]
        tags = [node] if node.kind == "html" else of_line
        html = "".join(tag.text for tag in tags)
        for name in open_tags(html)[1] if "</" in html else ():
            ends = (tag for tag in tags if f"</{name}" in tag.text.lower())
            line = next((tag.line for tag in ends), node.line)
            yield Fault(line, WHOLE, {"value": f"</{name}>"})


def _unopened(document: Node) -> Iterator[Fault]:
    """Yield a fault for each opening of a block, or for the facilitator, that opens nothing."""
    told = set()
    for fault in _openings(document):
        told.add(fault.line)
        yield fault
    for stray in stray_notes(document):
        if stray.line not in told:
            yield Fault(stray.line, "note-opens-rightly", {"value": stray.words[:60]})


def _block_faults(document: Node) -> Iterator[Fault]:
    known = (*KINDS, *ORDINARY)
    for node in document.walk():
        for line in run_on(node.children):
            yield Fault(line, "note-ends-with-a-blank-line")
        if node.kind != "block":
            continue
        if node.fault:
            yield Fault(node.line, "block-opens-rightly", {"value": node.fault})
        elif node.info not in known and node.info not in SYNONYMS:
            close = nearest(node.info, list(known))
            yield Fault(node.line, "block-kind-is-known", {"name": node.info, "nearest": close})
        elif not node.children:
            yield Fault(node.line, "block-has-text", {"name": node.info})
        elif node.info == "quiz":
            quiz = parts_of(node)
            has_right = any(option.is_right for option in quiz.options)
            if not quiz.accepted and (len(quiz.options) < 2 or not has_right):
                yield Fault(node.line, "quiz-has-a-right-answer", {"title": node.title})
            yield from _wordless(option.item for option in quiz.options)
        elif node.info == "sheet" and not any(map(is_to_fill, node.children)):
            yield Fault(node.line, "sheet-can-be-filled-in", {"title": node.title})
        elif node.info == "sheet":
            ticks = (child for child in node.children if child.kind == "bullets")
            yield from _wordless(
                item for list_ in ticks if is_to_fill(list_) for item in list_.children
            )


def _wordless(items: Iterable[Node]) -> Iterator[Fault]:
    """Yield a fault for each item to choose or tick that does not say what it is."""
    for item in items:
        if not item.first_words.words.strip():
            yield Fault(item.line, "choice-has-words")


def _heading_faults(document: Node) -> Iterator[Fault]:
    """Yield a fault for each heading of a page's own level, and each level that is skipped.

    Headings start at level two and skip no level (WCAG 1.3.1, and PDF/UA-1 for the papers).
    """
    level = 1
    for line, found, title in _headings(document):
        if found == 1:
            yield Fault(line, "title-is-in-front-matter", {"title": title})
        elif found > level + 1:
            values = {"title": title, "found": str(found), "wanted": "#" * (level + 1)}
            yield Fault(line, "heading-skips-no-level", values)
        level = found


def _headings(document: Node) -> Iterator[tuple[int, int, str]]:
    """Yield line, level and words of each heading, also of those that are HTML: their tag."""
    for node in document.walk():
        if node.kind == "heading":
            yield node.line, node.level, node.words
        elif node.kind in ("html", "tag", "container"):
            written = _COMMENT.sub(_lines_only, node.text)
            for found in _RAW_HEADING.finditer(written):
                line = node.line + written.count("\n", 0, found.start())
                yield line, int(found[1]), found[0]


def _lines_only(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _openings(document: Node) -> Iterator[Fault]:
    """Yield a fault for each opening of a block that is only text, or code, where it stands."""
    for node in document.walk():
        if (node.kind == "code" and node.fold == "i") or node.kind == "html":
            for number, line in enumerate(node.text.split("\n")):
                if looks_like_opening(line):
                    yield _not_open(node.line + number, line)
        elif node.kind in ("paragraph", "heading", "cell", "term"):
            for number, piece in enumerate(node.children):
                begins = not number or node.children[number - 1].kind in ("newline", "break")
                is_text = piece.kind == "text" and not piece.info
                if begins and is_text and looks_like_opening(piece.text):
                    yield _not_open(piece.line, piece.text)


def _not_open(line: int, text: str) -> Fault:
    return Fault(line, "block-opens-rightly", {"value": text.strip()[:60]})


def unprintable_words(words: str) -> Iterator[Fault]:
    """Yield the same of words that are shown as they are written, Markdown or not."""
    if formula := _FORMULA.search(words) or _WRITTEN_FORMULA.search(words):
        yield Fault(1, "formula-is-written-out", {"value": formula[0]})
    if emoji := _EMOJI.search(words):
        yield Fault(1, "emoji-is-the-sign", {"value": emoji[0]})


def unprintable_in(text: str) -> Iterator[Fault]:
    """Yield what in a text can be neither printed nor read aloud as it is written."""
    is_drawn = False
    lines = text.split("\n")
    for node in _with_titles(parse(text)):
        if node.kind == "code":
            name = node.info.strip("{}. ").split(maxsplit=1)[0].lower() if node.info else ""
            if name in DIAGRAMS:
                yield Fault(node.line, "diagram-is-a-picture", {"name": name})
            elif name in ("math", "latex", "tex") and not node.fold:
                yield Fault(node.line, "formula-is-written-out", {"value": f"```{name}"})
        elif node.kind == "html":
            written = _COMMENT.sub(_lines_only, node.text)
            for found in _DRAWN.finditer(written):
                line = node.line + written.count("\n", 0, found.start())
                yield Fault(line, "diagram-is-a-picture", {"name": found[1]})
        elif node.kind == "text":
            written = lines[node.line - 1] if node.line <= len(lines) else ""
            if formula := _formula_in(node.text, written):
                yield Fault(node.line, "formula-is-written-out", {"value": formula})
            if emoji := _EMOJI.search(node.text):
                yield Fault(node.line, "emoji-is-the-sign", {"value": emoji[0]})
            if _GRID.match(node.text):
                if not is_drawn:  # one table has many such lines
                    yield Fault(node.line, "table-has-pipes", {"value": node.text[:40]})
                is_drawn = True
            elif node.text.strip() and not node.text.lstrip().startswith(("|", "+")):
                is_drawn = False


def _formula_in(read: str, written: str) -> str:
    """Return a formula in some words as they are read, or what begins one; empty for none."""
    if written.strip() == "\\[":
        return "\\["
    found = _FORMULA.search(read)
    if not found and ("\\(" in written or "\\[" in written):
        found = _UNESCAPED_FORMULA.search(read)
    return found[0] if found else ""


def _with_titles(document: Node) -> Iterator[Node]:
    """Yield every node of a text, and those that the titles of its blocks are read as."""
    for node in document.walk():
        yield node
        if node.kind in ("block", "fold", "tab") and node.title:
            title = Node(kind="title", children=tuple(parse_line(node.title)))
            yield from (replace(each, line=node.line) for each in title.walk())
