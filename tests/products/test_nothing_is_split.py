"""No task that fits on one sheet is split, in all sessions and papers, in both written forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from kit import commissions, made
from world import ROOT

from samloft.languages import Language
from samloft.products.paper.page import read_page
from samloft.products.registry import Commission

WHOLE = ("sl-task", "sl-keypoints")
EDITIONS: tuple[tuple[str, Language], ...] = (("agder/kristiansand", "nb"), ("vestland", "nn"))


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
@pytest.mark.parametrize(("edition", "language"), EDITIONS)
def test_every_task_stands_on_one_page(edition: str, language: Language, tmp_path: Path) -> None:
    asked = commissions(ROOT, tmp_path, edition, language, published="https://kurs.example")
    looked_at = 0
    for each in asked:
        if each.file.path.suffix == ".pdf":
            looked_at += _all_whole(each)
    assert looked_at > 100


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
    pages = pages_of(made(replace(asked, file=replace(asked.file, text=text)), ROOT))
    return any(all(piece in page for piece in pieces) for page in pages)


def _all_whole(asked: Commission) -> int:
    file = asked.file
    tree = read_page(file.text, file.title, file.page.as_posix(), asked.pictures)
    things = list(whole_things(tree))
    if things:
        pages = pages_of(made(asked, ROOT))
        for pieces in things:
            on = [page for page in pages if all(piece in page for piece in pieces)]
            assert on or not _fits(asked, pieces), (file.path.name, pieces[0])
    return len(things)
