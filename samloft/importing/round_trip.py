"""Write a lesson as a Word document that comes back as the same text."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from pathlib import Path

from samloft.authoring.word_file import word_file
from samloft.importing.document import Document, Report
from samloft.importing.word import read_word
from samloft.text.parse import parse
from samloft.text.pieces import Piece
from samloft.text.shape import Shape, shape


def lesson_as_word(head: Mapping[str, str], body: str, folder: Path, day: datetime.date) -> bytes:
    """Return a lesson as a Word document; what Word would change of it stands as Markdown.

    Args:
        head: its front matter, `title` first.
        body: its Markdown.
        folder: where its pictures lie.
        day: what the document says it was made on.
    """
    whole = word_file(head, body, folder, day)
    if shape_of(read_back(whole)) == _shape(body):
        return whole

    def is_kept(piece: Piece) -> bool:
        alone = word_file({"title": head["title"]}, piece.raw, folder, day)
        return shape_of(read_back(alone)) == _shape(piece.raw)

    return word_file(head, body, folder, day, is_kept)


def read_back(content: bytes) -> Document:
    """Return a document as `import` reads it."""
    return read_word(io.BytesIO(content), Report(), name="leksjon")


def shape_of(document: Document) -> Shape:
    """Return what a document that was read is made of."""
    blocks = []
    for section in document.sections:
        if section.level:
            blocks.append(f"{'#' * section.level} {section.title}")
        blocks.append(section.body)
    return _shape("\n\n".join(blocks))


def _shape(text: str) -> Shape:
    return shape(parse(text), lambda words: " ".join(words.split()))
