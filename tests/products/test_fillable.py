"""The sheets of a module can be filled in on a screen, as the PDF they are."""

from __future__ import annotations

import ctypes
import io
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from kit import commissions, made
from pikepdf import Name
from pypdf import PdfReader
from world import copy_small_course

from samloft.products.paper.pile import Paper, piled
from samloft.products.paper.tags import elements, kids

SHEET = """
!!! sheet "Passordkort"
    | Tjeneste | Hvem |
    |---|---|
    |  |  |
    | E-post |  |

    1. **Lengde:** Hvor langt er «det»?

    - [ ] Det er nytt & langt.
"""
WRITTEN = "Blåbær på Ørland – «øl»"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A paper with one sheet."""
    root = copy_small_course(tmp_path_factory.mktemp("ark") / "kurs")
    for name in ("01-passord.md", "01-passord.nn.md"):
        path = root / "modules/trygghet" / name
        path.write_text(path.read_text(encoding="utf-8") + SHEET, encoding="utf-8")
    every = commissions(root, tmp_path_factory.mktemp("tre"), "nordvik", "nb")
    return made(next(each for each in every if each.file.kind == "ark"), root)


def test_each_place_to_write_is_a_field_with_the_name_the_page_gives_it(sheet: bytes) -> None:
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [(str(each.FT), str(each.TU)) for each in fields] == [
            ("/Tx", "Tjeneste, rad 1"),
            ("/Tx", "Hvem, rad 1"),
            ("/Tx", "Hvem, E-post"),
            ("/Tx", "Lengde: Hvor langt er «det»?"),
            ("/Btn", "Det er nytt & langt."),
        ]
        assert len({str(each.T) for each in fields}) == len(fields)
        assert pdf.pages[0].Tabs == Name.S


def test_a_field_is_alone_in_its_tag_and_none_is_taken_for_the_head_of_a_row(sheet: bytes) -> None:
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        tags = list(elements(pdf.Root.StructTreeRoot))
        forms = [each for each in tags if Name.Form == each.S]
        assert [str(kid.Obj.TU) for form in forms for kid in kids(form)] == [
            str(each.TU) for each in pdf.Root.AcroForm.Fields
        ]
        rows = [each for each in tags if each.S == Name.TR]
        assert [[str(cell.S) for cell in kids(row)] for row in rows] == [
            ["/TH", "/TH"],
            ["/TD", "/TD"],
            ["/TH", "/TD"],
        ]


def test_what_is_written_is_kept_and_seen_and_stands_in_the_papers_own_letters(
    sheet: bytes, tmp_path: Path
) -> None:
    filled = tmp_path / "utfylt.pdf"
    before = _seen(sheet)
    _fill_in(sheet, filled)
    values = {
        name: field.get("/V") for name, field in (PdfReader(filled).get_fields() or {}).items()
    }
    assert [str(value) for value in values.values()] == [*[WRITTEN] * 4, "/Ja"]
    assert _seen(filled.read_bytes()) != before
    with pikepdf.open(filled) as pdf:
        font = pdf.pages[0].Annots[0].AP.N.Resources.Font.Sl
        assert "/FontFile3" in font.FontDescriptor
        assert int(font.Widths[ord("ø") - int(font.FirstChar)]) > 0


def test_papers_to_write_on_by_hand_have_no_fields(small_course: Path, tmp_path: Path) -> None:
    every = commissions(small_course, tmp_path, "nordvik", "nb")
    handout = next(each for each in every if each.file.kind == "utdelingsark")
    with pikepdf.open(io.BytesIO(made(handout, small_course))) as pdf:
        assert "/AcroForm" not in pdf.Root


def _fill_in(content: bytes, out: Path) -> None:
    """Write in every field and tick every box, as a browser's viewer does."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fields = [(str(f.FT), *map(float, f.Rect)) for f in pdf.Root.AcroForm.Fields]
    paper = pypdfium2.PdfDocument(content)
    paper.init_forms()
    page = paper[0]
    words = ctypes.create_string_buffer(f"{WRITTEN}\0".encode("utf-16-le"))
    for kind, left, low, right, high in fields:
        where = (paper.formenv, page, 0, (left + right) / 2, (low + high) / 2)
        pdfium.FORM_OnMouseMove(*where)
        pdfium.FORM_OnLButtonDown(*where)
        pdfium.FORM_OnLButtonUp(*where)
        if kind == "/Tx":
            told = ctypes.cast(words, pdfium.FPDF_WIDESTRING)
            pdfium.FORM_ReplaceSelection(paper.formenv, page, told)
    pdfium.FORM_ForceToKillFocus(paper.formenv)
    paper.save(out)
    paper.close()


def _seen(content: bytes) -> bytes:
    paper = pypdfium2.PdfDocument(content)
    paper.init_forms()
    try:
        return bytes(paper[0].render(scale=1).buffer)
    finally:
        paper.close()


def test_in_a_pile_every_field_is_one_still_and_its_tag_leads_to_it(sheet: bytes) -> None:
    content = piled([Paper(name=name, content=sheet) for name in "ABC"])
    with pikepdf.open(io.BytesIO(content)) as pile:
        notes = [note for page in pile.pages for note in page.obj.get("/Annots", [])]
        fields = list(pile.Root.AcroForm.Fields)
        assert len({str(each.T) for each in fields}) == len(fields) == 3 * 5
        assert {each.objgen for each in fields} <= {each.objgen for each in notes}
        forms = [each for each in elements(pile.Root.StructTreeRoot) if Name.Form == each.S]
        told = {kid.Obj.objgen for form in forms for kid in kids(form)}
        assert told == {each.objgen for each in fields}
