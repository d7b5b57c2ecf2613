"""No task that fits on one sheet is split: all sessions, papers and forms, of three editions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from kit import commissions
from world import ROOT

from samloft.languages import Language
from samloft.products.paper import PaperBuilder
from samloft.products.paper.page import read_page
from samloft.products.paper.papers import layout_of
from samloft.products.paper.typeset import typeset
from samloft.products.registry import Commission, product_of

WHOLE = ("sl-task", "sl-keypoints")
EDITIONS = ("agder/kristiansand", "vestland", "troms-og-finnmark/karasjok")
"""One that has a lesson of its own, one that is written in nynorsk, one whose name is long."""
FORMS: tuple[Language, ...] = ("nb", "nn")


def letters(text: str) -> str:
    """A text without what a page may break or add: white space, soft hyphens, list marks."""
    return "".join(sign for sign in text if sign.isalnum())


def whole_things(page: ElementTree.Element) -> Iterator[list[str]]:
    """The words of each thing that has to stay whole, piece by piece."""
    for element in page.iter():
        if set(element.get("class", "").split()) & set(WHOLE):
            pieces = [
                letters("".join(piece.itertext()))
                for piece in element.iter()
                if piece.tag in ("p", "li", "h2", "h3", "h4")
            ]
            yield [piece for piece in pieces if piece]


def pages_of(paper: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(paper)
    try:
        return [letters(page.get_textpage().get_text_range()) for page in pdf]
    finally:
        pdf.close()


@pytest.mark.slow
def test_every_task_stands_on_one_page(tmp_path: Path) -> None:
    looked_at = 0
    known: set[tuple[str, str, str, int]] = set()
    for edition, language in product(EDITIONS, FORMS):
        folder = tmp_path / edition / language
        for each in commissions(ROOT, folder, edition, language, published="https://kurs.example"):
            file = each.file
            # Two that differ in the letters of a name alone are laid out alike.
            own = (file.kind, file.language, file.text, len(file.facts.edition) // 20)
            if file.path.suffix == ".pdf" and own not in known:
                known.add(own)
                looked_at += _all_whole(each)
    assert looked_at > 200


def _pages(asked: Commission) -> list[str]:
    """The letters on each page of a paper, as it is laid out."""
    build = product_of(asked.file.kind).build
    assert isinstance(build, PaperBuilder)
    layout = layout_of(ROOT, asked.network, build.main, is_large=build.is_large)
    return pages_of(typeset(asked.file, layout, asked.pictures))


def _fits(asked: Commission, pieces: list[str]) -> bool:
    """Tell whether a task stands on one sheet when it has the sheet to itself."""
    start = '<div class="sl-task"'
    found = next(
        part
        for part in asked.file.text.split(start)[1:]
        if pieces[0] in letters(part.partition("\n\n###")[2][:300])
    )
    task = found.partition("\n</div>\n\n</div>")[0]
    text = f'# T\n\n<div class="sl-page" markdown="1">\n\n{start}{task}\n</div>\n\n</div>\n'
    pages = _pages(replace(asked, file=replace(asked.file, text=text)))
    return any(all(piece in page for piece in pieces) for page in pages)


def _all_whole(asked: Commission) -> int:
    file = asked.file
    tree = read_page(file.text, file.title, file.page.as_posix(), asked.pictures)
    things = list(whole_things(tree))
    if things:
        pages = _pages(asked)
        for pieces in things:
            on = [page for page in pages if all(piece in page for piece in pieces)]
            assert on or not _fits(asked, pieces), (file.path.name, pieces[0])
    return len(things)
