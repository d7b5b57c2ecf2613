"""Read a page of HTML: its main part, as Markdown by markdownify."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from samloft.importing.document import Document, Picture, Report
from samloft.importing.folder import sections_of
from samloft.languages.words import slug_of
from samloft.text.escape import escape

LEFT_OUT = ("script", "style", "noscript", "nav", "header", "footer", "aside", "form", "template")
"""What is around a text, or runs."""
NO_FORM = ("iframe", "video", "audio", "object", "embed", "canvas", "svg", "math")
"""What has no printed form; somebody decides what stands there instead."""


class _Converter(MarkdownConverter):
    """markdownify, with letters escaped as ours are: no sign of Jinja's gets through."""

    def escape(self, text: str, *_: object) -> str:
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() and text.strip() else ""
        return f"{before}{escape(' '.join(text.split()))}{after}"


def read_html(path: Path, report: Report) -> Document:
    """Return a page. Raises OSError for a file that cannot be read."""
    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    main = soup.find("main") or soup.find("article") or soup.body or soup
    for name in LEFT_OUT:
        for element in main.find_all(name):
            words = " ".join(element.get_text(" ").split())
            if words or name in ("script", "form"):
                report.add("dropped", "element", "", name=name)
            element.decompose()
    for name in NO_FORM:
        for element in main.find_all(name):
            report.add(
                "person", "no_printed_form", "", name=name, address=str(element.get("src", ""))
            )
            element.decompose()
    pictures = [
        picture
        for number, image in enumerate(main.find_all("img"), 1)
        if (picture := _picture(image, path, number, report))
    ]
    for link in main.find_all("a", href=True):
        parts = urlsplit(str(link["href"]))
        if parts.path and not parts.scheme and not parts.netloc:
            report.add("person", "link_nowhere", "", name=str(link["href"]))
    found = main.find("h1")
    title = " ".join(found.get_text(" ").split()) if found else ""
    if found:
        found.decompose()
    elif soup.title and soup.title.string:
        title = " ".join(soup.title.string.split())
    markdown = _Converter(
        heading_style="ATX", bullets="-", strong_em_symbol="*", newline_style="SPACES"
    ).convert_soup(main)
    described = soup.find("meta", attrs={"name": "description"})
    summary = str(described.get("content", "")) if isinstance(described, Tag) else ""
    return Document(
        title=title,
        sections=tuple(sections_of(markdown)),
        pictures=tuple(pictures),
        head={"summary": summary} if summary else {},
    )


def _picture(image: Any, page: Path, number: int, report: Report) -> Picture | None:
    """Return an image that lies beside the page, under a name of ours."""
    source = str(image.get("src", ""))
    parts = urlsplit(source)
    file = (page.parent / unquote(parts.path)).resolve()
    is_beside = not parts.scheme and not parts.netloc and parts.path
    if not is_beside or not file.is_relative_to(page.parent.resolve()) or not file.is_file():
        report.add("dropped", "picture_outside", "", file=source)
        image.replace_with(str(image.get("alt") or ""))
        return None
    name = f"{slug_of(page.stem)}-{number}{file.suffix.lower().replace('.jpeg', '.jpg')}"
    image["src"] = name
    if not image.get("alt"):
        report.add("person", "no_alt", "", file=name)
    return Picture(name=name, content=file.read_bytes())
