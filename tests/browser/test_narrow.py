"""Pages fit: on a narrow screen, with large and with airy text (WCAG 1.4.4, 1.4.10, 1.4.12)."""

from __future__ import annotations

import pytest
from places import EVERY_PAGE, LESSON, NARROW, SESSION
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

STYLED = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
"""Styles as a reader's own browser adds them, which a page's policy does not refuse."""
LARGE = "html { font-size: 200% !important }"
AIRY = """
    * {
      letter-spacing: .12em !important; line-height: 1.5 !important;
      word-spacing: .16em !important
    }
    p { margin-block-end: 2em !important }
"""
STICKING_OUT = """
    () => {
      const wide = document.documentElement.clientWidth;
      const over = document.scrollingElement.scrollWidth - wide;
      if (over <= 0) return "";
      const named = each => `<${each.tagName.toLowerCase()} class="${each.className}">`;
      const out = [...document.body.querySelectorAll("*")].filter(
        each => each.getBoundingClientRect().right > wide + 0.5);
      return `${over} px too wide: ${out.slice(0, 5).map(named).join(" ")}`;
    }
"""


def sticks_out(page: Page) -> str:
    """Return what makes a reader scroll sideways; nothing when all fits."""
    found: str = page.evaluate(STICKING_OUT)
    return found


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_nothing_sticks_out_at_320_pixels(address: str, look: Page) -> None:
    look.set_viewport_size(NARROW)
    look.goto(address)
    assert sticks_out(look) == ""


@pytest.mark.parametrize("address", ["/", f"/agder/{LESSON}"])
def test_nothing_sticks_out_when_all_that_folds_is_open(address: str, look: Page) -> None:
    look.set_viewport_size(NARROW)
    look.goto(address)
    look.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert sticks_out(look) == ""


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_nothing_sticks_out_when_text_is_twice_as_large(address: str, look: Page) -> None:
    look.goto(address)
    look.evaluate(STYLED, LARGE)
    assert sticks_out(look) == ""


@pytest.mark.parametrize("address", ["/", "/agder/", f"/agder/{LESSON}", f"/vestland/{SESSION}"])
def test_nothing_sticks_out_when_text_is_airy(address: str, look: Page) -> None:
    look.set_viewport_size(NARROW)
    look.goto(address)
    look.evaluate(STYLED, AIRY)
    assert sticks_out(look) == ""
