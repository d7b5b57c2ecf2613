"""What of a Word document stands around its text: notes, headers, and wrappings without words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPINGS = (f"{_W}sdt", f"{_W}customXml", f"{_W}smartTag")
"""What python-docx passes over with all that is in it: content controls, and marks of add-ins."""
_NO_WORDS = (f"{_W}sdtPr", f"{_W}sdtEndPr", f"{_W}customXmlPr", f"{_W}smartTagPr")


def unwrap(body: Any) -> None:
    """Put what stands in content controls in their place, and of two forms of a drawing the new."""
    for choice in list(body.iter(f"{_MC}AlternateContent")):
        found = choice.find(f"{_MC}Choice")
        _replace(choice, list(found if found is not None else choice.find(f"{_MC}Fallback") or ()))
    for name in _WRAPPINGS:
        for wrapping in list(body.iter(name)):
            content = wrapping.find(f"{_W}sdtContent")
            inside = list(wrapping if content is None else content)
            _replace(wrapping, [each for each in inside if each.tag not in _NO_WORDS])


def _replace(element: Any, inside: list[Any]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    parent[at : at + 1] = inside


def words_in(element: Any) -> str:
    """Return the words of a part of a document, a space between its paragraphs."""
    paragraphs = (
        "".join(text.text or "" for text in each.iter(f"{_W}t")) for each in element.iter(f"{_W}p")
    )
    return " ".join(" ".join(paragraphs).split())


def edges_of(document: WordDocument) -> Iterator[str]:
    """Yield the words of each header and footer, also of those for a first or an even page."""
    from lxml import etree

    seen = set()
    for each in document.part.rels.values():
        if each.is_external or not each.reltype.endswith(("/header", "/footer")):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(each.target_part.blob, parser)
        for old in list(root.iter(f"{_MC}Fallback")):
            old.getparent().remove(old)
        words = words_in(root)
        if words and words not in seen:
            seen.add(words)
            yield words


def notes_in(document: WordDocument, kind: str, tag: str) -> dict[str, str]:
    """Return footnotes or endnotes by their number in the file."""
    from lxml import etree

    part = next(
        (
            each.target_part
            for each in document.part.rels.values()
            if not each.is_external and each.reltype.endswith(f"/{kind}")
        ),
        None,
    )
    if part is None:
        return {}
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    found = {}
    for note in root.findall(f"{_W}{tag}"):
        if note.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        words = " ".join("".join(text.text or "" for text in note.iter(f"{_W}t")).split())
        found[str(note.get(f"{_W}id"))] = words
    return found
