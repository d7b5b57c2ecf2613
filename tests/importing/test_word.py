"""What stands in a Word document comes over, or is reported."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from world import Run

from samloft.importing.document import Document, Finding, Report
from samloft.importing.word import read_word

W = nsdecls("w")
FOOTNOTES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>KS, https://www.ks.no/rapport, 2024.</w:t></w:r></w:p>
</w:footnote></w:footnotes>"""


def picture(size: tuple[int, int] = (4, 4)) -> BytesIO:
    content = BytesIO()
    Image.new("RGB", size).save(content, "PNG")
    content.seek(0)
    return content


def add(paragraph: Any, xml: str) -> None:
    paragraph._p.append(parse_xml(xml))


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """A document with one of everything a municipality's adviser puts into Word."""
    word = docx.Document()
    word.add_paragraph("Sky for alle", style="Title")
    word.add_heading("Hva er sky?", 1)
    first = word.add_paragraph("Sky er ")
    first.add_run("leid").bold = True
    first.add_run(" plass, ").italic = True
    first.add_run("ikke magi * eller {{ jinja }}.")
    footnote = f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'
    add(first, footnote)
    changed = word.add_paragraph("Vi lagrer ")
    add(changed, f'<w:ins {W} w:author="Kari"><w:r><w:t>aldri</w:t></w:r></w:ins>')
    add(changed, f'<w:del {W} w:author="Ola"><w:r><w:delText>alltid</w:delText></w:r></w:del>')
    word.add_paragraph("ett", style="List Bullet")
    word.add_paragraph("to", style="List Bullet")
    word.add_paragraph("under to", style="List Bullet 2")
    word.add_paragraph("først", style="List Number")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Navn", "År", "Kari | Ola", "2024"), strict=True):
        cell.text = text
    shown = word.add_picture(picture())
    shown._inline.docPr.set("descr", "En sky over rådhuset")
    word.add_picture(picture())
    word.add_heading("Hva gjør vi?", 1)
    asked = word.add_paragraph("Spør IT.")
    word.add_comment(asked.runs, text="Hvem da?", author="Per", initials="P")
    word.add_paragraph().add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
    word.sections[0].header.paragraphs[0].text = "Internt notat"
    notes = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        FOOTNOTES.encode(),
        word.part.package,
    )
    word.part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    path = tmp_path / "Sky for alle.docx"
    word.save(path)
    return path


@pytest.fixture
def read(everything: Path, report: Report) -> Document:
    return read_word(everything, report)


def found(report: Report) -> list[Finding]:
    return [finding for finding, _ in report]


def test_headings_part_the_text(read: Document) -> None:
    assert read.title == "Sky for alle"
    assert [(each.level, each.title) for each in read.sections] == [
        (1, "Hva er sky?"),
        (1, "Hva gjør vi?"),
    ]


def test_emphasis_stands_and_letters_are_only_letters(read: Document) -> None:
    text = read.sections[0].body
    assert "Sky er **leid** *plass,* ikke magi \\* eller \\{\\{ jinja \\}\\}." in text


def test_a_footnote_is_a_citation_with_its_words_kept(read: Document) -> None:
    assert "[^sky-for-alle-1]" in read.sections[0].body
    assert read.notes == {"sky-for-alle-1": "KS, https://www.ks.no/rapport, 2024."}


def test_lists_keep_their_kind_and_depth(read: Document) -> None:
    text = read.sections[0].body
    assert "- ett\n- to\n    - under to\n1. først" in text


def test_a_table_stands_with_its_head(read: Document) -> None:
    assert "| Navn | År |\n|---|---|\n| Kari \\| Ola | 2024 |" in read.sections[0].body


def test_pictures_come_with_names_of_ours_and_their_alternative_text(
    read: Document, report: Report
) -> None:
    assert "![En sky over rådhuset](sky-for-alle-1.png)" in read.sections[0].body
    assert [each.name for each in read.pictures] == ["sky-for-alle-1.png", "sky-for-alle-2.png"]
    assert Finding(
        outcome="person", what="no_alt", where="Hva er sky?", values={"file": "sky-for-alle-2.png"}
    ) in found(report)


def test_tracked_changes_are_told_and_never_swallowed(read: Document, report: Report) -> None:
    assert "Vi lagrer aldri" in read.sections[0].body
    said = {each.what: each.values for each in found(report)}
    assert said["inserted"] == {"text": "aldri", "author": "Kari"}
    assert said["deleted"] == {"text": "alltid", "author": "Ola"}


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("comment", {"text": "Hvem da?", "author": "Per"}),
        ("header_footer", {"text": "Internt notat"}),
        ("page_break", {}),
    ],
)
def test_what_has_no_place_in_a_lesson_is_reported(
    what: str, values: dict[str, str], read: Document, report: Report
) -> None:
    assert values in [each.values for each in found(report) if each.what == what]


def _inserted(document: Any, xml: str) -> None:
    """Put XML before the end of a document."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))


WORDS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def test_what_word_wraps_is_read_and_what_has_no_place_is_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Om sky", 1)
    _inserted(
        document,
        f"<w:sdt {WORDS}><w:sdtPr><w:alias w:val='Felt'/></w:sdtPr><w:sdtContent>"
        "<w:p><w:r><w:t>Tekst i et felt.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    _inserted(
        document,
        f"<w:p {WORDS}><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box.format('En boks.')}</w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"{box.format('En boks.')}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "Inni"
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Bare på side én"
    path = tmp_path / "felt.docx"
    document.save(str(path))
    report = Report()
    read = read_word(path, report)
    assert "Tekst i et felt." in read.sections[0].body
    told = {finding.what: finding.values.get("text") for finding, _ in report}
    assert told["text_box"] == "En boks."
    assert told["table_in_table"] == "Inni"
    assert read.sections[0].body.endswith("\n\nInni")
    assert told["header_footer"] == "Bare på side én"
    assert len([1 for finding, _ in report if finding.what == "text_box"]) == 1


def test_a_title_over_more_lessons_is_told_and_any_letters_make_a_name(
    tmp_path: Path, run: Run
) -> None:
    word = docx.Document()
    word.add_paragraph("Sky for alle", style="Title")
    for title in ("Відкриті дані", "Hva gjør vi?"):
        word.add_heading(title, 1)
        word.add_paragraph("Spør IT.")
    word.save(str(tmp_path / "to.docx"))
    done = run("import", tmp_path / "to.docx", "--module", "trygghet", "--dry-run")
    assert done.code == 0, done.err
    assert "tittelen på dokumentet, som er delt i flere leksjoner: «Sky for alle»" in done.out
    assert "-leksjon.md" in done.out
    assert "-hva-gjor-vi.md" in done.out


def test_a_strict_document_is_refused_in_words(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "strict.docx"
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    strict = b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    loose = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(loose, strict)
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    outcome = run("import", path, "--module", "deling")
    assert outcome.code == 2
    assert "«Strict Open XML»" in outcome.err
