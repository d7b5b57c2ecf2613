"""Read the slides of a session out of their Markdown, as data that can be laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from xml.etree.ElementTree import Element

from samloft.products.paper.page import read_page

_LISTS = ("ul", "ol")
BREAK = "\v"
"""A new line in a paragraph, as python-pptx has it."""


@dataclass(frozen=True)
class Run:
    """Letters that look alike."""

    text: str
    is_bold: bool = False
    language: str = ""
    """Where it is another than the slide's."""
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or an item of a list."""

    runs: tuple[Run, ...]
    mark: str = ""
    """What stands before it: `•`, or the number of an item; empty where it is no item."""
    within: tuple[int, ...] = ()
    """How many letters the longest mark has in each list it stands in, from the outermost."""
    is_apart: bool = False
    """Whether it begins a list that comes right after another."""

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Table:
    """A table; its first row says what stands in the columns."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    widths: tuple[float, ...] = ()
    """Points of each column, where it is a piece of a table whose columns have been settled."""

    has_row_heads: bool = True
    """Whether its first column says what each row is of."""

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The letters of its cells, column by column."""
        texts = [["".join(run.text for run in cell) for cell in row] for row in self.rows]
        return tuple(zip_longest(*texts, fillvalue=""))


@dataclass(frozen=True)
class Picture:
    """A picture, by its place below the pictures' folder."""

    path: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class Face:
    """What one slide shows, and what is said to it."""

    title: tuple[Run, ...]
    over: str = ""
    """How people sit, and when."""
    form: str = ""
    about: str = ""
    body: tuple[Paragraph | Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    part: str = ""
    """Which part of the day it belongs to, where it is of one."""
    is_first: bool = False

    @property
    def heading(self) -> str:
        """The letters of its title."""
        return "".join(run.text for run in self.title).strip()


def read_slides(text: str, title: str, page: str, pictures: Path) -> tuple[Face, ...]:
    """Return the slides that stand in a text. Raises CourseError for pictures not there."""
    root = read_page(text, title, page, pictures)
    slides = (each for each in root.iter("div") if "sl-slide" in _classes(each))
    return tuple(_noted(_whole(_face(each) for each in slides)))


def _whole(faces: Iterator[Face]) -> Iterator[Face]:
    """Yield slides, with tables that were parted for the screen as one table again."""
    before: Face | None = None
    for face in faces:
        joined = _joined(before, face) if before else None
        if before and not joined:
            yield before
        before = joined or face
    if before:
        yield before


def _joined(before: Face, face: Face) -> Face | None:
    """Return two slides as one, where the second goes on with the table that the first ends in."""
    if (before.part, before.heading) != (face.part, face.heading) or before.pictures:
        return None
    if not before.body or not face.body:
        return None
    first, second = before.body[-1], face.body[0]
    if not (isinstance(first, Table) and isinstance(second, Table)):
        return None
    if first.rows[0] != second.rows[0]:
        return None
    rows = (*first.rows, *second.rows[1:])
    heads = first.has_row_heads or second.has_row_heads
    table = replace(first, rows=rows, has_row_heads=heads)
    return replace(before, body=(*before.body[:-1], table, *face.body[1:]), pictures=face.pictures)


def _noted(faces: Iterator[Face]) -> Iterator[Face]:
    """Yield slides, each with the notes of its part: they stand at the first."""
    before: Face | None = None
    for face in faces:
        if before and face.part and face.part == before.part and not face.notes:
            face = replace(face, notes=before.notes)
        yield face
        before = face


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _face(slide: Element) -> Face:
    found = Face(
        title=(),
        form=slide.get("data-form", ""),
        part=slide.get("data-part", ""),
        is_first=_is(slide, "sl-slide--first"),
    )
    body: list[Paragraph | Table] = []
    pictures: list[Picture] = []
    for box in slide:
        if _is(box, "sl-slide__notes"):
            found = replace(found, notes=tuple(_paragraphs(list(box)[1:])))
            continue
        for each in _inside(box):
            if each.tag in ("h1", "h2", "h3") and not found.title:
                found = replace(found, title=tuple(_runs(each)))
            elif _is(each, "sl-slide__over"):
                found = replace(found, over="".join(each.itertext()).strip())
            elif _is(each, "sl-slide__about"):
                found = replace(found, about="".join(each.itertext()).strip())
            elif _is(each, "sl-slide__picture"):
                pictures += _pictures(each)
            elif _is(each, "sl-slide__body"):
                body += _blocks(each)
                pictures += _pictures(each)
            else:
                body += _block(each)
    return replace(found, body=tuple(body), pictures=tuple(pictures))


def _is(element: Element, name: str) -> bool:
    return name in _classes(element)


def _inside(face: Element) -> Iterator[Element]:
    """Yield what stands on a slide, out of the box around its words."""
    for each in face:
        if _is(each, "sl-slide__words"):
            yield from each
        else:
            yield each


def _pictures(element: Element) -> Iterator[Picture]:
    for image in element.iter("img"):
        yield Picture(image.get("src", "").lstrip("/"), image.get("alt", ""))


def _paragraphs(elements: list[Element]) -> Iterator[Paragraph]:
    """Yield notes as paragraphs alone: tables a row each."""
    for block in (each for element in elements for each in _block(element)):
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                cells = ("".join(run.text for run in cell) for cell in row)
                yield Paragraph((Run(" · ".join(cells)),))


def _blocks(element: Element, within: tuple[int, ...] = ()) -> Iterator[Paragraph | Table]:
    before: Element | None = None
    for child in element:
        first, *others = (*_block(child, within), None)
        is_list = child.tag in _LISTS and before is not None and before.tag in _LISTS
        if isinstance(first, Paragraph) and is_list:
            first = replace(first, is_apart=True)
        yield from (each for each in (first, *others) if each)
        before = child


def _block(element: Element, within: tuple[int, ...] = ()) -> Iterator[Paragraph | Table]:
    tag = element.tag
    if tag in _LISTS:
        yield from _items(element, within)
    elif tag == "table":
        yield _table(element)
    elif tag in ("h1", "h2", "h3", "h4", "h5", "h6", "summary"):
        yield Paragraph(tuple(replace(run, is_bold=True) for run in _runs(element)))
    elif tag == "details":
        return  # an answer to be opened: in a file it would stand there from the start
    elif tag in ("p", "dt", "pre") or not len(element):
        runs = tuple(_runs(element))
        if "".join(run.text for run in runs).strip():
            yield Paragraph(runs, within=within)
    else:
        yield from _in_language(element, _blocks(element, within))


def _in_language(
    element: Element, blocks: Iterator[Paragraph | Table]
) -> Iterator[Paragraph | Table]:
    language = element.get("lang", "")
    for block in blocks:
        if language and isinstance(block, Paragraph):
            runs = (replace(run, language=run.language or language) for run in block.runs)
            yield replace(block, runs=tuple(runs))
        else:
            yield block


def _items(element: Element, within: tuple[int, ...]) -> Iterator[Paragraph | Table]:
    first = int(element.get("start", "1"))
    is_numbered = element.tag == "ol"
    marks = [f"{number}." if is_numbered else "•" for number, _ in enumerate(element, first)]
    within = (*within, max(map(len, marks), default=1))
    for mark, item in zip(marks, element, strict=True):
        inner = [each for each in item if each.tag in ("p", "ul", "ol", "div", "table")]
        if (item.text and item.text.strip()) or not inner or inner[0] is not item[0]:
            own = Element("p")
            own.text = item.text
            own.extend([each for each in item if each not in inner])
            yield Paragraph(tuple(_runs(own)), mark, within)
        elif inner[0].tag == "p":
            yield Paragraph(tuple(_runs(inner.pop(0))), mark, within)
        for each in inner:
            yield from _block(each, within)


def _table(element: Element) -> Table:
    """Return a table. A first column that holds most of it all is no heads: it is what is told."""
    table = Table(
        tuple(
            tuple(tuple(_runs(cell)) for cell in row if cell.tag in ("th", "td"))
            for row in element.iter("tr")
        )
    )
    first, *others = (sum(map(len, column[1:])) for column in table.columns)
    return replace(table, has_row_heads=not others or first <= max(others))


def _runs(element: Element, form: Run = Run("")) -> Iterator[Run]:
    """Yield the letters of an element, cut where their look or language changes."""
    form = replace(form, language=element.get("lang", form.language))
    if element.text:
        yield replace(form, text=element.text)
    for child in element:
        if child.tag == "br":
            yield replace(form, text=BREAK)
        elif child.tag not in ("img", "wbr") and not _is(child, "sl-slide__piece"):
            is_bold = form.is_bold or child.tag in ("strong", "b", "th")
            link = child.get("href", form.link) if child.tag == "a" else form.link
            yield from _runs(child, replace(form, is_bold=is_bold, link=link))
        if child.tail:
            yield replace(form, text=child.tail)
