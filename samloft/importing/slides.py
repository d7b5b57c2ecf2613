"""Read a PowerPoint file (.pptx): its titles and notes, as the skeleton of a lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.exc import PackageNotFoundError

from samloft.importing.document import Document, Picture, Report, Section
from samloft.importing.inline import Words, inline
from samloft.languages.words import slug_of
from samloft.text.escape import escape

_FILE = re.compile(r"[^/]+\.(?:png|jpe?g|gif|svg|bmp|emf|wmf|tiff?)", re.IGNORECASE)


def read_slides(path: Path, report: Report) -> Document:
    """Return a presentation: a section a slide, its notes as a facilitator's note.

    Raises ValueError, KeyError or OSError for what is none.
    """
    try:
        presentation = Presentation(str(path))
    except PackageNotFoundError as error:
        raise ValueError(str(error)) from None
    pictures: list[Picture] = []
    sections = []
    title = presentation.core_properties.title or ""
    for number, slide in enumerate(presentation.slides, 1):
        heading = slide.shapes.title
        name = " ".join(heading.text_frame.text.split()) if heading is not None else ""
        if not name:
            report.add("person", "slide_without_title", "", number=str(number))
        blocks: list[str] = []
        for shape in _shapes(slide.shapes):
            if heading is not None and shape.shape_id == heading.shape_id:
                continue
            blocks += _blocks(shape, name or str(number), pictures, slug_of(path.stem), report)
        if slide.has_notes_slide:
            words = slide.notes_slide.notes_text_frame
            notes = [" ".join(each.text.split()) for each in words.paragraphs] if words else []
            notes = [str(escape(each)) for each in notes if each]
            if notes:
                blocks.append("!!! facilitator\n" + "\n\n".join(f"    {each}" for each in notes))
        if not title and number == 1:
            title = name
        sections.append(Section(level=2, title=name or f"{number}", body="\n\n".join(blocks)))
    return Document(title=title, sections=tuple(sections), pictures=tuple(pictures))


def _shapes(shapes: Any) -> Iterator[Any]:
    """Yield shapes in reading order, those of groups too."""
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _blocks(
    shape: Any, where: str, pictures: list[Picture], slug: str, report: Report
) -> Iterator[str]:
    if getattr(shape, "has_table", False) and shape.has_table:
        rows = [
            [str(escape(" ".join(cell.text.split()))) for cell in row.cells]
            for row in shape.table.rows
        ]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        yield "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])
    elif shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
        image = shape.image
        name = f"{slug}-{len(pictures) + 1}.{image.ext}"
        alt = shape._element._nvXxPr.cNvPr.get("descr", "")
        if _FILE.fullmatch(alt):  # what programs put there by themselves
            alt = ""
        if not alt:
            report.add("person", "no_alt", where, file=name)
        pictures.append(Picture(name=name, content=image.blob))
        yield f"![{escape(alt)}]({name})"
    elif shape.has_text_frame:
        lines = list(_items(shape.text_frame))
        if lines:
            yield "\n".join(lines)
    else:
        report.add("person", "shape", where)


def _items(frame: Any) -> Iterator[str]:
    """Yield the paragraphs of a text frame: as a list, where there is more than one."""
    paragraphs = [each for each in frame.paragraphs if each.text.strip()]
    for paragraph in paragraphs:
        text = inline(
            Words(run.text.replace("\v", " "), _marks(run), run.hyperlink.address or "")
            for run in paragraph.runs
        )
        if not text:
            continue
        alone = len(paragraphs) == 1
        yield text if alone else f"{'    ' * paragraph.level}- {text}"


def _marks(run: Any) -> frozenset[str]:
    found = {"strong"} if run.font.bold else set()
    return frozenset(found | ({"em"} if run.font.italic else set()))
