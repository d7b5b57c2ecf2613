"""Slides as they are laid out: all fits, is as large as it can be, and is easily told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from kit import commissions, made
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Cm, Emu, Pt
from world import ROOT

from samloft.languages import NORWEGIAN
from samloft.products.registry import Commission
from samloft.products.slides.fitting import BESIDE, SIZES, fitted
from samloft.products.slides.measuring import length
from samloft.products.slides.reading import Face, Paragraph, Picture, Run, Table, read_slides

pytestmark = pytest.mark.slow("file")


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[Commission]:
    """Every file for the room, in both forms."""
    return [
        each
        for language in NORWEGIAN
        for each in commissions(ROOT, tmp_path_factory.mktemp("tre"), "agder", language)
        if each.file.kind == "presentasjon"
    ]


def paragraphs(count: int, letters: int) -> tuple[Paragraph, ...]:
    words = ("ordene står her. " * (letters // 16 + 1))[:letters]
    return tuple(Paragraph((Run(words),), "•") for _ in range(count))


@pytest.mark.parametrize(("count", "letters"), [(1, 20), (9, 60), (30, 90), (2, 4000), (1, 20000)])
def test_text_never_runs_over_and_none_is_lost(count: int, letters: int) -> None:
    body = paragraphs(count, letters)
    pages = fitted(Face(title=(Run("Tittel"),), body=body, notes=(Paragraph((Run("Si"),)),)))
    for laid in pages:
        assert laid.fits
        assert laid.size >= 18
    told = " ".join(b.text for laid in pages for b in laid.face.body if isinstance(b, Paragraph))
    assert told.split() == " ".join(each.text for each in body).split()
    assert all(laid.face.notes for laid in pages), "who speaks has the notes beside each"


def test_a_long_table_goes_on_under_its_head_on_the_next_slide() -> None:
    head = ((Run("Hva"),), (Run("Hvem"),))
    rows = tuple(((Run(f"Oppgave {n}"),), (Run("Den som tar den"),)) for n in range(30))
    pages = fitted(Face(title=(Run("Tittel"),), body=(Table((head, *rows)),)))
    assert len(pages) > 1
    tables = [block for laid in pages for block in laid.face.body if isinstance(block, Table)]
    assert all(table.rows[0] == head for table in tables)
    assert tuple(row for table in tables for row in table.rows[1:]) == rows
    assert max(len(each.rows) for each in tables) - min(len(each.rows) for each in tables) <= 1
    assert all(laid.fits for laid in pages)
    assert len({table.widths for table in tables}) == 1, "columns stay where they are"


def faces_of(every: list[Commission]) -> Iterator[Face]:
    for asked in every:
        page = asked.file.page.as_posix()
        yield from read_slides(asked.file.text, "", page, Path(asked.pictures))


def test_every_slide_of_every_session_fits(every: list[Commission]) -> None:
    for face in faces_of(every):
        assert all(laid.fits for laid in fitted(face)), face.title


def test_what_a_group_works_with_is_all_on_one_slide(every: list[Commission]) -> None:
    tasks = [f for f in faces_of(every) if f.form in ("group", "pairs", "individual")]
    assert len(tasks) > 30
    assert [face.heading for face in tasks if len(fitted(face)) > 1] == []


def test_a_table_is_parted_where_it_has_to_be_and_nowhere_else(every: list[Commission]) -> None:
    tables = [face for face in faces_of(every) if any(isinstance(b, Table) for b in face.body)]
    assert len(tables) > 9
    parted = [f.heading for f in tables if len(fitted(f)) > len(f.body) + len(f.pictures)]
    assert parted == []


def test_a_list_too_long_for_one_column_is_in_two_that_are_alike() -> None:
    body = tuple(
        Paragraph((Run(f"Hvem ser at dette er nummer {n}?"),), f"{n}.", (3,)) for n in range(1, 17)
    )
    (laid,) = fitted(Face(title=(Run("Seksten"),), body=body))
    first, second = laid.columns
    assert (*first, *second) == body
    assert len(first) == len(second) == 8
    assert laid.fits
    (short,) = fitted(Face(title=(Run("To"),), body=body[:2]))
    assert (short.size, short.columns) == (SIZES[0], (body[:2],))


def test_text_that_must_be_parted_is_parted_evenly() -> None:
    one_too_many = next(
        count
        for count in range(1, 40)
        if len(fitted(Face(title=(Run("Ti"),), body=paragraphs(count, 400)))) > 1
    )
    pages = fitted(Face(title=(Run("Ti"),), body=paragraphs(one_too_many, 400)))
    counts = [len(laid.face.body) for laid in pages]
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize(
    ("count", "letters", "wide"), [(1, 40, BESIDE[0]), (4, 130, BESIDE[1]), (4, 160, BESIDE[2])]
)
def test_a_picture_beside_a_text_is_as_wide_as_the_text_lets_it_be(
    count: int, letters: int, wide: float
) -> None:
    body, picture = paragraphs(count, letters), Picture("kart.svg", "Kart")
    (laid,) = fitted(Face(title=(Run("K"),), body=body, pictures=(picture,)))
    assert (laid.beside, laid.fits) == (wide, True)


def pictured(every: list[Commission]) -> Iterator[tuple[Any, Any]]:
    """Every slide with a picture that says something, and that picture."""
    for asked in every:
        for slide in Presentation(BytesIO(made(asked, ROOT))).slides:
            for shape in slide.shapes:
                if hasattr(shape._element, "nvPicPr") and shape._element.nvPicPr.cNvPr.get("descr"):
                    yield slide, shape


def test_a_picture_alone_fills_its_slide_one_way_and_leaves_the_title_its_room(
    every: list[Commission],
) -> None:
    found = list(pictured(every))
    alone = [(s, p) for s, p in found if len(s.placeholders) == 2]  # the title and the number
    assert len(alone) > 3
    for _, picture in alone:
        assert picture.width >= Cm(29.9) or picture.height >= Cm(16.6), picture.name
    for slide, picture in found:
        title = slide.shapes.title
        assert title.left + title.width <= picture.left or title.top + title.height <= picture.top
        assert picture.top + picture.height <= Cm(17.9)
        assert Emu(picture.width).pt >= BESIDE[-1]


SLIDE = """\
<div class="sl-slide" data-part="{part}" data-form="{form}" markdown="1">
<div class="sl-slide__face" markdown="1">
<div class="sl-slide__words" markdown="1">

{over}
{{: .sl-slide__over }}

## {title}

{about}
{{: .sl-slide__about }}

<div class="sl-slide__body" markdown="1">

{body}

</div>
</div>
</div>
</div>
"""


def slide(title: str, body: str = "Tekst.", **facts: str) -> str:
    """A slide as it is written before it is laid out."""
    known = {"part": "0", "form": "plenary", "over": "Felles · 09.00–09.10", "about": "Om dette"}
    return SLIDE.format(title=title, body=body, **{**known, **facts})


@pytest.fixture
def deck(every: list[Commission]) -> Any:
    """Make a presentation of some slides."""

    def of(*slides: str) -> Any:
        asked = replace(every[0], file=replace(every[0].file, text="\n".join(slides)))
        return Presentation(BytesIO(made(asked, ROOT)))

    return of


def titles(deck: Any) -> list[str]:
    return [each.shapes.title.text_frame.text.replace("\u00a0", " ") for each in deck.slides]


def over(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.name == "over"]


def paragraphs_of(slide: Any, start: str) -> list[Any]:
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    return [p for frame in frames for p in frame.paragraphs if p.text.startswith(start)]


def test_a_number_of_two_figures_does_not_touch_its_text(deck: Any) -> None:
    (ten,) = deck(slide("Ti", "\n".join(f"{n}. Vet vi det?" for n in range(1, 11)))).slides
    items = paragraphs_of(ten, "Vet vi")
    hangs = {-int(item._p.pPr.get("indent")) for item in items}
    assert len(items) == 10
    assert len(hangs) == 1, "all items of a list begin below one another"
    size = int(items[0].runs[0].font.size.pt)
    assert Emu(hangs.pop()).pt > 1.25 * length("10.", size, is_bold=False)


def test_a_list_right_after_another_stands_apart_from_it(deck: Any) -> None:
    (one,) = deck(slide("To lister", "- Regel en\n- Regel to\n\n1. Prøve en\n2. Prøve to")).slides
    before = [p.space_before for p in (*paragraphs_of(one, "Regel"), *paragraphs_of(one, "Prøve"))]
    assert before[:2] == [0, 0]
    assert before[2] >= Pt(14)
    assert before[3] == 0


def test_slides_of_one_title_in_a_row_are_numbered_together(deck: Any) -> None:
    table = "| Hva | Hvem |\n|---|---|\n" + "\n".join(f"| Sak {n} | Noen |" for n in range(30))
    found = titles(
        deck(slide("Nytt"), slide("Nytt", table), slide("Annet"), slide("Annet", part="1"))
    )
    assert found[:-2] == [f"Nytt ({n} av {len(found) - 2})" for n in range(1, len(found) - 1)]
    assert len(found) > 4
    assert found[-2:] == ["Annet", "Om dette: Annet"], "another part: another slide"


def test_what_a_title_says_of_where_it_belongs_does_not_stand_above_it_too(deck: Any) -> None:
    pause = {"form": "break", "about": "", "over": "Pause · 10.00–10.10"}
    late = {**pause, "over": "Pause · 11.00–11.10"}
    slides = list(
        deck(
            slide("Snakk sammen"),
            slide("Snakk sammen", part="1"),
            slide("Om dette", part="2"),
            slide("Pause", part="3", **pause),
            slide("Pause", part="4", **late),
        ).slides
    )
    assert [(each.shapes.title.text_frame.text, *over(each)) for each in slides] == [
        ("Snakk sammen", "Felles · 09.00–09.10 · Om dette"),
        ("Om dette: Snakk sammen", "Felles · 09.00–09.10"),
        ("Om dette", "Felles · 09.00–09.10"),
        ("Pause", "Pause · 10.00–10.10"),
        ("Pause, 11.00–11.10",),
    ]


def test_a_table_that_is_in_two_on_the_screen_is_one_here_where_it_fits(deck: Any) -> None:
    head = "| Hva | Hvem |\n|---|---|\n"
    first, second = (
        head + "".join(f"| Sak {n} | Noen |\n" for n in rows) for rows in ((1, 2), (3,))
    )
    (one,) = deck(
        slide('Saker <span class="sl-slide__piece">(1 av 2)</span>', first),
        slide('Saker <span class="sl-slide__piece">(2 av 2)</span>', second),
    ).slides
    assert one.shapes.title.text_frame.text == "Saker"
    (table,) = (shape.table for shape in one.shapes if shape.has_table)
    assert [row.cells[0].text_frame.text for row in table.rows] == [
        "Hva",
        "Sak 1",
        "Sak 2",
        "Sak 3",
    ]


def test_a_first_column_is_heads_unless_it_is_what_there_is_most_of(deck: Any) -> None:
    head = "| Hva | Hvem |\n|---|---|\n"
    named, told = deck(
        slide("Navn", head + "| Eier | Den som har ansvaret for tjenesten |"),
        slide("Grunner", head + "| Vi klarer ikke å bemanne tjenesten | Det virker moderne |"),
    ).slides
    for one, is_head in ((named, True), (told, False)):
        (table,) = (shape.table for shape in one.shapes if shape.has_table)
        assert table.first_col == is_head
        assert bool(table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.bold) == is_head


def test_a_row_is_no_higher_than_its_text(deck: Any) -> None:
    text = "Den som har ansvaret for at tjenesten virker for alle som bruker den"
    (one,) = deck(slide("Navn", f"| Hva | Hvem |\n|---|---|\n| Eier | {text} |")).slides
    (table,) = (shape.table for shape in one.shapes if shape.has_table)
    cell = table.cell(1, 1)
    size = cell.text_frame.paragraphs[0].runs[0].font.size.pt
    lines = -(-length(text, int(size), is_bold=False) // (Emu(table.columns[1].width).pt - 20))
    assert Emu(table.rows[1].height).pt == pytest.approx(lines * size * 1.26 + 16, abs=1)


def test_a_slides_number_can_be_read_from_the_back_of_the_room(deck: Any) -> None:
    master = deck(slide("Nummer")).slide_master
    (number,) = (p for p in master.placeholders if "NUMBER" in str(p.placeholder_format.type))
    (letters,) = number._element.iter(qn("a:defRPr"))
    assert int(letters.get("sz")) >= 1600
    assert [c.get("val") for c in letters.iter(qn("a:srgbClr"))] == ["4D5158"]  # 8 : 1 on white


def test_the_first_slide_says_when_and_how_long_as_the_screen_does(every: list[Commission]) -> None:
    facts = replace(every[0].file.facts, on="tirsdag 12. januar 2027", at="13.00–16.35")
    asked = replace(every[0], file=replace(every[0].file, facts=facts))
    cover = Presentation(BytesIO(made(asked, ROOT))).slides[0]
    told = cover.placeholders[1].text_frame.paragraphs[-1].text
    assert told.startswith("Tirsdag 12. januar 2027 · 13.00–16.35 · ")
    assert told.endswith(" minutter")
    title = cover.slide_layout.placeholders[0]._element.find(f".//{qn('a:bodyPr')}")
    assert title.get("anchor") == "b", "what follows stands right below a title of one line too"


def test_a_line_above_a_title_begins_where_the_title_does(every: list[Commission]) -> None:
    *_, last = Presentation(BytesIO(made(every[0], ROOT))).slides
    (line,) = (shape for shape in last.shapes if shape.name == "over")
    assert line.left == last.shapes.title.left
    assert line.text_frame.margin_left == 0


def test_a_part_is_not_named_above_a_slide_of_its_own_name(every: list[Commission]) -> None:
    for face in faces_of(every):
        assert face.about != face.heading
