"""A reader keeps nothing before they ask, and then all is theirs; failing storage does no harm."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from places import LESSON, OpenPage
from playwright.sync_api import Locator, Page, expect
from sweeping import Judge

from samloft.catalogue import label

pytestmark = pytest.mark.browser

MINE = "/agder/min-side/"
REFUSE = """
    for (const name of ["getItem", "setItem", "removeItem"])
      Storage.prototype[name] = () => { throw new DOMException("no", "SecurityError"); };
"""
FULL = """
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


def word(key: str) -> str:
    return label("nb", f"site.keep_{key}")


def button(page: Page, key: str) -> Locator:
    return page.get_by_role("button", name=word(key), exact=True)


def kept(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return found


def begin(page: Page) -> None:
    """Say yes, at a lesson that is then marked as done."""
    page.goto(f"/agder/{LESSON}")
    button(page, "mark").click()
    button(page, "yes").click()
    expect(button(page, "mark")).to_have_attribute("aria-pressed", "true")


@pytest.mark.slow
def test_nothing_is_kept_before_the_reader_says_yes(page: Page, judge: Judge) -> None:
    page.goto(f"/agder/{LESSON}")
    page.get_by_label(word("note")).first.fill("Postlista.")
    quiz = page.locator(".sl-quiz").first
    quiz.locator("input").first.check()
    quiz.get_by_role("button").click()
    button(page, "mark").click()
    expect(page.get_by_role("group", name=word("ask"))).to_be_focused()
    assert judge.complaints(page) == ""
    button(page, "no").click()
    expect(button(page, "mark")).to_be_focused()
    page.goto(MINE)
    assert kept(page) == {}


def test_progress_notes_and_plan_are_kept_for_all_forms_of_the_edition(
    page: Page, judge: Judge
) -> None:
    begin(page)
    note = page.get_by_label(word("note")).first
    note.fill("Postlista.")
    note.blur()
    expect(page.get_by_text(word("note_saved"))).to_be_visible()
    page.reload()
    expect(note).to_have_value("Postlista.")
    page.goto(MINE)
    expect(page.locator("[data-sl-my-notes]")).to_contain_text("Postlista.")
    expect(page.locator("[data-sl-lesson-row='ki/01-hva-er-ki']")).to_contain_text("✓ ferdig")
    page.get_by_label(word("plan_add")).fill("Spør IT om avtalen")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Spør IT om avtalen").check()
    assert judge.complaints(page) == ""
    page.emulate_media(color_scheme="dark")
    assert judge.complaints(page) == ""
    page.goto("/agder/nn/min-side/")
    expect(page.get_by_role("checkbox", name="Spør IT om avtalen")).to_be_checked()
    page.goto("/vestland/min-side/")
    assert set(kept(page)) == {"samloft-progress:/agder/", "samloft-notes:/agder/"}
    expect(page.locator("[data-sl-my-notes]")).to_be_hidden()


@pytest.mark.slow
def test_what_is_done_is_seen_wherever_lessons_are_listed(page: Page, judge: Judge) -> None:
    page.goto("/agder/")
    expect(page.locator(".sl-progress")).to_have_count(0)
    begin(page)
    expect(page.locator(".sl-head .sl-steps__step").first).to_have_class(re.compile("--done"))
    page.goto("/agder/ki/")
    row = page.locator("main ol > li").filter(has=page.get_by_role("link", name="Hva KI er"))
    expect(row).to_contain_text("✓ ferdig")
    menu = page.get_by_role("navigation", name=label("nb", "site.main_navigation"))
    expect(menu.get_by_role("link", name=re.compile("^Hva KI er.* ferdig$"))).to_be_visible()
    page.goto("/agder/")
    cards = page.locator("main li")
    card = cards.filter(has=page.get_by_role("link", name="KI-bevissthet"))
    expect(card).to_contain_text("1 av 8 ferdig")
    expect(card.locator(".sl-steps__step--done")).to_have_count(1)
    other = cards.filter(has=page.get_by_role("link", name="Universell utforming"))
    expect(other).to_contain_text(word("not_begun"))
    assert judge.complaints(page) == ""
    page.emulate_media(color_scheme="dark")
    assert judge.complaints(page) == ""


def test_all_of_it_goes_out_as_a_file_is_erased_and_comes_in_again(
    page: Page, tmp_path: Path
) -> None:
    begin(page)
    page.goto(MINE)
    page.get_by_label(word("plan_add")).fill("Spør IT")
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        button(page, "out").click()
    download.value.save_as(tmp_path / "min-side.json")
    page.once("dialog", lambda dialog: dialog.accept())
    button(page, "erase").click()
    expect(page.get_by_text(word("erased"))).to_be_visible()
    assert kept(page) == {}
    button(page, "yes").click()
    page.get_by_label(word("in")).set_input_files(tmp_path / "min-side.json")
    expect(page.get_by_role("checkbox", name="Spør IT")).to_be_visible()
    expect(page.locator("[data-sl-lesson-row='ki/01-hva-er-ki']")).to_contain_text("✓ ferdig")


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"samloft": 2}', '{"samloft": 1, "progress": 7, "notes": {"plan": "<b>"}}'],
)
def test_a_file_of_another_kind_changes_nothing(page: Page, content: str, tmp_path: Path) -> None:
    begin(page)
    page.goto(MINE)
    (tmp_path / "fil.json").write_text(content, encoding="utf-8")
    before = json.loads(kept(page)["samloft-progress:/agder/"])
    page.get_by_label(word("in")).set_input_files(tmp_path / "fil.json")
    expect(page.get_by_role("article").get_by_role("status")).not_to_be_empty()
    assert json.loads(kept(page)["samloft-progress:/agder/"]) == before


@pytest.mark.slow
@pytest.mark.parametrize("broken", [REFUSE, FULL])
def test_a_browser_that_keeps_nothing_says_so_and_the_page_goes_on(
    broken: str, open_page: OpenPage
) -> None:
    page = open_page()
    page.add_init_script(broken)
    page.goto(f"/agder/{LESSON}")
    button(page, "mark").click()
    button(page, "yes").click()
    expect(page.get_by_text(word("failed"))).to_be_visible()
    quiz = page.locator(".sl-quiz").first
    quiz.locator("input").first.check()
    quiz.get_by_role("button").click()
    expect(quiz.get_by_role("status")).not_to_be_empty()
    page.goto(MINE)
    button(page, "yes").click()
    expect(page.get_by_text(word("failed"))).to_be_visible()


def test_progress_is_small_and_follows_a_lesson_that_moves(page: Page) -> None:
    begin(page)
    length = page.evaluate("""() => {
      const answers = Object.fromEntries(
        Array.from({length: 400}, (_, n) => [`modul/leksjon-${n}`, "rwr."]));
      samloftKeep.setProgress({done: ["ki/gammel"], answers});
      return localStorage.getItem("samloft-progress:/agder/").length;
    }""")
    assert 3500 < length <= 4096
    page.evaluate("samloftKeep.follow('ki/ny', ['ki/gammel'])")
    progress = json.loads(kept(page)["samloft-progress:/agder/"])
    assert progress["done"] == ["ki/ny"]
    assert "modul/leksjon-399" in progress["answers"]  # the newest stay


def test_without_scripts_the_page_lists_the_lessons_and_says_why(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(MINE)
    expect(page.get_by_text(label("nb", "mine.needs_scripts"))).to_be_visible()
    expect(page.get_by_role("heading", name=label("nb", "mine.notes"))).to_be_hidden()
    page.get_by_role("link", name=label("nb", "mine.privacy")).click()
    expect(page.get_by_role("heading", level=1, name="Personvern")).to_be_visible()
