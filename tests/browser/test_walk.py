"""From the front page to a paper in hand, the way a reader goes."""

from __future__ import annotations

import re

import pytest
from places import EDITIONS, LESSON, OTHER_LESSON, SESSION
from playwright.sync_api import Page, expect

from samloft.catalogue import label

pytestmark = pytest.mark.browser

MODULE = re.compile(r"/agder/ki/$")
TO_LESSON = "main li a[href$='01-hva-er-ki/']"
TO_SESSION = "main a[href$='samling/1-forsta-ki/']"


def test_a_reader_finds_a_network_a_lesson_a_session_and_its_handout(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("arendal")
    page.get_by_role("link", name="Arendal").click()
    expect(page).to_have_url(re.compile(r"/agder/$"))

    page.locator("main a[href='ki/']").click()
    expect(page).to_have_url(MODULE)
    page.locator(TO_LESSON).click()
    expect(page).to_have_url(re.compile(f"/agder/{LESSON}$"))
    page.go_back()
    expect(page).to_have_url(MODULE)
    page.locator(TO_SESSION).click()
    expect(page).to_have_url(re.compile(f"/agder/{SESSION}$"))

    handout = page.get_by_role("link", name=label("nb", "product.handout.link"))
    answer = page.request.get(f"/agder/{SESSION}{handout.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_a_reader_finds_the_edition_of_their_own_municipality(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("kristiansand")
    page.get_by_role("link", name="Kristiansand", exact=True).click()
    expect(page).to_have_url(re.compile(r"/agder/kristiansand/$"))
    expect(page.get_by_role("banner")).to_contain_text("Kristiansand")


def test_a_reader_who_lands_on_a_lesson_finds_the_module_it_belongs_to(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.locator(".sl-path a").click()
    expect(page).to_have_url(MODULE)


def test_a_reader_turns_to_the_next_lesson_and_back(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.locator("a[rel=next]").click()
    expect(page).to_have_url(re.compile(r"/agder/ki/02-sprakmodeller/$"))
    page.locator("a[rel=prev]").click()
    expect(page).to_have_url(re.compile(f"/agder/{LESSON}$"))


def test_a_reader_finds_the_way_back_to_all_editions(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.get_by_role("link", name=label("nb", "site.all_editions")).click()
    expect(page).to_have_title(re.compile(label("nb", "front.title")))


@pytest.mark.parametrize("network", EDITIONS)
def test_a_word_of_the_vocabulary_leads_to_its_explanation(network: str, page: Page) -> None:
    root, _ = EDITIONS[network]
    page.goto(f"{root}{LESSON}")
    word = page.locator("a.sl-term").first
    anchor = (word.get_attribute("href") or "").partition("#")[2]
    word.click()
    expect(page).to_have_url(re.compile(rf"/begreper/#{anchor}$"))
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_a_source_and_its_place_in_the_text_lead_to_each_other(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.locator("a.footnote-ref").first.click()
    source = page.locator(".footnote li").first
    expect(source).to_be_in_viewport()
    source.locator("a.footnote-backref").first.click()
    expect(page.locator("a.footnote-ref").first).to_be_in_viewport()


@pytest.mark.parametrize("network", EDITIONS)
def test_every_heading_of_a_lesson_can_be_linked_to(network: str, page: Page) -> None:
    page.goto(f"{EDITIONS[network][0]}{OTHER_LESSON}")
    headings = page.locator("article :is(h2, h3)[id]")
    ways = headings.evaluate_all(
        "all => all.map(each => [each.id, each.querySelector('a[href]')?.hash])"
    )
    assert len(ways) > 5
    assert [way for way in ways if way[1] != f"#{way[0]}"] == []


@pytest.mark.parametrize("network", EDITIONS)
def test_a_reader_who_lost_the_way_is_led_home(network: str, page: Page) -> None:
    root, language = EDITIONS[network]
    page.goto(f"{root}404.html")
    expect(page.get_by_role("heading", level=1)).to_have_text(label(language, "site.not_found"))
    page.get_by_role("link", name=label(language, "site.not_found_home")).click()
    expect(page).to_have_url(re.compile(f"{root}$"))
