"""The front page: find an edition, however the name is typed, in three languages."""

from __future__ import annotations

import re

import pytest
from places import FRONTS, OpenPage
from playwright.sync_api import Locator, Page, expect

from samloft.catalogue import label
from samloft.languages import Language, about

pytestmark = pytest.mark.browser

PLACES = 357
NETWORKS = 11


def places(page: Page) -> Locator:
    """Return the links to municipalities that a reader sees."""
    return page.locator(".sl-edition__place a:visible")


def networks(page: Page) -> Locator:
    """Return the links to networks that a reader sees."""
    return page.locator(".sl-edition__link:visible")


def hits(language: Language, count: int) -> str:
    """Return what the page says when it found so many."""
    return label(language, "front.found").replace("{}", str(count))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ålesund", "Ålesund"),
        ("Aalesund", "Ålesund"),
        ("alesund", "Ålesund"),
        ("  ÅLESUND ", "Ålesund"),
        ("A\u030alesund", "Ålesund"),
        ("tromso", "Tromsø"),
        ("Tromsoe", "Tromsø"),
        ("Baerum", "Bærum"),
        ("barum", "Bærum"),
        ("karasjohka", "Karasjok (Kárášjohka)"),
        ("kárášjohka", "Karasjok (Kárášjohka)"),
    ],
)
def test_a_municipality_is_found_however_it_is_typed(typed: str, found: str, look: Page) -> None:
    look.goto("/")
    look.get_by_role("searchbox").fill(typed)
    expect(places(look)).to_have_text([found])
    expect(networks(look)).to_have_count(1)


def test_a_network_is_found_by_its_name(look: Page) -> None:
    look.goto("/")
    look.get_by_role("searchbox").fill("digivest")
    expect(networks(look)).to_have_text(["DigiVestland"])
    expect(networks(look)).to_have_attribute("href", "vestland/nb/")
    expect(places(look)).to_have_count(0)


@pytest.mark.parametrize(("address", "language"), FRONTS.items())
def test_what_was_found_is_announced(address: str, language: Language, look: Page) -> None:
    look.goto(address)
    status = look.get_by_role("status")
    expect(status).to_be_empty()
    field = look.get_by_role("searchbox", name=label(language, "front.filter"))
    field.fill("digi agder")
    expect(status).to_have_text(hits(language, 1))
    field.fill("kristiansan")
    expect(status).to_have_text(hits(language, places(look).count()))


@pytest.mark.parametrize(("address", "language"), FRONTS.items())
def test_nothing_found_is_announced_too(address: str, language: Language, look: Page) -> None:
    look.goto(address)
    look.get_by_role("searchbox").fill("qxqx")
    expect(look.get_by_role("status")).to_have_text(label(language, "front.found_none"))
    expect(networks(look)).to_have_count(0)


def test_an_emptied_filter_shows_every_network_again(look: Page) -> None:
    look.goto("/")
    field = look.get_by_role("searchbox")
    field.fill("alesund")
    expect(networks(look)).to_have_count(1)
    field.fill("")
    expect(networks(look)).to_have_count(NETWORKS)
    expect(places(look)).to_have_count(0)
    expect(look.get_by_role("status")).to_be_empty()


def test_enter_leads_to_the_first_hit(look: Page) -> None:
    look.goto("/")
    field = look.get_by_role("searchbox")
    field.press_sequentially("arendal")
    field.press("Enter")
    expect(look.get_by_role("link", name="Arendal")).to_be_focused()
    look.keyboard.press("Enter")
    expect(look).to_have_url(re.compile(r"/agder/$"))


def test_a_network_shows_its_municipalities_when_asked(look: Page) -> None:
    look.goto("/")
    agder = look.locator(".sl-edition", has=look.locator("a[href='agder/']")).first
    agder.locator("summary").press("Enter")
    expect(agder.get_by_role("link", name="Arendal")).to_be_visible()


def test_without_scripts_the_whole_list_is_there_and_the_filter_is_hidden(
    open_page: OpenPage,
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    expect(page.locator("form")).to_be_hidden()
    expect(networks(page)).to_have_count(NETWORKS)
    for summary in page.locator(".sl-edition summary").all():
        summary.click()
    expect(places(page)).to_have_count(PLACES)


@pytest.mark.parametrize(("address", "language"), FRONTS.items())
def test_the_front_page_speaks_three_languages(
    address: str, language: Language, look: Page
) -> None:
    look.goto(address)
    expect(look.locator("html")).to_have_attribute("lang", language)
    expect(look.get_by_role("heading", level=1)).to_have_text(label(language, "front.title"))
    expect(look.get_by_role("contentinfo")).to_contain_text(label(language, "front.independent"))


@pytest.mark.slow
@pytest.mark.parametrize("start", FRONTS)
@pytest.mark.parametrize(("address", "language"), FRONTS.items())
def test_every_front_page_leads_to_the_others(
    start: str, address: str, language: Language, look: Page
) -> None:
    look.goto(start)
    link = look.get_by_role("navigation").get_by_role("link", name=about(language).name)
    expect(link).to_have_attribute("hreflang", language)
    expect(link).to_have_attribute("lang", language)
    link.click()
    expect(look).to_have_url(re.compile(rf"//[^/]+{address}$"))
    expect(link).to_have_attribute("aria-current", "true")


def test_the_front_page_leads_to_the_form_it_is_read_in(look: Page) -> None:
    look.goto("/nn/")
    look.get_by_role("searchbox").fill("arendal")
    look.get_by_role("link", name="Arendal").click()
    expect(look).to_have_url(re.compile(r"/agder/nn/$"))
    expect(look.locator("html")).to_have_attribute("lang", "nn")
