"""Compose an edition in one language: a plain tree, which is an ordinary MkDocs project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from samloft.addresses import ADAPTATIONS, FRONT, MINE, MUNICIPALITIES, VOCABULARY
from samloft.cache import Cache, digest
from samloft.composing import pages
from samloft.composing.base_settings import read_base
from samloft.composing.extents import still_open
from samloft.composing.files import files_of
from samloft.composing.filling import Filling
from samloft.composing.gatherings import announced, gatherings_of, on_front
from samloft.composing.link_problems import link_problems
from samloft.composing.local_notices import (
    Adapted,
    adaptations_page,
    shared_path,
    with_way_back,
)
from samloft.composing.mkdocs_yml import site_config
from samloft.composing.module_pages import Made, ModulePages, course_learning
from samloft.composing.navigation import nav_of
from samloft.composing.offers import Offer, Subject, pages_aside, short_pages
from samloft.composing.overlay import (
    base_of,
    lay,
    page_paths,
    pages_at,
)
from samloft.composing.own_words import Own, own_of
from samloft.composing.page_kit import (
    FOLDER,
    Desk,
    FilledLesson,
    FilledModule,
)
from samloft.composing.plain_tree import PlainTree, front_matter
from samloft.composing.shared_work import Marked, Plain
from samloft.composing.styles import FRONT_SHEET, is_part, sheets_of, theme_of
from samloft.composing.texts import Texts
from samloft.composing.values import Same
from samloft.composing.values_for_marks import products_with_values, with_values
from samloft.composing.variants import slots_of
from samloft.course.model import Course, Edition, Network, Writing
from samloft.course.schema import LessonForm
from samloft.languages import Language
from samloft.problems import CourseError, Problem
from samloft.slots.settings import in_print
from samloft.slots.slot import ANY_MARK, Slot
from samloft.slots.traced import Lookups

T = TypeVar("T")


class Composer:
    """Composes editions of one course; texts are compiled once for all of them."""

    def __init__(
        self,
        course: Course,
        cache: Cache | None = None,
        offers: Sequence[Offer] = (),
        *,
        tells_extents: bool = False,
    ) -> None:
        """Take a course.

        Args:
            course: what to compose editions of.
            cache: keeps between builds what texts were compiled to and found to be.
            offers: what is made of editions beside their pages, which link to it.
            tells_extents: have pages hold a place open for how long and large each file is; who
                writes the pages fills it (`extents.extent_slots`).
        """
        self.course, self.offers, self.tells_extents = course, offers, tells_extents
        self.texts = Texts(cache)
        self.filling = Filling(course, self.texts, tells_extents=tells_extents)
        self.module_pages = ModulePages(course, offers)
        for path in sorted(FOLDER.glob("_*.md")):
            self.texts.templates.offer(path.name, path.read_text(encoding="utf-8"))
        self.base = read_base(course.root)
        theme = theme_of(course.root)
        self.theme = {path: file for path, file in theme.items() if not is_part(path)}
        self._sheets = sheets_of(theme)
        self._sheets.pop(FRONT_SHEET)
        self._files: dict[Same, Mapping[PurePosixPath, Path | bytes]] = {}
        self._cache = cache
        self.lookups = Lookups(cache)

    def files_of(self, network: Network) -> Mapping[PurePosixPath, Path | bytes]:
        """Return what stands in a network's plain trees beside the pages."""
        same = Same(network)
        if same not in self._files:
            self._files[same] = files_of(self.course, network, self._cache) | self._sheets
        return self._files[same]

    def compose(self, edition: Edition, language: Language, problems: list[Problem]) -> PlainTree:
        """Return an edition's plain tree; what is wrong in its texts goes into `problems`.

        Values come in last, where they can neither begin a list nor part a link from its text;
        extents not at all, if there are places for them.
        """
        make = partial(self._tree_once, language, problems)
        tree, by_mark = self.with_marks(edition, language, make)
        if not by_mark:
            return tree
        shown = {**by_mark, **(still_open(tree.products) if self.tells_extents else {})}
        return replace(
            tree,
            edition=edition.id,
            config=self.config(edition, language, tree.config["nav"]),
            pages={path: with_values(text, shown) for path, text in tree.pages.items()},
            files=self.files_of(edition.network),
            products=tuple(products_with_values(tree.products, edition, self.offers, by_mark)),
        )

    def with_marks(
        self, edition: Edition, language: Language, make: Callable[[Plain], T]
    ) -> tuple[T, dict[str, Slot]]:
        """Return what is made with marks for an edition's values, and the value of each mark.

        There are none where the values themselves are needed, or where there are mistakes.
        """
        own = self.own(edition, language)
        by_mark = {slot.mark: slot for slot in slots_of(edition, own).values()}
        if not any(ANY_MARK.search(slot.whole) for slot in by_mark.values()):
            try:
                return make(Marked(edition, own, language, self.lookups)), by_mark
            except CourseError:
                pass  # it is said of the edition itself, if it is wrong there too
        return make(Plain(edition, own)), {}

    def own(self, edition: Edition, language: Language) -> Own:
        """Return what the pages of an edition in one form say of it alone."""
        return own_of(self.course, edition, language)

    def config(
        self, edition: Edition, language: Language, nav: list[Any], own: Own | None = None
    ) -> dict[str, Any]:
        """Return what `mkdocs.yml` says for a plain tree with some pages."""
        own = own or self.own(edition, language)
        aside = pages_aside(self.offers)
        return site_config(self.base, self.course, edition, own, language, nav, aside)

    def compose_marked(self, edition: Edition, language: Language) -> PlainTree:
        """Return the plain tree that all editions share which differ in printed values only.

        It is an edition's own tree once the marks in it are replaced (`slots_of`, `escape`), but
        for its files and the colour of its products. Raises CourseError with what is wrong in its
        texts.
        """
        own = self.own(edition, language)
        return self._tree_once(language, [], Marked(edition, own, language, self.lookups))

    def _tree_once(self, language: Language, problems: list[Problem], how: Plain) -> PlainTree:
        return how.once("tree", partial(self._tree, language, how), problems)

    def _tree(self, language: Language, how: Plain, problems: list[Problem]) -> PlainTree:
        edition = how.edition
        desk, modules = self.filling.filled_modules(edition, language, how, problems)
        texts: dict[PurePosixPath, str] = {}
        titles: dict[PurePosixPath, str] = {}
        every = list(self.written(edition, modules, desk, how, problems))
        if not problems:
            said = [(each.path, each.filled) for each in every if each.filled]
            problems += link_problems(
                self.course, edition.network, language, modules, every, said, self.texts.links_in
            )
        for written in every:
            if not written.is_page:
                continue
            borrowed = written.language if written.language != language else None
            head = front_matter(
                written.title,
                written.summary,
                borrowed,
                is_aside=written.is_aside,
                leads_to=written.leads_to,
                run=written.run_form,
                frame=written.frame,
                learning=written.learning,
            )
            texts[written.path] = head + written.text
            titles[written.path] = written.title
        nav = nav_of(modules, titles, desk)
        # What settings are looked at for comes last: all texts made after it would hang on it too.
        return PlainTree(
            edition=how.itself.id,
            language=language,
            config=in_print(self.config(edition, language, nav, how.own)),
            pages=texts,
            files=self.files_of(how.itself.network),
            theme=self.theme,
            products=tuple(self.module_pages.product_files(every, how, language)),
        )

    def filled(self, edition: Edition, language: Language) -> list[FilledModule]:
        """Return an edition's modules with their lessons filled.

        Raises CourseError with what is wrong in their texts.
        """
        problems: list[Problem] = []
        how = Plain(edition, self.own(edition, language))
        _, modules = self.filling.filled_modules(edition, language, how, problems)
        if problems:
            raise CourseError(problems)
        return modules

    def written(
        self,
        edition: Edition,
        modules: Sequence[FilledModule],
        desk: Desk,
        how: Plain,
        problems: list[Problem],
    ) -> Iterator[Made]:
        """Yield every page of the edition."""
        # A page may tell of the modules, which are other ones where lessons are a network's own.
        around = (*desk.around, repr(desk.names["modules"]))
        for path in page_paths(edition.network, self.course):
            laid = self.filling.laid_page(path, edition, desk.language)
            base = base_of(laid, self.filling.shared(path), pages_at(edition.network, path))
            make = partial(self.filling.page, laid, desk, base, how)
            made = how.once((path, *around), make, problems)
            if path == FRONT:
                held = announced(edition, modules)
                products = self.module_pages.products_of(Subject(modules=modules), path, desk)
                learning = course_learning(modules, desk)
                text = made.text + on_front(held, desk) + products
                made = replace(made, text=text, learning=learning)
            yield made
        for filled in modules:
            yield from self.module_pages.of_module(filled, modules, desk, how, problems)
        if any(offer.made_from == "edition" for offer in self.offers):
            whole, title = Subject(modules=modules), desk.names["course"].title
            key = ("products", tuple(lesson.body for each in modules for lesson in each.lessons))
            yield from how.once(
                key, lambda _: list(self.module_pages.offered(whole, title, desk)), problems
            )
        if how.edition.network.published_at or self.course.site_url:
            for page, title, text, to in short_pages(modules, desk):
                yield Made(page, title, text, leads_to=to, is_aside=True)
        title = desk.label("vocabulary.title")
        terms = [(repr(each.module.title), *each.module.terms_told.items()) for each in modules]
        of = digest(repr((desk.told, terms)))
        text = how.once(VOCABULARY, lambda _: pages.vocabulary_page(modules, desk), problems, of)
        yield Made(VOCABULARY, title, text)
        lessons = tuple(lesson.body for each in modules for lesson in each.lessons)
        mine = partial(pages.mine_page, modules, desk, page_paths(edition.network, self.course))
        text = how.once((MINE, lessons), lambda _: mine(), problems)
        yield Made(MINE, desk.label("mine.title"), text)
        yield from self._adapted(edition, modules, desk, how, problems)
        yield from gatherings_of(announced(edition, modules), modules, self.offers, desk)
        if edition.network.municipalities:
            title = desk.label("municipalities.title")
            yield Made(MUNICIPALITIES, title, pages.municipalities_page(desk))

    def _adapted(
        self,
        edition: Edition,
        modules: Sequence[FilledModule],
        desk: Desk,
        how: Plain,
        problems: list[Problem],
    ) -> Iterator[Made]:
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
                    form = forms[lesson.path]
                    shared = partial(self._shared_lesson, form, filled, lesson, desk, how)
                    yield how.once(("shared", lesson.path, desk.around), shared, problems)
        for path in page_paths(edition.network, self.course):
            laid = self.filling.laid_page(path, edition, desk.language)
            if laid.kind is None:
                continue
            every.append(Adapted(path, laid.head.title, laid.language, laid.kind, laid.by))
            if laid.kind != "new":
                shared = partial(self._shared_page, path, desk, how)
                yield how.once(("shared", path, desk.around), shared, problems)
        if every:
            text = how.once(ADAPTATIONS, lambda _: adaptations_page(every, desk), problems)
            yield Made(ADAPTATIONS, desk.label("adapted.title"), text)

    def _shared_lesson(
        self,
        forms: Mapping[Language, Writing[LessonForm]],
        filled: FilledModule,
        adapted: FilledLesson,
        desk: Desk,
        how: Plain,
        problems: list[Problem],
    ) -> Made:
        """Return the shared text of a lesson that an edition has adapted."""
        path = shared_path(adapted.path)
        laid = lay(adapted.path, forms, (), desk.language)
        lesson = self.filling.lesson(laid, desk, base_of(laid, forms, ()), how, problems)
        lesson, seen = replace(lesson, path=path), filled.seen_from(())

        def page(_: list[Problem]) -> str:
            text = pages.lesson_page(lesson, seen, desk)
            return with_way_back(text, path, adapted.path, adapted.title, desk)

        said = (desk.told, lesson.told, adapted.title, seen.told, filled.module.told)
        text = how.once(("page", path), page, problems, digest(repr(said)))
        title = f"{desk.label('adapted.shared_of')} {lesson.title}"
        return Made(path, title, text, language=lesson.language, is_aside=True)

    def _shared_page(
        self, adapted: PurePosixPath, desk: Desk, how: Plain, problems: list[Problem]
    ) -> Made:
        """Return the shared text of a page that an edition has adapted."""
        path = shared_path(adapted)
        forms = next(page.forms for page in self.course.pages if page.path == adapted)
        laid = replace(lay(adapted, forms, (), desk.language), path=path)
        title = laid.head.title
        page = self.filling.page(laid, desk, base_of(laid, forms, ()), how, problems)
        text = with_way_back(page.text, path, adapted, title, desk)
        shown = f"{desk.label('adapted.shared_of')} {title}"
        return Made(path, shown, text, language=laid.language, is_aside=True)
