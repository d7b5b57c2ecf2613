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


def test_a_reader_finds_a_network_a_lesson_a_session_and_its_handout(look: Page) -> None:
    look.goto("/")
    look.get_by_role("searchbox").fill("arendal")
    look.get_by_role("link", name="Arendal").click()
    expect(look).to_have_url(re.compile(r"/agder/$"))

    look.locator("main a[href='ki/']").click()
    expect(look).to_have_url(MODULE)
    look.locator(TO_LESSON).click()
    expect(look).to_have_url(re.compile(f"/agder/{LESSON}$"))
    look.go_back()
    expect(look).to_have_url(MODULE)
    look.locator(TO_SESSION).click()
    expect(look).to_have_url(re.compile(f"/agder/{SESSION}$"))

    handout = look.get_by_role("link", name=label("nb", "product.handout.link"))
    answer = look.request.get(f"/agder/{SESSION}{handout.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")


def test_a_reader_finds_the_edition_of_their_own_municipality(look: Page) -> None:
    look.goto("/")
    look.get_by_role("searchbox").fill("kristiansand")
    look.get_by_role("link", name="Kristiansand", exact=True).click()
    expect(look).to_have_url(re.compile(r"/agder/kristiansand/$"))
    expect(look.get_by_role("banner")).to_contain_text("Kristiansand")


def test_a_reader_who_lands_on_a_lesson_finds_the_module_it_belongs_to(look: Page) -> None:
    look.goto(f"/agder/{LESSON}")
    look.locator(".sl-path a").click()
    expect(look).to_have_url(MODULE)


def test_a_reader_turns_to_the_next_lesson_and_back(look: Page) -> None:
    look.goto(f"/agder/{LESSON}")
    look.locator("a[rel=next]").click()
    expect(look).to_have_url(re.compile(r"/agder/ki/02-sprakmodeller/$"))
    look.locator("a[rel=prev]").click()
    expect(look).to_have_url(re.compile(f"/agder/{LESSON}$"))


def test_a_reader_finds_the_way_back_to_all_editions(look: Page) -> None:
    look.goto(f"/agder/{LESSON}")
    look.get_by_role("link", name=label("nb", "site.all_editions")).click()
    expect(look).to_have_title(re.compile(label("nb", "front.title")))


@pytest.mark.parametrize("network", EDITIONS)
def test_a_word_of_the_vocabulary_leads_to_its_explanation(network: str, look: Page) -> None:
    root, _ = EDITIONS[network]
    look.goto(f"{root}{LESSON}")
    word = look.locator("a.sl-term").first
    anchor = (word.get_attribute("href") or "").partition("#")[2]
    word.click()
    expect(look).to_have_url(re.compile(rf"/begreper/#{anchor}$"))
    expect(look.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_a_source_and_its_place_in_the_text_lead_to_each_other(look: Page) -> None:
    look.goto(f"/agder/{LESSON}")
    look.locator("a.footnote-ref").first.click()
    source = look.locator(".footnote li").first
    expect(source).to_be_in_viewport()
    source.locator("a.footnote-backref").first.click()
    expect(look.locator("a.footnote-ref").first).to_be_in_viewport()


@pytest.mark.parametrize("network", EDITIONS)
def test_every_heading_of_a_lesson_can_be_linked_to(network: str, look: Page) -> None:
    look.goto(f"{EDITIONS[network][0]}{OTHER_LESSON}")
    headings = look.locator("article :is(h2, h3)[id]")
    ways = headings.evaluate_all(
        "all => all.map(each => [each.id, each.querySelector('a[href]')?.hash])"
    )
    assert len(ways) > 5
    assert [way for way in ways if way[1] != f"#{way[0]}"] == []


@pytest.mark.parametrize("network", EDITIONS)
def test_a_reader_who_lost_the_way_is_led_home(network: str, look: Page) -> None:
    root, language = EDITIONS[network]
    look.goto(f"{root}404.html")
    expect(look.get_by_role("heading", level=1)).to_have_text(label(language, "site.not_found"))
    look.get_by_role("link", name=label(language, "site.not_found_home")).click()
    expect(look).to_have_url(re.compile(f"{root}$"))
