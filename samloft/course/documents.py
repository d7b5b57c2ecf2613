"""Office files as downloads: of the kind their name says, and doing nothing beside being read.

What is in them is read as Office and LibreOffice read it, whatever its parts are called: by their
relationships (ECMA-376, part 2) and by their elements (OpenDocument 1.3).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

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
MOST_BYTES = 50_000_000
"""Of a part that is read; a book takes five millions."""
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
_COMMENTS = re.compile(r"(?:^|/)(?:threadedC|c)omments\d*(?:/|\.xml$)")
_RUNNING = frozenset(
    "vbaproject wordvbadata activexcontrolbinary control oleobject "  # noqa: SIM905
    "xlmacrosheet xlintlmacrosheet afchunk".split()
)
"""Relationships to what runs, to another program's file, or to a page that is taken in."""
_LEADS_OUT = frozenset(
    "hyperlink externallinkpath xlpathmissing video audio media".split()  # noqa: SIM905
)
"""Relationships to what is elsewhere, and is not fetched before a reader asks for it."""
_ELEMENTS = frozenset(
    "ddelink dde-source dde-connection-decl applet".split()  # noqa: SIM905
)
"""Elements that start something, or wait for it."""
_SCRIPT = "{urn:oasis:names:tc:opendocument:xmlns:script:1.0}event-listener"
_FORMULA = re.compile(r"\b(WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?)\s*\(", re.IGNORECASE)
"""Functions of a spreadsheet that fetch, or run another program."""
_FETCHED = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}|file:", re.IGNORECASE)
"""How an address begins that is not of a part of the document itself."""
_FIELD = re.compile(r"\s*(DDE(?:AUTO)?)\b", re.IGNORECASE)
_READ = re.compile(
    r"\.rels$|^xl/(?:externallinks|worksheets)/[^/]+\.xml$|^xl/connections\.xml$"
    r"|^word/[^/]+\.xml$|^(?:content|styles)\.xml$"
)
"""The parts that say what a document draws on."""


def faults_of_document(path: Path, name: str) -> Iterator[Problem]:
    """Yield what is wrong with an office file, called by a name. Raises OSError."""
    kind = OFFICE[path.suffix.lower()]
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == b"PK"  # a page with a document behind it is a page too
        with zipfile.ZipFile(path) as archive:
            parts = [each.filename for each in archive.infolist()]
            if not is_packed or _HEARTS.get(path.suffix.lower(), "content.xml") not in parts:
                yield problem(name, "file-is-of-its-kind", kind=kind)
                return
            found = next(filter(_RUNS.search, parts), "") or _started(archive)
            if found:
                yield problem(name, "document-is-harmless", value=found)
            if any(map(_COMMENTS.search, parts)):
                yield problem(name, "document-is-finished", is_warning=True)
    except (
        *(zipfile.BadZipFile, ParseError, RuntimeError, NotImplementedError),
        *(ValueError, LookupError, EOFError),
    ):
        yield problem(name, "file-is-of-its-kind", kind=kind)


def _started(archive: zipfile.ZipFile) -> str:
    """Return what a document fetches or starts when it is opened; empty for nothing."""
    for each in archive.infolist():
        part = each.filename.replace("\\", "/").lower()
        if not _READ.search(part):
            continue
        if each.file_size > MOST_BYTES:
            return each.filename
        with archive.open(each) as file:
            fields = _Fields()
            for event, element in ElementTree.iterparse(file, ("start", "end")):
                found = fields.started_by(event, element)
                found = found or (_of_element(element) if event == "end" else "")
                if found:
                    return found
                if event == "end":
                    element.clear()
    return ""


def _of_element(element: Element) -> str:
    """Return what an element starts or fetches; empty for nothing."""
    name = _local(element.tag)
    given = {_local(key): value for key, value in element.items()}
    if name.lower() in _ELEMENTS or element.tag == _SCRIPT:
        return name
    if name == "connection" and given.get("refreshOnLoad") in ("1", "true"):
        return given.get("name", name)
    if name == "event-listener" and given.get("action") in ("execute", "verb"):
        return given["action"]
    if name == "f":
        called = _FORMULA.search(element.text or "")
        return called[1] if called else ""
    if name == "Relationship":
        kind = given.get("Type", "").rstrip("/").rpartition("/")[2]
        is_outside = given.get("TargetMode", "").strip().lower() == "external"
        if kind.lower() in _RUNNING or (is_outside and kind.lower() not in _LEADS_OUT):
            return kind or given.get("Target", "")
    elif name != "a" and _FETCHED.match(given.get("href", "").strip()):
        return given["href"]
    return ""


class _Fields:
    """Puts together what Word's fields say: in one attribute, or in pieces between marks."""

    def __init__(self) -> None:
        self._open: list[str] = []

    def started_by(self, event: str, element: Element) -> str:
        """Return what a field starts when the document is opened; empty for nothing."""
        name = _local(element.tag)
        given = {_local(key): value for key, value in element.items()}
        said = ""
        if event == "start" and name == "fldSimple":
            said = given.get("instr", "")
        elif event == "start" and name == "fldChar":
            if given.get("fldCharType") == "begin":
                self._open.append("")
            elif given.get("fldCharType") in ("separate", "end") and self._open:
                said = self._open[-1]
                if given["fldCharType"] == "end":
                    self._open.pop()
        elif event == "end" and name == "instrText" and self._open:
            self._open[-1] += element.text or ""
        found = _FIELD.match(said)
        return found[1] if found else ""


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]
