"""Write a presentation: real titles, lists, tables and notes, each with its language."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from PIL import Image
from pptx.oxml.ns import qn
from pptx.util import Cm, Emu, Pt

from samloft.catalogue import label
from samloft.composing.plain_tree import Facts, ProductFile
from samloft.languages import Language, about
from samloft.problems import CourseError, Problem
from samloft.products.slides import house
from samloft.products.slides.drawing import drawn, plan
from samloft.products.slides.fitting import CELL, GAP, INDENT, Laid, columns_of, fitted, row_height
from samloft.products.slides.reading import Face, Paragraph, Picture, Run, Table, read_slides

Forms = tuple[tuple[str, bytes], ...]
"""The files that draw how people sit, by their names."""
DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
"""The extension that says a picture means nothing (Office 2019 and later)."""
LONG_TITLE, SHORT_TITLE = 34, 20
"""Letters that a line of a title holds, alone and beside a picture; what is longer gets smaller
letters and two lines."""


def presentation(file: ProductFile, pictures: Path, forms: Forms) -> bytes:
    """Return a presentation; the same slides give the same bytes.

    Args:
        file: what to make it from.
        pictures: the docs/ folder of the plain tree.
        forms: the files of the papers' layout that draw how people sit.

    Raises CourseError for pictures that are not there.
    """
    language = tag_of(file.language)
    faces = read_slides(file.text, file.title, file.page.as_posix(), pictures)
    if any(face.notes for face in faces):
        faces = tuple(_breaks_noted(faces, file.language))
    deck = house.empty(file.facts.brand, language)
    taken: set[str] = set()
    for face in faces:
        for laid in fitted(face):
            _slide(deck, laid, file, pictures, forms, taken)
    _say_who(deck, file, language)
    content = io.BytesIO()
    deck.save(content)
    return _packed(content.getvalue())


def tag_of(language: Language) -> str:
    """Return a language as PowerPoint knows it, with the country it is used in: `nb-NO`."""
    name = about(language).cldr
    country = name.partition("_")[2] if name.startswith(f"{language}_") else "NO"
    return f"{language}-{country}"


def _breaks_noted(faces: Sequence[Face], language: Language) -> Iterator[Face]:
    """Yield slides; beside a break that nobody has written of, when it ends and what is next."""
    for face, following in zip_longest(faces, faces[1:]):
        if face.form == "break" and not face.notes:
            told = [block for block in face.body if isinstance(block, Paragraph)]
            if following:
                next_title = label(language, "site.deck_next", title=following.heading)
                told.append(Paragraph((Run(next_title),)))
            face = replace(face, notes=tuple(told))
        yield face


def _slide(
    deck: Any, laid: Laid, file: ProductFile, pictures: Path, forms: Forms, taken: set[str]
) -> None:
    face, language = laid.face, tag_of(file.language)
    has_text = any(isinstance(block, Paragraph) for block in face.body)
    kind = house.COVER if face.is_first else house.TEXT if has_text else house.TITLE_ONLY
    slide = deck.slides.add_slide(deck.slide_layouts[kind])
    title = _title(laid, file.language, taken)
    taken.add(title)
    slide.shapes.title.text_frame.text = title
    if face.pictures:
        _put(slide.shapes.title, house.NARROW_TITLE)
    if not face.is_first and len(title) > (SHORT_TITLE if face.pictures else LONG_TITLE):
        slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(32)
    body = slide.placeholders[1] if has_text else None
    if face.is_first and body is not None:
        _write(body.text_frame, [*_facts(face, file.facts)], 24)
    elif body is not None:
        if face.pictures:
            _put(body, house.NARROW_BODY)
        _write(body.text_frame, [b for b in face.body if isinstance(b, Paragraph)], laid.size)
    for table in (block for block in face.body if isinstance(block, Table)):
        _table(slide, table, laid.size, label(file.language, "screen.table", title=title))
    for picture in face.pictures:
        _picture(slide, picture, pictures, file)
    if face.over and not face.is_first:
        _over(slide, face, file.facts, forms)
    _number(slide)
    if face.notes:
        _write(slide.notes_slide.notes_text_frame, _marked(face.notes), None)
        _in_language(slide.notes_slide._element, language)
    _in_language(slide._element, language)


def _put(shape: Any, place: tuple[Any, Any, Any, Any]) -> None:
    shape.left, shape.top, shape.width, shape.height = place


def _title(laid: Laid, language: Language, taken: set[str]) -> str:
    """Return a title that no other slide has, so that a list of titles can be read."""
    face = laid.face
    title = face.heading
    if laid.parts > 1:
        title = label(language, "screen.part", title=title, part=laid.part, parts=laid.parts)
    if title in taken and face.about not in ("", title):
        title = f"{face.about}: {title}"
    if title in taken and "·" in face.over:
        title = f"{title}, {face.over.rpartition('·')[2].strip()}"
    number, first = 2, title
    while title in taken:
        title, number = f"{first} ({number})", number + 1
    return title


def _facts(face: Face, facts: Facts) -> Iterator[Paragraph]:
    """Yield what stands below the title of the first slide; a run's day and place, if known."""
    yield Paragraph((Run(face.over, is_bold=True),))
    *lead, times = [block for block in face.body if isinstance(block, Paragraph)]
    yield from lead
    when = " · ".join(each for each in (facts.on, facts.at, facts.place) if each)
    yield Paragraph((Run(when or times.text, is_bold=True),))
    if facts.link:
        yield Paragraph((Run(facts.link, link=facts.link),))


def _marked(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return notes with the marks of lists as letters: notes have no lists of their own."""
    return [
        Paragraph((Run(f"{'–' if each.mark == '•' else each.mark} "), *each.runs))
        if each.mark
        else each
        for each in paragraphs
    ]


def _write(frame: Any, paragraphs: Sequence[Paragraph], size: int | None) -> None:
    """Put paragraphs into a frame; items of lists become items of PowerPoint's."""
    for number, each in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _runs(paragraph, each.runs, size)
        if size is None:
            continue
        paragraph.space_before, paragraph.space_after = Pt(0), Pt(size * GAP)
        _item(paragraph._p.get_or_add_pPr(), each, size)


def _item(settings: Any, each: Paragraph, size: int) -> None:
    step = Emu(round(Pt(size * INDENT)))
    depth = each.level + 1 if each.mark else each.level
    settings.set("marL", str(step * depth))
    settings.set("indent", str(-step if each.mark else 0))
    settings.set("algn", "l")
    if not each.mark:
        settings.append(settings.makeelement(qn("a:buNone"), {}))
    elif each.mark == "•":
        settings.append(settings.makeelement(qn("a:buChar"), {"char": "•"}))
    else:
        begins = {"type": "arabicPeriod", "startAt": each.mark.rstrip(".")}
        settings.append(settings.makeelement(qn("a:buAutoNum"), begins))


def _runs(paragraph: Any, runs: Sequence[Run], size: int | None) -> None:
    for run in runs:
        for number, piece in enumerate(run.text.split("\v")):
            if number:
                paragraph.add_line_break()
            if not piece:
                continue
            written = paragraph.add_run()
            written.text = piece
            if run.is_bold:
                written.font.bold = True
            if size:
                written.font.size = Pt(size)
            if run.link:
                written.hyperlink.address = run.link if "://" in run.link else f"https://{run.link}"
            if run.language:
                written._r.get_or_add_rPr().set("lang", run.language)


def _table(slide: Any, table: Table, size: int, says: str) -> None:
    columns = columns_of(table)
    left, top, width, _ = house.BODY
    shape = slide.shapes.add_table(len(table.rows), len(columns), left, top, width, Cm(1))
    shape.name = says
    shape._element.nvGraphicFramePr.cNvPr.set("descr", says)
    grid = shape.table
    grid.first_row, grid.first_col, grid.horz_banding = True, True, False
    for column, wide in zip(grid.columns, columns, strict=True):
        column.width = Pt(wide)
    for at, row in enumerate(table.rows):
        grid.rows[at].height = Pt(row_height(table, at, size))
        for place, runs in enumerate(row):
            cell = grid.cell(at, place)
            cell.margin_left = cell.margin_right = Pt(CELL[0])
            cell.margin_top = cell.margin_bottom = Pt(CELL[1])
            bold = [Run(run.text, True, run.language, run.link) for run in runs]
            _runs(cell.text_frame.paragraphs[0], bold if not at or not place else runs, size)


def _picture(slide: Any, picture: Picture, folder: Path, file: ProductFile) -> None:
    path = folder / picture.path
    try:
        content = drawn(path, file.facts.brand)
        with Image.open(io.BytesIO(content)) as opened:
            wide, high = opened.size
    except (OSError, ValueError) as error:
        raise CourseError(
            [Problem(path=file.page.as_posix(), line=None, rule="image-has-file",
                     values={"target": picture.path})]
        ) from error  # fmt: skip
    left, top, width, height = house.PICTURE
    scale = min(width / wide, height / high)
    shape = slide.shapes.add_picture(
        io.BytesIO(content), left, top, Emu(round(wide * scale)), Emu(round(high * scale))
    )
    shape.name = path.stem
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)


def _over(slide: Any, face: Face, facts: Facts, forms: Forms) -> None:
    """Put how people sit, and when, above the title; it is read after it."""
    if face.form:
        drawing = plan(face.form, facts.brand, forms)
        shape = slide.shapes.add_picture(io.BytesIO(drawing), house.LEFT, Cm(1), Cm(1.7), Cm(1.7))
        shape.name = face.form
        _decorative(shape._element.nvPicPr.cNvPr)
    words = " · ".join(each for each in (face.over, face.about) if each)
    left, *rest = house.OVER
    box = slide.shapes.add_textbox(left if face.form else house.LEFT, *rest)
    box.name = "over"
    box.text_frame.word_wrap = True
    _runs(box.text_frame.paragraphs[0], (Run(words, is_bold=True),), 20)


def _decorative(properties: Any) -> None:
    """Say that a picture tells nothing that does not stand beside it in words."""
    properties.set("descr", "")
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    listed = properties.makeelement(qn("a:extLst"), {})
    one = listed.makeelement(qn("a:ext"), {"uri": DECORATIVE})
    one.append(one.makeelement(f"{{{space}}}decorative", {"val": "1"}, nsmap={"adec": space}))
    listed.append(one)
    properties.append(listed)


def _number(slide: Any) -> None:
    """Give a slide its number, where its layout has it."""
    for shape in slide.slide_layout.placeholders:
        if str(shape.placeholder_format.type).startswith("SLIDE_NUMBER"):
            own = copy.deepcopy(shape._element)
            own.nvSpPr.cNvPr.set("id", str(max(each.shape_id for each in slide.shapes) + 1))
            for letters in own.iter(qn("a:rPr"), qn("a:endParaRPr")):
                letters.attrib.pop("lang", None)
            slide.shapes._spTree.append(own)


def _in_language(element: Any, language: str) -> None:
    """Say of every piece of text which language it is in, where it does not say it itself."""
    for run in element.iter(qn("a:r"), qn("a:fld")):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, run.makeelement(qn("a:rPr"), {}))
    for letters in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
        if letters.get("lang") is None:
            letters.set("lang", language)


def _say_who(deck: Any, file: ProductFile, language: str) -> None:
    said = deck.core_properties
    said.title, said.subject = file.title, file.facts.course
    said.author = said.last_modified_by = file.facts.network
    said.language, said.version, said.keywords = language, file.facts.version, ""
    for name in ("dcterms:created", "dcterms:modified"):
        # The day it was made is the day of the template; the version tells what it is.
        for each in said._element.findall(name, {"dcterms": "http://purl.org/dc/terms/"}):
            said._element.remove(each)


def _packed(content: bytes) -> bytes:
    """Return a file whose parts all have the same date, in the order they had."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write,
    ):
        for part in read.infolist():
            info = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            write.writestr(info, read.read(part))
    return out.getvalue()
