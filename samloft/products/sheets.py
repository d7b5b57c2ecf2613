"""The sheets of a module, and those a gathering uses: to fill in, each on a side of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from types import SimpleNamespace

from markupsafe import Markup

from samloft.addresses import SHEETS
from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk, FilledLesson
from samloft.composing.sessions import fitted
from samloft.composing.sheets import sheets_of
from samloft.course.model import Session
from samloft.course.run import Run
from samloft.products._tasks import TEMPLATES
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product
from samloft.text.blocks import dressed
from samloft.text.links import relative
from samloft.text.nodes import Node
from samloft.text.sheets import to_fill

IN_A_RUN = "utfyllingsark"


def write(subject: Subject, desk: Desk) -> str:
    """Return every sheet of a module, in the order of its lessons."""
    assert subject.module is not None, "sheets are made from a module"
    return _page(desk.words(subject.module.module.title), SHEETS, subject, desk)


def write_for_a_run(subject: Subject, desk: Desk) -> str:
    """Return the sheets of the lessons that a session goes through."""
    session, _ = subject.gathering
    return _page(desk.words(session.title), IN_A_RUN, subject, desk)


def is_there(subject: Subject) -> bool:
    """Tell whether there are sheets in the module, or in the lessons of the session."""
    return any(map(sheets_of, _lessons(subject)))


def copies(run: Run, session: Session) -> int:
    """Return how many are printed for a run: as its session says, else one for each."""
    a_group = session.sheets_per_group
    return run.people if a_group is None else a_group * run.groups


def _page(title: Markup, kind: str, subject: Subject, desk: Desk) -> str:
    sheets = list(_sheets(subject, subject.folder / f"{kind}.md", desk))
    return desk.fill("sheets.md", TEMPLATES, title=title, sheets=sheets)


def _lessons(subject: Subject) -> Iterator[FilledLesson]:
    used = {part.lesson for part in subject.session.parts} if subject.session else None
    for lesson in subject.module.lessons if subject.module else ():
        if used is None or lesson.slug in used:
            yield lesson


def _sheets(subject: Subject, page: PurePosixPath, desk: Desk) -> Iterator[SimpleNamespace]:
    for lesson in _lessons(subject):
        for sheet in sheets_of(lesson):
            filled = Node(kind="document", children=to_fill(sheet.node, sheet.language))
            text = dressed(filled, sheet.language)
            yield SimpleNamespace(
                id=sheet.id,
                title=desk.marked(sheet.title, sheet.titled_in),
                text=fitted(text, replace(lesson, language=sheet.language), page, desk),
                lesson=desk.marked(lesson.title, lesson.language),
                link=Markup(relative(lesson.path, page)),
            )


BUILD = PaperBuilder("sheets.typ")
OF_A_MODULE = Product(
    kind=SHEETS,
    made_from="module",
    suffixes=(".pdf",),
    name=lambda language: label(language, "product.sheets.name"),
    link=lambda language: label(language, "product.sheets.link"),
    page_link=lambda language: label(language, "product.sheets.page"),
    write=write,
    is_there=is_there,
    build=BUILD,
    is_exact=BUILD.is_exact,
)
PRODUCTS = (
    OF_A_MODULE,
    # Among what is printed for a gathering, one for each to work on and take home.
    replace(
        OF_A_MODULE,
        kind=IN_A_RUN,
        made_from="session",
        page_link=None,
        write=write_for_a_run,
        rank=35,
        copies=copies,
        use=lambda language: label(language, "product.sheets.use"),
        is_for_a_run=True,
    ),
)
