"""Office files as downloads: what they say they are, and nothing that runs or fetches."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from samloft.course.media import faults_of

LINK = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006'
    '/relationships/{kind}" Target="https://x.no/a.dotm" TargetMode="External"/>'
)


SCRIPT = 'xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
BLANKS = "(six million blanks)"
XLINK = 'xmlns:l="http://www.w3.org/1999/xlink"'
FIELD = '<x><fldChar fldCharType="begin"/><instrText>{}</instrText><fldChar fldCharType="end"/></x>'


def document(path: Path, **parts: str | bytes) -> Path:
    """Write an office file with some parts beside the one that makes it what it is."""
    heart = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
    with zipfile.ZipFile(path, "w") as archive:
        own = heart.get(path.suffix[1:], "content.xml")
        archive.writestr(own, parts.pop(own, "<x/>"))
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def rules(path: Path) -> list[str]:
    return [problem.rule for problem in faults_of(path, path.name)]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx", "odt", "ods", "odp"])
def test_an_ordinary_document_may_be_taken_home(kind: str, tmp_path: Path) -> None:
    links = {"word/_rels/document.xml.rels": LINK.format(kind="hyperlink")}
    assert rules(document(tmp_path / f"a.{kind}", **links)) == []
    assert rules(document(tmp_path / f"b.{kind}", **{"word/comments.xml": "<c/>"})) == [
        "document-is-finished"
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("word/vbaProject.bin", ""),
        ("word/activeX/activeX1.xml", ""),
        ("word/embeddings/oleObject1.bin", ""),
        ("xl/macrosheets/sheet1.xml", ""),
        ("Basic/Standard/Module1.xml", ""),
        ("Scripts/python/a.py", ""),
        ("word/_rels/settings.xml.rels", LINK.format(kind="attachedTemplate")),
        ("ppt/slides/_rels/slide1.xml.rels", LINK.format(kind="oleObject")),
        ("word/_rels/document.xml.rels", LINK.format(kind="image")),
        ("word/_rels/document.xml.rels", LINK.format(kind="attachedTemplate").replace('"', "'")),
        ("word/_rels/document.xml.RELS", LINK.format(kind="attachedTemplate")),
        (
            "word/_rels/a.rels",
            '<?xml version="1.0"?>' + " " * 6_000_000 + LINK.format(kind="frame"),
        ),
        ("word/_rels/a.rels", LINK.format(kind="vbaProject").replace(' TargetMode="External"', "")),
        ("word/header1.xml", FIELD.format("DDEAUTO cmd")),
        ("word/footer1.xml", FIELD.format("DD</instrText><x/><instrText>EAUTO cmd")),
        ("word/footnotes.xml", '<x><fldSimple instr=" DDE cmd"/></x>'),
        ("xl/externalLinks/externalLink1.xml", '<ddeLink ddeService="cmd"/>'),
        ("xl/connections.xml", '<x><connection name="a" refreshOnLoad="1"/></x>'),
        ("xl/worksheets/sheet1.xml", "<x><f>_xlfn.WEBSERVICE(A1)</f></x>"),
        ("content.xml", f'<x {XLINK}><image l:href="https://x.no/a.png"/></x>'),
        ("content.xml", "<x><dde-connection-decl/></x>"),
        (
            "styles.xml",
            '<x xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.0"><s:event-listener/></x>',
        ),
    ],
)
def test_what_runs_or_fetches_when_it_is_opened_is_refused(
    name: str, text: str, tmp_path: Path
) -> None:
    text = text.replace(BLANKS, " " * 6_000_000)
    assert rules(document(tmp_path / "a.docx", **{name: text})) == ["document-is-harmless"]


def test_relationships_in_other_letters_are_read_too(tmp_path: Path) -> None:
    said = f'<?xml version="1.0" encoding="UTF-16"?>{LINK.format(kind="attachedTemplate")}'
    parts = {"word/_rels/settings.xml.rels": said.encode("utf-16")}
    assert rules(document(tmp_path / "a.docx", **parts)) == ["document-is-harmless"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("word/document.xml", "<x>Om DDE, DDEAUTO og makroer.</x>"),
        ("word/header1.xml", FIELD.format('HYPERLINK "https://x.no/DDE"')),
        ("word/embeddings/Microsoft_Excel_Sheet.xlsx", "PK"),
        ("xl/worksheets/sheet1.xml", "<x><f>SUM(A1:A3)</f><v>=WEBSERVICE(1)</v></x>"),
        (
            "content.xml",
            f'<x {XLINK}><a l:href="https://x.no/"/><image l:href="Pictures/1.png"/></x>',
        ),
        ("content.xml", '<x xmlns:p="urn:p"><p:event-listener p:action="next-page"/></x>'),
    ],
)
def test_what_a_document_only_says_passes(name: str, text: str, tmp_path: Path) -> None:
    kind = "odt" if name == "content.xml" else "docx"
    assert rules(document(tmp_path / f"a.{kind}", **{name: text})) == []


def test_a_page_with_a_document_behind_it_is_no_document(tmp_path: Path) -> None:
    path = document(tmp_path / "a.docx")
    path.write_bytes(b"<script>alert(1)</script>" + path.read_bytes())
    assert rules(path) == ["file-is-of-its-kind"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_document_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    assert rules(path) == ["file-is-of-its-kind"]
    assert rules(document(tmp_path / "a.xlsx").rename(tmp_path / "b.pptx")) == [
        "file-is-of-its-kind"
    ]
