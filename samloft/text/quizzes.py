"""A quiz's parts as its author wrote them, and its two forms: to answer on the page, and plain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from samloft.catalogue import said
from samloft.languages import Language
from samloft.text.attributes import in_attribute
from samloft.text.nodes import Node
from samloft.text.parse import parse_line

ANSWER = "answer:"
"""How a line begins that says what may be written, where there is nothing to choose from."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One of the answers to choose from."""

    is_right: bool
    line: tuple[Node, ...]
    """Its own words."""
    why: tuple[Node, ...]
    """What its author says of it: the paragraphs below it."""
    item: Node


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """What a quiz asks, and what is said of it afterwards."""

    before: tuple[Node, ...]
    options: tuple[Option, ...]
    accepted: tuple[str, ...]
    """What may be written, where there are no options."""
    after: tuple[Node, ...]

    @property
    def way(self) -> str:
        """How it is answered: by `one` option, by `several`, or in `text`."""
        if not self.options:
            return "text"
        return "one" if sum(option.is_right for option in self.options) == 1 else "several"


def parts_of(node: Node) -> Quiz:
    """Return the parts of a `quiz` block."""
    for number, child in enumerate(node.children):
        if child.kind == "bullets" and any(item.info for item in child.children):
            before, after = node.children[:number], node.children[number + 1 :]
            options = tuple(map(_option, child.children))
            return Quiz(before=before, options=options, accepted=(), after=after)
    accepted, rest = _accepted(node)
    return Quiz(before=(), options=(), accepted=accepted, after=rest)


def _option(item: Node) -> Option:
    line = item.first_words.children
    return Option(is_right=item.info == "x", line=line, why=item.below, item=item)


def _accepted(node: Node) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    """Return what the first lines of a block accept, and the blocks after them."""
    if not node.children or node.children[0].kind != "paragraph":
        return (), node.children
    paragraph, *after = node.children
    lines = ["".join(piece.words for piece in line).strip() for line in _lines(paragraph)]
    if not all(line.startswith(ANSWER) and line.removeprefix(ANSWER).strip() for line in lines):
        return (), node.children
    return tuple(line.removeprefix(ANSWER).strip() for line in lines), tuple(after)


def _lines(paragraph: Node) -> Iterator[list[Node]]:
    pieces = groupby(paragraph.children, key=lambda piece: piece.kind in ("newline", "break"))
    return (list(line) for is_end, line in pieces if not is_end)


def asked(node: Node) -> tuple[Node, ...]:
    """Return what a quiz asks and the answers to choose from, not which of them is right."""
    quiz = parts_of(node)
    if not quiz.options:
        return ()
    items = tuple(
        replace(
            each.item,
            info="",
            children=(Node(kind="paragraph", children=each.line, is_tight=True),),
        )
        for each in quiz.options
    )
    line = quiz.options[0].item.line
    return (*quiz.before, Node(kind="bullets", children=items, is_tight=True, line=line))


def plain(node: Node, language: Language) -> tuple[Node, ...]:
    """Return a quiz as its answers to choose from, and what is right in a fold.

    The fold opens without JavaScript, and its name says which question it is about.
    """
    quiz = parts_of(node)
    if not quiz.options and not quiz.accepted:
        return node.children
    show = said(language, "quiz.show")
    title = f"{show}: {node.title}" if node.title else show
    reasons = (each for _, said_of_it in _reasons(quiz) for each in said_of_it)
    fold = Node(
        kind="block",
        info="answer",
        title=title,
        fold="?",
        children=(_right(quiz, language, node.line), *reasons, *quiz.after),
        line=node.line,
    )
    return (*asked(node), fold)


def to_answer(
    node: Node, name: str, place: tuple[int, int], level: int, language: Language
) -> Node:
    """Return a quiz that can be answered on the page; without scripts its answer is in a fold.

    Args:
        node: a `quiz` block that is not dressed yet.
        name: its id, as sessions call it: `quiz-1`.
        place: which question of the page it is, and of how many.
        level: of its heading.
        language: what it is written in.
    """
    quiz = parts_of(node)
    title = node.title or said(language, "block.quiz")
    heading = Node(
        kind="heading",
        level=level,
        children=tuple(parse_line(title)),
        attrs={"id": name},
        line=node.line,
    )
    legend = _control('<legend markdown="block">', "</legend>", heading)
    if quiz.options:
        fields = [_choice(quiz, number, name) for number in range(len(quiz.options))]
    else:
        fields = [_to_write(name, language)]
    question = _control(
        '<fieldset class="sl-quiz__question">', "</fieldset>", legend, *quiz.before, *fields
    )
    number, count = place
    counted = said(language, "quiz.place", number=number, count=count)
    above = [_paragraph(*parse_line(counted), style="sl-quiz__place")] if count > 1 else []
    show = said(language, "quiz.show" if count == 1 else "quiz.show_of", number=number)
    accepted = in_attribute("|".join(quiz.accepted))
    right = f' data-sl-accepted="{accepted}"' if accepted else ""
    return Node(
        kind="container",
        text=f'<div class="sl-quiz" data-sl-quiz="{quiz.way}" data-sl-name="{name}"{right}>',
        info="</div>",
        children=(*above, question, _fold(quiz, show, language, node.line)),
        line=node.line,
        last=node.last,
    )


def _choice(quiz: Quiz, at: int, name: str) -> Node:
    option = quiz.options[at]
    kind = "radio" if quiz.way == "one" else "checkbox"
    right = ' data-sl-right="1"' if option.is_right else ""
    field = f'<input class="sl-answer__choice" type="{kind}" name="{name}" value="{at + 1}"{right}>'
    opening = f'<label class="sl-answer__label">{field}<span class="sl-answer__text">'
    line = (_field(opening), *option.line, _field("</span></label>"))
    return _control(
        '<div class="sl-answer">',
        "</div>",
        Node(kind="paragraph", children=line, line=option.item.line),
    )


def _to_write(name: str, language: Language) -> Node:
    opening = f'<label class="sl-quiz__write">{said(language, "quiz.write")} '
    field = f'<input type="text" name="{name}" autocomplete="off"></label>'
    return _paragraph(_field(opening + field))


def _right(quiz: Quiz, language: Language, line: int) -> Node:
    """Return a line that says what is right."""
    words: list[Node] = [_strong(*parse_line(said(language, "quiz.right")), _text(":")), _text(" ")]
    lines = [option.line for option in quiz.options if option.is_right]
    lines += [(_text(" / ".join(quiz.accepted)),)] if quiz.accepted else []
    for number, answer in enumerate(lines):
        words += [*([_text("; ")] if number else []), *answer]
    return Node(kind="paragraph", children=tuple(words), line=line)


def _reasons(quiz: Quiz) -> list[tuple[int, tuple[Node, ...]]]:
    """Return what is said of each option below its own words, with its number."""
    return [
        (number, (_paragraph(_strong(*option.line)), *option.why))
        for number, option in enumerate(quiz.options, start=1)
        if option.why
    ]


def _fold(quiz: Quiz, show: str, language: Language, line: int) -> Node:
    """Return what is right, what is said of each option, and of the question, in a fold."""
    reasons = (
        _around(f'<div class="sl-quiz__why" data-sl-option="{number}">', *said_of_it)
        for number, said_of_it in _reasons(quiz)
    )
    after = (_around('<div class="sl-quiz__reason">', *quiz.after),) if quiz.after else ()
    summary = Node(kind="html", text=f"<summary>{show}</summary>")
    right = _right(quiz, language, line)
    return _around('<details class="answer">', summary, right, *reasons, *after)


def _around(opening: str, *children: Node) -> Node:
    name = opening.partition(" ")[0].strip("<>")
    return Node(kind="container", text=opening, info=f"</{name}>", children=children)


def _control(opening: str, closing: str, *children: Node) -> Node:
    return Node(kind="control", text=opening, info=closing, children=children)


def _field(html: str) -> Node:
    return Node(kind="field", text=html)


def _paragraph(*children: Node, style: str = "") -> Node:
    return Node(kind="paragraph", children=children, attrs={"class": style} if style else {})


def _text(words: str) -> Node:
    return Node(kind="text", text=words)


def _strong(*words: Node) -> Node:
    return Node(kind="strong", children=tuple(words))


def said_of(options: Sequence[Option]) -> Iterator[Node]:
    """Yield what is said of options, in order."""
    for option in options:
        yield from option.why
