"""Write a lesson as a Word document, in styles that `import` reads back.

What Word has a form for gets it. All else (template code, citations, HTML) stands as its Markdown
in a style of its own, so that nothing is lost on the way there and back.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from samloft.text.nodes import Node
from samloft.text.pieces import Piece, pieces_of
from samloft.text.tidy import TEMPLATE
from samloft.text.write_inline import write_inline

HEAD, VERBATIM, BLOCK, CODE = "Samloft Head", "Samloft Markdown", "Samloft Block", "Samloft Code"
SIGNS, CODE_SIGNS = "Samloft Markdown Signs", "Samloft Code Signs"
OURS = "samloft"
"""The title of a picture that keeps its file's name."""
_PICTURES = (".png", ".jpg", ".jpeg")
_MARKS = {"strong": "bold", "emphasis": "italic", "struck": "strike"}
_DEEPEST = 3
"""Lists in one another that Word has styles for."""
_DAY = (2000, 1, 1, 0, 0, 0)
"""Of every file in a document, so that the same lesson is the same bytes."""


def word_file(
    head: Mapping[str, str],
    body: str,
    folder: Path,
    day: datetime.date,
    is_kept: Callable[[Piece], bool] = lambda piece: True,
) -> bytes:
    """Return a lesson as a Word document.

    Args:
        head: its front matter, `title` first.
        body: its Markdown.
        folder: where its pictures lie.
        day: what the document says it was made on.
        is_kept: tells of a part whether Word's own form of it comes back as it was; one of which
            that is not so stands as Markdown.
    """
    document = docx.Document()
    _styles(document)
    document.add_paragraph(head["title"], style="Title")
    for key, value in head.items():
        if key != "title":
            document.add_paragraph(f"{key}: {value}", style=HEAD)
    writer = _Writer(folder)
    for piece in pieces_of(body):
        if not (is_kept(piece) and writer.block(document, piece.node, piece.raw)):
            writer.verbatim(document, piece.raw)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = head["title"], "", ""
    properties.created = properties.modified = datetime.datetime.combine(day, datetime.time())
    written = io.BytesIO()
    document.save(written)
    return _same_bytes(written.getvalue())


def _same_bytes(content: bytes) -> bytes:
    """Return a document whose parts say nothing of the clock."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name[0] != "[", name)):
            part = zipfile.ZipInfo(name, _DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return packed.getvalue()


def _styles(document: Any) -> None:
    for name in (HEAD, VERBATIM, BLOCK, CODE):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _plain(style, is_bold=name == BLOCK)
    for name in (SIGNS, CODE_SIGNS):
        _plain(document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER))


def _plain(style: Any, *, is_bold: bool = False) -> None:
    style.font.name, style.font.size = "Consolas", Pt(9.5)
    style.font.bold = is_bold or None
    style.font.color.rgb = RGBColor(0x45, 0x45, 0x45)


class _Writer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def verbatim(self, home: Any, raw: str) -> None:
        """Write Markdown as it is."""
        home.add_paragraph(raw, style=VERBATIM)

    def block(self, home: Any, node: Node, raw: str) -> bool:
        """Write a part of a text in Word's own form; tell whether there is one."""
        if node.attrs and node.kind != "heading":
            return False
        match node.kind:
            case "heading":
                text = write_inline(node.children)
                paragraph = home.add_paragraph(style=f"Heading {node.level}")
                marks = raw.lstrip().lstrip("#").strip()
                if node.attrs or text != node.words or TEMPLATE.search(marks):
                    paragraph.add_run(marks, style=SIGNS)
                else:
                    self.inline(paragraph, node.children)
                return raw.lstrip().startswith("#")
            case "paragraph":
                self.inline(home.add_paragraph(), node.children)
                return True
            case "quote":
                if [child.kind for child in node.children] != ["paragraph"]:
                    return False
                self.inline(home.add_paragraph(style="Quote"), node.children[0].children)
                return True
            case "bullets" | "numbers":
                return _is_plain_list(node) and self.list(home, node, 1)
            case "code":
                if node.info != "text" or node.fold or not node.text.strip():
                    return False
                home.add_paragraph(node.text.removesuffix("\n"), style=CODE)
                return True
            case "table":
                return self.table(home, node)
            case "block":
                return self.box(home, node, raw)
        return False

    def list(self, home: Any, node: Node, depth: int) -> bool:
        """Write a list and those in it."""
        name = "List Bullet" if node.kind == "bullets" else "List Number"
        style = name if depth == 1 else f"{name} {depth}"
        for item in node.children:
            first, *rest = item.children
            paragraph = home.add_paragraph(style=style)
            if item.info:
                paragraph.add_run(f"[{item.info}] ", style=SIGNS)
            self.inline(paragraph, first.children)
            for inner in rest:
                self.list(home, inner, depth + 1)
        return True

    def table(self, home: Any, node: Node) -> bool:
        """Write a table, whose first row is its head."""
        if any(cell.attrs for row in node.children for cell in row.children):
            return False
        width = len(node.children[0].children)
        if width < 2:
            return False
        table = home.add_table(rows=0, cols=width)
        for row in node.children:
            cells = table.add_row().cells
            for cell, written in zip(row.children, cells, strict=True):
                self.inline(written.paragraphs[0], cell.children)
        return True

    def box(self, home: Any, node: Node, raw: str) -> bool:
        """Write one of the course's blocks as a box with its opening line on top."""
        opening, *lines = raw.split("\n")
        if node.fault or not opening.startswith(("!!!", "???")) or not node.children:
            return False
        if any(line.strip() and not line.startswith("    ") for line in lines):
            return False
        inside = "\n".join(line[4:] for line in lines)
        table = home.add_table(rows=1, cols=1)
        cell = table.rows[0].cells[0]
        first = cell.paragraphs[0]
        first.text, first.style = opening, BLOCK
        for number, piece in enumerate(pieces_of(inside)):
            is_settings = node.info == "group" and number == 0
            if is_settings or not self.inside(cell, piece):
                self.verbatim(cell, piece.raw)
        return True

    def inside(self, cell: Any, piece: Piece) -> bool:
        """Write a part of a block; tell whether it has a form there."""
        allowed = ("paragraph", "bullets", "numbers", "quote", "code")
        return piece.node.kind in allowed and self.block(cell, piece.node, piece.raw)

    def inline(
        self, paragraph: Any, nodes: Sequence[Node], marks: frozenset[str] = frozenset()
    ) -> None:
        """Write pieces of a line."""
        for node in nodes:
            if node.kind == "text":
                self._text(paragraph, node.text, marks)
            elif node.kind == "newline":
                self._text(paragraph, " ", marks)
            elif node.kind == "break":
                paragraph.add_run().add_break()
            elif node.kind in _MARKS and _is_words(node):
                self.inline(paragraph, node.children, marks | {_MARKS[node.kind]})
            elif node.kind == "codespan" and not marks:
                paragraph.add_run(node.text, style=CODE_SIGNS)
            elif node.kind == "link" and not (node.title or node.attrs or marks or _is_odd(node)):
                self._link(paragraph, node)
            elif (
                node.kind == "image"
                and not (node.title or node.attrs)
                and self._image(paragraph, node)
            ):
                continue
            else:
                paragraph.add_run(write_inline([node]), style=SIGNS)

    def _text(self, paragraph: Any, text: str, marks: frozenset[str]) -> None:
        at = 0
        for found in TEMPLATE.finditer(text):
            self._run(paragraph, text[at : found.start()], marks)
            paragraph.add_run(found[0], style=SIGNS)
            at = found.end()
        self._run(paragraph, text[at:], marks)

    def _run(self, paragraph: Any, text: str, marks: frozenset[str]) -> None:
        if not text:
            return
        run = paragraph.add_run(text)
        for mark in marks:
            setattr(run.font, mark, True)

    def _link(self, paragraph: Any, node: Node) -> None:
        name = paragraph.part.relate_to(node.target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), name)
        run = paragraph.add_run(node.words)
        run.font.underline = None
        link.append(run._r)
        paragraph._p.append(link)

    def _image(self, paragraph: Any, node: Node) -> bool:
        file = self.folder / node.target
        if file.suffix.lower() not in _PICTURES or not file.is_file() or not node.text:
            return False
        shown = paragraph.add_run().add_picture(str(file))
        if shown.width > Cm(15):
            shown.height, shown.width = int(shown.height * Cm(15) / shown.width), Cm(15)
        about = shown._inline.docPr
        about.set("descr", node.text)
        about.set("name", node.target)
        about.set("title", OURS)
        return True


def _is_words(node: Node) -> bool:
    """Tell whether emphasis has nothing in it but words and more emphasis."""
    return all(
        child.kind in ("text", "newline") or (child.kind in _MARKS and _is_words(child))
        for child in node.children
    )


def _is_odd(link: Node) -> bool:
    """Tell whether a link has more in it than words."""
    return any(child.kind not in ("text", "newline") for child in link.children) or bool(
        TEMPLATE.search(link.words + link.target)
    )


def _is_plain_list(node: Node, depth: int = 1) -> bool:
    """Tell whether a list comes back from Word as it was: tight, numbered from one, not deep."""
    if depth > _DEEPEST or not node.is_tight or (node.kind == "numbers" and node.level != 1):
        return False
    for item in node.children:
        if not item.children or item.children[0].kind != "paragraph" or item.children[0].attrs:
            return False
        for inner in item.children[1:]:
            if inner.kind not in ("bullets", "numbers") or not _is_plain_list(inner, depth + 1):
                return False
    return True
