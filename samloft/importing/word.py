"""Read a Word document (.docx), with all that python-docx leaves aside.

python-docx opens the file and knows its styles, parts and tables; paragraphs are walked here, since
it passes over tracked changes, comments, footnotes, text boxes and formulas. mammoth loses tables'
heads and merged cells, markitdown pictures, and pandoc is 162 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from samloft.authoring import word_file
from samloft.importing.document import Document, Picture, Report, Section
from samloft.importing.inline import Verbatim, Words, inline
from samloft.importing.word_lists import list_level
from samloft.importing.word_parts import edges_of, notes_in, unwrap, words_in
from samloft.languages.words import slug_of
from samloft.text.escape import escape

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = {"b": "strong", "i": "em", "strike": "del", "dstrike": "del"}
_HEADING = re.compile(r"(?:heading|overskrift) ?([1-9])", re.IGNORECASE)
_CODE = re.compile(r"code|kode|preformatted|html", re.IGNORECASE)
_QUOTE = re.compile(r"quote|sitat", re.IGNORECASE)


def read_word(file: Path | IO[bytes], report: Report, name: str = "") -> Document:
    """Return a Word document, called by its file's name or another.

    Raises ValueError, KeyError or OSError for what is none.
    """
    try:
        document = docx.Document(str(file) if isinstance(file, Path) else file)
    except PackageNotFoundError as error:
        raise ValueError(str(error)) from None
    return _Reader(document, name or Path(str(file)).stem, report).read()


class _Reader:
    def __init__(self, document: WordDocument, name: str, report: Report) -> None:
        unwrap(document.element.body)
        self.document, self.report = document, report
        self.slug = slug_of(name) or "dokument"
        self.heading = ""
        self.pictures: list[Picture] = []
        self.notes: dict[str, str] = {}
        self.footnotes = notes_in(document, "footnotes", "footnote")
        self.footnotes |= {
            f"e{name}": text for name, text in notes_in(document, "endnotes", "endnote").items()
        }

    def read(self) -> Document:
        sections: list[Section] = []
        title, level, name, body = "", 0, "", list[str]()
        head: dict[str, str] = {}

        def close() -> None:
            if name or any(body):
                sections.append(Section(level=level, title=name, body=_together(body)))

        for block in self.document.iter_inner_content():
            if isinstance(block, Table):
                body.append(self._box(block) or self._table(block))
                continue
            style = (block.style.name if block.style is not None else "") or ""
            found = _HEADING.fullmatch(style.strip())
            if style in ("Title", "Tittel") and not title:
                title = _plain(block)
            elif style == word_file.HEAD:
                key, _, value = block.text.partition(": ")
                head[key] = value
            elif found:
                close()
                level, name, body = int(found[1]), self._heading_of(block), []
                self.heading = _plain(block)
                self._only_words(block)
            else:
                body.append(self._paragraph(block, style))
        close()
        self._aside()
        properties = self.document.core_properties
        return Document(
            title=title or properties.title or "",
            sections=tuple(section for section in sections if section.title or section.body),
            pictures=tuple(self.pictures),
            notes=self.notes,
            head=head or ({"summary": properties.subject} if properties.subject else {}),
        )

    def _say(self, outcome: Any, what: str, **values: str) -> None:
        self.report.add(outcome, what, self.heading, **values)

    def _heading_of(self, block: Paragraph) -> str:
        """Return a heading's words as Markdown: what we wrote as that ourselves, as it is."""
        if any(run.style is not None and run.style.name == word_file.SIGNS for run in block.runs):
            return _plain(block)
        return str(escape(_plain(block)))

    def _box(self, table: Table) -> str:
        """Return one of the course's blocks, which we have put into a table of one cell."""
        if len(table.rows) != 1 or len(table.columns) != 1:
            return ""
        cell = table.rows[0].cells[0]
        first, *rest = cell.paragraphs
        if first.style is None or first.style.name != word_file.BLOCK:
            return ""
        blocks = [
            self._paragraph(each, (each.style.name if each.style is not None else "") or "")
            for each in rest
        ]
        for inner in cell.tables:
            self._say("person", "table_in_table", text=words_in(inner._tbl))
            blocks.append(self._table(inner))
        inside = "\n".join(f"    {line}" if line else "" for line in _together(blocks).split("\n"))
        return f"{first.text}\n{inside}"

    def _only_words(self, block: Paragraph) -> None:
        """Look through a heading for what a heading cannot hold."""
        for piece in self._pieces(block._p):
            if isinstance(piece, Verbatim) and piece.text.startswith("!["):
                self._say("person", "picture_in_heading")

    def _paragraph(self, block: Paragraph, style: str) -> str:
        if style == word_file.VERBATIM:
            return block.text
        text = inline(self._pieces(block._p))
        if not text:
            return ""
        if _CODE.search(style):
            return "```text\n" + block.text + "\n```"
        if _QUOTE.search(style):
            return f"> {text}"
        if style in ("Caption", "Bildetekst"):
            self._say("changed", "caption")
            return f"*{text}*"
        listed = list_level(self.document, block, style)
        if listed:
            level, sign = listed
            return f"{'    ' * level}{sign} {text}"
        return text

    def _pieces(self, parent: Any, link: str = "") -> Iterator[Words | Verbatim]:
        """Yield what stands in a paragraph, in order."""
        for child in parent:
            tag = child.tag.rpartition("}")[2]
            if tag == "r":
                yield from self._run(child, link)
            elif tag == "hyperlink":
                yield from self._pieces(child, self._address(child) or link)
            elif tag == "ins":
                inserted = list(self._pieces(child, link))
                words = "".join(each.text for each in inserted).strip()
                if words:
                    self._say("person", "inserted", text=words, author=_author(child))
                yield from inserted
            elif tag in ("del", "moveFrom"):
                words = "".join(each.text or "" for each in child.iter(f"{_W}delText", f"{_W}t"))
                if words.strip():
                    self._say("person", "deleted", text=words.strip(), author=_author(child))
            elif tag in ("sdt", "smartTag", "moveTo", "fldSimple", "sdtContent", "dir", "bdo"):
                yield from self._pieces(child, link)
            elif tag in ("oMath", "oMathPara"):
                words = "".join(child.itertext()).strip()
                self._say("person", "formula", text=words)
                yield Words(words)

    def _run(self, run: Any, link: str) -> Iterator[Words | Verbatim]:
        marks = self._marks(run)
        if self._style_of(run) == word_file.SIGNS:
            yield Verbatim("".join(child.text or "" for child in run.iter(f"{_W}t")))
            return
        for child in run:
            tag = child.tag.rpartition("}")[2]
            if tag == "t":
                yield Words(child.text or "", marks, link)
            elif tag in ("br", "cr"):
                if child.get(qn("w:type")) in ("page", "column"):
                    self._say("dropped", "page_break")
                else:
                    yield Verbatim("  \n")
            elif tag in ("tab", "ptab"):
                yield Words(" ", marks, link)
            elif tag == "noBreakHyphen":
                yield Words("\u2011", marks, link)
            elif tag in ("footnoteReference", "endnoteReference"):
                yield from self._note(child, "e" if tag.startswith("end") else "")
            elif tag in ("drawing", "pict", "object"):
                yield from self._drawing(child)
            elif tag == "sym":
                self._say("person", "symbol", font=child.get(qn("w:font"), ""))

    def _marks(self, run: Any) -> frozenset[str]:
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return frozenset()
        found = set()
        for child in properties:
            tag = child.tag.rpartition("}")[2]
            is_on = child.get(qn("w:val")) not in ("0", "false", "none")
            if tag in _MARKS and is_on:
                found.add(_MARKS[tag])
            elif tag == "vertAlign":
                found |= {"superscript": {"sup"}, "subscript": {"sub"}}.get(
                    child.get(qn("w:val"), ""), set()
                )
            elif tag == "u" and is_on:
                self._say("dropped", "underline")
            elif tag == "highlight" and is_on:
                self._say("dropped", "highlight")
            elif tag == "color" and child.get(qn("w:val")) not in ("auto", "000000", None):
                self._say("dropped", "colour")
            elif tag == "vanish" and is_on:
                self._say("person", "hidden")
            elif tag == "rStyle" and _CODE.search(child.get(qn("w:val"), "")):
                found.add("code")
        return frozenset(found)

    def _style_of(self, run: Any) -> str:
        """Return the name of a run's own style; empty where it has none."""
        own = run.find(f"{_W}rPr/{_W}rStyle")
        name = own.get(qn("w:val")) if own is not None else None
        found = [each for each in self.document.styles if each.style_id == name] if name else []
        return str(found[0].name) if found else ""

    def _address(self, link: Any) -> str:
        name = link.get(qn("r:id"))
        if name and name in self.document.part.rels:
            return str(self.document.part.rels[name].target_ref)
        if link.get(qn("w:anchor")):
            self._say("person", "link_inside", anchor=str(link.get(qn("w:anchor"))))
        return ""

    def _note(self, reference: Any, kind: str) -> Iterator[Verbatim]:
        name = f"{kind}{reference.get(qn('w:id'))}"
        if name not in self.footnotes:
            return
        key = f"{self.slug}-{len(self.notes) + 1}"
        self.notes[key] = self.footnotes[name]
        yield Verbatim(f"[^{key}]")

    def _drawing(self, drawing: Any) -> Iterator[Verbatim]:
        described = next((each for each in drawing.iter() if each.tag.endswith("}docPr")), None)
        alt = (described.get("descr") or "") if described is not None else ""
        blips = [each for each in drawing.iter() if each.tag.endswith("}blip")]
        blips += [each for each in drawing.iter() if each.tag.endswith("}imagedata")]
        for blip in blips:
            name = blip.get(qn("r:embed")) or blip.get(qn("r:id"))
            part = self.document.part.related_parts.get(name) if name else None
            if part is None:
                self._say("dropped", "picture_outside")
                continue
            kind = str(part.partname).rpartition(".")[2].lower()
            file = f"{self.slug}-{len(self.pictures) + 1}.{'jpg' if kind == 'jpeg' else kind}"
            if described is not None and described.get("title") == word_file.OURS:
                file = described.get("name", file)
            self.pictures.append(Picture(name=file, content=part.blob))
            if not alt:
                self._say("person", "no_alt", file=file)
            yield Verbatim(f"![{escape(alt)}]({file})")
        boxes = [each for each in drawing.iter() if each.tag == f"{_W}txbxContent"]
        for box in boxes:
            words = " ".join(text.text or "" for text in box.iter(f"{_W}t")).strip()
            if words:
                self._say("person", "text_box", text=words)
        if not blips and not boxes:
            self._say("person", "shape")

    def _table(self, table: Table) -> str:
        """Return a table, and below it those that stand in it, which are reported.

        Merged cells have their words once, and are reported too.
        """
        rows: list[list[str]] = []
        inside: list[str] = []
        for row in table.rows:
            cells, seen = [], set[int]()
            for cell in row.cells:
                if id(cell._tc) in seen:
                    self._say("person", "merged_cells")
                    cells.append("")
                    continue
                seen.add(id(cell._tc))
                words = [inline(self._pieces(each._p)) for each in cell.paragraphs]
                if len([word for word in words if word]) > 1:
                    self._say("changed", "paragraphs_in_cell")
                for inner in cell.tables:
                    self._say("person", "table_in_table", text=words_in(inner._tbl))
                    inside.append(self._table(inner))
                cells.append("<br>".join(word.replace("  \n", "<br>") for word in words if word))
            rows.append(cells)
        if not any(any(row) for row in rows):  # only there to place what is in it
            return "\n\n".join(filter(None, inside))
        if len(rows) == 1:  # a frame around a text: a table without a row below its head is none
            self._say("changed", "table_of_one_row")
            own = [cell.replace("<br>", "\n\n") for cell in rows[0]]
            return "\n\n".join(filter(None, (*own, *inside)))
        width = max(map(len, rows))
        rows = [row + [""] * (width - len(row)) for row in rows]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        whole = "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])
        return "\n\n".join(filter(None, (whole, *inside)))

    def _aside(self) -> None:
        """Report what stands outside the text: comments, headers, footers."""
        self.heading = ""
        for comment in getattr(self.document, "comments", ()):
            self.report.add("person", "comment", text=comment.text, author=comment.author or "?")
        for words in edges_of(self.document):
            self.report.add("dropped", "header_footer", text=words)


def _plain(block: Paragraph) -> str:
    return " ".join(block.text.split())


def _author(change: Any) -> str:
    return str(change.get(qn("w:author")) or "?")


def _together(blocks: list[str]) -> str:
    """Return blocks as Markdown: items of one list close together, all else apart."""
    text, last_is_item = "", False
    for block in blocks:
        if not block:
            last_is_item = False
            continue
        is_item = re.match(r" *(?:-|1\.) ", block) is not None
        between = "\n" if is_item and last_is_item else "\n\n"
        text = f"{text}{between if text else ''}{block}"
        last_is_item = is_item
    return text
