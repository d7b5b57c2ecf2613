"""The pages hold what axe can check of WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from places import LESSON, NARROW, SESSION
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SCRIPT = f"""
    if (!window.axe) {{
      {AXE_SCRIPT}
      // axe reads each colour anew for each element; a page has some twenty of them.
      const colour = axe.commons.color.Color.prototype;
      const read = colour.parseString, known = new Map();
      colour.parseString = function (text) {{
        if (known.has(text)) Object.assign(this, known.get(text));
        else {{
          read.call(this, text);
          known.set(text, {{r: this.r, g: this.g, b: this.b, alpha: this.alpha}});
        }}
        return this;
      }};
    }}
    null
"""
"""What a page is given once: axe, which remembers the colours it has read."""
COLOURS = ("color-contrast", "link-in-text-block")
"""What of it hangs on the scheme."""
Scheme = Literal["light", "dark"]


def complaints(page: Page, scheme: Scheme = "light") -> str:
    """Return what axe finds on a page, one line for each element; nothing when all is well.

    In the dark only colours are looked at: all else is the same as in the light.
    """
    everything = {"type": "tag", "values": TAGS}
    colours = {"type": "rule", "values": COLOURS}
    options = {
        "runOnly": everything if scheme == "light" else colours,
        "resultTypes": ["violations"],
        # axe leaves this one out unless asked: controls of 24 pixels (WCAG 2.5.8).
        "rules": {"target-size": {"enabled": True}},
    }
    page.evaluate(SCRIPT)
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    assert found["passes"], "axe looked at nothing"
    return "\n".join(
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    )


@pytest.mark.parametrize("address", ["/", "/agder/", f"/agder/{LESSON}", f"/vestland/{SESSION}"])
def test_axe_finds_nothing_on_a_narrow_screen(address: str, look: Page) -> None:
    look.set_viewport_size(NARROW)
    look.goto(address)
    assert complaints(look) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_when_all_that_folds_is_open(scheme: Scheme, look: Page) -> None:
    look.emulate_media(color_scheme=scheme)
    look.set_viewport_size(NARROW)
    for address in ("/", f"/agder/{LESSON}"):
        look.goto(address)
        look.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        assert complaints(look, scheme) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_among_what_was_searched_for(scheme: Scheme, look: Page) -> None:
    look.emulate_media(color_scheme=scheme)
    look.goto("/agder/")
    look.get_by_role("searchbox").fill("kommune")
    expect(look.get_by_role("search").get_by_role("listitem").first).to_be_visible()
    assert complaints(look, scheme) == ""


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_home_pages_title_stands_beside_the_drawing_on_a_colour_it_is_seen_on(
    scheme: Scheme, look: Page
) -> None:
    look.emulate_media(color_scheme=scheme)
    for width in (1280, 900):
        look.set_viewport_size({"width": width, "height": 800})
        look.goto("/agder/")
        assert look.evaluate(WITHOUT_DRAWING) == ""
        assert complaints(look, scheme) == ""


@pytest.mark.parametrize(("scheme", "faint"), [("light", "#bbb"), ("dark", "#444")])
def test_axe_would_find_something(scheme: Scheme, faint: str, look: Page) -> None:
    look.emulate_media(color_scheme=scheme)
    look.goto("/agder/begreper/")
    # A text on one colour: axe does not judge what lies on a picture, as the title of a home page.
    look.locator("article h1").evaluate(f"title => {{ title.style.color = '{faint}' }}")
    assert "color-contrast at " in complaints(look, scheme)
