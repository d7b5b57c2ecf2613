"""What other course and notes tools write beside Markdown, put into ours, line by line.

Hugo's shortcodes, the Carpentries' fenced divs, Obsidian's callouts and links are no Markdown: a
Markdown parser sees words in them. Lines of code are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from markdown.extensions.attr_list import get_attrs_and_remainder

from samloft.importing.dashes import dashes
from samloft.importing.document import Report
from samloft.importing.quizdown import INDENT, quizzes
from samloft.importing.values import CLOSE, OPEN, in_title
from samloft.languages.words import slug_of
from samloft.text.parse import parse
from samloft.text.templates import escape

_DIV = re.compile(r" {0,3}:{3,}\s*(?P<name>[A-Za-z][\w-]*)?\s*(?:\{(?P<attributes>.*)\})?\s*:*\s*$")
_ATTRIBUTES = re.compile(
    r"!\[(?P<caption>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)]*)\)\{(?P<attributes>.*\})"
)
_SPAN = re.compile(r"(?<![\]!`])\[(?P<words>[^\[\]`]+)\]\{#(?P<name>[A-Za-z][\w-]*)\}")
_QUOTES = {"'": "\ue002", '"': "\ue003"}
"""Signs that no text has, for quotation marks meanwhile."""
_CALLOUT = re.compile(r">\s*\[!(?P<name>[\w-]+)\](?P<fold>[+-]?)\s*(?P<title>.*)$")
_WIKI = re.compile(
    r"(?P<shown>!?)\[\[(?P<target>[^\]|#]+)?(?:#(?P<part>[^\]|]+))?(?:\|(?P<text>[^\]]+))?\]\]"
)
_SHORTCODE = re.compile(
    r"\{\{(?:<|%)\s*(?P<end>/?)\s*(?P<name>[\w./-]+)(?P<rest>.*?)\s*/?\s*(?:>|%)\}\}"
)
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
ORDINARY = frozenset({"note", "info", "tip", "warning", "example", "reflect", "discuss", "group"})


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
    lines = made.pictures(text.splitlines(), _code_lines(text))
    lines = made.spans(lines, _code_lines("\n".join(lines)))
    lines = made.shortcodes(lines, _code_lines("\n".join(lines)))
    lines = made.fenced_divs(lines, _code_lines("\n".join(lines)))
    lines = made.callouts(lines, _code_lines("\n".join(lines)))
    lines = made.wiki(lines, _code_lines("\n".join(lines)))
    with_dashes = dashes("\n".join(lines), where, report)
    return Translated(text=with_dashes, objectives=made.objectives, values=made.values)


def _code_lines(text: str) -> frozenset[int]:
    """Return the lines of a text, from 0, that are code."""
    return frozenset(
        number - 1 for node in parse(text).all("code") for number in range(node.line, node.last + 1)
    )


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
        if kind in FOLDED or kind not in {*ORDINARY, "keypoints", "facilitator"}:
            if name not in FOLDED:
                self.report.add("changed", "unknown_block", self.where, name=name)
            elif not shown:  # with its title, it is told apart as it was
                self.report.add("changed", "block", self.where, name=name, kind="note")
            kind = "note"
        elif kind != name:
            self.report.add("changed", "block", self.where, name=name, kind=kind)
        return f'{sign} {kind} "{shown}"' if shown else f"{sign} {kind}"

    def pictures(self, lines: Sequence[str], code: frozenset[int]) -> list[str]:
        """Let `![caption](picture){alt='…'}` have its alternative text where ours has it."""
        made: list[str] = []
        for number, line in enumerate(lines):
            # With its caption a picture takes more lines than one.
            new = line if number in code else _ATTRIBUTES.sub(self._picture, line)
            made += new.split("\n")
        return made

    def _picture(self, found: re.Match[str]) -> str:
        # Behind a backslash a quotation mark ends nothing.
        written = re.sub(r"\\(['\"])", lambda mark: _QUOTES[mark[1]], found["attributes"])
        said = dict(get_attrs_and_remainder(written)[0])
        caption = found["caption"]
        if not said.get("alt"):
            return found[0]
        for name in said.keys() - {"alt"}:
            self.report.add("dropped", "attribute", self.where, name=name)
        alt = said["alt"]
        for mark, held in _QUOTES.items():
            alt = alt.replace(held, mark)
        picture = f"![{escape(alt)}]({found['target']})"
        return f"{picture}\n\n*{caption}*" if caption else picture

    def spans(self, lines: Sequence[str], code: frozenset[int]) -> list[str]:
        """Let `[words]{#name}` be a place that links lead to."""
        return [
            line if number in code else _SPAN.sub(r'<span id="\g<name>">\g<words></span>', line)
            for number, line in enumerate(lines)
        ]

    def fenced_divs(self, lines: Sequence[str], code: frozenset[int]) -> list[str]:
        """Turn `::: challenge` … `:::` into blocks; objectives go to the front matter."""
        made: list[str] = []
        names: list[str] = []
        titles: set[int] = set()
        for number, line in enumerate(lines):
            div = None if number in code else _DIV.match(line)
            if number in titles:
                continue
            if div and (div["name"] or div["attributes"] is not None):
                name, title = _div_said(div)
                names.append(name)
                if name in TRANSPARENT:
                    made.append("")
                    continue
                heading = None if title else _first_heading(lines, number + 1, code)
                if heading:
                    titles.add(heading[0])
                    title = heading[1]
                made += ["", f"{self._depth(names[:-1])}{self._block(name, title)}"]
            elif div and names:
                names.pop()
                made.append("")
            elif "objectives" in names:
                self._objectives.append(line)
            else:
                made.append(f"{self._depth(names)}{line}" if line.strip() else "")
        for name in names:
            self.report.add("person", "not_closed", self.where, name=name)
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

    def wiki(self, lines: Sequence[str], code: frozenset[int]) -> list[str]:
        """Turn `[[Page|words]]` and `![[picture.png]]` into links and pictures."""
        return [
            line if number in code else _WIKI.sub(self._wiki_link, line)
            for number, line in enumerate(lines)
        ]

    def _wiki_link(self, found: re.Match[str]) -> str:
        target = (found["target"] or "").strip()
        words = (found["text"] or target or found["part"] or "").strip()
        if found["shown"]:
            if PurePosixPath(target).suffix.lower() in (
                ".png",
                ".jpg",
                ".jpeg",
                ".svg",
                ".gif",
                ".webp",
            ):
                return f"![{words if found['text'] else ''}](<{target}>)"
            self.report.add("person", "embedded", self.where, name=target)
            return words
        file = self.names.get(target) or self.names.get(f"{target}.md")
        if not file:
            self.report.add("person", "link_nowhere", self.where, name=target or words)
            return words
        return f"[{words}]({file})"

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
                made += ["", f"{INDENT * (len(depth) - 1)}{self._opened(alone)}"]
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
                made.append(f"{INDENT * len(depth)}{text}" if text.strip() else "")
                if ends:
                    depth.pop()
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
            return self.names.get(PurePosixPath(words["0"]).name, words["0"])
        if name in ("figure", "img") and words.get("src"):
            return f"![{words.get('alt') or words.get('caption') or ''}](<{words['src']}>)"
        if found["end"]:
            return ""
        self.report.add("person", "shortcode", self.where, text=found[0])
        return ""


CONTAINERS: frozenset[str] = frozenset({"notice", "callout", "admonition", "expand", "details"})


def _div_said(div: re.Match[str]) -> tuple[str, str]:
    """Return the name and the title of `::: name`, or of `::: {.name title="…"}`."""
    said = get_attrs_and_remainder(div["attributes"] or "")[0]
    classes = (each for key, value in said if key in (".", "class") for each in value.split())
    name = div["name"] or next(classes, "")
    return name.removeprefix("callout-"), str(escape(dict(said).get("title", "")))


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
