"""What a screen reader lists of a lesson: each name says which thing it is, none is empty."""

from __future__ import annotations

import re

import pytest
from places import NARROW
from playwright.sync_api import Page, expect

from samloft.catalogue import label

pytestmark = pytest.mark.browser

LESSON = "/agder/digital-transformasjon/08-lede-mennesker/"


def test_each_button_that_checks_an_answer_says_which_question_it_is_for(look: Page) -> None:
    look.goto(LESSON)
    check = re.compile(re.escape(label("nb", "site.quiz_check")))
    buttons = look.get_by_role("button", name=check)
    expect(buttons).to_have_count(3)
    for number in (1, 2, 3):
        place = look.locator(".sl-quiz__place").nth(number - 1).inner_text()
        expect(look.get_by_role("button", name=place)).to_have_count(1)


def test_the_field_for_a_note_is_told_along_with_what_to_write_about(look: Page) -> None:
    look.goto(LESSON)
    field = look.get_by_role("textbox", name=label("nb", "site.keep_note"))
    task = look.locator(".sl-activity--alone p").first.inner_text()
    expect(field).to_have_accessible_description(task)


def test_local_text_is_found_among_the_headings(look: Page) -> None:
    look.goto(LESSON)
    title = look.locator(".admonition.local .admonition-title").inner_text()
    expect(look.get_by_role("heading", name=title, level=3)).to_be_visible()


def test_no_point_of_the_list_of_forms_is_empty_on_a_narrow_screen(look: Page) -> None:
    look.set_viewport_size(NARROW)
    look.goto(LESSON)
    points = look.get_by_role("banner").get_by_role("listitem").all_inner_texts()
    assert points
    assert all(points)
