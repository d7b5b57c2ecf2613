"""Screens and presentations: what the room sees holds no notes, and PowerPoint can read it all."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from kit import commissions, made
from pptx import Presentation
from pptx.oxml.ns import qn
from world import ROOT

from samloft.catalogue import label
from samloft.checks.whole_course import read_all
from samloft.composing.composer import Composer
from samloft.course.editions import find_editions
from samloft.course.model import Course
from samloft.course.reader import Reader
from samloft.products.registry import Commission, find_products
from samloft.products.slides.reading import Paragraph, read_slides
from samloft.text.blocks import find_notes

pytestmark = pytest.mark.slow("file")

OPEN, WITH_NOTES = "presentasjon", "presentasjonmednotater"
SESSION = "ki-1-forsta-ki"


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[Commission]:
    """Every file of the edition in nynorsk that has passages in two lessons."""
    found = commissions(ROOT, tmp_path_factory.mktemp("tre"), "agder", "nn")
    return [each for each in found if each.file.path.suffix == ".pptx"]


def only(every: list[Commission], kind: str) -> Commission:
    return next(c for c in every if c.file.kind == kind and SESSION in c.file.path.name)


@pytest.fixture(scope="module", params=[OPEN, WITH_NOTES])
def deck(request: pytest.FixtureRequest, every: list[Commission]) -> Any:
    return Presentation(BytesIO(made(only(every, request.param), ROOT)))


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>|[^\w ]", " ", re.sub(r"\]\([^)]*\)", " ", text)).split())


def notes_of(course: Course) -> Iterator[str]:
    """Every sentence in nynorsk and bokmål that is meant for facilitators alone."""
    sessions = [session for module in course.modules for session in module.sessions]
    open_texts = [session.summary for session in sessions]
    open_texts += [part.shows for session in sessions for part in session.parts]
    shown = words(" ".join(text for forms in open_texts for text in forms.values()))
    for module in course.modules:
        texts = [
            text
            for session in module.sessions
            for forms in (session.facilitator, *(part.notes for part in session.parts))
            for text in forms.values()
        ]
        for lesson in module.lessons:
            for writing in lesson.forms.values():
                texts += [block.node.words for block in find_notes(writing.body)]
        for text in texts:
            for sentence in re.split(r"[.?!:]\s|\n", text):
                if len(said := words(sentence)) > 30 and said not in shown:
                    yield said


def test_nothing_meant_for_the_facilitator_stands_in_any_file_for_the_room() -> None:
    course, networks = read_all(Reader(ROOT))
    notes = set(notes_of(course))
    assert len(notes) > 500
    edition = find_editions(["agder"], networks)[0]
    composer = Composer(course, offers=find_products(on_demand=True))
    for language in edition.languages:
        tree = composer.compose(edition, language, [])
        pages = {path: text for path, text in tree.pages.items() if path.name == "skjerm.md"}
        files = {file.path: file.text for file in tree.products if file.kind == OPEN}
        assert len(pages) == len(files) == sum(len(module.sessions) for module in course.modules)
        for path, text in {**pages, **files}.items():
            seen = words(text)
            assert [note for note in notes if note in seen] == [], path
        control = words("".join(t for p, t in tree.pages.items() if p.name == "styring.md"))
        assert sum(note in control for note in notes) > 200, "notes would be recognised"


def test_a_room_is_not_shown_what_a_part_rests_on_for_its_leader_alone(
    every: list[Commission],
) -> None:
    asked = next(c for c in every if c.file.kind == OPEN and "ki-2" in c.file.path.name)
    faces = read_slides(asked.file.text, "", asked.file.page.as_posix(), asked.pictures)
    face = next(face for face in faces if "usamde" in face.title[0].text)
    assert [b.text for b in face.body if isinstance(b, Paragraph)] == [
        "Kvar gruppe fortel om éin situasjon dei streva med."
    ]


def test_every_slide_has_a_title_of_its_own_in_a_title_placeholder(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_the_title_is_read_first_and_no_placeholder_is_empty(deck: Any) -> None:
    for slide in deck.slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id
        for shape in slide.placeholders:
            assert shape.text_frame.text.strip(), slide.shapes.title.text_frame.text


def test_every_picture_and_table_says_what_it_shows_or_that_it_says_nothing(deck: Any) -> None:
    described = 0
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.shape_type is not None and hasattr(shape._element, "nvPicPr"):
                own = shape._element.nvPicPr.cNvPr
                is_decorative = own.find(".//{*}decorative[@val='1']") is not None
                assert bool(own.get("descr")) != is_decorative
                described += bool(own.get("descr"))
            if shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
    assert described >= 3


def test_tables_are_tables_with_heads(deck: Any) -> None:
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert tables
    for table in tables:
        assert table.first_row
        assert table.first_col
        assert all(cell.text_frame.text for cell in table.rows[0].cells)


def test_every_piece_of_text_has_its_language(deck: Any) -> None:
    for slide in deck.slides:
        trees = [slide._element]
        trees += [slide.notes_slide._element] if slide.has_notes_slide else []
        for tree in trees:
            for run in tree.iter(qn("a:r"), qn("a:fld")):
                assert run.find(qn("a:rPr")).get("lang") == "nn-NO"
    assert deck.core_properties.language == "nn-NO"
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)


def test_only_the_facilitators_file_has_notes(every: list[Commission]) -> None:
    for kind in (OPEN, WITH_NOTES):
        content = made(only(every, kind), ROOT)
        deck = Presentation(BytesIO(content))
        said = [slide.has_notes_slide for slide in deck.slides]
        assert any(said) == (kind == WITH_NOTES)
        names = zipfile.ZipFile(BytesIO(content)).namelist()
        assert any("notes" in name.lower() for name in names) == (kind == WITH_NOTES)


def test_who_speaks_has_the_notes_of_a_part_at_every_slide_of_it(every: list[Commission]) -> None:
    for asked in (each for each in every if each.file.kind == WITH_NOTES):
        page = asked.file.page.as_posix()
        faces = read_slides(asked.file.text, "", page, asked.pictures)
        parts = [{face.notes for face in faces if face.part == part.part} for part in faces[1:-1]]
        assert all(len(notes) == 1 for notes in parts), page
        deck = Presentation(BytesIO(made(asked, ROOT)))
        *slides, last = deck.slides
        bare = [s.shapes.title.text_frame.text for s in slides if not s.has_notes_slide]
        assert bare == [], page
        assert not last.has_notes_slide, "what is to be done afterwards stands on the slide itself"


def test_beside_a_break_stands_when_it_ends_and_what_comes_then(every: list[Commission]) -> None:
    deck = Presentation(BytesIO(made(only(every, WITH_NOTES), ROOT)))
    pause = next(s for s in deck.slides if s.shapes.title.text_frame.text.startswith("Pause"))
    said = pause.notes_slide.notes_text_frame.text.split("\n")
    assert said[0] in [shape.text_frame.text for shape in pause.placeholders]
    following = deck.slides[deck.slides.index(pause) + 1].shapes.title.text_frame.text
    assert said[1:] == [label("nn", "site.deck_next", title=following)]


def test_the_same_slides_give_the_same_bytes(every: list[Commission]) -> None:
    asked = only(every, WITH_NOTES)
    first, again = made(asked, ROOT), made(asked, ROOT)
    assert first == again
    dates = {part.date_time for part in zipfile.ZipFile(BytesIO(first)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}
