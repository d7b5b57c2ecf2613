"""All can be reached and used with the keyboard alone, and the reader sees where they are."""

from __future__ import annotations

from typing import Any

import pytest
from places import LESSON, NARROW, OpenPage
from playwright.sync_api import Page, expect

from samloft.catalogue import label

pytestmark = pytest.mark.browser

FOCUSABLE = "a[href], button, input, summary, select, textarea, [tabindex='0']"
NUMBER_THEM = """
    selector => [...document.querySelectorAll(selector)]
      .filter(each => each.checkVisibility({visibilityProperty: true}))
      // Tab stops once in a group of radio buttons; arrows lead on.
      .filter((each, _, all) =>
        each.type !== "radio" || all.find(other => other.name === each.name) === each)
      .map((each, number) => { each.dataset.number = number; return number; })
"""
WHERE = """
    () => {
      const here = document.activeElement;
      if (!here || here === document.body) return null;
      const style = getComputedStyle(here);
      const box = here.getBoundingClientRect();
      // Of what is in view: a browser shows where one writes, not all of a field of many lines.
      const middle = document.elementFromPoint(
        box.left + Math.min(box.width / 2, 8),
        (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
      return {
        number: here.dataset.number,
        name: here.outerHTML.slice(0, 120),
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        colour: style.outlineColor,
        inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        onTop: !!middle && (here.contains(middle) || middle.contains(here)),
      };
    }
"""


def tour(page: Page) -> list[dict[str, Any]]:
    """Press Tab from the top of a page until it comes round; return every stop."""
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop: dict[str, Any] | None = page.evaluate(WHERE)
        if stop is None or (stops and stop["number"] == stops[0]["number"]):
            return stops
        stops.append(stop)
    raise AssertionError("Tab never comes round")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "viewport"),
    [
        ("/", {"width": 1280, "height": 720}),
        (f"/agder/{LESSON}", {"width": 1280, "height": 720}),
        (f"/agder/{LESSON}", NARROW),
    ],
)
def test_every_control_can_be_reached_and_is_seen_to_be(
    address: str, viewport: dict[str, int], open_page: OpenPage
) -> None:
    page = open_page(viewport=viewport)
    page.goto(address)
    there: list[int] = page.evaluate(NUMBER_THEM, FOCUSABLE)
    stops = tour(page)
    assert [int(stop["number"]) for stop in stops] == there
    unseen = [
        stop["name"]
        for stop in stops
        if stop["outline"] < 2 or stop["colour"] == "rgba(0, 0, 0, 0)" or not stop["inView"]
    ]
    assert unseen == []
    assert [stop["name"] for stop in stops if not stop["onTop"]] == []


def test_the_first_stop_leads_past_the_menu_to_the_text(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=label("nb", "site.skip"))
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("article a").first).to_be_focused()


def test_an_answer_opens_and_closes_with_enter(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    answer = page.locator("details.answer").first
    right = answer.get_by_text(label("nb", "quiz.right"))
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(right).to_be_visible()
    page.keyboard.press("Enter")
    expect(right).to_be_hidden()


ADDED = """
    () => document.querySelector("article").insertAdjacentHTML("beforeend",
      `<pre><code tabindex="0">kode</code></pre>
       <details class="tip"><summary>Med slag</summary></details>
       <details><summary>Uten slag</summary></details>`)
"""
"""As the engine writes code that scrolls, and folds written as ??? and as HTML."""


def test_code_that_scrolls_is_seen_to_have_focus(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.evaluate(ADDED)
    page.get_by_text("Uten slag").focus()
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    stop = page.evaluate(WHERE)
    assert stop["name"].startswith("<code")
    assert stop["outline"] >= 2


def test_a_fold_in_html_looks_like_any_other(page: Page) -> None:
    page.goto(f"/agder/{LESSON}")
    page.evaluate(ADDED)
    looks = """each => ["fontSize", "color", "borderTopColor", "minBlockSize", "display"]
        .map(name => getComputedStyle(each)[name])"""
    with_kind, without = (
        page.get_by_text(words).evaluate(looks) for words in ("Med slag", "Uten slag")
    )
    assert without == with_kind


def test_the_menu_opens_with_enter_on_a_narrow_screen(open_page: OpenPage) -> None:
    page = open_page(viewport=NARROW)
    page.goto(f"/agder/{LESSON}")
    page.locator(".sl-menu__button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".sl-nav a").first).to_be_focused()
    expect(page.locator(".sl-nav a").first).to_be_visible()


# --- Colours


@pytest.mark.slow
@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_the_colours_change_and_are_remembered_on_the_next_page(
    system: str, chosen: str, open_page: OpenPage
) -> None:
    names = {
        "dark": label("nb", "toggle.default"),
        "light": label("nb", "toggle.slate"),
    }
    page = open_page(color_scheme=system)
    page.goto(f"/agder/{LESSON}")
    before = ground(page)
    button = page.get_by_role("button", name=names[chosen])
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=names[system])).to_be_focused()
    after = ground(page)
    assert after != before
    page.goto("/agder/begreper/")
    assert ground(page) == after
    page.get_by_role("button", name=names[system]).press("Enter")
    assert ground(page) == before


def ground(page: Page) -> str:
    """Return the colour behind the text."""
    colour: str = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    return colour
