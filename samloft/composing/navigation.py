"""Say in which order an edition's pages stand, and what of the course has a place in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any

from samloft.addresses import MINE, MUNICIPALITIES, VOCABULARY
from samloft.composing.page_kit import Desk, FilledModule
from samloft.course.model import Course, Network, pick
from samloft.languages import Language
from samloft.languages.words import date_words
from samloft.text.links import Gone


def nav_of(
    modules: Sequence[FilledModule],
    titles: Mapping[PurePosixPath, str],
    desk: Desk,
) -> list[Any]:
    """Return the navigation: the front page, the modules, and the pages around them."""
    nav: list[Any] = [{desk.label("nav.home"): "index.md"}]
    placed = {PurePosixPath("index.md")}
    for filled in modules:
        module = filled.module
        inside: list[Any] = [f"{module.slug}/index.md"]
        inside += [{lesson.title: lesson.path.as_posix()} for lesson in filled.lessons]
        if module.sessions:
            meetings = [
                {titles[session.folder / "index.md"]: (session.folder / "index.md").as_posix()}
                for session in module.sessions
            ]
            inside.append({desk.label("nav.sessions"): meetings})
        nav.append({desk.plain(module.title): inside})
    nav.append({titles[VOCABULARY]: VOCABULARY.as_posix()})
    placed.add(VOCABULARY)
    around = (path for path in titles if len(path.parts) == 1 and path not in placed)
    return [*nav, *({titles[path]: path.as_posix()} for path in around)]


def edition_places(
    modules: Sequence[FilledModule], paths: Iterable[PurePosixPath]
) -> Iterator[PurePosixPath]:
    """Yield where an edition's pages stand, for one that cannot be composed."""
    yield from (VOCABULARY, MINE, MUNICIPALITIES, *paths)
    for filled in modules:
        yield PurePosixPath(filled.module.slug, "index.md")
        yield from (lesson.path for lesson in filled.lessons)
        yield from (session.folder / "index.md" for session in filled.module.sessions)


def shared_places(course: Course) -> Iterator[PurePosixPath]:
    """Yield everything of the course that a link may lead to, by its place in a plain tree."""
    yield from (VOCABULARY, MINE, MUNICIPALITIES, *course.files)
    yield from (page.path for page in course.pages)
    for module in course.modules:
        yield PurePosixPath(module.slug, "index.md")
        yield from (lesson.path for lesson in module.lessons)
        yield from (session.folder / "index.md" for session in module.sessions)


def gone_from(course: Course, network: Network) -> Gone:
    """Return what a network leaves out of the course."""
    left_out = [module for module in course.modules if module.slug not in network.modules]
    pages = {module.slug for module in left_out}
    pages |= {f"{address}.md" for address in network.without}
    terms = {term for module in left_out for term in module.terms}
    return Gone(pages=frozenset(pages), terms=frozenset(terms))


def module_cards(modules: Sequence[FilledModule], desk: Desk) -> Iterator[SimpleNamespace]:
    """Yield what texts may use of each module of an edition."""
    for filled in modules:
        yield SimpleNamespace(
            title=desk.words(filled.module.title),
            summary=desk.words(filled.module.summary),
            link=f"{filled.module.slug}/index.md",
            minutes=sum(lesson.minutes for lesson in filled.lessons),
            lessons=len(filled.lessons),
            audience=[desk.our_label(f"audience.{group}") for group in filled.module.audience],
            picture=f"{filled.module.slug}/{filled.module.picture}"
            if filled.module.picture
            else "",
            objectives=desk.words(filled.module.objectives) or (),
            begin=filled.lessons[0].path.as_posix() if filled.lessons else "",
            first=desk.marked(filled.lessons[0].title, filled.lessons[0].language)
            if filled.lessons
            else "",
        )


def course_names(course: Course, language: Language) -> dict[str, Any]:
    """Return what texts may use that is the same in every edition."""
    return {
        "language": language,
        "course": SimpleNamespace(
            title=course.title[pick(language, course.title)],
            version=course.version,
            date=date_words(course.day, language),
            day=course.day.isoformat(),
        ),
    }
