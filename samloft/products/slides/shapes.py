"""Put tables, pictures and what stands above a title on a slide, each described in words."""

from __future__ import annotations

import copy
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image
from pptx.oxml.ns import qn
from pptx.util import Cm, Emu, Pt

from samloft.composing.plain_tree import Facts, ProductFile
from samloft.problems import CourseError, Problem
from samloft.products.slides import house
from samloft.products.slides.drawing import drawn, plan
from samloft.products.slides.fitting import Laid
from samloft.products.slides.measuring import MARGIN, columns_of, lines_of, row_height
from samloft.products.slides.reading import Picture, Run, Table
from samloft.products.slides.texts import room_of, write_runs

Forms = tuple[tuple[str, bytes], ...]
"""The files that draw how people sit, by their names."""
DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
"""The extension that says a picture means nothing (Office 2019 and later)."""
OVER_SIZE = 20


def put_table(slide: Any, table: Table, laid: Laid, says: str) -> None:
    """Put a table below the title."""
    size, setting = laid.size, replace(laid.setting, spare=1.0)
    columns = table.widths or columns_of(table, size)
    left, top, width, _ = room_of(laid)
    shape = slide.shapes.add_table(len(table.rows), len(columns), left, top, width, Cm(1))
    shape.name = says
    shape._element.nvGraphicFramePr.cNvPr.set("descr", says)
    grid = shape.table
    grid.first_row, grid.first_col, grid.horz_banding = True, table.has_row_heads, False
    for column, wide in zip(grid.columns, columns, strict=True):
        column.width = Pt(wide)
    for at, row in enumerate(table.rows):
        # As high as in the typeface itself: with another, rows grow where they have to.
        grid.rows[at].height = Pt(row_height(table, at, size, setting))
        for place, runs in enumerate(row):
            cell = grid.cell(at, place)
            cell.margin_left = cell.margin_right = Pt(MARGIN)
            cell.margin_top = cell.margin_bottom = Pt(setting.cell)
            is_head = not at or (not place and table.has_row_heads)
            bold = [Run(run.text, True, run.language, run.link) for run in runs]
            write_runs(cell.text_frame.paragraphs[0], bold if is_head else runs, size)


def put_picture(slide: Any, picture: Picture, folder: Path, file: ProductFile, laid: Laid) -> None:
    """Put a picture where it is the largest; the title leaves it its room."""
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
    room = house.beside_text(Pt(laid.beside)) if laid.beside else house.alone(wide, high)
    place = house.within(room, wide, high)
    shape = slide.shapes.add_picture(io.BytesIO(content), *place)
    shape.name = path.stem
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)
    left, top, _, height = house.TITLE
    if place[1] < top + height:
        below = house.BODY[3] if not laid.beside else 0
        house.put(slide.shapes.title, (left, top, place[0] - house.GUTTER - left, height + below))


def put_over(slide: Any, form: str, words: str, facts: Facts, forms: Forms) -> None:
    """Put how people sit, and when, above the title; it is read after it."""
    if form:
        drawing = plan(form, facts.brand, forms)
        shape = slide.shapes.add_picture(io.BytesIO(drawing), house.LEFT, Cm(1), Cm(1.7), Cm(1.7))
        shape.name = form
        _decorative(shape._element.nvPicPr.cNvPr)
    if not words:
        return
    left, top, _, height = house.OVER
    left = left if form else house.LEFT
    width = slide.shapes.title.left + slide.shapes.title.width - left
    lines = lines_of((Run(words),), OVER_SIZE, Emu(width).pt - 10, is_bold=True)
    higher = (lines - 1) * Cm(0.45)  # two lines stand as far above the title as one
    box = slide.shapes.add_textbox(left, top - higher, width, height)
    box.name = "over"
    box.text_frame.word_wrap = True
    if not form:
        box.text_frame.margin_left = 0
    write_runs(box.text_frame.paragraphs[0], (Run(words, is_bold=True),), OVER_SIZE)


def _decorative(properties: Any) -> None:
    """Say that a picture tells nothing that does not stand beside it in words."""
    properties.set("descr", "")
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    listed = properties.makeelement(qn("a:extLst"), {})
    one = listed.makeelement(qn("a:ext"), {"uri": DECORATIVE})
    one.append(one.makeelement(f"{{{space}}}decorative", {"val": "1"}, nsmap={"adec": space}))
    listed.append(one)
    properties.append(listed)


def put_number(slide: Any) -> None:
    """Give a slide its number, where its layout has it."""
    for shape in slide.slide_layout.placeholders:
        if str(shape.placeholder_format.type).startswith("SLIDE_NUMBER"):
            own = copy.deepcopy(shape._element)
            own.nvSpPr.cNvPr.set("id", str(max(each.shape_id for each in slide.shapes) + 1))
            for letters in own.iter(qn("a:rPr"), qn("a:endParaRPr")):
                letters.attrib.pop("lang", None)
            slide.shapes._spTree.append(own)
