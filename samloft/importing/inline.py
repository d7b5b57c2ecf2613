"""Words with their emphasis and links as Markdown that shows just these letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from samloft.text.escape import escape

SIGNS = {"strong": "**", "em": "*", "del": "~~", "code": "`"}
TAGS = {"sup": "sup", "sub": "sub"}


@dataclass(frozen=True)
class Words:
    """Some letters that look alike."""

    text: str
    marks: frozenset[str] = frozenset()
    """Of strong, em, del, code, sup, sub."""
    link: str = ""


@dataclass(frozen=True)
class Verbatim:
    """Markdown that is ready: a picture, a citation, a line break."""

    text: str


def inline(pieces: Iterable[Words | Verbatim]) -> str:
    """Return a paragraph's pieces as Markdown.

    Emphasis never begins or ends with a space, which Markdown would not take for emphasis.
    """
    written = []
    for kind, group in groupby(_joined(pieces), key=lambda piece: getattr(piece, "link", None)):
        text = "".join(_one(piece) for piece in group)
        written.append(f"[{text}]({_target(kind)})" if kind and text.strip() else text)
    return "".join(written).strip()


def _joined(pieces: Iterable[Words | Verbatim]) -> Iterable[Words | Verbatim]:
    """Yield pieces with neighbours of one look as one: Word cuts words wherever it likes."""
    last: Words | None = None
    for piece in pieces:
        if isinstance(piece, Words) and not piece.text:
            continue
        if (
            isinstance(piece, Words)
            and last
            and (last.marks, last.link)
            == (
                piece.marks,
                piece.link,
            )
        ):
            last = Words(last.text + piece.text, last.marks, last.link)
            continue
        if last:
            yield last
        last = piece if isinstance(piece, Words) else None
        if isinstance(piece, Verbatim):
            yield piece
    if last:
        yield last


def _one(piece: Words | Verbatim) -> str:
    if isinstance(piece, Verbatim):
        return piece.text
    inner = piece.text.strip()
    if not inner:
        return " " if piece.text else ""
    before = " " if piece.text[0].isspace() else ""
    after = " " if piece.text[-1].isspace() else ""
    if "code" in piece.marks:
        ticks = "``" if "`" in inner else "`"
        return f"{before}{ticks}{inner}{ticks}{after}"
    text = str(escape(inner))
    for mark, tag in TAGS.items():
        if mark in piece.marks:
            text = f"<{tag}>{text}</{tag}>"
    for mark in ("em", "strong", "del"):
        if mark in piece.marks:
            text = f"{SIGNS[mark]}{text}{SIGNS[mark]}"
    return f"{before}{text}{after}"


def _target(address: str) -> str:
    return f"<{address}>" if any(sign in address for sign in " ()") else address
