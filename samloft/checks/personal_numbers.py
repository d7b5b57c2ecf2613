"""No fødselsnummer, D-number or synthetic one is published: in texts, tables, or files' properties.

A number counts where its date is one and both check digits are right (Skatteetaten: «Fødselsnummer»
and «Syntetiske fødselsnummer»), so other numbers of eleven digits pass. It is never repeated whole.
"""

from __future__ import annotations

import datetime
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from samloft.cache import Cache, digest
from samloft.checks.kind import Kind
from samloft.checks.texts import LineOf
from samloft.course.documents import OFFICE
from samloft.course.media import PICTURES, faults_of
from samloft.course.model import Course, Network
from samloft.problems import Problem, problem

KIND = Kind.MUST
TEXTS = (".md", ".yml", ".csv", ".ics", ".vtt", ".svg", ".txt", ".lock")
READ = ("modules", "docs", "networks")
BIGGEST = 50_000_000
"""Bytes of a file that is looked into."""
MOST_PAGES = 300
"""Of a PDF whose text is read."""
_UNREADABLE = (
    *(ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError),
    *(TypeError, ValueError, zipfile.BadZipFile, zlib.error),
)
"""What the libraries raise for a file that is not as its kind should be."""
_LIKE_ONE = re.compile(r"(?<!\d)(?<!\d[./-])(\d{6})[ \u00a0-]?(\d{5})(?!\d)(?![/-]\d)")
_DIGITS = re.compile(r"\d{6}[ \u00a0-]?\d{5}")
"""What all of them have, and hardly any text: it is looked for six times as fast."""
_FIRST, _SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def find(course: Course, networks: Iterable[Network], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each number in a file, once a line."""
    for top in READ:
        for path in sorted((course.root / top).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield from _in_file(path, path.relative_to(course.root).as_posix(), course.cache)


def _in_file(path: Path, name: str, cache: Cache) -> Iterable[Problem]:
    kind, stat = path.suffix.lower(), path.stat()
    if kind in TEXTS and stat.st_size <= BIGGEST:
        return _in_text(path, name, stat.st_mtime_ns, stat.st_size)
    if kind not in _READERS or stat.st_size > BIGGEST:
        return [_unread(name)] if kind in {*_READERS, *TEXTS} else []
    found: list[str] = []
    is_read = False
    with suppress(OSError):
        key = digest(kind, path.read_bytes())
        found, is_read = cache.once("numbers-in-files", key, partial(_looked_into, path, kind))
    said = [problem(name, "no-personal-number-is-published", value=_hidden(each)) for each in found]
    # What checks.media tells of is told once.
    return said if is_read or _is_told(path, name) else [*said, _unread(name)]


@lru_cache(maxsize=8192)
def _in_text(path: Path, name: str, changed: int, size: int) -> tuple[Problem, ...]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if not numbers_in(text):
        return ()
    return tuple(
        problem(name, "no-personal-number-is-published", line=number, value=_hidden(found))
        for number, line in enumerate(text.splitlines(), 1)
        for found in numbers_in(line)[:1]
    )


def _looked_into(path: Path, kind: str) -> tuple[list[str], bool]:
    """Return a number in a file that is no text, if there is one, and if all could be read."""
    words: list[str] = []
    is_read = True
    try:
        for each in _READERS[kind](path):
            words.append(each)  # noqa: PERF402 - what was read before a fault is looked through too
    except _UNREADABLE:
        is_read = False
    return numbers_in("\n".join(words))[:1], is_read


def _is_told(path: Path, name: str) -> bool:
    try:
        return bool(faults_of(path, name))
    except OSError:
        return True


def _unread(name: str) -> Problem:
    most = str(BIGGEST // 1_000_000)
    return problem(name, "file-is-looked-into", is_warning=True, most=most, pages=str(MOST_PAGES))


def numbers_in(text: str) -> list[str]:
    """Return the personal numbers in a text, their eleven digits together."""
    if not _DIGITS.search(text):
        return []
    found = (match[1] + match[2] for match in _LIKE_ONE.finditer(text))
    return [number for number in found if is_personal(number)]


def is_personal(number: str) -> bool:
    """Tell whether eleven digits are a person's, real or made up, with right check digits."""
    digits = [int(sign) for sign in number]
    day, month = int(number[:2]), int(number[2:4])
    day -= 40 * (day > 40)  # D-numbers
    for more in (80, 65, 40):  # Skatteetaten's and NAV's synthetic ones
        if more < month <= more + 12:
            month -= more
            break
    try:
        datetime.date(2000 if number[4:6] == "00" else 1900 + int(number[4:6]), month, day)
    except ValueError:
        return False
    first = -sum(map(int.__mul__, _FIRST, digits)) % 11
    second = -sum(map(int.__mul__, _SECOND, digits)) % 11
    return [first, second] == digits[9:]


def _hidden(number: str) -> str:
    return f"{number[:2]}…{number[-1]}"


def _of_picture(path: Path) -> Iterator[str]:
    from PIL import Image  # takes a while, and most courses have none

    with Image.open(path, formats=(PICTURES[path.suffix.lower()],)) as picture:
        exif = picture.getexif()
        every = [*exif.values(), *exif.get_ifd(0x8769).values(), *picture.info.values()]
    yield from (_words(value) for value in every if isinstance(value, str | bytes))


def _words(value: str | bytes) -> str:
    """Return a property as text; Windows writes its own as UTF-16."""
    if isinstance(value, str):
        return value
    wide = b"\x00" in value[:4]
    return value.decode("utf-16-le" if wide else "utf-8", "replace")


def _of_paper(path: Path) -> Iterator[str]:
    from pypdf import PdfReader  # takes a while, and most courses have none
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path, strict=False)
        yield from map(str, (reader.metadata or {}).values())
        if reader.xmp_metadata:
            yield reader.xmp_metadata.stream.get_data().decode("utf-8", "replace")
        for page in reader.pages[:MOST_PAGES]:
            yield page.extract_text()
        if len(reader.pages) > MOST_PAGES:
            raise ValueError(f"more than {MOST_PAGES} pages")
    except PyPdfError as error:
        raise ValueError(str(error)) from None


def _of_document(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for each in archive.infolist():
            if each.filename.endswith((".xml", ".xhtml", ".html")):
                if each.file_size > BIGGEST:
                    raise ValueError(each.filename)
                yield re.sub(r"<[^>]*>", " ", archive.read(each).decode("utf-8", "replace"))


def _of_archive(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
        every = archive.infolist()
        if sum(each.file_size for each in every) > BIGGEST:
            raise ValueError(path.name)
        for each in every:
            kind = PurePosixPath(each.filename).suffix.lower()
            if kind in TEXTS:
                yield archive.read(each).decode("utf-8", "replace")
            elif kind in _READERS:
                inside = Path(folder, f"inside{kind}")
                inside.write_bytes(archive.read(each))
                yield from _READERS[kind](inside)


_READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    **dict.fromkeys(PICTURES, _of_picture),
    **dict.fromkeys(OFFICE, _of_document),
    ".epub": _of_document,
    ".pdf": _of_paper,
    ".zip": _of_archive,
}
"""What gives the words in a file that is no text, by its kind."""
