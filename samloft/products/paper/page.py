"""Read a page's HTML as a tree that a layout can walk without checking anything."""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from markdown import Markdown

from samloft.course.schema import FORMS
from samloft.problems import CourseError, Problem
from samloft.text.containers import VOID
from samloft.text.html_reader import HtmlReader
from samloft.text.markdown import EXTENSIONS

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = {
    *_HEADINGS,
    *"address article aside blockquote details div dl fieldset figure footer form".split(),  # noqa: SIM905
    *"header hr main nav ol p pre section table ul".split(),  # noqa: SIM905
}
_LEFT_OUT = {"audio", "head", "iframe", "object", "script", "style", "svg", "template", "video"}
_KEPT = (
    "alt",
    "aria-label",
    "class",
    "colspan",
    "data-clock",
    "data-field",
    "data-form",
    "data-lines",
    "data-part",
    "href",
    "lang",
    "rowspan",
    "src",
    "start",
)
_ABSOLUTE = re.compile(r"^(https?|mailto|tel):", re.IGNORECASE)
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LONG_WORD = re.compile(r"\S{24,}")
_LONG_WORD_IN_TABLE = re.compile(r"\S{14,}")
_LONG_CODE = re.compile(r"\S{80}(?=\S)")
_ORDINARY = re.compile(r"[«(]*[^\W\d_]+(?:[-‑–][^\W\d_]+)*[.,:;!?»)]*")
_MAY_BREAK = re.compile(r"[^/\-_.?&=@]{1,12}[/\-_.?&=@]*|[/\-_.?&=@]+")


def read_page(text: str, title: str, page: str, pictures: Path) -> ElementTree.Element:
    """Return a page as a tree that a layout can walk without checking anything.

    Headings skip no level and the title is the only one at the first; links lead out of the
    course or are plain text; pictures are there.

    Args:
        text: the page's Markdown.
        title: its title, where the text has none.
        page: where it stands in the plain tree.
        pictures: the docs/ folder of the plain tree.

    Raises CourseError for pictures that are not there.
    """
    fragment = _Fragment()
    fragment.feed(_reader().reset().convert(writable(text)))
    fragment.close()
    root = fragment.root
    _leave_out(root)
    _level(root, title)
    _show_captions(root)
    problems = list(_place_pictures(root, page, pictures))
    if problems:
        raise CourseError(problems)
    for element in root.iter():
        _tidy(element)
    _settle(root)
    return root


class _Fragment(HtmlReader):
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
        if tag not in VOID:
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


def writable(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


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


def _show_captions(root: ElementTree.Element) -> None:
    """Have the caption of a table stand above it: a table on paper has rows alone."""
    for parent in list(root.iter()):
        for at, table in enumerate(parent):
            caption = table.find("caption") if table.tag == "table" else None
            if caption is not None:
                figure = ElementTree.Element("figure")
                figure.tail, table.tail, caption.tail = table.tail, None, None
                table.remove(caption)
                caption.tag = "figcaption"
                figure.extend((caption, table))
                parent[at] = figure


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
    above: list[int] = []
    for heading in headings:
        written = max(2, int(heading.tag[1]))
        above = [level for level in above if level < written] + [written]
        heading.tag = f"h{len(above) + 1}"


def _place_pictures(root: ElementTree.Element, page: str, files: Path) -> Iterator[Problem]:
    """Set every picture's address from the root of `files`; yield those that are not there."""
    for image in root.iter("img"):
        target = image.get("src", "")
        name = unquote(target.partition("#")[0])
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(page), name))
        if _is_inside(files / inside, files):
            image.set("src", f"/{inside}")
        else:
            yield Problem(
                path=page,
                line=None,
                rule="image-has-file",
                values={"target": target, "nearest": ""},
            )


def _is_inside(file: Path, folder: Path) -> bool:
    try:
        return file.is_file() and file.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):  # a name no file can have, as that of a picture in the text
        return False


def _tidy(element: ElementTree.Element) -> None:
    """Leave an element only what a layout can rely on."""
    style = element.attrib.pop("style", "")
    if element.tag in ("td", "th"):
        side = re.search(r"text-align:\s*(left|center|right)", style)
        element.set("align", side[1] if side else "left")
    if element.tag == "a" and not _ABSOLUTE.match(element.get("href", "")):
        element.tag = "span"
        element.attrib.pop("href", None)
    if element.get("data-form") not in (None, *FORMS):
        del element.attrib["data-form"]
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


def _settle(element: ElementTree.Element, long_word: re.Pattern[str] = _LONG_WORD) -> None:
    """Close up white space as HTML does, and show where very long words may be broken."""
    if element.tag == "pre":
        code = _LONG_CODE.sub(r"\g<0>\n", "".join(element.itertext()))
        tail = element.tail
        element.clear()
        element.text, element.tail = code, tail
        return
    if element.tag == "table":
        long_word = _LONG_WORD_IN_TABLE
    pieces = [*_breakable(element.text, long_word)]
    for child in list(element):
        _settle(child, long_word)
        pieces += [child, *_breakable(child.tail, long_word)]
        child.tail = None
        element.remove(child)
    element.text = None
    for piece in pieces:
        if isinstance(piece, str):
            _append(element, piece)
        else:
            element.append(piece)


def _breakable(text: str | None, long_word: re.Pattern[str]) -> Iterator[str | ElementTree.Element]:
    """Yield a text with its long words marked: words to hyphenate, addresses to cut anywhere."""
    at = 0
    text = _SPACE.sub(" ", text or "")
    for found in long_word.finditer(text):
        yield text[at : found.start()]
        at = found.end()
        word = found[0]
        if len(word) <= 45 and _ORDINARY.fullmatch(word):
            hyphenated = ElementTree.Element("span", {"class": "sl-long"})
            hyphenated.text = word
            yield hyphenated
            continue
        for number, part in enumerate(_MAY_BREAK.findall(word)):
            if number:
                yield ElementTree.Element("wbr")
            yield part
    yield text[at:]
