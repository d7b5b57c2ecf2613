"""Lay out a session's papers as accessible PDF."""

from __future__ import annotations

import functools
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import font_source_sans_pro
import typst
from markdown import Markdown

from samloft.problems import CourseError, Problem
from samloft.tree import Sheet

EXTENSIONS = (
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
)
"""The Markdown extensions of mkdocs.yml; a test keeps them the same."""
FACES = ("Regular", "It", "Bold", "BoldIt")

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form header hr main "
    "nav ol p pre section table ul".split()
).union(_HEADINGS)
_LEFT_OUT = frozenset("head iframe noscript object script style svg template video audio".split())
_KEPT = ("alt", "class", "colspan", "data-lines", "href", "lang", "rowspan", "src", "start")
_ABSOLUTE = re.compile(r"^(https?|mailto|tel):", re.IGNORECASE)
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LONG_WORD = re.compile(r"[^\s]{24,}")
_MAY_BREAK = re.compile(r"[^/\-_.?&=@]{1,12}[/\-_.?&=@]*|[/\-_.?&=@]+")
_UNKNOWN_LETTER = re.compile(r'the text `"(.+)"` could not be displayed')


def typeset(sheet: Sheet, layout: Path, files: Path) -> bytes:
    """Return a sheet as a PDF/UA-1 file on A4; the same sheet gives the same bytes.

    Args:
        sheet: what to print. Nothing in it is run: the layout gets it as data.
        layout: a Typst file, as overrides/handout.typ; it says in its head what it is given.
        files: the docs/ folder of the plain tree; pictures are read from here and nowhere else.

    Raises CourseError when a picture is missing or the page cannot be laid out.
    """
    page = read_page(sheet, files)
    owner, compiler = _press()
    if owner != os.getpid():
        raise RuntimeError("Typst's threads do not survive a fork: start processes with spawn")
    try:
        pdf, warnings = compiler.compile_with_warnings(
            input=layout.read_bytes(),
            root=files,
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={
                "page": _writable(ElementTree.tostring(page, encoding="unicode")),
                "title": _writable(sheet.title),
                "language": sheet.language,
                "footer": _writable(sheet.footer),
                "brand": sheet.brand,
            },
            timestamp=0,  # a layout that asks for today gets the same day every time
        )
    except typst.TypstError as error:
        raise CourseError([_explained(error.message, error.diagnostic, sheet, layout)]) from error
    if warnings or not isinstance(pdf, bytes):
        raise CourseError(
            _explained(warning.message, warning.diagnostic, sheet, layout) for warning in warnings
        )
    return pdf


def read_page(sheet: Sheet, files: Path) -> ElementTree.Element:
    """Return a sheet's page as a tree that a layout can walk without checking anything.

    Headings skip no level and the title is the only one at the first; links lead out of the
    course or are plain text; pictures are there. Raises CourseError for pictures that are not.
    """
    fragment = _Fragment()
    fragment.feed(_reader().reset().convert(sheet.markdown))
    fragment.close()
    root = fragment.root
    _leave_out(root)
    _level(root, sheet.title)
    problems = list(_place_pictures(root, sheet, files))
    if problems:
        raise CourseError(problems)
    for element in root.iter():
        _tidy(element)
    _settle(root, is_code=False)
    return root


class _Fragment(HTMLParser):
    """Reads HTML as browsers do, near enough, into a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = ElementTree.Element("page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.handle_endtag("p")
        kept = {name: value or "" for name, value in attrs if name in (*_KEPT, "style")}
        element = ElementTree.SubElement(self.open[-1], tag, kept)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        names = [element.tag for element in self.open]
        if tag in names[1:]:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        _append(self.open[-1], data)


def _append(element: ElementTree.Element, text: str) -> None:
    """Add text at the end of what an element holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


@functools.cache
def _reader() -> Markdown:
    return Markdown(extensions=list(EXTENSIONS), output_format="xhtml")


@functools.cache
def _press() -> tuple[int, typst.Compiler]:
    """Return this process's number and a compiler that has read the fonts."""
    fonts = Path(font_source_sans_pro.__file__).parent / "files"
    with tempfile.TemporaryDirectory(prefix="samloft-fonts-") as folder:
        # A folder of our own: the package's also holds .otf twins, taken in any order.
        for face in FACES:
            shutil.copy(fonts / f"SourceSansPro-{face}.ttf", folder)
        read = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder]
        )
        compiler = typst.Compiler(font_paths=read)
        # Fonts are read when first used, so use every face before the folder goes.
        compiler.compile(input=b'#set text(font: "Source Sans Pro")\na *a* _a_ *_a_*', format="pdf")
    return os.getpid(), compiler


def _writable(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def _explained(message: str, diagnostic: str, sheet: Sheet, layout: Path) -> Problem:
    page = sheet.page.as_posix()
    letter = _UNKNOWN_LETTER.search(message)
    if letter:
        return Problem(path=page, line=None, rule="text-can-be-printed", values={"text": letter[1]})
    line = re.search(r"\.typ:(\d+)", diagnostic)
    place = f" ({layout.name}:{line[1]})" if line else ""
    return Problem(
        path=page,
        line=None,
        rule="sheet-can-be-typeset",
        values={"page": page, "reason": f"{message}{place}"},
    )


def _leave_out(root: ElementTree.Element) -> None:
    """Take away what only a screen can use, keeping the text that follows it."""
    for parent in root.iter():
        kept: list[ElementTree.Element] = []
        for child in list(parent):
            classes = child.get("class", "").split()
            if child.tag in _LEFT_OUT or "footnote-backref" in classes or _is_blank(child):
                tail = child.tail or ""
                if kept:
                    kept[-1].tail = (kept[-1].tail or "") + tail
                else:
                    parent.text = (parent.text or "") + tail
                parent.remove(child)
            else:
                kept.append(child)


def _is_blank(element: ElementTree.Element) -> bool:
    """Tell whether a heading has nothing in it: an empty one has no place in the outline."""
    return element.tag in _HEADINGS and not "".join(element.itertext()).strip()


def _level(root: ElementTree.Element, title: str) -> None:
    """Have the title first, and alone at its level, and no level skipped below it."""
    headings = [element for element in root.iter() if element.tag in _HEADINGS]
    if not headings or headings[0].tag != "h1":
        first = ElementTree.Element("h1")
        first.text = title
        first.tail = root.text
        root.text = None
        root.insert(0, first)
    else:
        headings = headings[1:]
    last = 1
    for heading in headings:
        last = max(2, min(int(heading.tag[1]), last + 1))
        heading.tag = f"h{last}"


def _place_pictures(root: ElementTree.Element, sheet: Sheet, files: Path) -> Iterator[Problem]:
    """Set every picture's address from the root of `files`; yield those that are not there."""
    for image in root.iter("img"):
        target = image.get("src", "")
        inside = posixpath.normpath(posixpath.join(sheet.page.parent.as_posix(), target))
        file = files / PurePosixPath(inside)
        if file.resolve().is_relative_to(files.resolve()) and file.is_file():
            image.set("src", f"/{inside}")
        else:
            yield Problem(
                path=sheet.page.as_posix(),
                line=None,
                rule="image-has-file",
                values={"target": target},
            )


def _tidy(element: ElementTree.Element) -> None:
    """Leave an element only what a layout can rely on."""
    style = element.attrib.pop("style", "")
    if element.tag in ("td", "th"):
        side = re.search(r"text-align:\s*(left|center|right)", style)
        element.set("align", side[1] if side else "left")
    if element.tag == "a" and not _ABSOLUTE.match(element.get("href", "")):
        element.tag = "span"
        element.attrib.pop("href", None)
    if "lang" in element.attrib:
        code = re.match(r"[a-z]{2,3}(?=$|-)", element.get("lang", "").lower())
        element.set("lang", code[0]) if code else element.attrib.pop("lang")
    for name, least, most in (
        ("data-lines", 1, 60),
        ("start", 0, 9999),
        ("colspan", 1, 50),
        ("rowspan", 1, 500),
    ):
        if name in element.attrib:
            number = element.get(name, "")
            value = int(number) if re.fullmatch(r"[0-9]{1,6}", number) else least
            element.set(name, str(min(max(value, least), most)))


def _settle(element: ElementTree.Element, *, is_code: bool) -> None:
    """Close up white space as HTML does, and show where a very long word may be broken."""
    is_code = is_code or element.tag == "pre"
    for child in list(element):
        _settle(child, is_code=is_code)
    if is_code:
        return
    pieces: list[str | ElementTree.Element] = [*_breakable(element.text)]
    for child in list(element):
        pieces += [child, *_breakable(child.tail)]
        child.tail = None
        element.remove(child)
    element.text = None
    for piece in pieces:
        if isinstance(piece, str):
            _append(element, piece)
        else:
            element.append(piece)


def _breakable(text: str | None) -> Iterator[str | ElementTree.Element]:
    """Yield a text, with `<wbr>` where its long words may be broken."""
    at = 0
    text = _SPACE.sub(" ", text or "")
    for word in _LONG_WORD.finditer(text):
        yield text[at : word.start()]
        for number, part in enumerate(_MAY_BREAK.findall(word[0])):
            if number:
                yield ElementTree.Element("wbr")
            yield part
        at = word.end()
    yield text[at:]
