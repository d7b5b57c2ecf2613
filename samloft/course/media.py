"""Files beside the texts: what each really is, how much work it makes, and that it does no harm."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from samloft.course.documents import OFFICE, faults_of_document
from samloft.course.drawings import TooMuchError, cleaned_svg, seen_in
from samloft.problems import Problem, problem


@dataclass(frozen=True)
class FileKind:
    """A kind of files that are handed on as they are."""

    called: str
    """What readers know it as; empty where none takes it home."""
    starts: tuple[bytes, ...] = ()
    """How it may begin; empty for text, which begins in any way."""
    at: int = 0
    """At which byte."""


PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
"""What Pillow calls each kind."""
SHOWN = frozenset({".svg", *PICTURES})
"""The kinds of files that pages and papers show as pictures."""
OTHERS = {
    ".csv": FileKind("CSV"),
    ".epub": FileKind("EPUB", (b"mimetypeapplication/epub+zip",), 30),
    ".ics": FileKind("iCalendar", (b"BEGIN:VCALENDAR",)),
    ".m4a": FileKind("M4A", (b"ftyp",), 4),
    ".mp3": FileKind("MP3", (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")),
    ".mp4": FileKind("MP4", (b"ftyp",), 4),
    ".pdf": FileKind("PDF", (b"%PDF-",)),
    ".vtt": FileKind("", (b"WEBVTT",)),
    ".zip": FileKind("ZIP", (b"PK\x03\x04",)),
}
"""The kinds beside pictures and office files, and how they begin."""
DOWNLOADS = {**OFFICE, **{ending: kind.called for ending, kind in OTHERS.items() if kind.called}}
"""What readers know each kind as that they take home."""
FILE_KINDS = frozenset({*SHOWN, *OFFICE, *OTHERS})
"""Every kind that is published. To declare one more is to give it its row here."""
_BOM = b"\xef\xbb\xbf"
_LOCKED = 1
"""The flag of a file that takes a password (APPNOTE.TXT, 4.4.4)."""
MOST_PIXELS = 40_000_000
"""As many as a good camera takes. A few bytes of a picture can ask for thousands of millions."""
MOST_OBJECTS, DEEPEST = 20_000, 20
"""Of a PDF that are looked at, and inside one another."""
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection."""
_NUMBER = re.compile(r"[+-]?[\d .,\u00a0\u202f]*\d(?:\s*%)?")
_NOTHING = frozenset({"-", "--"})
"""What people write in a cell that has nothing: no formula is that short."""
_CALLED = re.compile(r"[=@＝＠]")
_OWN_SIGN = re.compile(r'"?sep=([^\r\n"])', re.IGNORECASE)
"""How a table names the sign between its cells, as Excel reads it."""
_RUNS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/Movie"}
"""Actions of a PDF that run, open or send something (ISO 32000-1, 12.6.4)."""


def faults_of(path: Path, name: str) -> tuple[Problem, ...]:
    """Return what is wrong with a file, called by a name. Raises OSError when it is unreadable."""
    stat = path.stat()
    return _faults(path, name, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4096)
def _faults(path: Path, name: str, changed: int, size: int) -> tuple[Problem, ...]:
    kind = path.suffix.lower()
    if kind == ".svg":
        return tuple(_faults_of_drawing(path, name))
    if kind in PICTURES:
        return tuple(_faults_of_picture(path, name, PICTURES[kind]))
    if kind in OFFICE:
        return tuple(faults_of_document(path, name))
    if kind in OTHERS and not _begins(path, OTHERS[kind]):
        return (problem(name, "file-is-of-its-kind", kind=kind[1:].upper()),)
    look = {".pdf": _faults_of_pdf, ".csv": _faults_of_table, ".zip": _faults_of_archive}.get(kind)
    return tuple(look(path, name)) if look else ()


def _faults_of_drawing(path: Path, name: str) -> Iterator[Problem]:
    try:
        cleaned_svg(path)
        seen = seen_in(path)
        for line, value in seen.lost:
            yield problem(name, "drawing-comes-whole", line=line, value=value)
        for line, value in seen.moving:
            yield problem(name, "drawing-stands-still", line=line, value=value)
    except TooMuchError:
        yield problem(name, "drawing-is-small")
    except ValueError:
        yield problem(name, "drawing-is-svg")


def _faults_of_picture(path: Path, name: str, kind: str) -> Iterator[Problem]:
    from PIL import Image  # takes a while, and most courses have none

    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, before more than the head is read
    try:
        with Image.open(path, formats=(kind,)) as picture:
            width, height = picture.size
            pixels = width * height * getattr(picture, "n_frames", 1)
    except (OSError, ValueError, SyntaxError):
        yield problem(name, "file-is-of-its-kind", kind=path.suffix[1:].upper())
        return
    if pixels > MOST_PIXELS:
        size, most = f"{width} × {height}", str(MOST_PIXELS // 1_000_000)
        yield problem(name, "picture-is-small", size=size, most=most)
    elif not _is_whole(path, kind):
        yield problem(name, "picture-is-whole")


def _is_whole(path: Path, kind: str) -> bool:
    """Tell whether a picture can be read to its end."""
    from PIL import Image

    try:
        with Image.open(path, formats=(kind,)) as picture:
            picture.draft("L", (1, 1))  # a photograph is read eight times smaller
            picture.load()
    except (OSError, ValueError, SyntaxError):
        return False
    return True


def _begins(path: Path, kind: FileKind) -> bool:
    if not kind.starts:
        return True
    with path.open("rb") as file:
        head = file.read(kind.at + max(map(len, kind.starts)) + len(_BOM)).removeprefix(_BOM)
    return head[kind.at :].startswith(kind.starts)


def _faults_of_archive(path: Path, name: str) -> Iterator[Problem]:
    """Yield the files in an archive that could not be published beside it."""
    try:
        with zipfile.ZipFile(path) as archive:
            for each in archive.infolist():
                inside = PurePosixPath(each.filename.replace("\\", "/"))
                is_within = not inside.is_absolute() and ".." not in inside.parts
                is_known = each.is_dir() or inside.suffix.lower() in FILE_KINDS - {".zip"}
                if not (is_within and is_known) or each.flag_bits & _LOCKED:
                    yield problem(name, "archive-holds-known-files", value=each.filename)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        yield problem(name, "file-is-of-its-kind", kind="ZIP")


def _faults_of_pdf(path: Path, name: str) -> Iterator[Problem]:
    """Yield what a PDF does beside being read."""
    from pypdf import PdfReader  # takes a while, and most courses have none
    from pypdf.errors import PyPdfError
    from pypdf.generic import IndirectObject

    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted:
            yield problem(name, "paper-is-harmless", value="/Encrypt")
            return
        numbers = list(reader.xref[0]) if reader.xref else []
        numbers += list(reader.xref_objStm)
        for number in numbers[:MOST_OBJECTS]:
            found = _runs(reader.get_object(IndirectObject(number, 0, reader)), 0)
            if found:
                yield problem(name, "paper-is-harmless", value=found)
                return
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield problem(name, "file-is-of-its-kind", kind="PDF")


def _runs(thing: object, depth: int) -> str:
    """Return what in a part of a PDF runs, opens or sends something; empty for none."""
    inside: list[object] = []
    if isinstance(thing, dict):
        if thing.get("/S") in _RUNS:
            return str(thing["/S"])
        found = [
            key for key in ("/JS", "/JavaScript", "/EmbeddedFiles", "/RichMedia") if key in thing
        ]
        if found:
            return found[0]
        inside = list(thing.values())
    elif isinstance(thing, list):
        inside = list(thing)
    parts = (_runs(each, depth + 1) for each in inside)
    return next((part for part in parts if part), "") if depth < DEEPEST else ""


def _faults_of_table(path: Path, name: str) -> Iterator[Problem]:
    """Yield the cells that a spreadsheet would run as formulas, with their lines."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        yield problem(name, "file-is-utf8")
        return
    first = text.split("\n", 1)[0]
    said = _OWN_SIGN.match(text)
    own = said[1] if said else ";" if first.count(";") > first.count(",") else ","
    told: set[int] = set()
    # The reader's machine may part cells by another sign: then `10,-` is no formula, but `=` is.
    for sign in dict.fromkeys((own, *";,\t")):
        rows = csv.reader(io.StringIO(text), delimiter=sign)
        is_formula = _is_formula if sign == own else _CALLED.match
        try:
            for row in rows:
                found = next(filter(is_formula, row), None)
                if found is not None and rows.line_num not in told:
                    told.add(rows.line_num)
                    yield problem(name, "cell-is-no-formula", line=rows.line_num, value=found[:40])
        except csv.Error as error:
            yield problem(name, "table-is-readable", line=rows.line_num, reason=str(error))
            return


def _is_formula(cell: str) -> bool:
    words = cell.strip()
    is_harmless = words in _NOTHING or _NUMBER.fullmatch(words)
    return FORMULA.match(cell) is not None and not is_harmless
