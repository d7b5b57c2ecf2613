"""What other course and notes tools write beside Markdown, put into ours, line by line.

Hugo's shortcodes, the Carpentries' fenced divs, Obsidian's callouts and links are no Markdown: a
Markdown parser sees words in them. Lines of code are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markdown.extensions.attr_list import get_attrs_and_remainder

from samloft.importing.dashes import dashes
from samloft.importing.document import Report
from samloft.importing.fences import with_fences
from samloft.importing.pandoc import as_markdown
from samloft.importing.quizdown import INDENT, quizzes
from samloft.importing.seen import changed, code_lines
from samloft.importing.signs import signs, with_caption
from samloft.importing.values import CLOSE, OPEN, in_title
from samloft.languages.words import slug_of
from samloft.text.blocks import KINDS, ORDINARY, SYNONYMS
from samloft.text.escape import escape
from samloft.text.parse import parse

_DIV = re.compile(r"(?P<around>[ \t]*):{3,}[ \t]*(?P<name>[A-Za-z][\w-]*)?(?P<said>.*)")
"""A fenced div of pandoc's; a title may follow, as in Docusaurus (`[…]`) and VitePress."""
_OPENING = re.compile(r"(?P<sign>(?:!!!|\?\?\?\+?)[ \t]*)(?P<kinds>[^\s\"']+(?:[ \t]+[^\s\"']+)*)")
_CALLOUT = re.compile(r">\s*\[!(?P<name>[\w-]+)\](?P<fold>[+-]?)\s*(?P<title>.*)$")
_SHORTCODE = re.compile(
    r"\{\{(?:<|%)\s*(?P<end>/?)\s*(?P<name>[\w./-]+)(?P<rest>.*?)\s*/?\s*(?:>|%)\}\}"
)
_HIGHLIGHT = re.compile(
    r"^(?P<around>[ \t]*)\{\{(?:<|%)[ \t]*/?[ \t]*highlight(?:[ \t]+\"?(?P<language>[\w+-]+))?"
    r"[^{}\n]*\}\}[ \t]*$",
    re.MULTILINE,
)
"""What opens or closes code in Hugo, where it is no fence."""
_ARGUMENT = re.compile(
    r'(?:(?P<key>\w+)\s*=\s*)?(?:"(?P<quoted>[^"]*)"|`(?P<ticked>[^`]*)`|(?P<bare>[^\s"]+))'
)

BLOCKS: Mapping[str, str] = {
    "challenge": "reflect",
    "exercise": "reflect",
    "discussion": "discuss",
    "keypoints": "keypoints",
    "instructor": "facilitator",
    "callout": "note",
    "prereq": "info",
    "checklist": "info",
    "testimonial": "example",
    "caution": "warning",
    "danger": "warning",
    "important": "warning",
    "hint": "tip",
    "question": "info",
    "todo": "note",
    "abstract": "info",
    "summary": "info",
    "success": "tip",
    "failure": "warning",
    "bug": "warning",
    "quote": "example",
}
"""Which block of ours stands for theirs; what has the same name is itself."""
FOLDED = frozenset({"solution", "spoiler", "hint", "expand", "details"})
"""What readers unfold."""
TRANSPARENT = frozenset({"", "objectives"})
"""What is no block here: a div that only has an id, and what front matter says."""
TABS = frozenset({"tab", "group-tab"})
"""What has a tab for each of its headings."""
TITLED = frozenset({*ORDINARY, "reflect", "discuss", "group", "keypoints", "facilitator"})
"""Blocks of ours that theirs become; a quiz or a sheet has rules of its own."""


@dataclass(frozen=True, kw_only=True)
class Translated:
    """A text in our Markdown, and what its front matter should say."""

    text: str
    objectives: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """Values of a network that it prints, with what they were called."""


def in_our_words(
    text: str, where: str, report: Report, names: Mapping[str, str] | None = None
) -> Translated:
    """Return a text of another tool as ours.

    Args:
        text: Markdown as the tool has it, without front matter.
        where: what it is called in the report.
        report: gets everything that was changed or left out.
        names: where files of the same import stand now, by the name they had.
    """
    made = _Text(where, report, names or {})
    text = changed(text, _HIGHLIGHT, lambda found: f"{found['around']}```{found['language'] or ''}")
    text = as_markdown(with_fences(text, where, report), where, report)
    text = signs(text, where, report, names or {})
    lines = made.shortcodes(text.splitlines(), code_lines(text))
    lines = made.fenced_divs(lines, code_lines("\n".join(lines)))
    lines = made.callouts(lines, code_lines("\n".join(lines)))
    lines = made.admonitions(lines)
    with_dashes = dashes("\n".join(lines), where, report)
    return Translated(text=with_dashes, objectives=made.objectives, values=made.values)


class _Text:
    def __init__(self, where: str, report: Report, names: Mapping[str, str]) -> None:
        self.where, self.report, self.names = where, report, names
        self._objectives: list[str] = []
        self.values: dict[str, str] = {}

    def _block(self, name: str, title: str = "") -> str:
        """Return the line that opens a block of ours in place of theirs."""
        kind = BLOCKS.get(name, name)
        sign = "???" if name in FOLDED else "!!!"
        shown = title.strip()
        if kind in FOLDED or kind not in TITLED:
            if name not in FOLDED:
                self.report.add("changed", "unknown_block", self.where, name=name)
            elif not shown:  # with its title, it is told apart as it was
                self.report.add("changed", "block", self.where, name=name, kind="note")
            kind = "note"
        elif kind != name:
            self.report.add("changed", "block", self.where, name=name, kind=kind)
        return f'{sign} {kind} "{shown}"' if shown else f"{sign} {kind}"

    def fenced_divs(self, lines: Sequence[str], code: frozenset[int]) -> list[str]:
        """Turn `::: challenge` … `:::` into blocks; objectives go to the front matter."""
        made: list[str] = []
        names: list[str] = []
        titles: set[int] = set()
        for number, line in enumerate(lines):
            div = None if number in code else _DIV.fullmatch(line)
            if number in titles:
                continue
            if div and (div["name"] or "{" in div["said"]):
                name, title = _div_said(div)
                names.append(name)
                if name in TRANSPARENT:
                    made.append("")
                    continue
                heading = None if title else _first_heading(lines, number + 1, code)
                if name in TABS and heading:
                    made.append("")
                    continue
                if name in TABS:
                    names[-1] = "note"
                if heading:
                    titles.add(heading[0])
                    title = heading[1]
                opened = f"{self._depth(names[:-1])}{div['around']}{self._block(name, title)}"
                made += ["", opened]
            elif div and names:
                names.pop()
                made.append("")
            elif "objectives" in names:
                self._objectives.append(line)
            elif (
                names
                and names[-1] in TABS
                and (tab := _first_heading(lines[: number + 1], number, code))
            ):
                made += ["", f'{self._depth(names[:-1])}=== "{tab[1]}"', ""]
            else:
                made.append(f"{self._depth(names)}{line}" if line.strip() else "")
        for name in names:
            self.report.add("person", "not_closed", self.where, name=name)
        if "objectives" in names:  # all that follows is text
            made += self._objectives
            self._objectives = []
        return made

    @staticmethod
    def _depth(names: Sequence[str]) -> str:
        return INDENT * len([name for name in names if name not in TRANSPARENT])

    @property
    def objectives(self) -> tuple[str, ...]:
        """Each objective in words, as a whole: front matter has no Markdown."""
        document = parse("\n".join(self._objectives))
        items = [item.children[:1] for item in document.all("item")]
        paragraphs = [[node] for node in document.children if node.kind == "paragraph"]
        said = (" ".join(each.words.split()) for nodes in items or paragraphs for each in nodes)
        return tuple(each for each in said if each)

    def callouts(self, lines: Sequence[str], code: frozenset[int]) -> list[str]:
        """Turn Obsidian's and GitHub's `> [!note]` into blocks."""
        made: list[str] = []
        inside = False
        for number, line in enumerate(lines):
            found = None if number in code else _CALLOUT.match(line)
            if found:
                inside = True
                opened = self._block(found["name"].lower(), found["title"])
                made += ["", opened.replace("!!!", "???", 1) if found["fold"] == "-" else opened]
            elif inside and line.startswith(">"):
                made.append(f"{INDENT}{line[1:].removeprefix(' ')}".rstrip())
            else:
                inside = False
                made.append(line)
        return made

    def shortcodes(self, lines: Sequence[str], code: frozenset[int]) -> list[str]:
        """Turn Hugo's shortcodes into blocks and values; what has no form is reported."""
        made: list[str] = []
        depth: list[str] = []
        quiz: list[str] | None = None
        for number, line in enumerate(lines):
            if quiz is not None:
                if _is(line, "quizdown", is_end=True):
                    made += quizzes(quiz, self.where, self.report)
                    quiz = None
                else:
                    quiz.append(_SHORTCODE.sub(self._inline_shortcode, line))
                continue
            if _is(line, "quizdown"):
                quiz = []
                continue
            if number in code and not depth:
                made.append(line)
                continue
            alone = _SHORTCODE.fullmatch(line.strip())
            if alone and self._opens(alone, depth):
                around = line[: len(line) - len(line.lstrip())]
                made += ["", f"{INDENT * (len(depth) - 1)}{around}{self._opened(alone)}"]
            elif alone and alone["end"] and depth and depth[-1] == alone["name"]:
                depth.pop()
                made.append("")
            else:
                # A shortcode may close at the end of a line.
                ends = any(
                    found["end"] and depth and found["name"] == depth[-1]
                    for found in _SHORTCODE.finditer(line)
                )
                text = _SHORTCODE.sub(self._inline_shortcode, line)
                inside = INDENT * len(depth)
                made += [f"{inside}{each}" if each.strip() else "" for each in text.split("\n")]
                if ends:
                    depth.pop()
        if quiz is not None:
            made += quizzes(quiz, self.where, self.report)
        for name in [*depth, *(["quizdown"] if quiz is not None else [])]:
            self.report.add("person", "not_closed", self.where, name=name)
        return made

    def _opens(self, found: re.Match[str], depth: list[str]) -> bool:
        if found["end"] or found["name"] not in CONTAINERS:
            return False
        depth.append(found["name"])
        return True

    def _opened(self, found: re.Match[str]) -> str:
        words = [_said(each) for each in _ARGUMENT.finditer(found["rest"])]
        if found["name"] in ("notice", "callout", "admonition"):
            kind, title = (words[0] if words else "note"), " ".join(words[1:])
            return self._block(kind.lower(), title)
        return self._block("details", " ".join(words))

    def _inline_shortcode(self, found: re.Match[str]) -> str:
        name, rest = found["name"], found["rest"]
        words = {
            each["key"] or str(n): _said(each) for n, each in enumerate(_ARGUMENT.finditer(rest))
        }
        if name == "param" and words.get("0"):
            value = slug_of(words["0"]).replace("-", "_")
            self.values[value] = words["0"]
            kept = words["0"].replace('"', "")
            return f'{OPEN} values.{value} | default("{kept}") {CLOSE}'
        if name in ("ref", "relref") and words.get("0"):
            return words["0"]
        if name in ("figure", "img") and words.get("src"):
            return self._figure(words, found)
        if found["end"]:
            return ""
        self.report.add("person", "shortcode", self.where, text=found[0])
        return ""

    def _figure(self, words: Mapping[str, str], found: re.Match[str]) -> str:
        for name in words.keys() - {"src", "alt", "caption"}:
            self.report.add("dropped", "attribute", self.where, name=name)
        alt, caption = words.get("alt", ""), words.get("caption", "")
        picture = f"![{escape(alt or caption)}](<{words['src']}>)"
        return with_caption(picture, caption if alt else "", found)

    def admonitions(self, lines: Sequence[str]) -> list[str]:
        """Give MkDocs' blocks of kinds that we have not a kind of ours."""
        made = list(lines)
        for node in parse("\n".join(lines)).all("block"):
            if node.fault or node.info in {*KINDS, *ORDINARY, *SYNONYMS}:
                continue
            opened = self._block(node.info, node.title or "").split(maxsplit=2)
            title = "" if node.title or node.info in BLOCKS else f' "{node.info.capitalize()}"'
            line = made[node.line - 1]
            made[node.line - 1] = _OPENING.sub(rf"\g<sign>{opened[1]}{title}", line, count=1)
        return made


CONTAINERS: frozenset[str] = frozenset({"notice", "callout", "admonition", "expand", "details"})


def _div_said(div: re.Match[str]) -> tuple[str, str]:
    """Return the name and the title of `::: name`, or of `::: {.name title="…"}`."""
    words, brace, attributes = re.sub(r":{3,}$", "", div["said"].strip()).partition("{")
    said = get_attrs_and_remainder(attributes)[0] if brace else []
    classes = (each for key, value in said if key in (".", "class") for each in value.split())
    name = div["name"] or next(classes, "")
    shown = re.fullmatch(r"\[(.*)\]", words.strip())
    title = shown[1] if shown else words.strip() or str(escape(dict(said).get("title", "")))
    return name.removeprefix("callout-"), title


def _first_heading(
    lines: Sequence[str], begins: int, code: frozenset[int]
) -> tuple[int, str] | None:
    """Return the line and the words of a heading that comes before all else in a div.

    One with an id of its own stays a heading: links lead there.
    """
    at = next((n for n in range(begins, len(lines)) if lines[n].strip()), None)
    if at is None or at in code:
        return None
    node = next(iter(parse(lines[at]).children), None)
    if node is None or node.kind != "heading" or not node.words.strip() or node.attrs.get("id"):
        return None
    return at, in_title(node.children)


def _is(line: str, name: str, *, is_end: bool = False) -> bool:
    found = _SHORTCODE.fullmatch(line.strip())
    return bool(found and found["name"] == name and bool(found["end"]) == is_end)


def _said(found: re.Match[str]) -> str:
    return found["quoted"] or found["ticked"] or found["bare"] or ""
