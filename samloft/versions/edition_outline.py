"""An edition in outline, as its readers have it: what `changes` compares."""

from __future__ import annotations

from samloft.changes.outline import (
    Outline,
    OutlinedLesson,
    outlined_session,
    sections_of,
    titles_of,
)
from samloft.composing.composer import Composer
from samloft.composing.overlay import lay, page_paths, pages_at
from samloft.course.model import Edition, Module
from samloft.course.moved import moved_of
from samloft.languages import Language
from samloft.text.sealed_notes import sealed


def outline_of_edition(composer: Composer, edition: Edition, language: Language) -> Outline:
    """Return an edition in outline, with its own texts in place and its values filled in.

    Raises CourseError with what is wrong in its texts.
    """
    network = edition.network
    lessons, sessions = {}, {}
    for filled in composer.filled(edition, language):
        moved = _moved(filled.module, edition)
        for lesson in filled.lessons:
            address = lesson.path.with_suffix("").as_posix()
            lessons[address] = OutlinedLesson(
                title=lesson.title,
                minutes=lesson.minutes,
                sections=sections_of(sealed(lesson.body)),  # it is published
                moved_from=moved.get(lesson.slug, ()),
                local=lesson.kind,
            )
        titles = titles_of(filled.module, lessons)
        for session in filled.module.sessions:
            sessions[session.folder.as_posix()] = outlined_session(session, titles, language)
    pages = {}
    for path in page_paths(network, composer.course):
        shared = next((page.forms for page in composer.course.pages if page.path == path), {})
        kind = lay(path, shared, pages_at(network, path), language).kind
        if kind:
            pages[path.with_suffix("").as_posix()] = kind
    return Outline(lessons=lessons, sessions=sessions, pages=pages)


def _moved(module: Module, edition: Edition) -> dict[str, tuple[str, ...]]:
    """Return the former addresses of a module's lessons, shared ones and an edition's own."""
    found: dict[str, tuple[str, ...]] = {}
    for lesson in module.lessons:
        found[lesson.slug] = moved_of(lesson.forms)
    for layer in edition.network.layers:
        for path, forms in layer.lessons.items():
            if path.parts[0] == module.slug:
                found[path.stem] = (*found.get(path.stem, ()), *moved_of(forms))
    return found
