"""Find the course's blocks (`!!! reflect` …) in a text, and dress them for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from samloft.catalogue import label, said
from samloft.languages import LANGUAGES, Language
from samloft.text.containers import language_of
from samloft.text.footnotes import used_footnotes
from samloft.text.nodes import Node, lines_of
from samloft.text.parse import parse, parse_line
from samloft.text.quizzes import parts_of, plain, said_of

KINDS = (
    "reflect",
    "discuss",
    "group",
    "case",
    "local",
    "quiz",
    "sheet",
    "keypoints",
    "facilitator",
)
"""Every block of the course's own; all are ordinary admonitions."""
ORDINARY = ("note", "info", "tip", "warning", "example")
"""Admonitions every Markdown tool knows: a neutral look, and a name in the reader's language."""
SYNONYMS = {
    "abstract": "info",
    "attention": "warning",
    "caution": "warning",
    "danger": "warning",
    "error": "warning",
    "hint": "tip",
    "important": "warning",
    "seealso": "info",
    "summary": "info",
}
"""What other tools call the ordinary ones."""
_LEAVES = frozenset({"paragraph", "heading", "table", "code", "html", "markup", "rule", "term"})
"""Nodes with no blocks in them."""
GROUP_KEYS = ("size", "minutes", "product")


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of a lesson."""

    kind: str
    number: int
    """Counted by kind within the lesson, from 1."""
    node: Node

    @property
    def id(self) -> str:
        """How a session refers to the block, as in `reflect-1`."""
        return f"{self.kind}-{self.number}"

    @property
    def title(self) -> str:
        """As the author wrote it; empty when left out."""
        return self.node.title

    @property
    def line(self) -> int:
        """Of the opening, from 1."""
        return self.node.line

    @property
    def answers(self) -> tuple[tuple[bool, Node], ...]:
        """A quiz's answers, and whether each is right."""
        return tuple(
            (option.is_right, replace(option.item, children=option.item.children[:1]))
            for option in parts_of(self.node).options
        )

    @property
    def reason(self) -> str:
        """What a quiz says of its answers, one after the other, and after them."""
        quiz = parts_of(self.node)
        return " ".join(node.words for node in (*said_of(quiz.options), *quiz.after))


def blocks_in(node: Node) -> Iterator[Node]:
    """Yield the blocks in a part of a text, those inside others too.

    What stands in a note to the facilitator is a part of the note, and nobody's task.
    """
    if node.kind == "block":
        yield node
        if node.info == "facilitator":
            return
    for child in node.children:
        yield from blocks_in(child)


@lru_cache(maxsize=1024)
def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in order, those inside others too."""
    count: Counter[str] = Counter()
    found = []
    for node in blocks_in(parse(text)):
        count[node.info] += 1
        found.append(Block(kind=node.info, number=count[node.info], node=node))
    return tuple(found)


def is_note(name: str) -> bool:
    """Tell whether a block that a session refers to is a note to the facilitator."""
    return name.startswith("facilitator-")


@lru_cache(maxsize=1024)
def find_notes(text: str) -> tuple[Block, ...]:
    """Return the notes to the facilitator, each once: those inside another are in it."""
    return tuple(block for block in find_blocks(text) if block.kind == "facilitator")


def for_all(part: Node) -> Node:
    """Return a part of a text without the notes to the facilitator in it."""
    return part.without(lambda node: node.kind == "block" and node.info == "facilitator")


@lru_cache(maxsize=1024)
def for_participants(text: str) -> Node:
    """Return what is in a text for all to read: no note to the facilitator, no footnote of one."""
    document = for_all(parse(text))
    used = used_footnotes(document)
    return document.without(lambda node: node.kind == "footnote" and node not in used)


@lru_cache(maxsize=1024)
def text_lines(text: str) -> tuple[tuple[int, str], ...]:
    """Return each line that is text, with its number: lines of code are left out."""
    code = lines_of(parse(text).all("code"))
    lines = enumerate(text.split("\n"), start=1)
    return tuple((number, line) for number, line in lines if number not in code)


def dressed(node: Node, language: Language, *, facilitator: bool = False) -> Node:
    """Return a text with every block as a plain admonition with its title in words.

    Args:
        node: a document, or a part of one.
        language: what it is written in; a part marked `<div lang="nn" …>` is in another.
        facilitator: True to keep the facilitator's notes.

    A quiz becomes its question, the answers to choose from, and the right one with its reasons
    in a fold.
    """
    if node.kind in _LEAVES:
        return node
    children = []
    for child in node.children:
        if child.kind == "block" and child.info == "facilitator" and not facilitator:
            continue
        inner = language_of(child.text) if child.kind == "container" else ""
        spoken = next((code for code in LANGUAGES if code == inner), language)
        if child.kind == "block" and child.info == "quiz":
            child = replace(child, children=plain(child, language))
        child = dressed(child, spoken, facilitator=facilitator)
        if child.kind == "block":
            child = _block(child, language)
        elif child.kind == "tab":
            child = replace(child, kind="block", info="tab")
        elif child.kind == "item" and child.info:
            child = _task(child, language)
        children.append(child)
    return node.having(*children)


def _block(node: Node, language: Language) -> Node:
    """Return a block with its title in words, and what is inside as readers see it."""
    kind = SYNONYMS.get(node.info, node.info)
    if kind in ORDINARY:
        return replace(node, info=kind, title=node.title or said(language, f"block.{kind}"))
    if kind not in KINDS:
        return node
    name = said(language, f"block.{kind}")
    title = f"{name}: {node.title}" if node.title else name
    children = _group(node, language) if kind == "group" else node.children
    return replace(node, title=title, children=children)


def inside(block: Block, language: Language, *, facilitator: bool = False) -> Node:
    """Return what stands in a block, with its settings and answers in the reader's words."""
    around = Node(kind="document", children=(block.node,), line=block.line)
    if block.kind == "facilitator":  # asked for by name
        around = around.having(replace(block.node, info="note"))
    (whole,) = dressed(around, language, facilitator=facilitator).children
    title = block.title if block.kind == "facilitator" else ""
    head = Node(kind="paragraph", children=(_strong(*parse_line(title)),), line=block.line)
    return replace(around, children=(*([head] if title else []), *whole.children))


def _text(words: str) -> Node:
    return Node(kind="text", text=words)


def _strong(*words: Node) -> Node:
    return Node(kind="strong", children=words)


def _words(language: Language, key: str) -> tuple[Node, ...]:
    """Return a word of ours, with its language where nobody has written it in this one."""
    return tuple(parse_line(said(language, key)))


def settings_of(node: Node) -> tuple[Mapping[str, tuple[Node, ...]], tuple[Node, ...]]:
    """Return a group task's first lines (`size: 4–6` …), and the blocks after them."""
    found: dict[str, tuple[Node, ...]] = {}
    if not node.children or node.children[0].kind != "paragraph":
        return found, node.children
    paragraph, *after = node.children
    lines = list(_lines(paragraph.children))
    while lines and lines[0] and lines[0][0].kind == "text":
        first, *rest = lines[0]
        key, colon, value = first.text.partition(":")
        if not colon or key not in GROUP_KEYS or not (value.strip() or rest):
            break
        shown = replace(first, text=value.lstrip())
        found[key] = (shown, *rest) if shown.text else tuple(rest)
        lines.pop(0)
    left = tuple(
        piece
        for number, line in enumerate(lines)
        for piece in ((Node(kind="newline"),) if number else ()) + tuple(line)
    )
    kept = (replace(paragraph, children=left),) if left else ()
    return found, (*kept, *after)


def _lines(pieces: Sequence[Node]) -> Iterator[list[Node]]:
    line: list[Node] = []
    for piece in pieces:
        if piece.kind in ("newline", "break"):
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def _group(node: Node, language: Language) -> tuple[Node, ...]:
    settings, rest = settings_of(node)
    facts = []
    for key in GROUP_KEYS:
        if key in settings:
            unit = (_text(" "), *_words(language, "minutes")) if key == "minutes" else ()
            name = _strong(*_words(language, f"group.{key}"), _text(":"))
            line = (name, _text(" "), *settings[key], *unit)
            paragraph = Node(kind="paragraph", children=line, is_tight=True)
            facts.append(Node(kind="item", children=(paragraph,)))
    if not facts:
        return rest
    return (Node(kind="bullets", children=tuple(facts), is_tight=True, line=node.line), *rest)


def _task(item: Node, language: Language) -> Node:
    """Return a list item with its mark as something that is seen, read aloud and printed."""
    done = item.info == "x"
    told = label(language, "task.done" if done else "task.open")
    mark = Node(
        kind="tag",
        text=f'<span class="sl-mark{" sl-mark--done" if done else ""}" role="img"'
        f' aria-label="{told}">{"[x]" if done else "[&nbsp;]"}</span>',
    )
    paragraph, *rest = item.children
    shown = replace(paragraph, children=(mark, _text(" "), *paragraph.children))
    return replace(item, info="", children=(shown, *rest))
