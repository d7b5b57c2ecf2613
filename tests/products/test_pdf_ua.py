"""Every kind of paper is tagged as PDF/UA-1 (ISO 14289-1) asks: our own reading of the tags."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from kit import commissions, made
from pikepdf import Array, Dictionary, Name, Object, Stream
from world import ROOT, copy_small_course

from samloft.building.gathering import read_run, write_run
from samloft.course.run import Run
from samloft.products.paper.instructions import instructions
from samloft.products.paper.tags import kids
from samloft.products.registry import Commission, find_products

pytestmark = pytest.mark.slow("file")

KINDS = [product.kind for product in find_products(on_demand=True) if ".pdf" in product.suffixes]
PILE = "utskrift"


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[Commission]:
    """Every paper there is of an edition, as it is asked for."""
    folder = tmp_path_factory.mktemp("tre")
    return commissions(ROOT, folder, "agder", "nb", published="https://kurs.example")


@pytest.fixture(scope="module", params=[*KINDS, PILE])
def paper(
    request: pytest.FixtureRequest,
    every: list[Commission],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[pikepdf.Pdf]:
    """One paper of each kind, of a session or module with tables, tasks, links and a code."""
    if request.param == PILE:
        with pikepdf.open(pile_of_a_run(tmp_path_factory.mktemp("bunke"))) as pdf:
            yield pdf
        return
    asked = (each for each in every if each.file.kind == request.param)
    one = next(each for each in asked if each.file.path.name.startswith("ki-"))
    with pikepdf.open(BytesIO(made(one, ROOT))) as pdf:
        yield pdf


def pile_of_a_run(folder: Path) -> Path:
    """Every paper of a run in one file."""
    asked = Run(
        session="trygghet/1-oppstart",
        date=datetime.date(2027, 1, 12),
        starts="13:00",
        people=9,
        groups=2,
        link="https://mote.example/1",
    )
    held = read_run(copy_small_course(folder / "kurs"), "nordvik", None, asked)
    return folder / "ut" / write_run(held, folder / "ut").pile


def elements(pdf: pikepdf.Pdf) -> list[Object]:
    """Every structure element, in reading order."""

    def walk(node: Object) -> Iterator[Object]:
        if isinstance(node, Dictionary) and "/S" in node:
            yield node
        if isinstance(node, Dictionary):
            for kid in kids(node):
                yield from walk(kid)

    return list(walk(pdf.Root.StructTreeRoot))


def of_kind(pdf: pikepdf.Pdf, *kinds: str) -> list[Object]:
    return [each for each in elements(pdf) if str(each.S) in kinds]


def attributes(node: Object) -> list[Object]:
    own = node.get("/A")
    return [] if own is None else list(own) if isinstance(own, Array) else [own]


def test_it_says_what_it_is_and_shows_its_title(paper: pikepdf.Pdf) -> None:
    assert paper.Root.MarkInfo.Marked
    assert str(paper.Root.Lang) == "nb"
    assert paper.Root.ViewerPreferences.DisplayDocTitle
    assert b"<pdfuaid:part>1</pdfuaid:part>" in paper.Root.Metadata.read_bytes()
    assert str(paper.trailer.Info.Title)


def test_headings_skip_no_level_and_all_are_bookmarks(paper: pikepdf.Pdf) -> None:
    levels = [int(str(each.S)[2]) for each in of_kind(paper, *(f"/H{n}" for n in range(1, 7)))]
    assert levels[0] == 1
    parts = [kid for kid in kids(kids(paper.Root.StructTreeRoot)[0]) if Name.Part == kid.S]
    assert levels.count(1) == 1 + len(parts)  # a pile has a title a paper
    assert all(after <= before + 1 for before, after in pairwise(levels))
    with paper.open_outline() as outline:
        count = sum(1 + len(item.children) for item in outline.root)
    assert count >= 1


def test_lists_hold_items_with_bodies(paper: pikepdf.Pdf) -> None:
    for each in of_kind(paper, "/L"):
        assert {str(kid.S) for kid in kids(each)} <= {"/LI", "/L", "/Caption"}
    for each in of_kind(paper, "/LI"):
        assert "/LBody" in [str(kid.S) for kid in kids(each) if isinstance(kid, Dictionary)]


def test_tables_have_heads_that_say_what_they_are_heads_of(paper: pikepdf.Pdf) -> None:
    for each in of_kind(paper, "/TH"):
        assert [a for a in attributes(each) if "/Scope" in a], each
    for each in of_kind(paper, "/Table"):
        rows = [
            row
            for part in kids(each)
            for row in ([part] if part.S == Name.TR else kids(part))
            if isinstance(row, Dictionary)
        ]
        assert {str(row.S) for row in rows} == {"/TR"}
        widths = {
            sum(
                int(next((a.ColSpan for a in attributes(cell) if "/ColSpan" in a), 1))
                for cell in kids(row)
            )
            for row in rows
        }
        assert len(widths) == 1
        heads = [cell for row in rows for cell in kids(row) if cell.S == Name.TH]
        assert heads


def test_figures_say_what_they_show(paper: pikepdf.Pdf) -> None:
    for each in of_kind(paper, "/Figure"):
        assert str(each.get("/Alt", ""))


def test_links_lead_somewhere_and_say_so(paper: pikepdf.Pdf) -> None:
    notes = [
        note
        for page in paper.pages
        for note in page.get("/Annots", Array())
        if note.get("/Subtype") == Name.Link
    ]
    tagged = [
        kid for each in of_kind(paper, "/Link") for kid in kids(each) if isinstance(kid, Dictionary)
    ]
    assert len([kid for kid in tagged if kid.get("/Type") == Name.OBJR]) == len(notes)
    for note in notes:
        assert str(note.get("/Contents", "")) or str(note.A.URI)


def test_tabs_follow_the_tags(paper: pikepdf.Pdf) -> None:
    for page in paper.pages:
        if "/Annots" in page:
            assert page.Tabs == Name.S


def test_all_that_is_drawn_is_tagged_or_an_artifact(paper: pikepdf.Pdf) -> None:
    drawing = {"Tj", "TJ", "f", "F", "f*", "S", "s", "B", "b", "Do", "sh"}
    for page in paper.pages:
        depth = 0
        for _, operator in instructions(page):
            if operator in ("BDC", "BMC"):
                depth += 1
            elif operator == "EMC":
                depth -= 1
            elif operator in drawing:
                assert depth > 0
        assert depth == 0


def test_each_tagged_piece_is_in_the_tree_once(paper: pikepdf.Pdf) -> None:
    drawn = {
        (page.objgen, operands[1]["/MCID"])
        for page in paper.pages
        for operands, operator in instructions(page)
        if operator == "BDC" and isinstance(operands[1], dict) and "/MCID" in operands[1]
    }
    told: list[tuple[tuple[int, int], int]] = []
    for each in elements(paper):
        page = each.get("/Pg")
        for kid in kids(each):
            if isinstance(kid, int):
                assert page is not None
                told.append((page.objgen, kid))
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                told.append((kid.get("/Pg", page).objgen, int(kid.MCID)))
    assert len(told) == len(set(told))
    assert set(told) == drawn


def test_a_drawing_stands_once_in_the_file(
    paper: pikepdf.Pdf, request: pytest.FixtureRequest
) -> None:
    forms = [
        each
        for each in paper.objects
        if isinstance(each, Stream) and each.get("/Subtype") == Name.Form
    ]
    uses = sum(operator == "Do" for page in paper.pages for _, operator in instructions(page))
    if "fasilitator" in request.node.name:
        assert 7 >= len(forms) > 3  # as many as there are ways to sit, and the edition's name
        assert uses > 20
    if PILE not in request.node.name:  # its papers were made one by one
        assert len({each.read_bytes() for each in forms}) == len(forms)


def test_its_fonts_are_in_it(paper: pikepdf.Pdf) -> None:
    for page in paper.pages:
        for font in dict(page.Resources.get("/Font", Dictionary())).values():
            inner = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile3" in inner or "/FontFile2" in inner
            assert "/ToUnicode" in font


def test_its_metadata_can_be_read_and_says_what_it_conforms_to(paper: pikepdf.Pdf) -> None:
    read = ElementTree.fromstring(paper.Root.Metadata.read_bytes())
    for each in read.iter():  # nothing stands between elements, or a reader leaves it all (RDF)
        assert len(each) == 0 or not (each.text or "").strip(), each.tag
        assert not (each.tail or "").strip(), each.tag
    assert read.findtext(".//{http://www.aiim.org/pdfua/ns/id/}part") == "1"
    title = read.find(".//{http://purl.org/dc/elements/1.1/}title")
    assert title is not None
    assert "".join(title.itertext()).strip() == str(paper.docinfo.Title)


def test_the_papers_of_a_pile_keep_their_heads_and_begin_on_fronts(tmp_path: Path) -> None:
    with pikepdf.open(pile_of_a_run(tmp_path)) as pile:
        heads = [bytes(each.ID) for each in of_kind(pile, "/TH") if "/ID" in each]
        named = [bytes(name) for name in list(pile.Root.StructTreeRoot.IDTree.Names)[::2]]
        assert len(heads) == len(set(heads))
        assert named == sorted(heads)
        with pile.open_outline() as outline:
            fronts = [pile.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root]
        assert all(front % 2 == 0 for front in fronts)
