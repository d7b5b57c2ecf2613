"""The pages hold what axe can check of WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

import pytest
from axe import Scheme, complaints
from places import LESSON, NARROW, SESSION
from playwright.sync_api import Page, expect
from sweeping import Judge

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["/", "/agder/", f"/agder/{LESSON}", f"/vestland/{SESSION}"])
def test_axe_finds_nothing_on_a_narrow_screen(address: str, look: Page, judge: Judge) -> None:
    look.set_viewport_size(NARROW)
    look.goto(address)
    assert judge.complaints(look) == ""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_when_all_that_folds_is_open(
    scheme: Scheme, look: Page, judge: Judge
) -> None:
    look.emulate_media(color_scheme=scheme)
    look.set_viewport_size(NARROW)
    for address in ("/", f"/agder/{LESSON}"):
        look.goto(address)
        look.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        assert judge.complaints(look) == ""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_among_what_was_searched_for(
    scheme: Scheme, look: Page, judge: Judge
) -> None:
    look.emulate_media(color_scheme=scheme)
    look.goto("/agder/")
    look.get_by_role("searchbox").fill("kommune")
    expect(look.get_by_role("search").get_by_role("listitem").first).to_be_visible()
    assert judge.complaints(look) == ""


WITHOUT_DRAWING = """
    () => {
      const head = document.querySelector(".sl-head--front");
      const style = getComputedStyle(head);
      if (style.backgroundImage === "none") return "no drawing";
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const height = parseFloat(style.backgroundSize.split(" ")[1]);
      const from = head.getBoundingClientRect().right - height * 560 / 400 - 2.5 * rem;
      const under = [...head.querySelectorAll("h1, p, a")].filter(each => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getBoundingClientRect().right > from;
      });
      head.classList.remove("sl-head--front");
      return under.map(each => each.textContent).join();
    }
"""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_home_pages_title_stands_beside_the_drawing_on_a_colour_it_is_seen_on(
    scheme: Scheme, look: Page, judge: Judge
) -> None:
    look.emulate_media(color_scheme=scheme)
    for width in (1280, 900):
        look.set_viewport_size({"width": width, "height": 800})
        look.goto("/agder/")
        assert look.evaluate(WITHOUT_DRAWING) == ""
        assert judge.complaints(look) == ""


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "faint"), [("light", "#bbb"), ("dark", "#444")])
def test_axe_would_find_something(scheme: Scheme, faint: str, look: Page) -> None:
    look.emulate_media(color_scheme=scheme)
    look.goto("/agder/begreper/")
    # A text on one colour: axe does not judge what lies on a picture, as the title of a home page.
    look.locator("article h1").evaluate(f"title => {{ title.style.color = '{faint}' }}")
    assert "color-contrast at " in complaints(look)
