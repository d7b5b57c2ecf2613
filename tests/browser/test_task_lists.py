"""A task list has boxes where other lists have dots, and says aloud what they hold."""

from __future__ import annotations

import pytest
from places import NARROW, WIDE
from playwright.sync_api import Page, expect
from sweeping import Judge
from test_narrow import lost_on, sticks_out

pytestmark = pytest.mark.browser

BEGINNINGS = """all => all.map(item => {
    const text = item.lastChild, words = document.createRange();
    words.setStart(text, text.data.search(/\\S/));
    words.setEnd(text, text.data.length);
    return Math.round(words.getClientRects()[0].left);
})"""
"""How far in the words of each item begin, in pixels."""


@pytest.fixture
def lesson(look: Page) -> Page:
    look.goto("/small/nordvik/deling/01-deling/")
    return look


def test_each_box_has_a_name_and_no_dot(lesson: Page) -> None:
    items = lesson.locator("article li")
    expect(items.nth(0).get_by_role("img", name="krysset av", exact=True)).to_be_visible()
    expect(items.nth(1).get_by_role("img", name="ikke krysset av")).to_be_visible()
    assert [
        item.evaluate("item => getComputedStyle(item).listStyleType") for item in items.all()
    ] == ['""', '""', "disc"]


def test_words_begin_where_they_do_beside_a_dot(lesson: Page) -> None:
    marked, other, plain = lesson.locator("article li").evaluate_all(BEGINNINGS)
    assert marked == other
    assert abs(marked - plain) <= 2


@pytest.mark.parametrize("window", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_can_be_read(window: dict[str, int], scheme: str, lesson: Page, judge: Judge) -> None:
    lesson.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    lesson.set_viewport_size(window)
    assert judge.complaints(lesson) + lost_on(lesson, "article") + sticks_out(lesson) == ""
