"""Links of an edition lead somewhere, and pictures have a file and say what they show."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from samloft.addresses import HOST_ENDINGS
from samloft.composing.files import file_places
from samloft.composing.link_places import Known
from samloft.composing.module_pages import Made
from samloft.composing.navigation import shared_places
from samloft.composing.page_kit import FilledModule
from samloft.composing.texts import FilledText
from samloft.course.media import FILE_KINDS, SHOWN
from samloft.course.model import Course, Network, Session, pick
from samloft.languages import Language
from samloft.problems import Problem
from samloft.suggest import nearest
from samloft.text.html_reader import HtmlReader
from samloft.text.links import Link, plain_path
from samloft.text.markdown import engine_html


def link_problems(
    course: Course,
    network: Network,
    language: Language,
    modules: Sequence[FilledModule],
    made: Sequence[Made],
    texts: Sequence[tuple[PurePosixPath, FilledText]],
    links_in: Callable[[str], Sequence[Link]],
) -> Iterator[Problem]:
    """Yield a problem for each link to nowhere, unknown term, and picture without a text.

    Args:
        course: what the edition is of.
        network: whose it is.
        language: of the edition.
        modules: its modules.
        made: all its pages, and what else is made of it.
        texts: its texts outside the modules, and where each comes to stand.
        links_in: returns the links of a text.
    """
    every = (*course.modules, *(filled.module for filled in modules))
    pages = {each.path: each.text for each in made if each.is_page}
    files = frozenset(path for each in made for path in each.files)
    files |= frozenset(file_places(course, network))
    shared = frozenset(shared_places(course))
    known = Known(
        pages=pages,
        files=files,
        shared=shared,
        own=files.union(pages) - shared,
        modules=frozenset(module.slug for module in every),
        terms=frozenset(term for module in every for term in module.terms),
        root=course.root,
    )
    lessons = [lesson for module in modules for lesson in module.lessons]
    for page, text in [*((lesson.path, lesson.text) for lesson in lessons), *texts]:
        for link in links_in(text.body):
            if text.is_whole or "{{" not in link.target:
                yield from _wrong(link, page, text, known)
    for module in modules:
        for session in module.module.sessions:
            page = session.folder / "index.md"
            for note in _notes_of(session, course, language):
                for link in links_in(note.body):
                    yield from _wrong(link, page, note, known)


@dataclass(frozen=True)
class _Note:
    """A Markdown text in a session's file."""

    body: str
    source: str
    root: Path
    """Of the course."""

    def problem(self, line: int, rule: str, **values: str) -> Problem:
        """Return what is wrong on a line of it, at the line of the file with those words."""
        words = self.body.split("\n")[line - 1].strip()
        file = self.root / self.source
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
        target = values.get("target") or values.get("name", "")
        here = [at for at, each in enumerate(lines, start=1) if target in each]
        exact = [at for at in here if words[:40] in lines[at - 1]]
        found = next(iter([*exact, *here]), None)
        return Problem(path=self.source, line=found, rule=rule, values=values)


def _notes_of(session: Session, course: Course, language: Language) -> Iterator[_Note]:
    """Yield what facilitators are told in a session, as an edition in a language has it."""
    for forms in (session.facilitator, *(part.notes for part in session.parts)):
        if forms:
            text = forms[pick(language, forms)]
            yield _Note(text, session.source, course.root)


def _wrong(
    link: Link, page: PurePosixPath, text: FilledText | _Note, known: Known
) -> Iterator[Problem]:
    if link.is_image and not link.text.strip() and not link.is_decoration:
        yield text.problem(link.line, "image-has-alt", target=link.target)
    file, _, anchor = link.target.partition("#")
    if link.is_term:
        yield from _undefined(link, text, known)
    elif not (file or anchor):
        yield text.problem(link.line, "link-has-an-address", value=link.text.strip())
    elif file and not link.is_inside:
        web = urlsplit(link.target)
        if web.scheme in ("http", "https") and not web.netloc:
            yield text.problem(link.line, "address-is-whole", value=link.target)
    else:
        target = plain_path(text.source, file) if file else page
        is_there = target in known.pages or target in known.files
        look = _wrong_there if is_there else _leads_nowhere
        yield from look(link, target, text, known)


def _undefined(link: Link, text: FilledText | _Note, known: Known) -> Iterator[Problem]:
    """Yield what is wrong with a link to a term."""
    slug = link.target.removeprefix("term:")
    if slug not in known.terms:
        close = nearest(slug, sorted(known.terms)) if known.terms else ""
        yield text.problem(link.line, "term-is-defined", name=slug, nearest=close)


def _wrong_there(
    link: Link, target: PurePosixPath, text: FilledText | _Note, known: Known
) -> Iterator[Problem]:
    """Yield what is wrong with a link to something that is there."""
    anchor = link.target.partition("#")[2]
    if link.is_image and target.suffix.lower() not in SHOWN:
        yield text.problem(link.line, "image-is-no-other-file", target=link.target)
    elif anchor and known.pages.get(target) and not link.is_image:
        anchors = anchors_of(known.pages[target])
        if unquote(anchor) not in anchors:
            written = [f"#{each}" for each in anchors if not each.startswith(_OURS)]
            close = nearest(f"#{anchor}", sorted(written)) if written else ""
            yield text.problem(link.line, "anchor-is-there", target=link.target, nearest=close)


def _leads_nowhere(
    link: Link, target: PurePosixPath, text: FilledText | _Note, known: Known
) -> Iterator[Problem]:
    """Yield why a link leads to nothing: what it looks like says how to mend it."""
    file, kind, line = link.target.partition("#")[0], target.suffix.lower(), link.line
    if target in known.shared or _ON_A_MACHINE.match(link.target):
        # The edition has left it out, and its link becomes words; or safety has told of it.
        return
    if "\\" in link.target:
        way = link.target.replace("\\", "/")
        yield text.problem(line, "link-has-forward-slashes", target=link.target, way=way)
    elif link.is_image and kind and kind not in FILE_KINDS:
        yield text.problem(line, "image-is-shown", target=link.target, kind=kind)
    elif link.is_image:
        close = known.near(target, text.source, SHOWN)
        yield text.problem(line, "image-has-file", target=link.target, nearest=close)
    elif _EMAIL.fullmatch(link.target):
        yield text.problem(line, "link-to-write-says-mailto", target=link.target)
    elif _WEB.match(link.target):
        yield text.problem(line, "link-begins-with-https", target=link.target)
    elif _is_of_another_kind(kind, os.path.join(os.path.dirname(text.source), file), known):  # noqa: PTH118, PTH120
        yield text.problem(line, "file-is-of-a-known-kind", kind=kind)
    elif kind in FILE_KINDS:
        close = known.near(target, text.source, {kind})
        yield text.problem(line, "linked-file-is-there", target=link.target, nearest=close)
    else:
        close = known.near(target, text.source, {".md"})
        yield text.problem(line, "link-leads-somewhere", target=link.target, nearest=close)


def _is_of_another_kind(kind: str, name: str, known: Known) -> bool:
    """Tell whether a file is there that is not published, being of no known kind."""
    if kind in (*FILE_KINDS, ".md", ".yml", ""):
        return False
    # It tells of names that no disk takes, too: those are no files.
    return os.path.isfile(os.path.join(known.root, unquote(name)))  # noqa: PTH113, PTH118


_OURS = ("fn:", "fnref:", "sl-")
"""How the places begin that no author has made."""
_ON_A_MACHINE = re.compile(r"[a-zA-Z]:[/\\]")
_EMAIL = re.compile(r"[^\s/@]+@[^\s/@]+\.[a-z]+")
_WEB = re.compile(rf"www\.|[\w.-]+\.(?:{'|'.join(sorted(HOST_ENDINGS))})(?:/|$)")


@functools.lru_cache(maxsize=512)
def anchors_of(page: str) -> frozenset[str]:
    """Return the places on a page, given as Markdown, that links can lead to."""
    reader = _Anchors()
    reader.feed(engine_html(page))
    reader.close()
    return frozenset(reader.found)


class _Anchors(HtmlReader):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "id" and value]
