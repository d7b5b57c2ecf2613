"""A page keeps its place when its scripts come: what they show has stood there from the start."""

from __future__ import annotations

import pytest
from places import LESSON, NARROW, SESSION, WIDE, OpenPage
from playwright.sync_api import Page, Route, ViewportSize

pytestmark = pytest.mark.browser

PAGES = ["", "ki/", LESSON, SESSION, "min-side/", "begreper/"]
VIEW = "() => window.innerHeight"
PLACES = """
    () => Array.from(document.querySelectorAll(".sl-article :is(h1, h2, h3, p, li, nav, form)"))
        .filter(each => each.textContent.trim() && each.checkVisibility({visibilityProperty: true}))
        .map(each => [each.localName + " " + each.textContent.trim().slice(0, 40),
                      Math.round(each.getBoundingClientRect().top)])
"""
"""What can be seen, and how far down the page it stands."""


def _places(page: Page, address: str) -> dict[str, int]:
    page.goto(address, wait_until="load")
    page.evaluate("() => document.fonts.ready")
    view = page.evaluate(VIEW)
    return {name: top for name, top in page.evaluate(PLACES) if top < view}


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("place", PAGES)
def test_nothing_in_view_moves_when_the_scripts_come(
    place: str, size: ViewportSize, open_page: OpenPage
) -> None:
    def hold(route: Route) -> None:
        route.fulfill(body="", content_type="text/javascript")

    waiting, whole = open_page(viewport=size), open_page(viewport=size)
    waiting.route(lambda url: url.endswith(".js") and "early" not in url, hold)
    before, after = (_places(page, f"/agder/{place}") for page in (waiting, whole))
    assert before
    moved = {name: (top, after.get(name)) for name, top in before.items() if after.get(name) != top}
    assert moved == {}


def test_a_reader_who_has_said_yes_is_not_asked_again_while_the_scripts_come(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.goto("/agder/min-side/")
    page.locator("[data-sl-my-ask] button").click()
    page.route(
        lambda url: url.endswith(".js") and "early" not in url,
        lambda route: route.fulfill(body="", content_type="text/javascript"),
    )
    page.reload()
    assert not page.locator("[data-sl-my-ask]").is_visible()
