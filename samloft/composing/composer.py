"""Compose an edition in one language: a plain tree, which is an ordinary MkDocs project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any, TypeVar

from samloft.addresses import ADAPTATIONS, FRONT, MUNICIPALITIES, VOCABULARY
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
from samloft.composing.offers import Offer, Subject, links, pages_aside
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
from samloft.composing.plain_tree import PlainTree, ProductFile, find_theme, front_matter
from samloft.composing.values import VARYING, facts_about, template_names
from samloft.composing.variants import all_values_of, marked_edition
from samloft.course.model import Course, Edition, Head, Module, Writing, pick
from samloft.course.schema import LessonForm, PageForm
from samloft.languages import Language
from samloft.languages.words import date_words
from samloft.problems import CourseError, Problem
from samloft.slots.settings import in_print
from samloft.slots.traced import Lookups, traced
from samloft.text.blocks import dress
from samloft.text.links import relink, unlink
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
    offer: Offer | None = None
    """What else is made from it."""
    files: tuple[PurePosixPath, ...] = ()
    """Where that goes."""
    is_page: bool = True
    is_aside: bool = False
    """True for what a search is not to find: it stands elsewhere too."""


class _Plain:
    """An edition as itself."""

    def __init__(self, edition: Edition) -> None:
        self.itself = edition
        """For what each edition gets of its own in any case: its files and its colours."""
        self.names = template_names(edition)
        self.edition = edition
        """For everything else."""

    def once(
        self, part: object, make: Callable[[list[Problem]], Made], problems: list[Problem]
    ) -> Made:
        """Return what `make` makes; what is wrong goes into `problems`."""
        return make(problems)


class _Marked(_Plain):
    """An edition with its values as marks; what others have in common is made once."""

    def __init__(self, edition: Edition, language: Language, lookups: Lookups) -> None:
        super().__init__(edition)
        self._facts = all_values_of(edition, self.names)
        self._language, self._lookups = language, lookups
        self.names = {**self.names, **traced({n: self.names[n] for n in VARYING}, lookups)}
        self.edition = marked_edition(edition, lookups)

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

        return self._lookups.once((self._language, part), self._facts, make_or_raise)


class Composer:
    """Composes editions of one course; texts are compiled once for all of them."""

    def __init__(
        self, course: Course, code: Path | None = None, offers: Sequence[Offer] = ()
    ) -> None:
        """Take a course.

        Args:
            course: what to compose editions of.
            code: a folder where compiled texts are kept between builds.
            offers: what is made of editions beside their pages, which link to it.
        """
        self.course, self.offers = course, offers
        self.templates = Templates(code)
        for path in sorted(FOLDER.glob("_*.md")):
            self.templates.offer(path.name, path.read_text(encoding="utf-8"))
        self.base = read_base(course.root)
        self.theme = dict(find_theme(course.root / "overrides"))
        self.lookups = Lookups()

    def compose(self, edition: Edition, language: Language, problems: list[Problem]) -> PlainTree:
        """Return an edition's plain tree; what is wrong in its texts goes into `problems`."""
        return self._tree(language, _Plain(edition), problems)

    def compose_marked(self, edition: Edition, language: Language) -> PlainTree:
        """Return the plain tree that all editions share which differ in printed values only.

        It is an edition's own tree once the marks in it are replaced (`slots_of`, `escape`), but
        for its files and the colour of its products. Raises CourseError with what is wrong in its
        texts.
        """
        how = _Marked(edition, language, self.lookups)
        # Whatever became unmarked since was a mark in the trees that are remembered.
        whole = ("tree", len(self.lookups.unmarked))
        return how.once(whole, lambda found: self._tree(language, how, found), [])

    def _tree(self, language: Language, how: _Plain, problems: list[Problem]) -> PlainTree:
        edition = how.edition
        desk, modules = self._filled_modules(edition, language, how, problems)
        texts: dict[PurePosixPath, str] = {}
        titles: dict[PurePosixPath, str] = {}
        offered: list[_Made] = []
        left_out = [
            each for each in self.course.modules if each.slug not in edition.network.modules
        ]
        gone = {module.slug for module in left_out}
        gone |= {f"{address}.md" for address in edition.network.without}
        terms = {term for module in left_out for term in module.terms}
        for written in self._written(edition, modules, desk, how, problems):
            if gone and written.is_page:
                text = unlink(written.text, written.path, gone, terms)
                written = replace(written, text=text)
            if written.offer:
                offered.append(written)
            if not written.is_page:
                continue
            borrowed = written.language if written.language != language else None
            head = front_matter(written.title, written.summary, borrowed, is_aside=written.is_aside)
            texts[written.path] = head + written.text
            titles[written.path] = written.title
        nav = nav_of(modules, titles, desk)
        # What settings are looked at for comes last: all texts made after it would hang on it too.
        return PlainTree(
            edition=how.itself.id,
            language=language,
            config=in_print(
                site_config(
                    self.base, self.course, edition, language, nav, pages_aside(self.offers)
                )
            ),
            pages=texts,
            files=files_of(self.course, how.itself.network),
            theme=self.theme,
            products=tuple(
                file for made in offered for file in self._product_files(made, how, language)
            ),
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
            if path == FRONT:
                text += self._products_of(Subject(modules=modules), path, desk)
            yield _Made(path, laid.head.title, text, laid.head.summary or "", laid.language)
        for filled in modules:
            # What these are made of beside the language, and what all editions of a shape share.
            bodies = tuple(lesson.body for lesson in filled.lessons)
            module = partial(self._module_pages, filled, modules, desk)
            yield from how.once((filled.module.slug, bodies), module, problems)
        if any(offer.made_from == "edition" for offer in self.offers):
            whole, title = Subject(modules=modules), desk.names["course"].title
            key = ("products", tuple(lesson.body for each in modules for lesson in each.lessons))
            yield from how.once(key, lambda _: list(self._offered(whole, title, desk)), problems)
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

    def _module_pages(
        self, filled: FilledModule, modules: Sequence[FilledModule], desk: Desk, _: object
    ) -> list[_Made]:
        module = filled.module
        code = pick(desk.language, module.title)
        subject = Subject(modules=modules, module=filled)
        index = subject.folder / "index.md"
        text = pages.module_page(filled, desk, links(self.offers, subject, index, desk))
        made = [_Made(index, module.title[code], text, language=code)]
        for lesson in filled.lessons:
            text = pages.lesson_page(lesson, filled, desk)
            made.append(_Made(lesson.path, lesson.title, text, lesson.summary, lesson.language))
        for session in module.sessions:
            made += self._session(replace(subject, session=session), desk)
        made += self._offered(subject, module.title[code], desk)
        return made

    def _session(self, subject: Subject, desk: Desk) -> Iterator[_Made]:
        session, filled = subject.gathering
        title = desk.plain(session.title)
        index = session.folder / "index.md"
        text = gatherings.session_page(
            session, filled, desk, links(self.offers, subject, index, desk)
        )
        code = pick(desk.language, session.title)
        yield _Made(index, title, text, language=code)
        yield from self._offered(subject, title, desk)

    def _offered(self, subject: Subject, title: str, desk: Desk) -> Iterator[_Made]:
        """Yield what is made from a subject, with its page where it has one."""
        for offer in self.offers:
            if offer.made_from == subject.made_from:
                page, name = offer.page(subject), offer.name(desk.language)
                yield _Made(
                    page or subject.folder / "index.md",
                    f"{name}: {title}",
                    offer.write(subject, desk),
                    offer=offer,
                    files=tuple(offer.files(subject)),
                    is_page=page is not None,
                    is_aside=True,
                )

    def _products_of(self, subject: Subject, page: PurePosixPath, desk: Desk) -> str:
        """Return the list of what is made from a subject, for a page that authors write."""
        products = links(self.offers, subject, page, desk)
        return desk.fill("_products.md", products=products) if products else ""

    def _product_files(self, made: _Made, how: _Plain, language: Language) -> Iterator[ProductFile]:
        brand = how.itself.network.colours.primary
        facts = facts_about(self.course, how.edition, made.path, language, brand)
        for path in made.files:
            yield ProductFile(
                kind=made.offer.kind if made.offer else "",
                path=path,
                page=made.path,
                title=made.title,
                language=language,
                text=made.text,
                facts=facts,
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
        body = relink(dress(body, written), laid.writing.source, laid.path)
        lines = [heading(laid.head.title, written, desk.language), ""]
        if laid.path != FRONT:
            lines += notice(laid.path, laid.kind, desk, laid.by)
        if written != desk.language:
            lines += [borrowed_notice(written, desk), ""]
        return "\n".join([*lines, desk.part(body, written), ""])

    def _filled(self, laid: Laid[Head], desk: Desk, problems: list[Problem]) -> str:
        wrong: list[Problem] = []
        text = self._filled_in(laid, desk, wrong)
        problems += wrong
        if not wrong:  # what could not be filled in still has its template code
            problems += _unsafe(text, [*reversed(laid.blocks), laid.writing])
        return text

    def _filled_in(self, laid: Laid[Head], desk: Desk, problems: list[Problem]) -> str:
        base = laid.writing
        chain = [(base.source, base.body)]
        for blocks in laid.blocks:
            text, key = blocks.body, blocks.source
            if blocks.language != base.language:
                text = marked_blocks(text, blocks.language, base.language)
            chain.append((f"{key}#{base.source}", text))
        *beneath, (key, text) = chain
        source = key.partition("#")[0]
        return self.templates.fill(source, text, desk.names, problems, key=key, extends=beneath)


def _unsafe(text: str, made_of: Sequence[Writing[Any]]) -> Iterator[Problem]:
    """Yield what a filled-in text has that may not stand on a page, with the line it is from.

    Args:
        text: Markdown.
        made_of: the writings it is made of, the topmost first.
    """
    for rule, found in unsafe_in(text):
        lines = ((writing, line_of(found, writing.body)) for writing in made_of)
        own, line = next((place for place in lines if place[1]), (made_of[0], None))
        values = {"value": found} if found else {}
        yield Problem(path=own.source, line=line, rule=rule, values=values)


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
