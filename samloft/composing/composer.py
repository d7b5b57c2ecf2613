"""Compose an edition in one language: a plain tree, which is an ordinary MkDocs project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any, TypeVar

from samloft.addresses import ADAPTATIONS, FRONT, MUNICIPALITIES, VOCABULARY
from samloft.cache import Cache
from samloft.composing import pages
from samloft.composing import sessions as gatherings
from samloft.composing.files import files_of
from samloft.composing.local_notices import (
    Adapted,
    adaptations_page,
    notice,
    shared_path,
    with_way_back,
)
from samloft.composing.mkdocs_yml import read_base, site_config
from samloft.composing.overlay import (
    Laid,
    lay,
    lesson_paths,
    lessons_at,
    marked_blocks,
    modules_of,
    owner_of,
    page_paths,
    pages_at,
)
from samloft.composing.page_kit import (
    FOLDER,
    Desk,
    FilledLesson,
    FilledModule,
    borrowed_notice,
    heading,
)
from samloft.composing.plain_tree import PlainTree, Sheet, find_theme, front_matter
from samloft.composing.values import VARYING, sheet_footer, template_names
from samloft.composing.variants import marked_edition, settings_shape, shape_of
from samloft.course.model import Course, Edition, Head, Module, Network, Session, Writing, pick
from samloft.course.schema import LessonForm, PageForm
from samloft.languages import Language
from samloft.languages.words import date_words
from samloft.problems import CourseError, Problem
from samloft.slots.traced import Lookups, facts_of, traced
from samloft.text.blocks import dressed
from samloft.text.links import Gone
from samloft.text.looked_through import Faults
from samloft.text.parse import parse
from samloft.text.places import places_of
from samloft.text.safety import line_of, unsafe_in
from samloft.text.templates import Templates

Made = TypeVar("Made")


@dataclass(frozen=True)
class _Made:
    """One page, before it has its front matter."""

    path: PurePosixPath
    title: str
    text: str
    summary: str = ""
    language: Language | None = None
    """Of the title, where it may be another than the site's."""
    sheet: PurePosixPath | None = None
    """Where its PDF goes, for a page that is also a paper."""
    is_aside: bool = False
    """True for what a search is not to find: it stands elsewhere too."""


class _Plain:
    """An edition as itself."""

    def __init__(self, edition: Edition) -> None:
        self.names = template_names(edition)
        self.settings = edition

    def once(
        self, part: object, make: Callable[[list[Problem]], Made], problems: list[Problem]
    ) -> Made:
        """Return what `make` makes; what is wrong goes into `problems`."""
        return make(problems)


class _Marked(_Plain):
    """An edition with its values as marks; what others have in common is made once."""

    def __init__(self, edition: Edition, shape: object, lookups: Lookups) -> None:
        super().__init__(edition)
        self._facts = facts_of({name: self.names[name] for name in VARYING})
        self._shape, self._lookups = shape, lookups
        self.names = {**self.names, **traced({n: self.names[n] for n in VARYING}, lookups)}
        self.settings = marked_edition(edition)

    def once(
        self, part: object, make: Callable[[list[Problem]], Made], problems: list[Problem]
    ) -> Made:
        """Return what `make` makes, the same for all editions whose values it sees as equal.

        Raises CourseError with what is wrong.
        """

        def make_or_raise() -> Made:
            found: list[Problem] = []
            made = make(found)
            if found:
                raise CourseError(found)
            return made

        return self._lookups.once((self._shape, part), self._facts, make_or_raise)


class Composer:
    """Composes editions of one course; texts are compiled once for all of them."""

    def __init__(self, course: Course, cache: Cache | None = None) -> None:
        """Take a course; `cache` keeps between builds what texts were compiled and found to be."""
        self.course = course
        self.templates = Templates(cache.place("texts") if cache else None)
        self.faults = Faults(cache)
        for path in sorted(FOLDER.glob("_*.md")):
            self.templates.offer(path.name, path.read_text(encoding="utf-8"))
        self.base = read_base(course.root)
        self.theme = dict(find_theme(course.root / "overrides"))
        self.lookups = Lookups()

    def compose(self, edition: Edition, language: Language, problems: list[Problem]) -> PlainTree:
        """Return an edition's plain tree; what is wrong in its texts goes into `problems`."""
        return self._tree(edition, language, _Plain(edition), problems)

    def compose_marked(self, edition: Edition, language: Language) -> PlainTree:
        """Return the plain tree that all editions share which differ in printed values only.

        It is an edition's own tree once the marks in it are replaced (`slots_of`, `escape`), but
        for its files and the colour of its sheets. Raises CourseError with what is wrong in its
        texts.
        """
        how = _Marked(edition, (language, *shape_of(edition)), self.lookups)
        whole = ("tree", settings_shape(edition))
        return how.once(whole, lambda found: self._tree(edition, language, how, found), [])

    def _tree(
        self, edition: Edition, language: Language, how: _Plain, problems: list[Problem]
    ) -> PlainTree:
        desk, modules = self._filled_modules(edition, language, how, problems)
        texts: dict[PurePosixPath, str] = {}
        titles: dict[PurePosixPath, str] = {}
        sheets: list[Sheet] = []
        for written in self._written(edition, modules, desk, how, problems):
            borrowed = written.language if written.language != language else None
            head = front_matter(written.title, written.summary, borrowed, is_aside=written.is_aside)
            texts[written.path] = head + written.text
            titles[written.path] = written.title
            if written.sheet:
                sheets.append(self._sheet(written, written.sheet, how.settings, language))
        nav = nav_of(modules, titles, desk)
        return PlainTree(
            edition=edition.id,
            language=language,
            config=site_config(self.base, self.course, how.settings, language, nav),
            pages=texts,
            files=files_of(self.course, edition.network),
            theme=self.theme,
            sheets=tuple(sheets),
        )

    def filled(self, edition: Edition, language: Language) -> list[FilledModule]:
        """Return an edition's modules with their lessons filled.

        Raises CourseError with what is wrong in their texts.
        """
        problems: list[Problem] = []
        _, modules = self._filled_modules(edition, language, _Plain(edition), problems)
        if problems:
            raise CourseError(problems)
        return modules

    def look_through(self, edition: Edition, language: Language, problems: list[Problem]) -> None:
        """Note what is wrong in an edition's texts, also in a course that cannot be composed."""
        how = _Plain(edition)
        desk, _ = self._filled_modules(edition, language, how, problems)
        for path in page_paths(edition.network, self.course):
            self._filled(self._laid_page(path, edition, language), desk, problems)

    def _filled_modules(
        self, edition: Edition, language: Language, how: _Plain, problems: list[Problem]
    ) -> tuple[Desk, list[FilledModule]]:
        desk = Desk(
            language=language,
            templates=self.templates,
            names={**how.names, **course_names(self.course, language)},
            gone=_gone(self.course, edition.network),
        )
        modules = [
            self._module(module, edition, desk, how, problems)
            for module in modules_of(self.course, edition.network)
        ]
        cards = list(_module_cards(modules, desk))
        return replace(desk, names={**desk.names, "modules": cards}), modules

    def _written(
        self,
        edition: Edition,
        modules: Sequence[FilledModule],
        desk: Desk,
        how: _Plain,
        problems: list[Problem],
    ) -> Iterator[_Made]:
        """Yield every page of the edition."""
        for path in page_paths(edition.network, self.course):
            laid = self._laid_page(path, edition, desk.language)
            text = how.once(path, partial(self._page, laid, desk), problems)
            yield _Made(path, laid.head.title, text, laid.head.summary or "", laid.language)
        for filled in modules:
            # What these are made of beside the language, and what all editions of a shape share.
            bodies = tuple(lesson.body for lesson in filled.lessons)
            module = partial(self._module_pages, filled, desk)
            yield from how.once((filled.module.slug, bodies), module, problems)
        title = desk.label("vocabulary.title")
        text = how.once(VOCABULARY, lambda _: pages.vocabulary_page(modules, desk), problems)
        yield _Made(VOCABULARY, title, text)
        yield from self._adapted(edition, modules, desk, how, problems)
        if edition.network.municipalities:
            title = desk.label("municipalities.title")
            yield _Made(MUNICIPALITIES, title, pages.municipalities_page(desk))

    def _adapted(
        self,
        edition: Edition,
        modules: Sequence[FilledModule],
        desk: Desk,
        how: _Plain,
        problems: list[Problem],
    ) -> Iterator[_Made]:
        """Yield the list of what the edition has of its own, and the shared texts of it."""
        every: list[Adapted] = []
        for filled in modules:
            forms = {lesson.path: lesson.forms for lesson in filled.module.lessons}
            for lesson in filled.lessons:
                if lesson.kind is None:
                    continue
                every.append(
                    Adapted(lesson.path, lesson.title, lesson.language, lesson.kind, lesson.by)
                )
                if lesson.kind != "new":
                    shared = partial(self._shared_lesson, forms[lesson.path], filled, lesson, desk)
                    yield how.once(("shared", lesson.path), shared, problems)
        for path in page_paths(edition.network, self.course):
            laid = self._laid_page(path, edition, desk.language)
            if laid.kind is None:
                continue
            every.append(Adapted(path, laid.head.title, laid.language, laid.kind, laid.by))
            if laid.kind != "new":
                shared = partial(self._shared_page, path, desk)
                yield how.once(("shared", path), shared, problems)
        if every:
            text = how.once(ADAPTATIONS, lambda _: adaptations_page(every, desk), problems)
            yield _Made(ADAPTATIONS, desk.label("adapted.title"), text)

    def _shared_lesson(
        self,
        forms: Mapping[Language, Writing[LessonForm]],
        filled: FilledModule,
        adapted: FilledLesson,
        desk: Desk,
        problems: list[Problem],
    ) -> _Made:
        """Return the shared text of a lesson that an edition has adapted."""
        path = shared_path(adapted.path)
        lesson = self._lesson(lay(adapted.path, forms, (), desk.language), desk, problems)
        text = pages.lesson_page(replace(lesson, path=path), filled, desk)
        text = with_way_back(text, path, adapted.path, adapted.title, desk)
        title = f"{desk.label('adapted.shared_of')} {lesson.title}"
        return _Made(path, title, text, language=lesson.language, is_aside=True)

    def _shared_page(self, adapted: PurePosixPath, desk: Desk, problems: list[Problem]) -> _Made:
        """Return the shared text of a page that an edition has adapted."""
        path = shared_path(adapted)
        forms = next(page.forms for page in self.course.pages if page.path == adapted)
        laid = replace(lay(adapted, forms, (), desk.language), path=path)
        title = laid.head.title
        text = with_way_back(self._page(laid, desk, problems), path, adapted, title, desk)
        shown = f"{desk.label('adapted.shared_of')} {title}"
        return _Made(path, shown, text, language=laid.language, is_aside=True)

    def _module_pages(self, filled: FilledModule, desk: Desk, _: object) -> list[_Made]:
        module = filled.module
        code = pick(desk.language, module.title)
        text = pages.module_page(filled, desk)
        index = PurePosixPath(module.slug, "index.md")
        made = [_Made(index, module.title[code], text, language=code)]
        for lesson in filled.lessons:
            text = pages.lesson_page(lesson, filled, desk)
            made.append(_Made(lesson.path, lesson.title, text, lesson.summary, lesson.language))
        for session in module.sessions:
            made += self._session(session, filled, desk)
        return made

    def _session(self, session: Session, filled: FilledModule, desk: Desk) -> Iterator[_Made]:
        title = desk.plain(session.title)
        text = gatherings.session_page(session, filled, desk)
        code = pick(desk.language, session.title)
        yield _Made(session.folder / "index.md", title, text, language=code)
        for name, make in gatherings.PAPERS.items():
            text = make(session, filled, desk)
            shown = f"{desk.label(f'sheet.{name}')}: {title}"
            pdf = session.folder / gatherings.sheet_name(session, name)
            yield _Made(session.folder / f"{name}.md", shown, text, sheet=pdf, is_aside=True)

    def _sheet(
        self, made: _Made, path: PurePosixPath, edition: Edition, language: Language
    ) -> Sheet:
        return Sheet(
            path=path,
            page=made.path,
            title=made.title,
            language=language,
            markdown=made.text,
            footer=sheet_footer(self.course, edition, made.path, language),
            brand=edition.network.colours.primary,
        )

    def _module(
        self, module: Module, edition: Edition, desk: Desk, how: _Plain, problems: list[Problem]
    ) -> FilledModule:
        shared = {lesson.path: lesson.forms for lesson in module.lessons}
        home = owner_of(edition.network, module)
        filled = []
        for path in lesson_paths(edition.network, module):
            layers = lessons_at(edition.network, path)
            laid: Laid[LessonForm] = lay(path, shared.get(path, {}), layers, desk.language)
            if home:
                laid = replace(laid, kind="new", by=laid.by if laid.kind else home)
            filled.append(how.once(path, partial(self._lesson, laid, desk), problems))
        return FilledModule(module=module, lessons=tuple(filled))

    def _lesson(self, laid: Laid[LessonForm], desk: Desk, problems: list[Problem]) -> FilledLesson:
        return FilledLesson(
            path=laid.path,
            source=laid.writing.source,
            language=laid.writing.language,
            title=laid.head.title,
            objective=laid.head.objective,
            summary=laid.head.summary,
            minutes=laid.head.minutes,
            body=self._filled(laid, desk, problems).strip("\n"),
            kind=laid.kind,
            by=laid.by,
        )

    def _laid_page(
        self, path: PurePosixPath, edition: Edition, language: Language
    ) -> Laid[PageForm]:
        shared = next((page.forms for page in self.course.pages if page.path == path), {})
        return lay(path, shared, pages_at(edition.network, path), language)

    def _page(self, laid: Laid[PageForm], desk: Desk, problems: list[Problem]) -> str:
        written = laid.writing.language
        body = self._filled(laid, desk, problems).strip("\n")
        text = dressed(parse(body), written)
        body = desk.written(text, laid.writing.source, laid.path)
        lines = [heading(laid.head.title, written, desk.language), ""]
        if laid.path != FRONT:
            lines += notice(laid.path, laid.kind, desk, laid.by)
        if written != desk.language:
            lines += [borrowed_notice(written, desk), ""]
        return "\n".join([*lines, desk.part(body, written), ""])

    def _filled(self, laid: Laid[Head], desk: Desk, problems: list[Problem]) -> str:
        own = laid.blocks[-1] if laid.blocks else laid.writing
        wrong: list[Problem] = []
        chain = _chain(laid)
        *beneath, (key, written) = chain
        source = key.partition("#")[0]
        text = self.templates.fill(source, written, desk.names, wrong, key=key, extends=beneath)
        problems += wrong
        if wrong:  # what could not be filled in still has its template code
            return text
        if laid.kind:
            problems += _unsafe(text, own)
        faults = self.faults.of(text)
        places = places_of(chain, desk.names, text) if faults else []
        for fault in faults:
            file, line = places[fault.line - 1]
            problems.append(Problem(path=file, line=line, rule=fault.rule, values=fault.values))
        return text


def _chain(laid: Laid[Any]) -> list[tuple[str, str]]:
    """Return the texts a page is made from, the lowest first, each with its name."""
    base = laid.writing
    chain = [(base.source, base.body)]
    for blocks in laid.blocks:
        text, key = blocks.body, blocks.source
        if blocks.language != base.language:
            text = marked_blocks(text, blocks.language, base.language)
        chain.append((f"{key}#{base.source}", text))
    return chain


def _unsafe(text: str, own: Writing[Any]) -> Iterator[Problem]:
    """Yield what a filled-in text has that may not stand on a page, with its line in the file."""
    try:
        for found in unsafe_in(text):
            line, values = line_of(found, own.body), {"value": found}
            yield Problem(path=own.source, line=line, rule="html-is-safe", values=values)
    except RecursionError:
        yield Problem(path=own.source, line=None, rule="text-is-shallow")


def _gone(course: Course, network: Network) -> Gone:
    """Return what a network leaves out of the course."""
    left_out = [module for module in course.modules if module.slug not in network.modules]
    pages = {module.slug for module in left_out}
    pages |= {f"{address}.md" for address in network.without}
    terms = {term for module in left_out for term in module.terms}
    return Gone(pages=frozenset(pages), terms=frozenset(terms))


def course_names(course: Course, language: Language) -> dict[str, Any]:
    """Return what texts may use that is the same in every edition."""
    return {
        "language": language,
        "course": SimpleNamespace(
            title=course.title[pick(language, course.title)],
            version=course.version,
            date=date_words(course.date, language),
        ),
    }


def _module_cards(modules: Sequence[FilledModule], desk: Desk) -> Iterator[SimpleNamespace]:
    for filled in modules:
        yield SimpleNamespace(
            title=desk.words(filled.module.title),
            summary=desk.words(filled.module.summary),
            link=f"{filled.module.slug}/index.md",
            minutes=sum(lesson.minutes for lesson in filled.lessons),
            lessons=len(filled.lessons),
        )


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
