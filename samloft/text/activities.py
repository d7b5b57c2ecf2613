"""Make a lesson's activities and quizzes parts of it, with headings that its contents list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from samloft.catalogue import label
from samloft.catalogue import said as marked
from samloft.languages import Language
from samloft.text.blocks import blocks_in, settings_of
from samloft.text.nodes import Node
from samloft.text.parse import parse_line
from samloft.text.quizzes import to_answer

ACTIVITIES = {"reflect": "alone", "discuss": "pair", "group": "group"}
"""Blocks that are activities, and how people sit in each."""
PARTS = {**dict.fromkeys(ACTIVITIES, "tasks"), "quiz": "check"}
"""The part of a page that a block belongs to, where several stand together."""


def with_activities(document: Node, language: Language) -> Node:
    """Return a lesson with each activity as a section: heading, form, minutes, size, product.

    Activities that stand together get a heading above them, as quizzes do, unless the author has
    written one right there. An activity's id is what sessions call it, as in `group-1`.

    Args:
        document: a lesson whose blocks are not dressed yet.
        language: what it is written in.
    """
    children: list[Node] = []
    counts: dict[str, int] = {}
    quizzes = sum(node.kind == "block" and node.info == "quiz" for node in document.children)
    asked = 0
    now, level = "", 2
    for node in document.children:
        if node.kind == "block" and node.info == "facilitator":
            children.append(node)  # not on the page: it parts nothing
            continue
        part = PARTS.get(node.info, "") if node.kind == "block" else ""
        if part and part != now and not (children and children[-1].kind == "heading"):
            counts[part] = counts.get(part, 0) + 1
            children.append(_part_heading(part, counts[part], language, node.line))
            level = 2
        now = part
        if node.kind == "heading":
            level = node.level
        if node.kind == "block" and node.info == "quiz":
            counts["quiz"] = counts.get("quiz", 0) + 1
            asked += 1
            name, place = f"quiz-{counts['quiz']}", (asked, quizzes)
            children.append(to_answer(node, name, place, min(level + 1, 6), language))
        else:
            children += _inner(node, counts, min(level + 1, 6), language)
    return document.having(*children)


def _inner(node: Node, counts: dict[str, int], level: int, language: Language) -> Iterator[Node]:
    if node.kind == "block" and node.info in ACTIVITIES:
        counts[node.info] = counts.get(node.info, 0) + 1
        yield _section(node, f"{node.info}-{counts[node.info]}", level, language)
    else:
        for child in blocks_in(node):
            counts[child.info] = counts.get(child.info, 0) + 1
        yield node


def _word(language: Language, key: str) -> Node:
    """Return a word of ours, marked where it is borrowed from another language."""
    text = marked(language, key)
    return Node(kind="text" if text == label(language, key) else "tag", text=text)


def part_id(part: str, number: int) -> str:
    """Return the id of the heading above activities, or quizzes, that stand together."""
    return f"sl-{part}" if number == 1 else f"sl-{part}-{number}"


def _part_heading(part: str, number: int, language: Language, line: int) -> Node:
    words = _word(language, f"part.{part}")
    attrs = {"id": part_id(part, number)}
    return Node(kind="heading", level=2, children=(words,), attrs=attrs, line=line)


def _section(node: Node, name: str, level: int, language: Language) -> Node:
    word = marked(language, f"block.{node.info}")
    title = f"{word}: {node.title}" if node.title else word
    settings: Mapping[str, tuple[Node, ...]] = {}
    rest = node.children
    if node.info == "group":
        settings, rest = settings_of(node)
    heading = Node(
        kind="heading",
        level=level,
        children=tuple(parse_line(title)),
        attrs={"id": name},
        line=node.line,
    )
    head = Node(
        kind="container",
        text='<div class="sl-activity__head">',
        info="</div>",
        children=(heading, _facts(node.info, settings, language)),
    )
    after = [_product(settings["product"], language)] if "product" in settings else []
    return replace(
        node,
        kind="container",
        text=f'<div class="sl-activity sl-activity--{ACTIVITIES[node.info]}">',
        info="</div>",
        title="",
        children=(head, *rest, *after),
    )


def _facts(kind: str, settings: Mapping[str, tuple[Node, ...]], language: Language) -> Node:
    """Return how people sit, how many they are, and the minutes, as a list of terms."""
    form = _word(language, f"seat.{ACTIVITIES[kind]}")
    facts: list[tuple[str, tuple[Node, ...]]] = [(label(language, "seat.form"), (form,))]
    if "size" in settings:
        facts.append((label(language, "group.size"), settings["size"]))
    if "minutes" in settings:
        unit = Node(kind="text", text=f" {label(language, 'minutes')}")
        facts.append((label(language, "group.minutes"), (*settings["minutes"], unit)))
    children = []
    for name, said in facts:
        children.append(Node(kind="term", children=(Node(kind="text", text=name),)))
        paragraph = Node(kind="paragraph", children=said, is_tight=True)
        children.append(Node(kind="definition", children=(paragraph,)))
    return Node(kind="definitions", children=tuple(children))


def _product(said: tuple[Node, ...], language: Language) -> Node:
    name = Node(kind="text", text=f"{label(language, 'group.product')}:")
    strong = Node(kind="strong", children=(name,))
    return Node(
        kind="paragraph",
        children=(strong, Node(kind="text", text=" "), *said),
        attrs={"class": "sl-activity__product"},
    )
