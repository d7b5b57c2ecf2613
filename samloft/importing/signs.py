"""Turn what other tools write in a line beside Markdown into ours: places, keys, marked words.

Captions and widths of pictures, and links in brackets, are among it. What has no form here is left
out or told of, so that no reader sees its signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from html import escape as as_html
from pathlib import PurePosixPath

from markdown.extensions.attr_list import get_attrs_and_remainder

from samloft.importing.document import Report
from samloft.importing.seen import changed
from samloft.text.escape import escape
from samloft.text.markdown import OURS
from samloft.text.parse import parse

_PICTURE = re.compile(
    r"!\[(?P<caption>(?:[^\[\]\n]|\[[^\]\n]*\])*)\]\((?P<target>[^)\n]*)\)"
    r"(?P<list>\{(?P<attributes>[^{}\n]*\}))"
)
_LINK = re.compile(r"(?<=\))\{:?(?P<attributes>[^{}\n]*\})")
_SPAN = re.compile(
    r"(?<![\]!`\\])\[(?P<words>[^\[\]`\n]+)\]\{(?P<attributes>(?:[#.:]|[A-Za-z][\w-]*=)[^{}\n]*\})"
)
_ON_WORDS = re.compile(r"(?<=[`*_])\{:?(?P<attributes>[#.][^{}\n]*\})")
"""Attributes of code, or of words that are stressed."""
_WIKI = re.compile(
    r"(?P<shown>!?)\[\[(?P<target>[^\]|#\n]+)?(?:#(?P<part>[^\]|\n]+))?"
    r"(?:\|(?P<text>[^\]\n]+))?\]\]"
)
_CONTENTS = re.compile(r"^ {0,3}(?:\[TOC\]|\[\[_?TOC_?\]\]|\{:toc\})[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\S)%%(?P<words>[^%\n]+)%%(?!\S)")
_SNIPPET = re.compile(r"""^[ \t]*-+8<-+[ \t]+["']?(?P<file>[^"'\n]+?)["']?[ \t]*$""", re.MULTILINE)
_EXPLAINED = re.compile(r"^\*\[(?P<name>[^\]\n]+)\]:[ \t]*(?P<words>.*)$", re.MULTILINE)
_KEYS = re.compile(r"(?<![\w+{])\+\+(?P<keys>[a-z0-9-]+(?:\+[a-z0-9-]+)*)\+\+(?![\w+])")
_MARKS = {
    "mark": re.compile(r"(?<![=\w\\{])==(?=[^\s=])(?P<words>[^=\n]+)(?<=\S)==(?![=\w])"),
    "ins": re.compile(r"(?<![\^\w\\])\^\^(?=[^\s^])(?P<words>[^^\n]+)(?<=\S)\^\^(?![\^\w])"),
    "sup": re.compile(r"(?<=[\w)])\^(?P<words>(?:\u00a0|[^\s^\[\]~*<>`]){1,20})\^(?!\^)"),
    "sub": re.compile(r"(?<=[\w)])~(?P<words>(?:\u00a0|[^\s~\[\]^*<>`]){1,20})~(?!~)"),
}
"""Signs around words, by the element that stands for them."""
_WITHOUT_FORM = {"image": ("align", "data-"), "link": ("target", "rel", "data-")}
"""Attributes that no text has here, as they begin."""
_PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp")


def signs(text: str, where: str, report: Report, names: Mapping[str, str]) -> str:
    """Return a text with the signs that other tools write in its lines as ours.

    Args:
        text: Markdown, blocks of other tools among it.
        where: what it is called in the report.
        report: gets everything that was changed or left out.
        names: where files of the same import stand now, by the name they had.
    """
    made = _Signs(where, report, names)
    text = changed(text, _PICTURE, made.picture)
    text = changed(text, _LINK, made.link)
    text = changed(text, _SPAN, made.span)
    text = changed(text, _ON_WORDS, made.on_words)
    text = changed(text, _CONTENTS, made.contents)
    text = changed(text, _WIKI, made.wiki_link)
    text = changed(text, _COMMENT, made.comment)
    text = changed(text, _SNIPPET, made.snippet)
    text = changed(text, _EXPLAINED, made.explained)
    text = changed(text, _KEYS, _keys)
    for name, pattern in _MARKS.items():
        text = changed(text, pattern, partial(_marked, name))
    return _without_empty_headings(text, where, report)


class _Signs:
    def __init__(self, where: str, report: Report, names: Mapping[str, str]) -> None:
        self.where, self.report, self.names = where, report, names

    def picture(self, found: re.Match[str]) -> str:
        """Return `![caption](picture){alt='…'}` with its alternative text where ours has it."""
        said = _attributes(found["attributes"])
        alt = said.pop("alt", "")
        if not alt:
            if said.get("id", "").startswith("fig"):  # numbered, and with its words below it
                self.report.add("person", "figure_caption", self.where, text=found["caption"])
            return f"{found[0].removesuffix(found['list'])}{self._kept('image', found['list'])}"
        for name in said:
            self.report.add("dropped", "attribute", self.where, name=name)
        return with_caption(f"![{escape(alt)}]({found['target']})", found["caption"], found)

    def link(self, found: re.Match[str]) -> str:
        """Return the attributes of a link that it has here too."""
        return self._kept("link", found[0])

    def _kept(self, kind: str, written: str) -> str:
        """Return a list of attributes without those that no link or picture has here."""
        attributes = written.removeprefix("{").removeprefix(":")
        kept = []
        for name, value in _pairs(attributes):
            is_class = name in (".", "class")
            if name.startswith(_WITHOUT_FORM[kind]) or (is_class and value.startswith(OURS)):
                shown = value if is_class else name
                what = "attribute" if kind == "image" else "link_attribute"
                self.report.add("dropped", what, self.where, name=shown)
            else:
                kept.append(_written(name, value))
        if not _attributes(attributes) or len(kept) == len(_pairs(attributes)):
            return written
        return f"{{{' '.join(kept)}}}" if kept else ""

    def span(self, found: re.Match[str]) -> str:
        """Return `[words]{#name}` as a place that links lead to; other attributes are left out."""
        said = _attributes(found["attributes"].removeprefix(":"))
        kept = {name: said.pop(name) for name in ("id", "lang") if said.get(name)}
        if said.get("class") == "mark":
            return _element("mark", found["words"])
        for name, value in said.items():
            shown = value if name == "class" else name
            self.report.add("dropped", "word_attribute", self.where, name=shown)
        tag = "".join(f' {name}="{as_html(value)}"' for name, value in kept.items())
        return f"<span{tag}>{found['words']}</span>" if tag else found["words"]

    def on_words(self, found: re.Match[str]) -> str:
        """Leave out what says how code or stressed words are to look."""
        for name, value in _attributes(found["attributes"]).items():
            shown = value if name == "class" else name
            self.report.add("dropped", "word_attribute", self.where, name=shown)
        return ""

    def contents(self, found: re.Match[str]) -> str:
        """Leave out a list of contents: each page has one beside its text."""
        self.report.add("dropped", "contents", self.where, text=found[0].strip())
        return ""

    def wiki_link(self, found: re.Match[str]) -> str:
        """Return `[[Page|words]]` and `![[picture.png]]` as links and pictures."""
        target = (found["target"] or "").strip()
        words = (found["text"] or target or found["part"] or "").strip()
        if found["shown"]:
            if PurePosixPath(target).suffix.lower() in _PICTURES:
                return f"![{words if found['text'] else ''}](<{target}>)"
            self.report.add("person", "embedded", self.where, name=target)
            return words
        file = next((each for each in (target, f"{target}.md") if each in self.names), None)
        if not file:
            self.report.add("person", "link_nowhere", self.where, name=target or words)
            return words
        return f"[{words}](<{file}>)"  # as it is called where it comes from, like all links

    def comment(self, found: re.Match[str]) -> str:
        """Leave out a note that its author wrote to nobody."""
        words = " ".join(found["words"].split())
        self.report.add("dropped", "own_comment", self.where, text=words)
        return ""

    def snippet(self, found: re.Match[str]) -> str:
        """Leave out where another file is put in."""
        self.report.add("person", "embedded", self.where, name=found["file"])
        return ""

    def explained(self, found: re.Match[str]) -> str:
        """Leave out what an abbreviation is short for: a word of the vocabulary says it here."""
        said = {"name": found["name"], "text": found["words"].strip()}
        self.report.add("person", "abbreviation", self.where, **said)
        return ""


def with_caption(picture: str, caption: str, found: re.Match[str]) -> str:
    """Return a picture with its caption in a paragraph below it, or behind it within a line."""
    if not caption:
        return picture
    begins = found.string.rfind("\n", 0, found.start()) + 1
    ends = found.string.find("\n", found.end())
    before = found.string[begins : found.start()]
    after = found.string[found.end() : ends if ends >= 0 else None]
    mark = re.fullmatch(r"(?P<around>[ \t>]*)(?P<item>(?:[-*+]|\d+[.)])[ \t]+)?", before)
    if after.strip() or not mark:
        return f"{picture} *{caption}*"
    around = mark["around"] + " " * len(mark["item"] or "")
    return f"{picture}\n{around.rstrip()}\n{around}*{caption}*"


def _pairs(written: str) -> list[tuple[str, str]]:
    # Behind a backslash a quotation mark ends nothing, and no sign means anything.
    held = re.sub(r"\\([!-/:-@\[-`{-~])", lambda sign: chr(_HELD + ord(sign[1])), written)
    pairs, _ = get_attrs_and_remainder(held)
    return [(name, _let_go(value)) for name, value in pairs]


_HELD = 0xE100
"""Signs that no text has, for those behind a backslash meanwhile (Unicode's private use)."""


def _let_go(value: str | None) -> str:
    return "".join(
        chr(ord(sign) - _HELD) if _HELD < ord(sign) < _HELD + 0x80 else sign for sign in value or ""
    )


def _attributes(written: str) -> dict[str, str]:
    """Return a list of attributes by name; `.name` is a class."""
    return {"class" if name == "." else name: value for name, value in _pairs(written)}


def _written(name: str, value: str) -> str:
    if name in ("id", "."):
        return f"{name.replace('id', '#')}{value}"
    return f"{name}='{value}'" if '"' in value else f'{name}="{value}"'


def _keys(found: re.Match[str]) -> str:
    keys = (key.replace("-", " ").capitalize() for key in found["keys"].split("+"))
    return "+".join(_element("kbd", key) for key in keys)


def _marked(name: str, found: re.Match[str]) -> str:
    return _element(name, found["words"])


def _element(name: str, words: str) -> str:
    return f"<{name}>{words}</{name}>"


def _without_empty_headings(text: str, where: str, report: Report) -> str:
    """Leave out headings without words, as a box of another tool begins with."""
    lines = text.split("\n")
    for node in parse(text).children:
        if node.kind == "heading" and not node.words.strip() and not any(node.all("image")):
            report.add("dropped", "empty_heading", where, text=lines[node.line - 1].strip())
            lines[node.line - 1] = ""
    return "\n".join(lines)
