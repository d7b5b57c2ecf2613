"""Find the course's blocks (`!!! reflect` …) in Markdown, and dress them for readers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from samloft.catalogue import label
from samloft.languages import Language

KINDS = ("reflect", "discuss", "group", "case", "local", "quiz", "keypoints", "facilitator")
"""Every block authors may use; all are ordinary admonitions."""
GROUP_KEYS = ("size", "minutes", "product")

_OPENING = re.compile(r'^!!! +(?P<kind>[\w-]+)(?: +"(?P<title>.*)")? *$')
_FENCE = re.compile(r"^ *(`{3,}|~{3,})")
_SETTING = re.compile(r"^(?P<key>[a-z]+): *(?P<value>.+)$")
_PART = re.compile(r'^<div lang="(?P<language>nb|nn|en)" markdown="1">$|^</div>$', re.MULTILINE)
_ANSWER = re.compile(r"^[-*] \[(?P<mark>[ xX])\] +(?P<text>.+)$")


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of a lesson."""

    kind: str
    number: int
    """Counted by kind within the lesson, from 1."""
    title: str
    """As the author wrote it; empty when left out."""
    body: tuple[str, ...]
    """The lines inside, without their indent."""
    line: int
    """Of the opening, from 1."""

    @property
    def id(self) -> str:
        """How a session refers to the block, as in `reflect-1`."""
        return f"{self.kind}-{self.number}"

    def settings(self) -> tuple[Mapping[str, str], tuple[str, ...]]:
        """Return a group task's first lines (`size: 4–6` …) and the lines after them."""
        found: dict[str, str] = {}
        rest = list(self.body)
        while rest and (match := _SETTING.match(rest[0])) and match["key"] in GROUP_KEYS:
            found[match["key"]] = match["value"].strip()
            rest.pop(0)
        return found, tuple(_trimmed(rest))

    def answers(self) -> tuple[tuple[str, ...], tuple[tuple[bool, str], ...], tuple[str, ...]]:
        """Return a quiz's lines before the answers, the answers (right, text) and the lines after.

        An answer that runs over several lines keeps them together.
        """
        before: list[str] = []
        answers: list[tuple[bool, str]] = []
        after: list[str] = []
        for line in self.body:
            match = _ANSWER.match(line)
            if match and not any(text.strip() for text in after):
                answers.append((match["mark"] != " ", match["text"]))
            elif answers and line.startswith("  ") and not after:
                answers[-1] = (answers[-1][0], f"{answers[-1][1]} {line.strip()}")
            else:
                (after if answers else before).append(line)
        return tuple(_trimmed(before)), tuple(answers), tuple(_trimmed(after))


def split(text: str) -> Iterator[str | Block]:
    """Yield the text in order: runs of ordinary lines as text, each block as a Block."""
    lines = text.split("\n")
    count: Counter[str] = Counter()
    plain: list[str] = []
    fence = ""
    at = 0
    while at < len(lines):
        fence = _fence_after(fence, lines[at])
        opening = None if fence else _OPENING.match(lines[at])
        if opening is None:
            plain.append(lines[at])
            at += 1
            continue
        end = at + 1
        while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
            end += 1
        if plain:
            yield "\n".join(plain)
            plain = []
        kind = opening["kind"]
        count[kind] += 1
        yield Block(
            kind=kind,
            number=count[kind],
            title=opening["title"] or "",
            body=tuple(_trimmed([line[4:] for line in lines[at + 1 : end]])),
            line=at + 1,
        )
        plain.append("")
        at = end
    yield "\n".join(plain)


@lru_cache(maxsize=1024)
def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, in order."""
    return tuple(piece for piece in split(text) if isinstance(piece, Block))


@lru_cache(maxsize=1024)
def text_lines(text: str) -> tuple[tuple[int, str], ...]:
    """Return each line that is text, with its number: lines of fenced code are left out."""
    return tuple(_text_lines(text))


def _text_lines(text: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        was = fence
        fence = _fence_after(fence, line)
        if not fence and not was:
            yield number, line


@lru_cache(maxsize=1024)
def dress(text: str, language: Language, *, facilitator: bool = False) -> str:
    """Return the text with every block as a plain admonition with its title in words.

    Args:
        text: Markdown with blocks.
        language: what the text is written in; a part marked `<div lang="nn" …>` is in another.
        facilitator: True to keep the facilitator's notes.

    A quiz becomes its question, the answers to choose from, and the right one with its reason
    in a fold that opens without JavaScript.
    """
    pieces = []
    around = [language]
    for piece in split(text):
        if isinstance(piece, str):
            pieces.append(piece)
            for tag in _PART.finditer(piece):
                if tag["language"]:
                    around.append(tag["language"])  # type: ignore[arg-type]
                elif len(around) > 1:
                    around.pop()
        elif piece.kind != "facilitator" or facilitator:
            pieces.append("\n".join(_dressed(piece, around[-1])))
    return "\n".join(pieces)


def _dressed(block: Block, language: Language) -> Iterator[str]:
    name = label(language, f"block.{block.kind}")
    title = f"{name}: {block.title}" if block.title else name
    yield ""
    yield f'!!! {block.kind} "{title}"'
    yield ""
    yield from (f"    {line}".rstrip() for line in inside(block, language))
    yield ""


def inside(block: Block, language: Language) -> tuple[str, ...]:
    """Return the lines in a block, with its settings and answers in the reader's words."""
    if block.kind == "group":
        return _group_lines(block, partial(label, language))
    if block.kind == "quiz":
        return _quiz_lines(block, partial(label, language))
    return block.body


def _group_lines(block: Block, word: Callable[[str], str]) -> tuple[str, ...]:
    settings, rest = block.settings()
    if not settings:
        return rest
    facts = []
    for key in GROUP_KEYS:
        if key in settings:
            value = settings[key]
            shown = f"{value} {word('minutes')}" if key == "minutes" else value
            facts.append(f"**{word(f'group.{key}')}:** {shown}")
    return (*(f"- {fact}" for fact in facts), "", *rest)


def _quiz_lines(block: Block, word: Callable[[str], str]) -> tuple[str, ...]:
    before, answers, after = block.answers()
    right = [text for is_right, text in answers if is_right]
    lines = [*before, ""] if before else []
    lines += [f"- {text}" for _, text in answers]
    lines += ["", f'??? answer "{word("quiz.show")}"', ""]
    lines += [f"    **{word('quiz.right')}:** {'; '.join(right)}", ""]
    lines += [f"    {line}".rstrip() for line in after]
    return tuple(lines)


def _fence_after(fence: str, line: str) -> str:
    """Return the fence that is open after a line; empty when none is."""
    match = _FENCE.match(line)
    if match is None:
        return fence
    if not fence:
        return match[1]
    return "" if match[1].startswith(fence) and line.strip() == match[1] else fence


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines
