"""A page of each kind, fetched once: what axe finds, and whether all fits and can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from dealing import dealt, today
from kinds import a_page_of_each_kind
from places import NARROW, WIDE
from playwright.sync_api import Browser, Page
from sweeping import Judge
from test_narrow import AIRY, LARGE, STYLED, lost_on, sticks_out
from windows import Windows

pytestmark = pytest.mark.browser

HANDS = 4
"""A quarter of the kinds is looked at each day; where every page is, all of them."""
Seen = Mapping[str, Mapping[str, str]]
"""By the way a page was looked at, and its address: what is wrong there, or nothing."""


def looked_at(page: Page, judge: Judge) -> Iterator[tuple[str, str]]:
    """Look at the page that is open in every way, the ones that change most of it last."""
    yield "light", judge.complaints(page)
    page.emulate_media(color_scheme="dark")
    yield "dark", judge.complaints(page)
    page.evaluate(STYLED, LARGE)
    yield "large", sticks_out(page)
    # What 1280 pixels are when all is four times as large.
    page.set_viewport_size(NARROW)
    page.evaluate(STYLED, "")
    yield "narrow", sticks_out(page) + lost_on(page)
    page.evaluate(STYLED, AIRY)
    yield "airy", sticks_out(page) + lost_on(page)


@pytest.fixture(scope="module")
def addresses(folder: Path) -> list[str]:
    """Return one page of each kind whose turn it is: in four days all kinds have had theirs."""
    turn, hand = divmod(today(), HANDS)
    kinds = a_page_of_each_kind(folder, turn)
    return [kinds[kind] for kind in dealt(kinds, hand, HANDS, "pages")]


@pytest.fixture(scope="module")
def seen(addresses: list[str], browser: Browser, server: str, judge: Judge) -> Seen:
    windows = Windows(browser, server)
    page = windows.open()
    found: dict[str, dict[str, str]] = {}
    for address in addresses:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)
        page.goto(address)
        for way, said in looked_at(page, judge):
            found.setdefault(way, {})[address] = said
    windows.close()
    assert windows.wrong == []
    return found


def wrong_in(seen: Seen, *ways: str) -> dict[tuple[str, str], str]:
    return {(way, address): said for way in ways for address, said in seen[way].items() if said}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, seen: Seen) -> None:
    assert wrong_in(seen, scheme) == {}


def test_all_can_be_read_at_320_pixels_with_airy_text_too(seen: Seen) -> None:
    assert wrong_in(seen, "narrow", "airy") == {}


def test_nothing_sticks_out_when_text_is_twice_as_large(seen: Seen) -> None:
    assert wrong_in(seen, "large") == {}
