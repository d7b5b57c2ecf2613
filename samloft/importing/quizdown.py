"""Turn quizdown's questions, as Hugo's sites have them, into quizzes of ours."""

from __future__ import annotations

from collections.abc import Sequence

from samloft.importing.document import Report
from samloft.importing.values import as_shown, in_blocks, in_line, in_title
from samloft.text.escape import escape
from samloft.text.nodes import Node
from samloft.text.parse import parse

INDENT = "    "
HINT = "??? tip"
"""Opens what helps a reader on before answering; its name is said in the reader's language."""


def quizzes(lines: Sequence[str], where: str, report: Report) -> list[str]:
    """Turn quizdown's questions into quizzes: a heading, a hint, answers with comments."""
    made: list[str] = []
    title, inside = "", list[Node]()
    settings, questions = _head_apart(lines)
    for setting in settings:
        report.add("dropped", "quiz_setting", where, name=setting)
    for node in parse("\n".join(questions)).children:
        if node.kind == "heading":
            made += _quiz(title, inside, where, report)
            title, inside = in_title(node.children), []
        else:
            inside.append(node)
    return [*made, *_quiz(title, inside, where, report)]


def _quiz(title: str, inside: Sequence[Node], where: str, report: Report) -> list[str]:
    lists = [node for node in inside if node.kind in ("bullets", "numbers")]
    marked = [each for each in lists if any(item.info for item in each.children)]
    options = next(iter(marked or lists), None)
    others = [node for node in inside if node is not options]
    if not title:  # what stands before the first question
        return in_blocks(inside)
    if options is None:
        report.add("person", "quiz_without_answer", where, title=as_shown(title))
        return ["", f"**{title}**", "", *in_blocks(others)]
    answers: list[str] = []
    for item in options.children:
        first, *rest = item.children or (Node(kind="paragraph"),)
        is_line = first.kind == "paragraph"
        words = in_line(first.children) if is_line else escape(" ".join(first.words.split()))
        answers.append(f"- [{item.info or ' '}] {words}")
        if said := in_blocks(rest):
            # Of the answer above it: paragraphs of their own below the answer's words.
            answers += ["", *(f"{INDENT}{line}" for line in said), ""]
    if not any(answer.startswith("- [x]") for answer in answers):
        report.add("person", "quiz_without_answer", where, title=as_shown(title))
        shown = (*_before(others), *in_blocks([options]))
        return ["", f'!!! note "{title}"', *_moved_in(shown)]
    return ["", f'!!! quiz "{title}"', *_moved_in((*_before(others), *answers))]


def _before(nodes: Sequence[Node]) -> list[str]:
    """Return what a reader is told before the answers; a hint is closed until it is asked for."""
    lines: list[str] = []
    hints: set[tuple[str, ...]] = set()
    for node in nodes:
        said = tuple(in_blocks([node]))
        if node.kind != "quote":
            lines += [*said, ""]
        elif said and said not in hints:
            hints.add(said)
            lines += [HINT, *_moved_in(said), ""]
    return lines


def _moved_in(lines: Sequence[str]) -> list[str]:
    return [f"{INDENT}{line}".rstrip() for line in lines]


def _head_apart(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return a quiz's settings, which stand between lines of `---`, and what comes after them."""
    begins = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[begins].strip() != "---":
        return [], list(lines)
    rest = lines[begins + 1 :]
    ends = next((number for number, line in enumerate(rest) if line.strip() == "---"), -1)
    settings = (line.strip() for line in rest[: max(ends, 0)])
    return [each for each in settings if each], list(rest[ends + 1 :])
