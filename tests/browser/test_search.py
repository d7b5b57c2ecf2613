"""The search finds the page one would want first, in both forms, and can be used by anyone."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
import yaml
from places import LESSON, OpenPage
from playwright.sync_api import Locator, Page, expect
from world import ROOT

from samloft.catalogue import label

pytestmark = pytest.mark.browser

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yml").read_text(encoding="utf-8"))
ENOUGH = 55
"""Of sixty queries."""
MOST = 150_000
"""Bytes of an edition's index, packed."""
READ = """
      const all = samloftFind.read(samloftIndex, {
        plain: html => new DOMParser().parseFromString(html, "text/html").body.textContent,
        stem: samloftStem, isSmall: samloftIsSmall, pairs: samloftPairs, words: samloftOtherWords,
        vocabulary: "begreper", sessions: "samling" });
"""
FIRST_HITS = f"""
    queries => {{
{READ}
      const first = query => samloftFind.search(all, query).hits[0];
      return queries.map(query => (first(query) || {{page: {{}}}}).page.location);
    }}
"""
NOWHERE = f"""
    words => {{
{READ}
      const stands = part => all.places.has(all.key(samloftWords.joined(part)));
      return words.filter(word => !word.match(samloftWords.WORD).every(stands));
    }}
"""


def field(page: Page) -> Locator:
    """Return the search field."""
    return page.get_by_role("searchbox", name=label("nb", "site.search_open"))


def hits(page: Page) -> Locator:
    """Return the links in the answer to a search."""
    return page.get_by_role("search").get_by_role("link")


def search(page: Page, text: str, address: str = f"/agder/{LESSON}") -> None:
    """Type into the search field of a page, and wait for the answer."""
    page.goto(address)
    field(page).fill(text)
    expect(page.get_by_role("search").get_by_role("status")).not_to_be_empty()


@pytest.mark.parametrize("address", ["/agder/", "/agder/nn/"])
def test_most_queries_lead_to_the_page_one_would_want_first(address: str, look: Page) -> None:
    assert len(QUERIES) == 60
    look.goto(address)
    look.get_by_role("searchbox").fill("kommune")  # fetches what a search needs
    expect(hits(look).first).to_be_visible()
    found = look.evaluate(FIRST_HITS, [query["ask"] for query in QUERIES])
    wrong = [
        f"{query['ask']}: {first}, not {query['want']}"
        for query, first in zip(QUERIES, found, strict=True)
        if first != query["want"]
    ]
    assert len(QUERIES) - len(wrong) >= ENOUGH, "\n".join(wrong)


def test_the_index_of_an_edition_is_small(folder: Path) -> None:
    for edition in ("agder", "agder/nn", "vestland"):
        index = (folder / edition / "search/index.js").read_bytes()
        assert len(gzip.compress(index)) <= MOST, edition


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("hallucination", "begreper/#oppdiktede-svar"),  # what the vocabulary says in English
        ("hvordan kan jeg kjøpe riktig til kommunen", "universell-utforming/06-kjope-riktig/"),
        ("kan jeg lime inn pasientopplysninger i chatgpt", "ki/06-trygg-bruk/"),
        ("barierer", "digital-transformasjon/04-muligheter-og-barrierer/"),
        ("WCAG 2.1 AA", "universell-utforming/03-kravene-i-praksis/"),  # that stand together
    ],
)
def test_what_is_asked_in_other_words_or_many_leads_to_the_page(
    typed: str, wanted: str, look: Page
) -> None:
    search(look, typed)
    assert look.evaluate(FIRST_HITS, [typed]) == [wanted]


def test_small_words_are_not_marked_in_what_is_found(look: Page) -> None:
    search(look, "hva er en språkmodell")
    marked = look.get_by_role("search").locator("mark").all_inner_texts()
    assert marked
    assert not {"hva", "er", "en"} & {each.lower() for each in marked}


def test_each_of_the_authors_other_words_stands_for_one_that_the_course_has(look: Page) -> None:
    search(look, "kommune")
    ours = list(yaml.safe_load((ROOT / "modules/other-words.yml").read_text(encoding="utf-8")))
    assert ours
    assert look.evaluate(NOWHERE, ours) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("leiar", "leder"),
        ("ma\u00adskin\u00adlæring", "maskinlæring"),
        ("maskinla\u0308ring", "maskinlæring"),  # ä, in two characters
        ("e\u2011post", "e-post"),
        ("MASKINLAERING", "maskinlæring"),
        ("skjermleserbruker", "skjermleser"),  # of two words that stand there, in other forms
        ("risikoanalyse", "risiko"),  # of one
    ],
)
def test_a_word_is_found_however_it_is_written(typed: str, shown: str, look: Page) -> None:
    search(look, typed)
    mark = look.get_by_role("search").locator("mark")
    expect(mark.filter(has_text=re.compile(shown, re.IGNORECASE)).first).to_be_visible()


def test_a_slip_of_the_finger_is_answered_with_what_was_meant(look: Page) -> None:
    search(look, "gevisnter")
    said = label("nb", "site.search_instead").replace("{}", "gevisnter", 1)
    expect(look.get_by_role("search").get_by_role("status")).to_contain_text(
        said.partition("{}")[0]
    )
    expect(hits(look).first).to_be_visible()


def test_hits_stand_under_their_module(look: Page) -> None:
    search(look, "språkmodeller")
    group = (
        look.get_by_role("search")
        .get_by_role("listitem")
        .filter(has=look.get_by_role("heading", level=2, name="KI-bevissthet"))
    )
    expect(group.get_by_role("link", name="Slik virker en språkmodell")).to_be_visible()


def test_sources_come_after_text(look: Page) -> None:
    search(look, "digitaliseringsdirektoratet")
    places = hits(look).evaluate_all("all => all.map(each => each.hash)")
    assert places[0] != "#kilder"


def test_arrows_lead_through_the_hits_and_back_to_the_field(look: Page) -> None:
    search(look, "kommune")
    field(look).press("ArrowDown")
    expect(hits(look).first).to_be_focused()
    look.keyboard.press("ArrowDown")
    expect(hits(look).nth(1)).to_be_focused()
    look.keyboard.press("ArrowUp")
    look.keyboard.press("ArrowUp")
    expect(field(look)).to_be_focused()


def test_enter_leads_to_the_first_hit_and_again_to_its_page(look: Page) -> None:
    search(look, "kommune")
    look.keyboard.press("Enter")
    first = hits(look).first
    expect(first).to_be_focused()
    address = first.evaluate("link => link.href")
    look.keyboard.press("Enter")
    expect(look).to_have_url(address)


def test_escape_closes_the_search_and_leads_back_to_the_field(look: Page) -> None:
    search(look, "kommune")
    look.keyboard.press("Enter")
    look.keyboard.press("Escape")
    expect(hits(look)).to_have_count(0)
    expect(field(look)).to_be_focused()
    expect(field(look)).to_have_value("")


def test_more_hits_of_a_module_continue_where_the_first_ended(look: Page) -> None:
    search(look, "kommune")
    group = look.get_by_role("search").locator(".sl-search__group").first
    expect(group.get_by_role("link")).to_have_count(3)
    group.get_by_role("button").press("Enter")
    expect(group.get_by_role("link").nth(3)).to_be_focused()


def test_how_many_were_found_is_announced(look: Page) -> None:
    search(look, "kommune")
    found = label("nb", "site.search_by_module").replace("{}", r"\d+")
    expect(look.get_by_role("search").get_by_role("status")).to_have_text(re.compile(found))


def test_a_search_without_hits_says_so(look: Page) -> None:
    search(look, "qxqxqxqx")
    expect(look.get_by_role("search").get_by_role("status")).to_have_text(
        label("nb", "site.search_none")
    )


def test_a_search_that_cannot_be_made_says_so(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/search/index.js", lambda route: route.fulfill(body="var samloftIndex={}"))
    search(page, "kommune")
    expect(page.get_by_role("search").get_by_role("status")).to_have_text(
        label("nb", "site.search_failed")
    )
