"""Mend what is safe in a text: typography, dates, blank lines, marks of lists, bare addresses.

Each change is proven: the parse of the text is the same before and after it, letter by letter, but
for the signs that are what is mended. What cannot be proven is left, and so are code, template code
and where links lead.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from babel.dates import get_month_names

from samloft.languages import NORWEGIAN, Language, about
from samloft.text.bare_addresses import bare_addresses, without_own_links
from samloft.text.nodes import lines_of
from samloft.text.parse import parse
from samloft.text.shape import shape

STYLE = ("text-is-typeset", "date-is-in-words", "text-is-spaced", "list-has-plain-marks")
"""The rules of how the house writes."""
RULES = (*STYLE, "address-is-a-link")
"""The rules whose problems can be mended without a person."""


@dataclass(frozen=True, kw_only=True)
class Mend:
    """One change to a line."""

    line: int
    rule: str
    old: str
    new: str
    """What stands in its place; both short enough to show."""


# None of these turns back over what another begins: some write 80 000 signs and close nothing.
_CODE = (
    r"\{\{[^{}]*+(?:(?:\{(?!\{)|\}(?!\}))[^{}]*+)*\}\}"
    r"|\{%[^{%]*+(?:(?:\{(?!%)|%(?!\}))[^{%]*+)*%\}"
    r"|\{#[^{#]*+(?:(?:\{(?!#)|#(?!\}))[^{#]*+)*#\}"
)
TEMPLATE = re.compile(_CODE)
"""A piece of template code."""
_KEPT = re.compile(
    rf"{_CODE}|\{{:?[^{{}}\n]*+\}}|(?<!`)(`++).*?(?<!`)\1(?!`)"
    r"|\]\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*\)|\]\[[^\]\n]*+\]"
    r"|<span lang=\"[^\"]++\">[^<\n]*+(?:<(?!/?span)[^<\n]*+)*</span>|<[^<>\n]++>"
    r"|https?://\S++|www\.\S++|(?<!\S)[^\s@]*+@\S++|\[\^[^\[\]\s]++\]",
)
"""What on a line is no running text."""
_HOLE = "\ue000"
_UNITS = (
    "minutter|timer|timar|dager|dagar|uker|veker|prosent|personer|personar|deltakere|deltakarar"
)
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w\"])\"([^\s\"«»](?:[^\"«»\n]*[^\s\"«»])?)\"(?![\w\"])"), r"«\1»"),
    (re.compile(r"“([^“”«»\n]+)”"), r"«\1»"),
    (re.compile(r"(?<=[^\s|]) (?:-|--|—) (?=[^\s|-])"), " – "),
    (re.compile(r"(?<=\w)\.\.\.(?!\.)"), "…"),
    (re.compile(rf"(?<![\d.,-])(\d+)-(\d+)(?= (?:{_UNITS})\b)"), r"\1–\2"),
    (
        re.compile(r"(?<![\d\u00a0])(?<!\d )(?<![A-Z] )(\d{1,3}) (\d{3})(?![\d\u00a0])(?! \d)"),
        "\\1\u00a0\\2",
    ),
    (re.compile(r"\b([Kk])l (?=\d{1,2}[.:]\d\d\b)"), r"\1l. "),
    (re.compile(r"\b([Kk]l\. ?\d{1,2}):(?=\d\d\b)"), r"\1."),
)
_SUSPECT = re.compile(r"[\"“—]| - | -- |\.\.\.|\d-\d|\d \d|[Kk]l\.? ?\d|\d\. ?[A-Za-z]|\d\.\d")
_ROUNDS = 4
"""How often a text is gone through: where one thing is mended, another may be found."""
_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+(?=\n)")


@dataclass(frozen=True)
class _Step:
    """What is changed together: one thing on a line, or the marks of a whole list."""

    lines: dict[int, Callable[[str], str]]
    rule: str


@functools.lru_cache(maxsize=1024)
def mended(text: str, language: Language) -> tuple[str, tuple[Mend, ...]]:
    """Return a text with what is safe mended, and what that was, in the order of lines.

    Line n of a body is line n of its file; front matter, as empty lines, stays.
    """
    after, found = text, list[Mend]()
    for _ in range(_ROUNDS):
        after, more = _mended_once(after, language)
        found += more
        if not more:
            break
    after, spaced = _spaced(after, language)
    return after, tuple(sorted((*found, *spaced), key=lambda mend: mend.line))


def _mended_once(text: str, language: Language) -> tuple[str, list[Mend]]:
    """Return a text with as many lines, after the steps that are proven."""
    steps = list(_steps(text, language))
    after, found = _done(text, steps)
    if found and not _is_same(text, after, language):
        after, found = text, []
        for step in steps:
            tried, mends = _done(after, [step])
            if mends and _is_same(after, tried, language):
                after, found = tried, [*found, *mends]
    return after, found


def _done(text: str, steps: Sequence[_Step]) -> tuple[str, list[Mend]]:
    """Return a text after some steps, and what they changed."""
    lines, found = text.split("\n"), list[Mend]()
    for step in steps:
        for number, better in step.lines.items():
            old = lines[number - 1]
            new = lines[number - 1] = better(old)
            if new != old:
                shown = _difference(old, new)
                found.append(Mend(line=number, rule=step.rule, old=shown[0], new=shown[1]))
    return "\n".join(lines), found


def _spaced(text: str, language: Language) -> tuple[str, list[Mend]]:
    """Return a text with one blank line where there are more, and none at its end."""
    start = len(text) - len(text.lstrip("\n"))
    closed = text.rstrip("\n") + "\n" * text.endswith("\n")
    spaced = closed[:start] + _BLANKS.sub("\n", closed[start:])
    if spaced == text or start >= len(closed) or not _is_same(text, spaced, language):
        return text, []
    found = []
    for match in _BLANKS.finditer(closed, start):
        number = closed.count("\n", 0, match.start()) + 2
        found.append(
            Mend(line=number, rule="text-is-spaced", old="⏎" * match[0].count("\n"), new="⏎")
        )
    if closed != text:
        last = closed.count("\n") + 1
        found.append(Mend(line=last, rule="text-is-spaced", old="⏎⏎", new="⏎"))
    return spaced, found


def _steps(text: str, language: Language) -> Iterator[_Step]:
    """Yield what could be better, most of which is proven together."""
    document = parse(text)
    if document.fault:
        return
    lines = text.split("\n")
    out = _inside_templates(text)
    out |= lines_of(document.all("code", "html", "markup"))
    opens = {node.line for node in document.all("block", "tab")}
    for node in document.all("bullets", "numbers"):
        marks = {item.line for item in node.children} - out
        wrong = [number for number in marks if _plain_mark(lines[number - 1]) != lines[number - 1]]
        if wrong:
            yield _Step(dict.fromkeys(sorted(wrong), _plain_mark), "list-has-plain-marks")
    for bare in bare_addresses(document):
        if bare.line not in out | opens:
            yield _Step({bare.line: bare.linked}, "address-is-a-link")
    for number, line in enumerate(lines, 1):
        if number in out:
            continue
        if line.endswith((" ", "\t")):
            yield _Step({number: lambda line: line.rstrip(" \t")}, "text-is-spaced")
        if language not in NORWEGIAN or number in opens or not _SUSPECT.search(line):
            continue
        dated = functools.partial(_dated, language=language)
        yield _Step({number: functools.partial(_in_text, better=dated)}, "date-is-in-words")
        for pattern, sign in _SIGNS:
            better = functools.partial(pattern.sub, sign)
            yield _Step({number: functools.partial(_in_text, better=better)}, "text-is-typeset")


def _inside_templates(text: str) -> set[int]:
    """Return the lines of template code that runs over more than one."""
    found: set[int] = set()
    for match in TEMPLATE.finditer(text):
        if "\n" in match[0]:
            first = text.count("\n", 0, match.start()) + 1
            found |= set(range(first, first + match[0].count("\n") + 1))
    return found


def _plain_mark(line: str) -> str:
    line = re.sub(r"^((?:[ >]|\d+[.)] )*)[*+](?= )", r"\1-", line)
    return re.sub(r"^((?:[ >])*\d+)\)(?= )", r"\1.", line)


def _in_text(line: str, better: Callable[[str], str]) -> str:
    """Return a line with its running text changed, around what is none."""
    kept = [match[0] for match in _KEPT.finditer(line)]
    whole = better(_KEPT.sub(_HOLE, line))
    if whole.count(_HOLE) != len(kept):
        return line
    parts = whole.split(_HOLE)
    return parts[0] + "".join(hole + part for hole, part in zip(kept, parts[1:], strict=True))


@functools.cache
def _months(language: Language) -> tuple[str, ...]:
    names = get_month_names("wide", locale=about(language).cldr)
    return tuple(names[number].casefold() for number in range(1, 13))


@functools.cache
def _written(language: Language) -> re.Pattern[str]:
    """Return the pattern of a day with its month, however it is written."""
    names = "|".join(_months(language))
    return re.compile(rf"(?<![\d.])(\d{{1,2}})(\.?) ?({names})\b", re.IGNORECASE)


_NUMBERS = re.compile(
    r"(?<![\d.])(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.((?:19|20)\d\d)(?!\.?\d)"
)


def _dated(part: str, language: Language) -> str:
    """Return a text with its dates as `1. februar 2023`."""

    def in_words(match: re.Match[str]) -> str:
        return f"{int(match[1])}. {_months(language)[int(match[2]) - 1]} {match[3]}"

    def with_stop(match: re.Match[str]) -> str:
        day, stop, name = match.groups()
        if not stop and not re.match(r" \d{4}\b", match.string[match.end() :]):
            return match[0]  # «de siste 10 mai-dagene» is no date
        return f"{day}. {name.casefold()}"

    part = _NUMBERS.sub(in_words, part)
    return _written(language).sub(with_stop, part)


def _difference(old: str, new: str) -> tuple[str, str]:
    """Return the words that differ between two lines."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    start = old.rfind(" ", 0, max(first - 1, 0)) + 1
    ends = [line.find(" ", len(line) - last + 1) for line in (old, new)]
    tails = [len(line) if end < 0 else end for line, end in zip((old, new), ends, strict=True)]
    return _short(old[start : tails[0]]), _short(new[start : tails[1]])


def _short(words: str) -> str:
    words = words.replace("\t", "→").replace("\u00a0", "&nbsp;")
    words = re.sub(r"^ +| +$", lambda match: "·" * len(match[0]), words)
    return words if len(words) <= 60 else f"{words[:28]} … {words[-28:]}"


def _is_same(before: str, after: str, language: Language) -> bool:
    """Tell whether two texts have one meaning: one parse, but for what is mended."""
    plain = functools.partial(_plain, language=language)
    shapes = [shape(without_own_links(parse(text)), plain) for text in (before, after)]
    return TEMPLATE.findall(before) == TEMPLATE.findall(after) and shapes[0] == shapes[1]


_SAME = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "—": "-", "–": "-", "\u00a0": " "})


def _plain(text: str, language: Language) -> str:
    """Return a text with all ways to write the same signs and dates as one."""
    if language in NORWEGIAN:
        text = _dated(text, language)
    text = re.sub(r"\b([Kk])l\.? ?(\d{1,2})[.:](?=\d\d\b)", r"\1l. \2.", text)
    text = text.replace("...", "…").translate(_SAME).replace("--", "-")
    return re.sub(r"\s+", " ", text)
