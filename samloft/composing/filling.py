"""Fill in an edition's texts: its modules with their lessons, and its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from samloft.addresses import FRONT
from samloft.cache import digest
from samloft.composing import pages
from samloft.composing.downloads import downloads_of
from samloft.composing.files import sources_of
from samloft.composing.local_notices import (
    notice,
)
from samloft.composing.module_pages import Made
from samloft.composing.navigation import (
    course_names,
    gone_from,
    module_cards,
)
from samloft.composing.overlay import (
    Laid,
    base_of,
    lay,
    lesson_paths,
    lessons_at,
    modules_of,
    owner_of,
    pages_at,
)
from samloft.composing.page_kit import (
    Desk,
    FilledLesson,
    FilledModule,
    borrowed_notice,
    draft_notice,
    heading,
    proposal_of,
)
from samloft.composing.pictures import sizes_of
from samloft.composing.proposals import Repositories
from samloft.composing.shared_work import Plain
from samloft.composing.texts import FilledText, Texts
from samloft.course.model import Course, Edition, Module, Writing
from samloft.course.moved import moved_of
from samloft.course.schema import LessonForm, PageForm
from samloft.languages import Language
from samloft.problems import Problem
from samloft.slots.traced import looked_at
from samloft.text.blocks import dressed
from samloft.text.heading_ids import Headings, with_ids
from samloft.text.parse import parse


class Filling:
    """Fills in the texts of editions of one course."""

    def __init__(self, course: Course, texts: Texts, *, tells_extents: bool = False) -> None:
        """Take a course, what fills in its texts, and whether pages tell how large files are."""
        self.course, self.texts, self._tells_extents = course, texts, tells_extents

    def filled_modules(
        self, edition: Edition, language: Language, how: Plain, problems: list[Problem]
    ) -> tuple[Desk, list[FilledModule]]:
        """Return what an edition's pages are made with, and its modules with lessons filled."""
        files = sources_of(self.course, edition.network)
        desk = Desk(
            language=language,
            templates=self.texts.templates,
            names={**how.names, **course_names(self.course, language)},
            gone=gone_from(self.course, edition.network),
            in_folders=self.course.addresses == "folders",
            sizes=sizes_of(self.course.root, files),
            downloads=downloads_of(files, language),
            repositories=Repositories(
                self.course.repository, looked_at(edition.network.repository)
            ),
            tells_extents=self._tells_extents,
        )
        modules = [
            self._module(module, edition, desk, how, problems)
            for module in modules_of(self.course, edition.network)
        ]
        cards = list(module_cards(modules, desk))
        return replace(desk, names={**desk.names, "modules": cards}), modules

    def _module(
        self, module: Module, edition: Edition, desk: Desk, how: Plain, problems: list[Problem]
    ) -> FilledModule:
        shared = {lesson.path: lesson.forms for lesson in module.lessons}
        home = owner_of(edition.network, module)
        filled = []
        for path in lesson_paths(edition.network, module):
            layers = lessons_at(edition.network, path)
            laid: Laid[LessonForm] = lay(path, shared.get(path, {}), layers, desk.language)
            if home:
                laid = replace(laid, kind="new", by=laid.by if laid.kind else home)
            base = base_of(laid, shared.get(path, {}), layers)
            moved = moved_of(shared.get(path, {}))
            make = partial(self.lesson, laid, desk, base, how, moved=moved)
            filled.append(how.once(path, make, problems))
        return FilledModule(module=module, lessons=tuple(filled))

    def lesson(
        self,
        laid: Laid[LessonForm],
        desk: Desk,
        base: Laid[LessonForm] | None,
        how: Plain,
        problems: list[Problem],
        *,
        moved: tuple[str, ...] = (),
    ) -> FilledLesson:
        """Return a lesson with its text filled in, and with what its headings are named after."""
        make = partial(self._lesson, laid, desk, base, moved)
        of = digest(desk.told, laid.told, base.told if base else "", *moved)
        made = how.once(("lesson", laid.path), make, problems, of)
        return replace(made, text=replace(made.text, names=desk.names))

    def _lesson(
        self,
        laid: Laid[LessonForm],
        desk: Desk,
        base: Laid[LessonForm] | None,
        moved: tuple[str, ...],
        problems: list[Problem],
    ) -> FilledLesson:
        """Return it without what it was filled in with."""
        text = self.texts.fill(laid, desk.names, problems)
        headings = self.texts.headings_in(base, desk.names) if base else None
        problems += self.texts.clashes_in(text, headings)
        return FilledLesson(
            path=laid.path,
            language=laid.writing.language,
            title=laid.head.title,
            objective=laid.head.objective,
            summary=laid.head.summary,
            minutes=laid.head.minutes,
            is_draft=laid.head.is_draft,
            text=replace(text, names={}),
            base=headings,
            kind=laid.kind,
            by=laid.by,
            moved=moved,
        )

    def laid_page(
        self, path: PurePosixPath, edition: Edition, language: Language
    ) -> Laid[PageForm]:
        """Return the text of a page that an edition has in a language."""
        return lay(path, self.shared(path), pages_at(edition.network, path), language)

    def shared(self, path: PurePosixPath) -> Mapping[Language, Writing[PageForm]]:
        """Return the shared text of a page; nothing for a network's own."""
        return next((page.forms for page in self.course.pages if page.path == path), {})

    def page(
        self,
        laid: Laid[PageForm],
        desk: Desk,
        base: Laid[PageForm] | None,
        how: Plain,
        problems: list[Problem],
    ) -> Made:
        """Return a page with its text filled in; `base` is what it is a translation of."""
        make = partial(self._page, laid, desk, base)
        of = digest(desk.told, laid.told, base.told if base else "")
        made = how.once(("page", laid.path), make, problems, of)
        assert made.filled is not None
        return replace(made, filled=replace(made.filled, names=desk.names))

    def _page(
        self,
        laid: Laid[PageForm],
        desk: Desk,
        base: Laid[PageForm] | None,
        problems: list[Problem],
    ) -> Made:
        """Return it without what it was filled in with."""
        filled = self.texts.fill(laid, desk.names, problems)
        headings = self.texts.headings_in(base, desk.names) if base else None
        problems += self.texts.clashes_in(filled, headings)
        return replace(_written(laid, filled, headings, desk), filled=replace(filled, names={}))


def _written(laid: Laid[PageForm], filled: FilledText, base: Headings | None, desk: Desk) -> Made:
    written, head = laid.writing.language, laid.head
    text = with_ids(dressed(parse(filled.body), written), head.title, base)
    lines = [heading(head.title, written, desk.language), ""]
    if head.draft:
        lines += draft_notice(desk)
    if laid.path == FRONT:
        lines, text = pages.front_head(lines, text, filled.source, written, desk)
    else:
        lines += notice(laid.path, laid.kind, desk, laid.by)
    body = desk.written(text, filled.source, laid.path)
    if written != desk.language:
        lines += [borrowed_notice(written, desk), ""]
    lines += [desk.part(body, written), ""]
    if laid.path != FRONT:
        lines += proposal_of(laid.writing.source, desk)
    return Made(laid.path, head.title, "\n".join(lines), head.summary or "", laid.language)
