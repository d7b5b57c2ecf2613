"""Compose what products of a session are made from, for one run of it: its day, clock and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from samloft.composing.composer import Composer
from samloft.composing.offers import Subject
from samloft.composing.page_kit import FilledModule
from samloft.composing.plain_tree import ProductFile
from samloft.composing.shared_work import Marked, Plain
from samloft.composing.values_for_marks import products_with_values
from samloft.composing.variants import slots_of
from samloft.course.model import Edition, Session
from samloft.course.run import Run
from samloft.languages import Language
from samloft.languages.words import clock, day_words
from samloft.problems import CourseError, Problem
from samloft.slots.slot import ANY_MARK


def compose_run(
    composer: Composer, edition: Edition, language: Language, run: Run
) -> tuple[ProductFile, ...]:
    """Return every file that is made of a run's session, with the run's facts in it.

    Raises CourseError with what is wrong in the edition's texts, KeyError for a session that the
    edition does not have.
    """
    slots = slots_of(edition)
    if any(ANY_MARK.search(slot.whole) for slot in slots.values()):
        return tuple(_files(composer, Plain(edition), language, run))
    try:
        marked = list(_files(composer, Marked(edition, language, composer.lookups), language, run))
    except CourseError:  # a text that needs the values themselves, or one with mistakes
        return tuple(_files(composer, Plain(edition), language, run))
    by_mark = {slot.mark: slot for slot in slots.values()}
    return tuple(products_with_values(marked, edition, composer.offers, by_mark))


def _files(composer: Composer, how: Plain, language: Language, run: Run) -> Iterator[ProductFile]:
    problems: list[Problem] = []
    desk, modules = composer.filling.filled_modules(how.itself, language, how, problems)
    if problems:
        raise CourseError(problems)
    module, session = session_of(modules, run.session)
    held = replace(session, starts=run.starts)
    subject = Subject(modules=modules, module=module, session=held, run=run)
    pages = composer.module_pages
    for made in pages.offered(subject, desk.plain(session.title), desk):
        for file in pages.product_files(made, how, language):
            yield with_run(file, held, run)


def session_of(modules: list[FilledModule], name: str) -> tuple[FilledModule, Session]:
    """Return a session by its name, as `ki/1-forsta-ki`. Raises KeyError where there is none."""
    for module in modules:
        for session in module.module.sessions:
            if f"{session.module}/{session.slug}" == name:
                return module, session
    raise KeyError(name)


def with_run(file: ProductFile, session: Session, run: Run) -> ProductFile:
    """Return a product's file with what a run is known by."""
    starts, ends = (clock(run.starts, at, file.language) for at in (0, session.minutes))
    facts = replace(
        file.facts,
        on=day_words(run.date, file.language),
        at=f"{starts}–{ends}",
        place=run.whereabouts,
        link=run.link,
    )
    return replace(file, run=run, facts=facts)
