"""A page is its text: what every page has around it is short, and comes but once where it can."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kinds import a_page_of_each_kind
from places import LESSON, OpenPage

from samloft.catalogue import labels
from samloft.languages import BASE

pytestmark = pytest.mark.browser

_TEXT = re.compile(r"<article.*</article>|<h1 .*</div>", re.DOTALL)
"""What is a page's own: of slides, from their title on."""


def test_there_are_no_empty_lines_around_a_text(folder: Path) -> None:
    pages = [each for each in a_page_of_each_kind(folder, 0).values() if each.startswith("/agder/")]
    assert len(pages) > 10
    for page in pages:
        path = folder / page.lstrip("/")
        html = (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")
        found = re.search(r"[^\n]*\n[ \t]*\n[^\n]*", _TEXT.sub("…", html))
        assert found is None, (page, found[0])


def test_what_scripts_say_stands_in_no_page_and_is_there_for_them(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"/agder/{LESSON}")
    words = labels(BASE, "site")
    assert words["keep_erased"] not in page.content()
    assert page.evaluate("samloftWords.keepErased") == words["keep_erased"]
    page.goto(f"/agder/nn/{LESSON}")
    assert page.evaluate("samloftWords.keepErased") == labels("nn", "site")["keep_erased"]
