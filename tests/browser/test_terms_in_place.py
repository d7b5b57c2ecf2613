"""A word is explained where it stands, at focus, touch and hover; the vocabulary has a filter."""

from __future__ import annotations

import re

import pytest
from places import LESSON, NARROW, OpenPage
from playwright.sync_api import Locator, Page, expect
from sweeping import Judge

from samloft.catalogue import label

pytestmark = pytest.mark.browser


def term(page: Page) -> Locator:
    return page.locator("article a.sl-term").first


def card(page: Page) -> Locator:
    return page.locator(".sl-termcard:popover-open")


def test_it_opens_at_focus_stays_and_closes_with_escape(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.keyboard.press("Tab")  # the reader uses a keyboard
    term(page).focus()
    expect(card(page)).to_be_visible()
    expect(card(page).locator("dfn")).not_to_be_empty()
    page.wait_for_timeout(400)
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(term(page)).to_be_focused()
    described = term(page).get_attribute("aria-describedby")
    expect(page.locator(f"[id='{described}'] dfn")).to_have_count(1)


def test_a_pointer_may_rest_on_the_word_and_on_the_card(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    term(page).hover()
    expect(card(page)).to_be_visible()
    card(page).hover()
    page.wait_for_timeout(400)
    expect(card(page)).to_be_visible()
    page.mouse.move(2, 2)
    expect(card(page)).to_have_count(0)


def test_a_click_leads_to_the_vocabulary(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    term(page).click()
    expect(page).to_have_url(re.compile(r"/agder/begreper/#"))


def test_a_finger_opens_it_in_the_window_and_closes_it(open_page: OpenPage, judge: Judge) -> None:
    page = open_page(viewport=NARROW, has_touch=True)
    page.goto(f"/agder/{LESSON}")
    term(page).tap()
    expect(card(page)).to_be_visible()
    box = card(page).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    expect(card(page).get_by_role("link", name=label("nb", "site.term_more"))).to_be_visible()
    assert judge.complaints(page) == ""
    card(page).get_by_role("button", name=label("nb", "site.term_close")).tap()
    expect(card(page)).to_have_count(0)


def test_without_scripts_the_word_leads_to_the_vocabulary(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"/agder/{LESSON}")
    expect(page.locator(".sl-termcard").first).to_be_hidden()
    term(page).click()
    expect(page).to_have_url(re.compile(r"/agder/begreper/#"))


def test_the_vocabulary_has_letters_and_a_filter(look: Page, judge: Judge) -> None:
    look.goto("/agder/begreper/")
    letters = look.get_by_role("navigation", name=label("nb", "vocabulary.letters"))
    assert len(letters.get_by_role("link").all()) > 10
    words = look.get_by_role("article").get_by_role("heading", level=3)
    whole = words.count()
    look.get_by_role("searchbox", name=label("nb", "site.term_filter")).fill("Språkm")
    expect(words.first).to_have_text("generativ KI")  # which leads on to språkmodell
    assert words.count() < whole / 4
    shown = label("nb", "site.term_shown").replace("{}", str(words.count()))
    expect(look.get_by_role("article").get_by_role("status")).to_have_text(shown)
    assert judge.complaints(look) == ""
