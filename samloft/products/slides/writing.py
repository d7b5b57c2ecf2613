"""Write a presentation: real titles, lists, tables and notes, each with its language."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from samloft.catalogue import label
from samloft.composing.plain_tree import Facts, ProductFile
from samloft.languages import Language, about
from samloft.products.slides import house
from samloft.products.slides.fitting import TITLE, Laid, fitted
from samloft.products.slides.measuring import (
    SPARE,
    length,
    lines_of,
)
from samloft.products.slides.naming import Named, named
from samloft.products.slides.reading import Face, Paragraph, Run, Table, read_slides
from samloft.products.slides.shapes import Forms, put_number, put_over, put_picture, put_table
from samloft.products.slides.texts import write, write_columns

TITLE_SIZES, TITLE_LINE = (TITLE, 32, 28, 24), 1.17
"""Points of a title, the largest first, and the height of its lines in sizes of it."""


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
    slides = [laid for face in faces for laid in fitted(face)]
    for laid, name in zip(slides, named(slides, file.language), strict=True):
        _slide(deck, laid, name, file, pictures, forms)
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
    deck: Any, laid: Laid, name: Named, file: ProductFile, pictures: Path, forms: Forms
) -> None:
    face, language = laid.face, tag_of(file.language)
    has_text = any(isinstance(block, Paragraph) for block in face.body)
    kind = house.COVER if face.is_first else house.TEXT if has_text else house.TITLE_ONLY
    slide = deck.slides.add_slide(deck.slide_layouts[kind])
    slide.shapes.title.text_frame.text = name.title
    if face.is_first:
        write(slide.placeholders[1].text_frame, [*_facts(face, file.facts)], 24)
    elif has_text:
        write_columns(slide, laid)
    for table in (block for block in face.body if isinstance(block, Table)):
        put_table(slide, table, laid, label(file.language, "screen.table", title=name.title))
    for picture in face.pictures:
        put_picture(slide, picture, pictures, file, laid)
    if not face.is_first:
        title = slide.shapes.title
        size = _title_size(name.title, title.width, title.height)
        title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    if not face.is_first:
        put_over(slide, face.form, name.over, file.facts, forms)
    put_number(slide)
    if face.notes:
        write(slide.notes_slide.notes_text_frame, _marked(face.notes), None)
        _in_language(slide.notes_slide._element, language)
    _in_language(slide._element, language)


def _title_size(title: str, width: int, height: int) -> int:
    """Return the largest letters with which a title fits its box."""
    room, points = Emu(width).pt - 10, Emu(height).pt
    longest = max(title.split(), key=len, default="")
    for size in TITLE_SIZES:
        lines = lines_of((Run(title),), size, room / SPARE, is_bold=True)
        if lines * size * TITLE_LINE <= points and length(longest, size, True) <= room:
            return size
    return TITLE_SIZES[-1]


def _facts(face: Face, facts: Facts) -> Iterator[Paragraph]:
    """Yield what stands below the title of the first slide; a run's day and place, if known."""
    yield Paragraph((Run(face.over, is_bold=True),))
    *lead, times = [block for block in face.body if isinstance(block, Paragraph)]
    yield from lead
    when = " · ".join(each for each in (facts.on, facts.at, facts.place) if each)
    lasts = times.text.rpartition(" · ")[2]
    told = f"{when[0].upper()}{when[1:]} · {lasts}" if when else times.text
    yield Paragraph((Run(told, is_bold=True),))
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
