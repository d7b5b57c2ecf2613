"""Pages fit: on a narrow screen, with large and with airy text (WCAG 1.4.4, 1.4.10, 1.4.12)."""

from __future__ import annotations

import pytest
from places import LESSON, NARROW
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


LOST = """
    root => {
      const within = document.querySelector(root);
      const shown = each => each.checkVisibility({visibilityProperty: true, opacityProperty: true});
      const words = each => each.textContent.trim().slice(0, 40);
      const named = each =>
        `<${each.localName} class="${each.getAttribute("class") || ""}"> ${words(each)}`;
      const lost = [], lines = [];
      // What is seen of boxes, and who cuts them off: what is for screen readers alone has no size.
      const seenOf = (boxes, owner) => {
        for (let at = owner; at !== document.documentElement; at = at.parentElement) {
          const style = getComputedStyle(at);
          if (style.display === "contents") continue;
          const isCut = way => ["hidden", "clip"].includes(way);
          const cuts = {x: isCut(style.overflowX), y: isCut(style.overflowY)};
          const box = at.getBoundingClientRect();
          if (box.width <= 2 || box.height <= 2 || box.right < 0 || box.bottom < 0) return [];
          const isOver = each =>
            (cuts.x && (each.right > box.right + 1 || each.left < box.left - 1)) ||
            (cuts.y && (each.top + each.bottom) / 2 > box.bottom);
          if (boxes.some(isOver)) lost.push(`cut off by ${named(at)}`);
        }
        return boxes;
      };
      const note = (box, owner, rest, isText) => lines.push({
        owner, isText, left: box.left + 1, right: box.right - 1,
        top: box.top + rest, bottom: box.bottom - rest});
      const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const owner = text.parentElement;
        if (!text.data.trim() || !shown(owner) || owner.closest("script, style")) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
        // The letters alone: what a line has above and below them may meet its neighbours.
        for (const box of seenOf(boxes, owner)) note(box, owner, box.height * 0.3, true);
      }
      const THINGS = "button, input, select, textarea, img, svg, video";
      for (const each of within.querySelectorAll(THINGS))
        if (shown(each))
          for (const box of seenOf([each.getBoundingClientRect()], each)) note(box, each, 1, false);
      const isWithin = (one, other) => !one.isText && one.owner.contains(other.owner);
      lines.sort((one, other) => one.top - other.top);
      lines.forEach((line, number) => {
        for (const other of lines.slice(number + 1)) {
          if (other.top >= line.bottom) break;
          if (other.left < line.right && line.left < other.right && other.owner !== line.owner &&
              !isWithin(line, other) && !isWithin(other, line))
            lost.push(`${named(line.owner)} under ${named(other.owner)}`);
        }
      });
      return [...new Set(lost)].slice(0, 5).join("\\n");
    }
"""


def lost_on(page: Page, root: str = "body") -> str:
    """Return texts and controls that are cut off, or lie upon each other; nothing when none is."""
    found: str = page.evaluate(LOST, root)
    return found


def sticks_out(page: Page) -> str:
    """Return what makes a reader scroll sideways; nothing when all fits."""
    found: str = page.evaluate(STICKING_OUT)
    return found


@pytest.mark.parametrize("address", ["/", f"/agder/{LESSON}"])
def test_nothing_sticks_out_when_all_that_folds_is_open(address: str, look: Page) -> None:
    look.set_viewport_size(NARROW)
    look.goto(address)
    look.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert sticks_out(look) == ""


def test_a_text_that_is_lost_would_be_found(look: Page) -> None:
    look.set_viewport_size(NARROW)
    look.goto("/agder/begreper/")
    look.evaluate(STYLED, "h1 { block-size: 0.5em; overflow: hidden }")
    assert "cut off by <h1" in lost_on(look)
    look.evaluate(STYLED, "h1 { margin-block-end: -2em !important }")
    assert "under" in lost_on(look)
    look.evaluate(STYLED, ".sl-header__home { flex: none; inline-size: 2rem; white-space: pre }")
    assert '<input class="sl-search__field">  under <span' in lost_on(look)
