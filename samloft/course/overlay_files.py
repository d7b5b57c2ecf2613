"""Read what a network, or a municipality, lays over the texts beneath, and check that it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from samloft.course.course import (
    find_files,
    load_module,
    load_other_words,
    load_sessions,
    load_settings,
    load_terms,
    read_writings,
)
from samloft.course.model import Addition, Course, Layer, Module, Writing
from samloft.course.moved import address_of, homes_of
from samloft.course.names import check_name
from samloft.course.reader import Reader, Reading
from samloft.course.schema import LessonForm, LocalForm, NetworkForm, PageForm
from samloft.languages import Language
from samloft.suggest import nearest
from samloft.text.safety import unsafe_in
from samloft.text.template_blocks import block_names
from samloft.text.templates import extends_shared

Forms = Mapping[Language, Writing[Any]]


@dataclass(frozen=True, kw_only=True)
class Beneath:
    """What a layer may lie over: the shared course, and the layers already on it."""

    course: Course
    layers: tuple[Layer, ...] = ()

    @property
    def modules(self) -> tuple[Module, ...]:
        """Every module that is there."""
        return (*self.course.modules, *(own for layer in self.layers for own in layer.own))

    def lesson(self, path: PurePosixPath) -> list[Forms]:
        """Return what is there of a lesson, lowest first."""
        shared = [
            lesson.forms
            for module in self.modules
            for lesson in module.lessons
            if lesson.path == path
        ]
        return shared + [layer.lessons[path] for layer in self.layers if path in layer.lessons]

    def page(self, path: PurePosixPath) -> list[Forms]:
        """Return what is there of a page, lowest first."""
        shared = [page.forms for page in self.course.pages if page.path == path]
        return shared + [layer.pages[path] for layer in self.layers if path in layer.pages]

    def every(self) -> Iterator[list[Forms]]:
        """Yield what is there of each lesson and page, lowest first."""
        lessons = [lesson.path for module in self.modules for lesson in module.lessons]
        lessons += [path for layer in self.layers for path in layer.lessons]
        yield from (self.lesson(path) for path in dict.fromkeys(lessons))
        pages = [page.path for page in self.course.pages]
        pages += [path for layer in self.layers for path in layer.pages]
        yield from (self.page(path) for path in dict.fromkeys(pages))

    def folders(self, module: Module) -> list[str]:
        """Return where a module's files lie, the lowest first."""
        over = [f"{layer.folder}/modules/{module.slug}" for layer in self.layers]
        return [module.folder, *(folder for folder in over if folder != module.folder)]

    def session_files(self, module: Module) -> dict[str, str]:
        """Return the file of each session of a module: the highest that has it."""
        found = {session.slug: session.source for session in module.sessions}
        for layer in self.layers:
            if module.slug in layer.additions:
                sessions = layer.additions[module.slug].sessions
                found |= {session.slug: session.source for session in sessions}
        return found

    def terms(self) -> dict[str, str]:
        """Return the module of each word that is explained."""
        found = {term: module.slug for module in self.modules for term in module.terms}
        for layer in self.layers:
            for slug, addition in layer.additions.items():
                found |= dict.fromkeys(addition.terms, slug)
        return found


def own_modules(folder: Path, beneath: Beneath) -> list[str]:
    """Return the names of the modules that only an overlay's folder has."""
    there = {module.slug for module in beneath.modules}
    every = sorted(path.parent.name for path in folder.glob("modules/*/module.yml"))
    return [name for name in every if name not in there]


def load_layer(reader: Reader, folder: Path, beneath: Beneath) -> Layer:
    """Return what lies in an overlay's folder, with problems noted."""
    names = own_modules(folder, beneath)
    for name in names:
        check_name(reader, name, folder / "modules" / name)
    pages = read_writings(reader, folder / "docs", PageForm, overlay=True)
    layer = Layer(
        folder=reader.name(folder),
        lessons=_lessons(reader, folder / "modules", beneath, names),
        pages={PurePosixPath(f"{slug}.md"): forms for slug, forms in pages.items()},
        files=find_files(folder / "modules") | find_files(folder / "docs"),
        own=tuple(load_module(reader, folder / "modules" / name) for name in names),
        additions=_additions(reader, folder, beneath),
        other_words=load_other_words(reader, folder),
    )
    _check_texts(reader, layer, beneath)
    _check_own(reader, layer, beneath)
    return layer


def _lessons(
    reader: Reader, folder: Path, beneath: Beneath, own: Sequence[str]
) -> dict[PurePosixPath, Mapping[Language, Writing[LessonForm]]]:
    found: dict[PurePosixPath, Mapping[Language, Writing[LessonForm]]] = {}
    known = [module.slug for module in beneath.modules]
    for module in sorted(path for path in folder.glob("*") if path.is_dir()):
        if module.name in own:
            continue
        if module.name not in known:
            close = nearest(module.name, known)
            reader.report(module, None, "overlay-module-exists", name=module.name, nearest=close)
            continue
        for slug, forms in read_writings(reader, module, LessonForm, overlay=True).items():
            found[PurePosixPath(module.name, f"{slug}.md")] = forms
    return found


def _additions(reader: Reader, folder: Path, beneath: Beneath) -> dict[str, Addition]:
    found = {}
    for module in beneath.modules:
        place = folder / "modules" / module.slug
        sessions = tuple(load_sessions(reader, place, beneath.session_files(module)))
        folders = beneath.folders(module)
        terms = load_terms(reader, place, _written(reader, folders, "terms.yml"))
        under = _written(reader, folders, "module.yml")
        settings, fields = load_settings(reader, place / "module.yml", under)
        if sessions or terms or settings:
            found[module.slug] = Addition(
                sessions=sessions, terms=terms, settings=settings, fields=fields
            )
    return found


def _written(reader: Reader, folders: Sequence[str], name: str) -> dict[str, Any]:
    """Return what the files of a name in some folders say, the later over the earlier."""
    found: dict[str, Any] = {}
    for folder in folders:
        reading = reader.readings.get(reader.root / folder / name)
        if reading and isinstance(reading.value, dict):
            found |= reading.value  # a file that lies over another reads as all that holds
    return found


def _check_own(reader: Reader, layer: Layer, beneath: Beneath) -> None:
    """Note terms that are defined elsewhere, and what sessions must not hold."""
    home = beneath.terms()
    given = {slug: addition.terms for slug, addition in layer.additions.items()}
    given |= {module.slug: module.terms for module in layer.own}
    for module, terms in given.items():
        path = reader.root / layer.folder / "modules" / module / "terms.yml"
        for term in terms:
            other = home.setdefault(term, module)
            if other != module:
                line = reader.line(path, (term,))
                place = f"modules/{other}/terms.yml"
                reader.report(path, line, "term-is-defined-once", name=term, other=place)
    sessions = [each for addition in layer.additions.values() for each in addition.sessions]
    sessions += [session for own in layer.own for session in own.sessions]
    for session in sessions:
        said = [
            text for part in session.parts for text in (*part.notes.values(), *part.shows.values())
        ]
        for rule, found in unsafe_in("\n\n".join([*session.facilitator.values(), *said])):
            reader.report(reader.root / session.source, None, rule, value=found)


def _check_texts(reader: Reader, layer: Layer, beneath: Beneath) -> None:
    """Note files that meet nothing to lie over, and locked lessons they may not replace."""
    homes = homes_of(beneath.course)
    for path, lesson in layer.lessons.items():
        under = beneath.lesson(path)
        for writing in lesson.values():
            if any(is_locked(forms) for forms in under):
                file = reader.root / writing.source
                reader.report(file, None, "locked-text-is-shared", name=path.stem)
            home = homes.get(path.with_suffix("").as_posix())
            if home and extends_shared(writing.body) and not under:
                file = reader.root / writing.source
                reader.report(file, None, "adaptation-follows-its-page", name=home)
                continue
            _check_blocks(reader, writing, under)
    for path, page in layer.pages.items():
        for text in page.values():
            _check_blocks(reader, text, beneath.page(path))


def is_locked(forms: Forms) -> bool:
    """Tell whether a lesson takes values only."""
    return any(form.head and form.head.locked for form in forms.values())


def _check_blocks(reader: Reader, writing: Writing[Any], beneath: Iterable[Forms]) -> None:
    if not extends_shared(writing.body):
        return
    file = reader.root / writing.source
    bodies = [text.body for forms in beneath for text in forms.values()]
    if not bodies:
        reader.report(file, None, "overlay-has-shared-page")
        return
    known = sorted({name for body in bodies for name in block_names(body)})
    for name, line in block_names(writing.body).items():
        if name not in known:
            close = nearest(name, known) if known else ""
            reader.report(file, line, "block-exists", name=name, nearest=close)


def check_choice(
    reader: Reader, path: Path, form: NetworkForm | LocalForm, lines: Reading, beneath: Beneath
) -> None:
    """Note modules that an overlay's settings offer in vain, and lessons left out likewise."""
    known = [module.slug for module in beneath.modules] + own_modules(path.parent, beneath)
    for number, slug in enumerate(form.modules):
        if slug not in known:
            line = lines.line(("modules", number))
            reader.report(path, line, "module-exists", name=slug, nearest=nearest(slug, known))
    shared = beneath.course.modules
    lessons = {address_of(each): each for module in shared for each in module.lessons}
    for number, address in enumerate(form.without):
        line = lines.line(("without", number))
        if address not in lessons:
            close = homes_of(beneath.course).get(address) or nearest(address, list(lessons))
            reader.report(path, line, "left-out-lesson-exists", name=address, nearest=close)
        elif is_locked(lessons[address].forms):
            reader.report(path, line, "locked-lesson-stays", name=address)
