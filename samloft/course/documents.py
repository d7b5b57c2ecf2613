"""Office files as downloads: of the kind their name says, and doing nothing beside being read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from samloft.problems import Problem, problem

OFFICE = {
    ".docx": "Word",
    ".xlsx": "Excel",
    ".pptx": "PowerPoint",
    ".odt": "ODT",
    ".ods": "ODS",
    ".odp": "ODP",
}
"""What readers know each kind as."""
MOST_BYTES = 5_000_000
"""Of a part that says what a document draws on; they take some thousand."""
_HEARTS = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
}
"""The part that each kind has, and no other; OpenDocument's three have one name for it."""
_RUNS = re.compile(
    r"vbaProject|vbaData|activeX/|/oleObject|macrosheets/|^(?:Basic|Scripts|Object \d+)/", re.I
)
"""Parts that are programs, or other programs' files: ECMA-376 and OpenDocument 1.3 name them so."""
_FETCHES = re.compile(
    rb"/relationships/(attachedTemplate|oleObject|frame|subDocument)\"[^>]*TargetMode=\"External\""
    rb"|TargetMode=\"External\"[^>]*/relationships/(attachedTemplate|oleObject|frame|subDocument)\""
    rb"|<(ddeLink)\b|\b(DDE(?:AUTO)?)\b"
)
"""What a document fetches or starts as soon as it is opened."""
_COMMENTS = re.compile(r"(?:^|/)(?:threadedC|c)omments\d*(?:/|\.xml$)")
_DRAWN_ON = re.compile(r"\.rels$|externalLinks/[^/]+\.xml$|^word/document\.xml$")


def faults_of_document(path: Path, name: str) -> Iterator[Problem]:
    """Yield what is wrong with an office file, called by a name. Raises OSError."""
    kind = OFFICE[path.suffix.lower()]
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [each.filename for each in archive.infolist()]
            if _HEARTS.get(path.suffix.lower(), "content.xml") not in parts:
                yield problem(name, "file-is-of-its-kind", kind=kind)
                return
            found = next(filter(_RUNS.search, parts), "") or _fetched(archive)
            if found:
                yield problem(name, "document-is-harmless", value=found)
            if any(map(_COMMENTS.search, parts)):
                yield problem(name, "document-is-finished", is_warning=True)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, EOFError):
        yield problem(name, "file-is-of-its-kind", kind=kind)


def _fetched(archive: zipfile.ZipFile) -> str:
    """Return what a document fetches or starts when it is opened; empty for nothing."""
    for each in archive.infolist():
        if not _DRAWN_ON.search(each.filename):
            continue
        with archive.open(each) as part:
            found = _FETCHES.search(part.read(MOST_BYTES))
        if found:
            return next(word for word in found.groups() if word).decode()
    return ""
