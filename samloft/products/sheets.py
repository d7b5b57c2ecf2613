"""The sheets of a module: to fill in on the page, and on paper, each on a side of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

from markupsafe import Markup

from samloft.addresses import SHEETS
from samloft.catalogue import label
from samloft.composing.offers import Subject
from samloft.composing.page_kit import Desk
from samloft.composing.sessions import fitted
from samloft.composing.sheets import sheets_of
from samloft.products._tasks import TEMPLATES
from samloft.products.paper import PaperBuilder
from samloft.products.registry import Product
from samloft.text.links import relative
from samloft.text.nodes import Node
from samloft.text.sheets import to_fill


def write(subject: Subject, desk: Desk) -> str:
    """Return every sheet of a module, in the order of its lessons."""
    assert subject.module is not None, "sheets are made from a module"
    title = desk.words(subject.module.module.title)
    return desk.fill("sheets.md", TEMPLATES, title=title, sheets=list(_sheets(subject, desk)))


def _sheets(subject: Subject, desk: Desk) -> Iterator[SimpleNamespace]:
    page = subject.folder / f"{SHEETS}.md"
    for lesson in subject.module.lessons if subject.module else ():
        for sheet in sheets_of(lesson):
            text = Node(kind="document", children=to_fill(sheet.node, sheet.language))
            yield SimpleNamespace(
                id=sheet.id,
                title=desk.marked(
                    sheet.title, sheet.language if sheet.node.title else lesson.language
                ),
                text=fitted(text, replace(lesson, language=sheet.language), page, desk),
                lesson=desk.marked(lesson.title, lesson.language),
                link=Markup(relative(lesson.path, page)),
            )


def is_there(subject: Subject) -> bool:
    """Tell whether a module has sheets."""
    return any(map(sheets_of, subject.module.lessons if subject.module else ()))


BUILD = PaperBuilder("sheets.typ")
PRODUCT = Product(
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
