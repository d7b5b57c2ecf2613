"""Days on pages are written in the page's own words, whatever languages the browser knows."""

from __future__ import annotations

import datetime
import re

import pytest
from places import LESSON, SESSION, OpenPage
from playwright.sync_api import expect
from world import ROOT

from samloft.catalogue import label, labels
from samloft.languages import LANGUAGES, Language
from samloft.languages.words import date_words, day_words

pytestmark = pytest.mark.browser

DAY = datetime.date(2027, 1, 12)
SITES: list[tuple[str, Language]] = [("/vestland/", "nn"), ("/agder/", "nb")]


@pytest.mark.parametrize(("site", "language"), SITES)
def test_the_screen_and_the_programme_write_the_day_as_papers_do(
    site: str, language: Language, open_page: OpenPage
) -> None:
    page = open_page(locale="en-US")
    page.goto(f"{site}{SESSION}skjerm/#dato={DAY}")
    words = day_words(DAY, language)
    facts = page.locator(".sl-slide--first .sl-slide__facts")
    expect(facts).to_contain_text(f"{words[0].upper()}{words[1:]}. ")
    page.goto(f"{site}{SESSION}#dato={DAY}")
    expect(page.locator(".sl-run-facts")).to_have_text(words)


@pytest.mark.parametrize(("site", "language"), SITES)
def test_a_note_is_dated_as_papers_are(site: str, language: Language, open_page: OpenPage) -> None:
    page = open_page(locale="en-US")
    page.clock.set_fixed_time(datetime.datetime(2027, 1, 12, 12, 0, tzinfo=datetime.UTC))
    page.goto(f"{site}{LESSON}")
    page.get_by_role("button", name=label(language, "site.keep_mark"), exact=True).click()
    page.get_by_role("button", name=label(language, "site.keep_yes"), exact=True).click()
    note = page.get_by_label(label(language, "site.keep_note")).first
    note.fill("Postlista.")
    note.blur()
    expect(page.get_by_text(label(language, "site.keep_note_saved"))).to_be_visible()
    page.goto(f"{site}min-side/")
    expect(page.locator(".sl-own__day")).to_have_text(date_words(DAY, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_written_in_any_language_and_what_is_none_not_at_all(
    language: Language, open_page: OpenPage
) -> None:
    page = open_page(locale="en-US")
    page.goto(f"/agder/{SESSION}")
    names = ("months", "weekdays", "date", "day")
    words = {f"when{name.title()}": labels(language, "site")[f"when_{name}"] for name in names}
    say = "([words, day]) => [samloftDates.day(words, day), samloftDates.date(words, day)]"
    told = page.evaluate(say, [words, DAY.isoformat()])
    assert told == [day_words(DAY, language), date_words(DAY, language)]
    for wrong in ("2027-02-30", "2027-99-99", "12.1.2027", ""):
        assert page.evaluate(say, [words, wrong]) == ["", ""]


def test_no_script_of_ours_asks_the_browser_for_words_or_numbers() -> None:
    asking = re.compile(r"toLocale\w*String|\bIntl\.")
    scripts = sorted((ROOT / "overrides/assets/javascripts").glob("*.js"))
    assert len(scripts) > 10
    assert [path.name for path in scripts if asking.search(path.read_text("utf-8"))] == []
