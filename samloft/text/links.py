"""Turn the links authors write between files into links of a plain tree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from samloft.addresses import VOCABULARY, session_folder
from samloft.languages import LANGUAGES
from samloft.text.markup import DECORATION
from samloft.text.nodes import Node
from samloft.text.parse import parse, parse_line
from samloft.text.write_inline import write_inline

_FORM = re.compile(rf"\.({'|'.join(LANGUAGES[1:])})\.md$")
"""The end of the name of a text in another language than the first, which names no language."""
_HOME = re.compile(r"networks/[^/]+/(?:municipalities/[^/]+/)?")
_MEDIA = re.compile(
    r"""(<(?:video|audio|source|track)\b[^<>]*?\s(?:src|poster)\s*=\s*)(["'])([^"'<>]+)\2""",
    re.IGNORECASE,
)
"""A film or a sound in raw HTML, and where its file is."""
_PLACE = re.compile(r"[\w:.-]+")
_LINKS = re.compile(r"\]\(|<[ai]", re.IGNORECASE)
"""Something in a title that may be a link or a picture, as Markdown or as HTML."""
_OUTSIDE = re.compile(r"^([a-z][a-z0-9+.-]*:|//|#|\{)")


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link or picture in a text."""

    line: int
    text: str
    target: str
    is_image: bool
    is_decoration: bool = False
    """True for a picture that is said to say nothing."""

    @property
    def is_term(self) -> bool:
        """Tell whether it points into the shared vocabulary, as in `term:gevinst`."""
        return self.target.startswith("term:")

    @property
    def is_inside(self) -> bool:
        """Tell whether it points at a file of the course."""
        return not _OUTSIDE.match(self.target)


def _readable(target: str) -> str:
    """Return an address with its letters as they are, unless it would then lead another way.

    `%2f%2fa.no` is the name of a file, and `//a.no` is not.
    """
    plain = unquote(target)
    is_same = bool(_OUTSIDE.match(plain)) == bool(_OUTSIDE.match(target))
    return plain if is_same and plain.count("#") == target.count("#") else target


def _place(written: str) -> str:
    """Return the name of a place on a page with its letters as they are, where it is a name."""
    plain = unquote(written)
    return plain if _PLACE.fullmatch(plain) else written


@lru_cache(maxsize=1024)
def find_links(text: str) -> tuple[Link, ...]:
    """Return the links and pictures of a text, of every form, with their lines."""
    return links_in(parse(text))


def links_in(document: Node) -> tuple[Link, ...]:
    """Return the links and pictures of a text that has been read."""
    links = [
        Link(
            line=node.line,
            text=node.words,
            target=_readable(node.target),
            is_image=node.kind == "image",
            is_decoration=node.info == DECORATION,
        )
        for node in (*document.all("link", "image"), *links_in_titles(document))
    ]
    media = [
        Link(line=node.line, text="", target=_readable(unescape(found[3])), is_image=False)
        for node in document.all("tag", "html", "container")
        for found in _MEDIA.finditer(node.text)
    ]
    return (*links, *media)


def links_in_titles(document: Node) -> Iterator[Node]:
    """Yield the links and pictures in the titles of blocks and tabs."""
    for block in document.all("block", "tab"):
        for piece in parse_line(block.title) if _LINKS.search(block.title) else ():
            for node in piece.all("link", "image"):
                yield replace(node, line=block.line)


def find_citations(text: str) -> dict[str, int]:
    """Return the sources a text cites, in order, each with the line it is first cited on."""
    return citations_in(parse(text))


def citations_in(document: Node) -> dict[str, int]:
    """Return the sources that a text cites, where it has been read.

    A mark that leads to a footnote in the text itself cites no source.
    """
    own = {note.info for note in document.all("footnote")}
    found: dict[str, int] = {}
    for node in document.all("note"):
        if node.info not in own:
            found.setdefault(node.info, node.line)
    return found


@lru_cache(maxsize=8192)
def plain_path(source: str, target: str) -> PurePosixPath:
    """Return where a link's file stands in a plain tree.

    `source` is the file the link is in, from the root; overlay files count as the shared file
    they mirror. Links name the file without its language: every form has the same address.
    """
    folder = PurePosixPath(source).relative_to(home_of(source) or ".").parent
    file = _FORM.sub(".md", target.split("#")[0])
    at = PurePosixPath(posixpath.normpath(posixpath.join(folder.as_posix(), file)))
    if at.parts[:1] in (("modules",), ("docs",)):
        at = PurePosixPath(*at.parts[1:])
    if at.name == "terms.yml":
        return VOCABULARY
    if at.name == "module.yml":
        return at.with_name("index.md")
    if at.suffix == ".yml" and at.parent.name == "sessions":
        return session_folder(str(at.parent.parent), at.stem) / "index.md"
    return at


def written_way(place: PurePosixPath, source: str, modules: Container[str]) -> str:
    """Return how a text links to what has a place in a plain tree: `plain_path` the other way."""
    module = place.parts[0]
    if place == VOCABULARY:
        return "terms.yml"
    if module not in modules:
        file = PurePosixPath("docs", place)
    elif place == PurePosixPath(module, "index.md"):
        file = PurePosixPath("modules", module, "module.yml")
    elif place.name == "index.md":
        file = PurePosixPath("modules", module, "sessions", f"{place.parent.name}.yml")
    else:
        file = PurePosixPath("modules", place)
    return relative(file, PurePosixPath(source).relative_to(home_of(source) or "."))


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


@dataclass(frozen=True)
class Gone:
    """What an edition lacks of the course; a link to it becomes its words."""

    pages: frozenset[str] = frozenset()
    """The modules left out, and the files of lessons left out."""
    terms: frozenset[str] = frozenset()
    """The words only they define."""
    is_all: bool = False
    """True where a page stands alone: whatever a link would lead to is gone."""

    def has(self, path: PurePosixPath) -> bool:
        """Tell whether a page is one the edition lacks."""
        return path.as_posix() in self.pages or path.parts[:1] in {(each,) for each in self.pages}


NOTHING = Gone()
EVERYTHING = Gone(is_all=True)


def relink(
    document: Node,
    source: str,
    page: PurePosixPath,
    gone: Gone = NOTHING,
    *,
    in_folders: bool = False,
    is_piece: bool = False,
) -> Node:
    """Return a text with its links as they must be on a page of the plain tree.

    Args:
        document: the text.
        source: the file it is from.
        page: where it comes to stand.
        gone: what the edition lacks.
        in_folders: True where each page is a folder of its own: no engine turns raw HTML.
        is_piece: True where it is a piece of a text whose places are on another page.
    """
    home = page if page.stem == "index" or not in_folders else page.with_suffix("") / "index.md"

    def medium(found: re.Match[str]) -> str:
        target = unescape(found[3])
        if _OUTSIDE.match(target):
            return found[0]
        at = relative(plain_path(source, _readable(target)), home)
        return f"{found[1]}{found[2]}{quote(at)}{found[2]}"

    def turned(node: Node) -> tuple[Node, ...]:
        if node.kind in ("tag", "html", "container"):
            text = _MEDIA.sub(medium, node.text)
            return (node if text == node.text else replace(node, text=text),)
        if node.kind in ("block", "tab") and _LINKS.search(node.title):
            words = Node(kind="heading", children=parse_line(node.title)).mapped(turned)
            return (replace(node, title=write_inline(words.children)),)
        if node.kind not in ("link", "image"):
            return (node,)
        if is_piece and node.target.startswith("#"):
            node = replace(node, target=f"{quote(PurePosixPath(source).name)}{node.target}")
        way, mark, place = node.target.partition("#")
        if mark and not _OUTSIDE.match(way):  # the site generator looks for the very letters
            node = replace(node, target=f"{way}#{_place(place)}")
        target = _readable(node.target)
        if target.startswith("term:"):
            slug = target.removeprefix("term:")
            if gone.is_all or slug in gone.terms:
                return node.children
            way = f"{relative(VOCABULARY, page)}#{quote(slug)}"
            attrs = {**node.attrs, "class": f"sl-term {node.attrs.get('class', '')}".strip()}
            return (replace(node, target=way, attrs=attrs),)
        if _OUTSIDE.match(target) or not target:
            return (node,)
        file, mark, place = node.target.partition("#")
        at = plain_path(source, _readable(file))
        is_gone = gone.is_all or (gone.has(at) and at.suffix == ".md")
        if is_gone and node.kind == "link":
            return node.children
        if at == VOCABULARY and unquote(place) in gone.terms:
            return node.children
        return (replace(node, target=f"{quote(relative(at, page))}{mark}{place}"),)

    return document.mapped(turned)
