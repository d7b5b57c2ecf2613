"""Without scripts everything is there but the search and the choice of colours."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from places import LESSON, NARROW, OTHER_LESSON, SESSION, WIDE, OpenPage
from playwright.sync_api import Browser, Page, expect
from test_figures import colours_in
from windows import Windows

from samloft.catalogue import label
from samloft.languages import about

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def _window(server: str, browser: Browser) -> Iterator[tuple[Windows, Page]]:
    windows = Windows(browser, server)
    yield windows, windows.open(java_script_enabled=False)
    windows.close()


@pytest.fixture
def page(_window: tuple[Windows, Page]) -> Iterator[Page]:
    """Return one window for all: what has no scripts keeps nothing from one to the next."""
    windows, page = _window
    windows.wrong.clear()
    page.set_viewport_size(WIDE)
    yield page
    assert windows.wrong == []


@pytest.mark.parametrize("address", [LESSON, SESSION])
def test_the_text_can_be_read(address: str, page: Page) -> None:
    page.goto(f"/agder/{address}")
    article = page.get_by_role("article")
    expect(article.get_by_role("heading", level=1)).to_be_visible()
    for heading in article.get_by_role("heading", level=2).all():
        expect(heading).to_be_visible()
    expect(article.get_by_role("table").first).to_be_visible()


def test_what_needs_scripts_is_not_shown(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    expect(page.get_by_role("link", name=label("nb", "site.skip"))).to_have_count(1)
    expect(page.get_by_role("search")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)


def test_the_menu_opens_on_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"/agder/{LESSON}")
    menu = page.get_by_role("navigation", name=label("nb", "site.main_navigation"))
    expect(menu).to_be_hidden()
    page.get_by_text(label("nb", "site.menu_open"), exact=True).click()
    menu.locator("a[href$='begreper/']").click()
    expect(page).to_have_url(re.compile(r"/agder/begreper/$"))


def test_the_menu_is_open_on_a_wide_screen(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    menu = page.get_by_role("navigation", name=label("nb", "site.main_navigation"))
    expect(menu.locator("[aria-current=page]")).to_be_visible()


def test_every_answer_opens(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    answers = page.locator("details.answer").all()
    assert answers
    for answer in answers:
        right = answer.get_by_text(label("nb", "quiz.right"))
        expect(right).to_be_hidden()
        answer.get_by_text(label("nb", "quiz.show")).click()
        expect(right).to_be_visible()


def test_the_languages_can_be_changed(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.get_by_role("link", name=about("nn").name).click()
    expect(page).to_have_url(re.compile(f"/agder/nn/{LESSON}$"))


def test_the_colours_follow_the_system(open_page: OpenPage) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        page = open_page(java_script_enabled=False, color_scheme=scheme)
        page.goto(f"/agder/{OTHER_LESSON}")
        # Playwright's own script still works.
        said = page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")
        ground = f"#{bytes(map(int, re.findall('[0-9]+', said))).hex()}"
        assert ground in colours_in(page), "a figure stands on what the page stands on"
        grounds.add(ground)
    assert len(grounds) == 2
