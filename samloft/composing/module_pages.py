"""Make a module's pages, and what products offer of an edition, a module and a session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import PurePosixPath
from urllib.parse import unquote

from samloft.addresses import SHEETS, address_of
from samloft.cache import digest
from samloft.composing import pages
from samloft.composing import sessions as gatherings
from samloft.composing.local_notices import shared_path
from samloft.composing.offers import Offer, Subject, links, short_of
from samloft.composing.page_kit import Desk, FilledLesson, FilledModule
from samloft.composing.plain_tree import Learning, ProductFile
from samloft.composing.run_form import run_form
from samloft.composing.shared_work import Plain
from samloft.composing.texts import FilledText
from samloft.composing.values import facts_about, own_look
from samloft.course.model import Course, pick
from samloft.course.schema import TermForm
from samloft.languages import Language
from samloft.problems import Problem


@dataclass(frozen=True)
class Made:
    """One page, before it has its front matter."""

    path: PurePosixPath
    title: str
    text: str
    summary: str = ""
    language: Language | None = None
    """Of the title, where it may be another than the site's."""
    kind: str = ""
    """What else is made from it; empty for nothing."""
    called: str = ""
    """What that is called."""
    frame: str = ""
    """The theme's template for it, where that is not the ordinary one."""
    files: tuple[PurePosixPath, ...] = ()
    """Where that goes."""
    subject: str = ""
    """What it is made from, as it is called."""
    place: str = ""
    """The short address of that, from the root of the site."""
    run_form: tuple[tuple[str, str | int], ...] = ()
    """What the form for a run of a session needs to know, on the session's page."""
    leads_to: PurePosixPath | None = None
    """The page that a reader is taken on to."""
    is_page: bool = True
    is_aside: bool = False
    """True for what a search is not to find: it stands elsewhere too."""
    filled: FilledText | None = None
    """The author's text on it, for a page outside the modules."""
    learning: Learning | None = None


@lru_cache(maxsize=1024)
def _named_in(body: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms whose name stands in a text anywhere, also in an address."""
    said = unquote(body)
    return tuple(term for term in terms if term in said)


def course_learning(modules: Sequence[FilledModule], desk: Desk) -> Learning:
    """Return what programs read of the whole course."""
    return Learning(
        kind="Course",
        minutes=sum(lesson.minutes for filled in modules for lesson in filled.lessons),
        teaches=tuple(aim for filled in modules for aim in _aims(filled, desk)),
    )


def _aims(filled: FilledModule, desk: Desk) -> tuple[str, ...]:
    """Return what one learns in a module."""
    forms = filled.module.objectives
    return tuple(forms[pick(desk.language, forms)]) if forms else ()


@dataclass(frozen=True)
class ModulePages:
    """Makes them for one course."""

    course: Course
    offers: Sequence[Offer]

    def of_module(
        self,
        filled: FilledModule,
        modules: Sequence[FilledModule],
        desk: Desk,
        how: Plain,
        problems: list[Problem],
    ) -> Iterator[Made]:
        """Yield the pages of a module, its lessons and its sessions, and what is made of them.

        Each is made once for all editions, and in all builds, that have the same for it: it is
        given no more of the modules than it is made of.
        """
        slug = filled.module.slug
        kinds = tuple(offer.kind for offer in self.offers)
        around = (desk.told, self.course.addresses, kinds, filled.module.told)

        def once(
            part: object, make: Callable[[], Iterator[Made]], seen: FilledModule, *beside: object
        ) -> list[Made]:
            of = digest(repr((around, seen.told, *beside)))
            return how.once((slug, part), lambda _: list(make()), problems, of)

        slugs = {lesson.slug for lesson in filled.lessons}
        whole = filled.seen_from(slugs, filled.module.sessions)
        index, *products = once("index", partial(self._index, whole, desk), whole)
        yield index
        terms = {term: form for each in modules for term, form in each.module.terms.items()}
        told = {term: of for each in modules for term, of in each.module.terms_told.items()}
        for lesson in filled.lessons:
            seen = filled.seen_from({lesson.slug})
            # All that it can lead to: what it does not name it does not need.
            used = {term: terms[term] for term in _named_in(lesson.body, (*terms,))}
            make = partial(self._lesson, lesson.slug, seen, used, desk)
            yield from once(lesson.slug, make, seen, [(term, told[term]) for term in used])
        short = short_of(modules)
        for session in filled.module.sessions:
            seen = filled.seen_from(session.lessons, [session])
            name = short[session.module, session.slug]
            subject = Subject(module=seen, session=session, short=name)
            make = partial(self._session, subject, desk)
            yield from once(("session", session.slug), make, seen, name)
        yield from products

    def _index(self, filled: FilledModule, desk: Desk) -> Iterator[Made]:
        """Yield a module's own page, then what is made from the module."""
        module = filled.module
        code = pick(desk.language, module.title)
        subject = Subject(module=filled)
        index = subject.folder / "index.md"
        text = pages.module_page(filled, desk, links(self.offers, subject, index, desk))
        learning = Learning(
            kind="LearningResource",
            is_a="module",
            minutes=sum(lesson.minutes for lesson in filled.lessons),
            teaches=_aims(filled, desk),
        )
        summary = desk.plain(module.summary) if module.summary else ""
        yield Made(index, module.title[code], text, summary, code, learning=learning)
        yield from self.offered(subject, module.title[code], desk)

    def _lesson(
        self, slug: str, filled: FilledModule, terms: Mapping[str, TermForm], desk: Desk
    ) -> Iterator[Made]:
        lesson = filled.lesson(slug)
        assert lesson is not None, "one of its own"
        has_sheets = any(each.kind == SHEETS for each in self.offers)
        text = pages.lesson_page(lesson, filled, desk, terms, has_sheets=has_sheets)
        head = (lesson.path, lesson.title, text, lesson.summary, lesson.language)
        yield Made(*head, learning=self._learning(lesson))

    def _learning(self, lesson: FilledLesson) -> Learning:
        """Return what programs read of a lesson."""
        is_adapted = lesson.kind in ("part", "whole")
        shared = address_of(shared_path(lesson.path), self.course.addresses)
        return Learning(
            kind="LearningResource",
            is_a="lesson",
            minutes=lesson.minutes,
            teaches=(lesson.objective,),
            based_on=shared if is_adapted else "",
        )

    def _session(self, subject: Subject, desk: Desk) -> Iterator[Made]:
        session, filled = subject.gathering
        title = desk.plain(session.title)
        index = session.folder / "index.md"
        text = gatherings.session_page(
            session, filled, desk, links(self.offers, subject, index, desk)
        )
        code = pick(desk.language, session.title)
        form = run_form(session, desk.language)
        summary = desk.plain(session.summary) if session.summary else ""
        yield Made(index, title, text, summary, code, run_form=form)
        yield from self.offered(subject, title, desk)

    def offered(self, subject: Subject, title: str, desk: Desk) -> Iterator[Made]:
        """Yield what is made from a subject, with its page where it has one."""
        for offer in self.offers:
            if offer.is_made_from(subject):
                page, name = offer.page(subject), offer.name(desk.language)
                yield Made(
                    page or subject.folder / "index.md",
                    f"{name}: {title}",
                    offer.write(subject, desk),
                    kind=offer.kind,
                    called=name,
                    frame=offer.frame,
                    files=tuple(offer.files(subject)),
                    subject=title,
                    place=subject.short_address,
                    is_page=page is not None,
                    is_aside=True,
                )

    def products_of(self, subject: Subject, page: PurePosixPath, desk: Desk) -> str:
        """Return the list of what is made from a subject, for a page that authors write."""
        products = links(self.offers, subject, page, desk)
        return desk.fill("_products.md", products=products) if products else ""

    def product_files(
        self, every: Iterable[Made], how: Plain, language: Language
    ) -> Iterator[ProductFile]:
        """Yield the files that are made from pages, or from what has none."""
        about = None
        for made in every:
            if not made.kind:
                continue
            if about is None:  # with nothing to make, no setting is looked at
                look = own_look(how.itself.network, language)
                about = facts_about(self.course, how.edition, how.own, language, look)
            facts = about.of(made.called, made.place)
            for path in made.files:
                yield ProductFile(
                    kind=made.kind,
                    path=path,
                    page=made.path,
                    title=made.title,
                    subject=made.subject,
                    language=language,
                    text=made.text,
                    facts=facts,
                )
