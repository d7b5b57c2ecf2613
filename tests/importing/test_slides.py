"""A presentation becomes the skeleton of a lesson: titles, texts, tables, pictures and notes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from samloft.importing.document import Document, Report
from samloft.importing.slides import read_slides


@pytest.fixture
def read(tmp_path: Path, report: Report) -> Document:
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Hva er sky?"
    frame = first.placeholders[1].text_frame
    frame.text = "Leid plass * og {{ mer }}"
    second = frame.add_paragraph()
    second.text, second.level = "Under", 1
    first.notes_slide.notes_text_frame.text = "Gi dem tid."
    other = show.slides.add_slide(show.slide_layouts[6])
    content = BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    other.shapes.add_picture(content, 0, 0)
    table = other.shapes.add_table(2, 2, 0, 0, Inches(2), Inches(1)).table
    for place, text in (((0, 0), "Navn"), ((0, 1), "År"), ((1, 0), "Kari"), ((1, 1), "2024")):
        table.cell(*place).text = text
    path = tmp_path / "Sky.pptx"
    show.save(path)
    return read_slides(path, report)


def test_each_slide_is_a_section_under_its_title(read: Document) -> None:
    assert [(each.level, each.title) for each in read.sections] == [(2, "Hva er sky?"), (2, "2")]


def test_texts_are_lists_and_only_letters(read: Document) -> None:
    assert "- Leid plass \\* og \\{\\{ mer \\}\\}\n    - Under" in read.sections[0].body


def test_notes_are_the_facilitators(read: Document) -> None:
    assert "!!! facilitator\n    Gi dem tid." in read.sections[0].body


def test_tables_and_pictures_come_along(read: Document) -> None:
    assert "| Navn | År |\n|---|---|\n| Kari | 2024 |" in read.sections[1].body
    assert "(sky-1.png)" in read.sections[1].body


def test_what_is_lacking_is_reported(read: Document, report: Report) -> None:
    assert {finding.what for finding, _ in report} >= {"slide_without_title", "no_alt"}
