"""Put what pandoc reads beside Markdown, as Quarto and the Carpentries do, into our Markdown.

What has no form here, as formulas, citations and tables drawn with signs, is told of: no reader is
to find its signs without somebody having been told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from samloft.importing.document import Report
from samloft.importing.lettered import numbered
from samloft.importing.seen import changed, code_lines, seen_of
from samloft.text.heading_ids import ids_of
from samloft.text.nodes import lines_of
from samloft.text.parse import parse

_TITLE = re.compile(r"% ?(?P<title>[^\n]*)(?P<others>(?:\n% ?[^\n]*){0,2})(?:\n|$)")
_RAW_BLOCK = re.compile(r"\{=(?P<format>\w+)\}")
_RAW = re.compile(r"(?<!`)`(?P<code>[^`\n]+)`\{=(?P<format>\w+)\}")
_METADATA = re.compile(
    r"(?<=\n\n)---\n(?P<lines>(?:[\w-]+:(?: [^\n]*)?\n(?:[ \t]+[^\n]*\n|- [^\n]*\n)*)+)"
    r"(?:---|\.\.\.)(?=\n|$)"
)
_VERSE = re.compile(r"(?P<around>[ \t>]*)\|(?: (?P<words>.*))?")
_CAPTION = re.compile(r"(?P<around>[ \t>]*)(?:[Tt]able)?:[ \t]+(?P<words>\S.*)")
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}\n]*\}$")
_UNNUMBERED = re.compile(r"[ \t]*\{-\}[ \t]*$")
_SPACE = re.compile(r"(?<![\\:])\\ (?=\S)")
"""A space that no line ends at; `C:\\ ` is a place on a disk."""
_NOTE = re.compile(r"\^\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]*\](?:\([^()\n]*\))?)+)\]")
_TO_HEADING = re.compile(
    r"(?<![\]!\\\[^])\[(?P<words>[^\[\]\n^@!][^\[\]\n]*)\](?:\[(?P<name>[^\[\]\n]*)\])?(?![(\[{:])"
)
_FORMULA = re.compile(
    r"(?<![\\$\w])\$\$?(?=[^\s$])[^$\n]*[^\s$\\]\$\$?(?![\w$])"
    r"|(?<![\\$\w])\$(?=[^\s$])[^\s$\\]\$(?![\w$])"
)
_TEX = re.compile(
    r"(?<!\\)\\(?:begin\{[^{}\n]*\}|[a-zA-Z]{2,}(?:\{[^{}\n]*\})+"
    r"|(?:newpage|pagebreak|clearpage|tableofcontents|noindent|centering|LaTeX|TeX)\b)"
)
_CITED = re.compile(r"\[[^\[\]\n]*?-?@[\w{][^\[\]\n]*\]")
_NAMED = re.compile(r"(?<![\w.@/\[-])@(?:fig|tbl|sec|eq|lst|exm|exr|thm)[-:][\w-]+")
_AUTHOR = re.compile(r"(?<![\w.@/\[;-])(?<!; )@[A-Za-z_][\w:-]*")
"""Who is cited within a sentence, in a text that cites in brackets too; else it may be anybody."""
_GRID = re.compile(r"[ \t>]*\+(?:[-=:]+\+)+[ \t]*")
_RULED = re.compile(r"[ \t]*-{2,}(?:[ \t]+-{2,})+[ \t]*")


def as_markdown(text: str, where: str, report: Report) -> str:
    """Return a text of pandoc's as ours.

    Args:
        text: Markdown as pandoc reads it, without front matter.
        where: what it is called in the report.
        report: gets everything that was changed, left out, or has no form here.
    """
    made = _Text(where, report)
    text = made.without_title_block(text)
    text = made.without_metadata(made.without_raw_blocks(text))
    text = made.captions(_verses(text))
    text = numbered(text, where, report)
    text = changed(text, _SPACE, lambda _: "\N{NO-BREAK SPACE}")
    text = changed(text, _RAW, made.raw)
    text = made.headings(made.notes(text))
    made.tell(text)
    return text


class _Text:
    def __init__(self, where: str, report: Report) -> None:
        self.where, self.report = where, report

    def without_title_block(self, text: str) -> str:
        """Return a text with the title of a title block as its first heading."""
        block = _TITLE.match(text.lstrip("\n"))
        if block is None or not block["title"].strip():
            return text
        for line in filter(None, (each.strip("% ") for each in block["others"].split("\n"))):
            self.report.add("dropped", "metadata", self.where, text=line)
        return f"# {block['title'].strip()}\n\n{text.lstrip()[block.end() :]}"

    def without_metadata(self, text: str) -> str:
        """Leave out front matter that stands further down."""
        code = code_lines(text)
        kept, at = [], 0
        for found in _METADATA.finditer(text):
            before = text[: found.start()]
            # Right below what opens a shortcode it is the shortcode's, as a quiz's settings are.
            if before.count("\n") in code or before.rstrip().endswith("}}"):
                continue
            self.report.add(
                "dropped", "metadata", self.where, text=" ".join(found["lines"].split())
            )
            kept.append(text[at : found.start()])
            at = found.end()
        return "".join((*kept, text[at:]))

    def without_raw_blocks(self, text: str) -> str:
        """Let raw HTML be HTML, and leave out what is for paper alone."""
        lines = text.split("\n")
        for node in reversed([*parse(text).all("code")]):
            if node.fold == "i" or node.line == node.last:
                continue
            info = lines[node.line - 1].strip(" `~>")
            if raw := _RAW_BLOCK.fullmatch(info):
                inside = lines[node.line : node.last - 1]
                lines[node.line - 1 : node.last] = self._of_format(raw["format"], inside)
        return "\n".join(lines)

    def _of_format(self, format_: str, lines: list[str]) -> list[str]:
        if format_.startswith("html"):
            return ["", *lines, ""]
        self.report.add("dropped", "raw_format", self.where, name=format_)
        return []

    def raw(self, found: re.Match[str]) -> str:
        """Return raw HTML in a line as HTML; what is for paper alone is left out."""
        return "".join(self._of_format(found["format"], [found["code"]]))

    def captions(self, text: str) -> str:
        """Return a text with the captions of tables as words of their own below them."""
        lines = text.split("\n")
        parsed = parse(text)
        for parent in (parsed, *parsed.walk()):
            used: set[int] = set()
            for number, node in enumerate(parent.children):
                if node.kind != "table":
                    continue
                last = lines[node.last - 1]
                if "|" not in last and _CAPTION.fullmatch(last):  # right below its rows
                    lines[node.last - 1] = f"\n{self._caption([last])}"
                    continue
                beside = [n for n in (number + 1, number - 1) if 0 <= n < len(parent.children)]
                for each in beside:
                    near = parent.children[each]
                    first = lines[near.line - 1]
                    if near.kind == "paragraph" and each not in used and _CAPTION.match(first):
                        used.add(each)
                        written = lines[near.line - 1 : near.last]
                        lines[near.line - 1 : near.last] = [
                            self._caption(written),
                            *[""] * (len(written) - 1),
                        ]
                        break
        return "\n".join(lines)

    def _caption(self, lines: list[str]) -> str:
        found = _CAPTION.match(lines[0])
        assert found is not None, "it was found before"
        words = " ".join([found["words"], *(line.strip() for line in lines[1:])])
        words = _ATTRIBUTES.sub("", words).strip()
        self.report.add("changed", "table_caption", self.where)
        return f"{found['around']}{words if '*' in words else f'*{words}*'}"

    def notes(self, text: str) -> str:
        """Return a text with notes that stand in its lines as footnotes."""
        found = list(_NOTE.finditer(text))
        seen = seen_of(text, found, "text", "block") if found else frozenset()
        blocks = parse(text).children
        below: dict[int, list[str]] = {}
        pieces, at = [], 0
        names = (n for n in range(1, len(text)) if f"[^note-{n}]" not in text)
        for note in (each for each in found if each in seen):
            name = f"[^note-{next(names)}]"
            line = text[: note.start()].count("\n") + 1
            last = next((node.last for node in blocks if node.line <= line <= node.last), line)
            below.setdefault(last, []).append(f"{name}: {note['words']}")
            pieces += [text[at : note.start()], name]
            at = note.end()
        lines = "".join((*pieces, text[at:])).split("\n")
        for last in sorted(below, reverse=True):
            lines[last:last] = [part for each in below[last] for part in ("", each)]
        return "\n".join(lines)

    def headings(self, text: str) -> str:
        """Return a text whose headings are numbered nowhere, and led to by links."""
        document = parse(text)
        lines = text.split("\n")
        for node in document.all("heading"):
            lines[node.line - 1] = _UNNUMBERED.sub("", lines[node.line - 1])
        text = "\n".join(lines)
        document = parse(text)
        named = [" ".join(node.words.split()).casefold() for node in document.all("heading")]
        places = dict(zip(reversed(named), reversed(ids_of(document, "")), strict=True))
        places = {name: place for name, place in places.items() if f"[{name}]:" not in text.lower()}
        return changed(text, _TO_HEADING, partial(_to_heading, places))

    def tell(self, text: str) -> None:
        """Tell of what has no form here."""
        self._tell_each(text, _TEX, "tex")
        self._tell_each(text, _FORMULA, "formula")
        has_citations = self._tell_each(text, _CITED, "citation")
        self._tell_each(text, _AUTHOR if has_citations else _NAMED, "citation")
        for line in _drawn_tables(text):
            self.report.add("person", "drawn_table", self.where, text=" ".join(line.split()))

    def _tell_each(self, text: str, pattern: re.Pattern[str], what: str) -> bool:
        """Tell of each that a reader sees; return whether there is one."""
        found = list(pattern.finditer(text))
        seen = seen_of(text, found, "text") if found else frozenset()
        for each in (each for each in found if each in seen):
            self.report.add("person", what, self.where, text=each[0])
        return bool(seen)


def _to_heading(places: dict[str, str], found: re.Match[str]) -> str:
    place = places.get(" ".join((found["name"] or found["words"]).split()).casefold())
    return f"[{found['words']}](#{place})" if place else found[0]


def _verses(text: str) -> str:
    """Return a text with lines that begin with `| ` as lines that break where they are written."""
    lines = text.split("\n")
    for node in parse(text).all("paragraph"):
        written = lines[node.line - 1 : node.last]
        found = [_VERSE.fullmatch(line) for line in written]
        if len(found) < 2 or any(
            line.rstrip().endswith("|") and line.strip() != "|" for line in written
        ):
            continue
        verses = [each for each in found if each]
        if len(verses) == len(found):
            lines[node.line - 1 : node.last] = [*_broken(verses)]
    return "\n".join(lines)


def _broken(verses: list[re.Match[str]]) -> Iterator[str]:
    for number, each in enumerate(verses, 1):
        words = (each["words"] or "").rstrip()
        inside = words.lstrip()
        held = "\N{NO-BREAK SPACE}" * (len(words) - len(inside))
        yield f"{each['around']}{held}{inside}" + ("\\" if number < len(verses) else "")


def _drawn_tables(text: str) -> Iterator[str]:
    """Yield the first words of each table that is drawn with lines of signs."""
    lines = text.split("\n")
    code = lines_of(node for node in parse(text).all("code") if node.fold != "i")
    is_inside = ""
    for number, line in enumerate(lines, 1):
        kind = "+" if _GRID.fullmatch(line) else "-" if _RULED.fullmatch(line) else ""
        if number in code or not kind:
            is_inside = is_inside if line.strip() or is_inside == "-" else ""
        elif kind != is_inside:
            is_inside = kind
            before = lines[number - 2] if number > 1 else ""
            after = lines[number] if number < len(lines) else ""
            yield before if kind == "-" and before.strip() else after
