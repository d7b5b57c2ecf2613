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


def document(path: Path, **parts: str) -> Path:
    """Write an office file with some parts beside the one that makes it what it is."""
    heart = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(heart.get(path.suffix[1:], "content.xml"), "<x/>")
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
        ("xl/externalLinks/externalLink1.xml", '<ddeLink ddeService="cmd"/>'),
    ],
)
def test_what_runs_or_fetches_when_it_is_opened_is_refused(
    name: str, text: str, tmp_path: Path
) -> None:
    assert rules(document(tmp_path / "a.docx", **{name: text})) == ["document-is-harmless"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_document_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    assert rules(path) == ["file-is-of-its-kind"]
    assert rules(document(tmp_path / "a.xlsx").rename(tmp_path / "b.pptx")) == [
        "file-is-of-its-kind"
    ]
