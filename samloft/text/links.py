"""Turn the links authors write between files into links of a plain tree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from samloft.addresses import VOCABULARY, session_folder
from samloft.text.blocks import text_lines

_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)(?P<title>[^)]*)\)"
)
_CODE = re.compile(r"`[^`]*`")
_CITATION = re.compile(r"\[\^(?P<id>[\w-]+)\]")
_LANGUAGE = re.compile(r"\.(nn|en)\.md$")
_HOME = re.compile(r"networks/[^/]+/(?:municipalities/[^/]+/)?")
_OUTSIDE = re.compile(r"^([a-z][a-z0-9+.-]*:|//|#|\{)")


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link or picture in a text."""

    line: int
    text: str
    target: str
    is_image: bool

    @property
    def is_term(self) -> bool:
        """Tell whether it points into the shared vocabulary, as in `term:gevinst`."""
        return self.target.startswith("term:")

    @property
    def is_inside(self) -> bool:
        """Tell whether it points at a file of the course."""
        return not _OUTSIDE.match(self.target)


@lru_cache(maxsize=1024)
def find_links(text: str) -> tuple[Link, ...]:
    """Return the links and pictures of a Markdown text, with their lines."""
    return tuple(_links_in(text))


def _links_in(text: str) -> Iterator[Link]:
    for number, line in text_lines(text):
        for match in _LINK.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
            yield Link(
                line=number,
                text=match["text"],
                target=match["target"],
                is_image=bool(match["image"]),
            )


def find_citations(text: str) -> dict[str, int]:
    """Return the sources a text cites, in order, each with the line it is first cited on."""
    found: dict[str, int] = {}
    for number, line in text_lines(text):
        for match in _CITATION.finditer(_CODE.sub("", line)):
            found.setdefault(match["id"], number)
    return found


def plain_path(source: str, target: str) -> PurePosixPath:
    """Return where a link's file stands in a plain tree.

    `source` is the file the link is in, from the root; overlay files count as the shared file
    they mirror. Links name the file without its language: every form has the same address.
    """
    folder = PurePosixPath(source).relative_to(home_of(source) or ".").parent
    file = _LANGUAGE.sub(".md", target.split("#")[0])
    at = PurePosixPath(posixpath.normpath(posixpath.join(folder.as_posix(), file)))
    if at.parts[0] in ("modules", "docs"):
        at = PurePosixPath(*at.parts[1:])
    if at.name == "terms.yml":
        return VOCABULARY
    if at.name == "module.yml":
        return at.with_name("index.md")
    if at.suffix == ".yml" and at.parent.name == "sessions":
        return session_folder(str(at.parent.parent), at.stem) / "index.md"
    return at


def home_of(source: str) -> str:
    """Return the folder of the overlay a file belongs to; empty for a shared one."""
    match = _HOME.match(source)
    return match[0].rstrip("/") if match else ""


def edition_of(source: str) -> str:
    """Return the edition a local file is for: `agder`, or `agder/kristiansand`."""
    return home_of(source).removeprefix("networks/").replace("/municipalities/", "/")


@lru_cache(maxsize=16384)
def relative(target: PurePosixPath, page: PurePosixPath) -> str:
    """Return the way from a page to another file of the same plain tree."""
    return posixpath.relpath(target.as_posix(), page.parent.as_posix() or ".")


@lru_cache(maxsize=4096)
def relink(text: str, source: str, page: PurePosixPath) -> str:
    """Return a text with its links as they must be on a page of the plain tree."""

    def turned(match: re.Match[str]) -> str:
        target = match["target"]
        if target.startswith("term:"):
            way = f"{relative(VOCABULARY, page)}#{target.removeprefix('term:')}"
            return f"[{match['text']}]({way}){{: .sl-term }}"
        if _OUTSIDE.match(target):
            return match[0]
        _, mark, place = target.partition("#")
        way = relative(plain_path(source, target), page)
        return f"{match['image']}[{match['text']}]({way}{mark}{place}{match['title']})"

    lines = text.split("\n")
    for number, line in text_lines(text):
        if "](" in line:
            lines[number - 1] = _outside_code(line, turned)
    return "\n".join(lines)


def unlink(text: str, page: PurePosixPath, gone: set[str], terms: set[str]) -> str:
    """Return a page's text with links to what an edition lacks turned into their words.

    Args:
        text: Markdown, after `relink`.
        page: where it stands in the plain tree.
        gone: the modules left out, and the files of lessons left out.
        terms: the words only they define.
    """

    def turned(match: re.Match[str]) -> str:
        target, _, place = match["target"].partition("#")
        if match["image"] or not target.endswith(".md") or _OUTSIDE.match(target):
            return match[0]
        at = posixpath.normpath(posixpath.join(page.parent.as_posix(), target))
        if at == VOCABULARY.as_posix():
            return match["text"] if place in terms else match[0]
        lost = at in gone or at.split("/")[0] in gone
        return match["text"] if lost else match[0]

    lines = text.split("\n")
    for number, line in text_lines(text):
        if "](" in line:
            done = _outside_code(line, turned)
            # The mark of a word goes with its link.
            lines[number - 1] = re.sub(r"(?<!\))\{: \.sl-term \}", "", done)
    return "\n".join(lines)


def _outside_code(line: str, turned: object) -> str:
    pieces = re.split(r"(`[^`]*`)", line)
    return "".join(
        piece if number % 2 else _LINK.sub(turned, piece)  # type: ignore[call-overload]
        for number, piece in enumerate(pieces)
    )
