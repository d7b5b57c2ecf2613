"""Lay out a page as an accessible PDF: the truth that stamped papers are compared with."""

from __future__ import annotations

import functools
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Set
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import font_source_sans_pro
import segno
import typst

from samloft.catalogue import labels
from samloft.composing.plain_tree import Facts, ProductFile
from samloft.course.drawing_colours import on_paper
from samloft.languages import about
from samloft.problems import CourseError, Problem
from samloft.products.paper.lacking import lacking_in, shown
from samloft.products.paper.page import read_page, writable

FACES = ("Regular", "Semibold", "Bold", "It", "SemiboldIt", "BoldIt")
QR_VERSION = 5
"""Of every code, so that all have the same size: holds 84 bytes at 15 % redundancy."""
QR_MASK = 2
_NO_FACTS = Facts(
    course="", edition="", network="", version="", date="", address="", brand="", kind=""
)


@dataclass(frozen=True)
class Layout:
    """The Typst files a paper is laid out by, by their names; `main` is where it begins."""

    files: tuple[tuple[str, bytes], ...]
    main: str
    is_large: bool = False
    own: tuple[tuple[str, str], ...] = ()
    """The parts a network has of its own, by name, and where each lies in the course."""


def parts_of(folders: tuple[Path, ...]) -> tuple[tuple[str, bytes], ...]:
    """Return the parts of a layout; one in a later folder is laid over one of the same name."""
    found = {
        path.name: path.read_bytes()
        for folder in folders
        for path in sorted(folder.glob("*.typ"))
        if path.is_file()
    }
    return tuple(sorted(found.items()))


def typeset(
    sheet: ProductFile, layout: Layout, pictures: Path, *, letters: Mapping[int, str] | None = None
) -> bytes:
    """Return a sheet as a PDF/UA-1 file on A4; the same sheet gives the same bytes.

    Args:
        sheet: what to print. Nothing in it is run: the layout gets it as data.
        layout: Typst files as those in overrides/paper; tokens.typ says what they are given.
        pictures: the docs/ folder of the plain tree; pictures are read from here and nowhere else.
        letters: for a paper to be filled in for many editions: what to set on a page after the
            last, by its weight, so that its fonts hold these letters. Places then say how wide
            they are.

    Raises CourseError when a picture is missing or the page cannot be laid out.
    """
    owner, compiler = press()
    if owner != os.getpid():
        raise RuntimeError("Typst's threads do not survive a fork: start processes with spawn")
    files = dict(layout.files)
    main = files.pop(layout.main)
    page = _page_xml(sheet, pictures)
    try:
        pdf, warnings = compiler.compile_with_warnings(
            input={  # type: ignore[type-var]
                "main.typ": main + _after_the_last(letters or {}),
                **files,
                "page.xml": page,
                **_drawings(page, pictures, sheet.facts.brand),
                **_given(sheet, layout, is_held=bool(letters)),
            },
            root=pictures,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=0,  # a layout that asks for today gets the same day every time
        )
    except typst.TypstError as error:
        raise CourseError([_explained(error.message, error.diagnostic, sheet, layout)]) from error
    if warnings or not isinstance(pdf, bytes):
        raise CourseError(
            _explained(warning.message, warning.diagnostic, sheet, layout) for warning in warnings
        )
    return pdf


def _after_the_last(letters: Mapping[int, str]) -> bytes:
    if not letters:
        return b""
    lines = " ".join(
        f"#text(weight: {weight}, {json.dumps(said, ensure_ascii=False)})"
        for weight, said in letters.items()
    )
    last = "#counter(page).update(n => n - 1)"  # it is taken away again
    return f"\n#pagebreak(weak: true)\n{last}#pdf.artifact[{lines}]\n".encode()


def _given(sheet: ProductFile, layout: Layout, *, is_held: bool) -> dict[str, bytes]:
    """Return what a layout is given beside the page: what is the same for many, and what is not."""
    facts = sheet.facts
    language = sheet.language
    given: dict[str, Any] = {
        "title": writable(sheet.subject or sheet.title),
        "kind": writable(facts.kind),
        "language": about(language).typst or language,
        "large": layout.is_large,
        "words": labels(language, "paper"),
        "course": writable(facts.course),
        "version": facts.version,
        "date": facts.date,
        "run": {"date": facts.on, "time": facts.at, "place": facts.place, "link": facts.link},
        "logo": facts.logo,
        "logo_alt": facts.logo_alt,
    }
    own = {
        "edition": writable(facts.edition),
        "network": writable(facts.network),
        "line": writable(line_of(facts)),
        "address": facts.address,
        "brand": facts.brand,
        "qr": list(_qr_png(facts.address)) if facts.address else [],
        "held": is_held,
    }
    return {"given.json": json.dumps(given).encode(), "edition.json": json.dumps(own).encode()}


def line_of(facts: Facts) -> str:
    """Return what stands under an edition's name: its network where that is another, the course."""
    if facts.network == facts.edition:
        return facts.course
    return f"{facts.network} · {facts.course}"


def qr_of(address: str) -> segno.QRCode | None:
    """Return the code of an address; None for one that is too long for a code of our size."""
    try:
        return segno.make(
            f"https://{address}",
            version=QR_VERSION,
            error="m",
            boost_error=False,
            mask=QR_MASK,
            micro=False,
        )
    except segno.DataOverflowError:
        return None


@functools.lru_cache(maxsize=64)
def _qr_png(address: str) -> bytes:
    code = qr_of(address) or segno.make(f"https://{address}", error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="png", border=0, scale=1)
    return out.getvalue()


def _page_xml(sheet: ProductFile, pictures: Path) -> bytes:
    """Return a sheet's page, read once for all that differ in what is said beside it only."""
    return _read_xml(sheet.text, sheet.title, sheet.page.as_posix(), pictures)


@functools.lru_cache(maxsize=64)
def _read_xml(text: str, title: str, page: str, pictures: Path) -> bytes:
    return ElementTree.tostring(read_page(text, title, page, pictures))


def _drawings(page: bytes, pictures: Path, brand: str) -> dict[str, bytes]:
    """Return the drawings that a page shows, in the colours of paper, by where they lie."""
    shown = {image.get("src", "").lstrip("/") for image in ElementTree.fromstring(page).iter("img")}
    return {
        path: on_paper((pictures / path).read_bytes(), brand)
        for path in sorted(shown)
        if path.lower().endswith(".svg")
    }


@functools.cache
def press() -> tuple[int, typst.Compiler]:
    """Return this process's number and a compiler that has read the fonts."""
    fonts = Path(font_source_sans_pro.__file__).parent / "files"
    with tempfile.TemporaryDirectory(prefix="samloft-fonts-") as folder:
        # A folder of our own: the package's also holds .ttf twins, taken in any order; these are
        # the smaller.
        for face in FACES:
            shutil.copy(fonts / f"SourceSansPro-{face}.otf", folder)
        read = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder]
        )
        compiler = typst.Compiler(font_paths=read)
        # Fonts are read when first used, so use every face before the folder goes.
        every = "".join(f"#text(weight: {w})[a _a_] " for w in (400, 600, 700))
        compiler.compile(
            input=f'#set text(font: "Source Sans Pro")\n{every}'.encode(), format="pdf"
        )
    return os.getpid(), compiler


def _explained(message: str, diagnostic: str, sheet: ProductFile, layout: Layout) -> Problem:
    page = sheet.page.as_posix()
    lacking = lacking_in(message)
    own = _own_fault(lacking, diagnostic, sheet, layout)
    letters = "".join(map(shown, sorted(lacking)))
    if letters:
        path, line = own or (page, None)
        return Problem(path=path, line=line, rule="text-can-be-printed", values={"text": letters})
    found = re.search(rf"{_PART}:(\d+)", diagnostic)
    name = found and (layout.main if found[1] == "main.typ" else found[1])
    place = f" ({name}:{found[2]})" if found else ""
    values = {"page": page, "reason": f"{message}{place}"}
    if own:
        del values["page"]  # all papers with that part stop: it is one thing to mend
        return Problem(path=own[0], line=own[1], rule="layout-can-be-typeset", values=values)
    return Problem(path=page, line=None, rule="sheet-can-be-typeset", values=values)


_PART = r"([\w-]+\.typ)"


def _own_fault(
    lacking: Set[str], diagnostic: str, sheet: ProductFile, layout: Layout
) -> tuple[str, int | None] | None:
    """Return where in a network's own parts something went wrong; None where it has none.

    Where it is a shared part that stops, or a text, it is since an own part gives it what it
    cannot use; but for letters of the text.
    """
    places = dict(layout.own)
    said = (sheet.text, sheet.title, sheet.subject, *map(str, vars(sheet.facts).values()))
    if not places or (lacking and any(each in unescape(t) for each in lacking for t in said)):
        return None
    for name, line in re.findall(rf"{_PART}:(\d+)", diagnostic):
        part = layout.main if name == "main.typ" else name
        if part in places:
            return places[part], int(line)
    return next(iter(places.values())), None
