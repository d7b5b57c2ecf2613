"""Tell which file each page and product of a site is made from, and so whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from samloft.addresses import (
    ADAPTATIONS,
    MINE,
    MUNICIPALITIES,
    SHORT,
    VOCABULARY,
    short_sessions,
)
from samloft.composing.local_notices import shared_path
from samloft.composing.offers import Subject
from samloft.composing.overlay import (
    Laid,
    lay,
    lesson_paths,
    lessons_at,
    modules_of,
    page_paths,
    pages_at,
)
from samloft.composing.page_kit import FilledModule
from samloft.composing.pictures import copies_of
from samloft.course.model import Course, Edition, Network
from samloft.course.schema import LessonForm, PageForm
from samloft.languages import Language
from samloft.products.registry import find_products


def origins_of(course: Course, edition: Edition, language: Language) -> dict[str, str]:
    """Return what the files of a site are made from: their addresses, and files of the course."""
    return {_address(path): source for path, source in _origins(course, edition, language)}


def _address(path: PurePosixPath) -> str:
    """Return where a file of a plain tree stands in the site that is made of it."""
    if path.suffix != ".md":
        return path.as_posix()
    if path.stem == "index":
        return path.with_suffix(".html").as_posix()
    return (path.with_suffix("") / "index.html").as_posix()


def _origins(
    course: Course, edition: Edition, language: Language
) -> Iterator[tuple[PurePosixPath, str]]:
    network = edition.network
    yield VOCABULARY, "modules/course.yml"
    yield MINE, "modules/course.yml"
    yield ADAPTATIONS, network.top.folder
    if network.municipalities:
        yield MUNICIPALITIES, f"networks/{network.slug}/municipalities.csv"
    for files in (course.files, *(layer.files for layer in network.layers)):
        for path, file in files.items():
            yield from ((each, _name(course.root, file)) for each in (path, *copies_of(path)))
    for page in page_paths(network, course):
        shared = next((each.forms for each in course.pages if each.path == page), {})
        yield from _of_laid(lay(page, shared, pages_at(network, page), language))
        if shared:
            yield shared_path(page), lay(page, shared, (), language).writing.source
    for module in modules_of(course, network):
        yield PurePosixPath(module.slug, "index.md"), f"{module.folder}/module.yml"
        forms = {lesson.path: lesson.forms for lesson in module.lessons}
        for path in lesson_paths(network, module):
            shared_forms = forms.get(path, {})
            yield from _of_laid(lay(path, shared_forms, lessons_at(network, path), language))
            if shared_forms:
                yield shared_path(path), lay(path, shared_forms, (), language).writing.source
        for session in module.sessions:
            yield session.folder / "index.md", session.source
    yield from _of_products(course, network)


def _of_products(course: Course, network: Network) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield what is made of the edition, its modules and its sessions."""
    whole = Subject(modules=())
    subjects = [(whole, "modules/course.yml")]
    modules = modules_of(course, network)
    for module in modules:
        subject = replace(whole, module=FilledModule(module=module, lessons=()))
        subjects.append((subject, f"{module.folder}/module.yml"))
        subjects += [(replace(subject, session=each), each.source) for each in module.sessions]
    names = short_sessions(
        (each.module, each.slug) for module in modules for each in module.sessions
    )
    for module in modules:
        for session in module.sessions:
            short = names[session.module, session.slug]
            yield PurePosixPath(SHORT, f"{short}.md"), session.source
    for offer in find_products(on_demand=True):
        for subject, source in subjects:
            if offer.made_from == subject.made_from:
                page = offer.page(subject)
                yield from ((path, source) for path in (page, *offer.files(subject)) if path)


def _of_laid(
    laid: Laid[LessonForm] | Laid[PageForm],
) -> Iterator[tuple[PurePosixPath, str]]:
    """Yield a page with the text that has the last word."""
    text = laid.blocks[-1] if laid.blocks else laid.writing
    yield laid.path, text.source


def _name(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()
