"""Compose what is made of a session for one run of it: its day, clock and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from samloft.composing.composer import Composer
from samloft.composing.offers import Subject, short_of
from samloft.composing.page_kit import Desk, FilledModule
from samloft.composing.plain_tree import PlainTree, ProductFile, front_matter
from samloft.composing.shared_work import Plain
from samloft.composing.values_for_marks import products_with_values, with_values
from samloft.course.model import Edition, Session
from samloft.course.run import Run
from samloft.languages import Language
from samloft.languages.words import clock, day_words
from samloft.problems import CourseError, Problem
from samloft.text.links import EVERYTHING


def compose_run(
    composer: Composer, edition: Edition, language: Language, run: Run
) -> tuple[ProductFile, ...]:
    """Return every file that is made of a run's session, with the run's facts in it.

    Raises CourseError with what is wrong in the edition's texts, KeyError for a session that the
    edition does not have.
    """
    files, slots = composer.with_marks(
        edition, language, lambda how: list(_files(composer, how, language, run))
    )
    return tuple(products_with_values(files, edition, composer.offers, slots) if slots else files)


def compose_slides(composer: Composer, edition: Edition, language: Language, run: Run) -> PlainTree:
    """Return a plain tree with nothing but the slides of a run's session.

    A link to what is not there is but its words. Raises as `compose_run` does.
    """
    made, slots = composer.with_marks(
        edition, language, lambda how: dict(_slides(composer, how, language, run))
    )
    pages = {path: with_values(text, slots) if slots else text for path, text in made.items()}
    return PlainTree(
        edition=edition.id,
        language=language,
        config=composer.config(edition, language, [path.as_posix() for path in pages]),
        pages=pages,
        files=composer.files_of(edition.network),
        theme=composer.theme,
        products=(),
    )


def _held(
    composer: Composer, how: Plain, language: Language, run: Run
) -> tuple[Desk, Subject, Session]:
    """Return a run's session as what things are made from: it begins when the run does."""
    problems: list[Problem] = []
    desk, modules = composer.filling.filled_modules(how.itself, language, how, problems)
    if problems:
        raise CourseError(problems)
    module, session = session_of(modules, run.session)
    held = replace(session, starts=run.starts)
    short = short_of(modules)[session.module, session.slug]
    return desk, Subject(module=module, session=held, short=short, run=run), held


def _files(composer: Composer, how: Plain, language: Language, run: Run) -> Iterator[ProductFile]:
    desk, subject, session = _held(composer, how, language, run)
    pages = composer.module_pages
    every = pages.offered(subject, desk.plain(session.title), desk)
    for file in pages.product_files(every, how, language):
        yield with_run(file, session, run)


def _slides(
    composer: Composer, how: Plain, language: Language, run: Run
) -> Iterator[tuple[PurePosixPath, str]]:
    desk, subject, session = _held(composer, how, language, run)
    alone = replace(desk, gone=EVERYTHING)
    framed = replace(composer.module_pages, offers=[each for each in composer.offers if each.frame])
    for made in framed.offered(subject, desk.plain(session.title), alone):
        head = front_matter(made.title, "", is_aside=made.is_aside, frame=made.frame)
        yield made.path, head + made.text


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
