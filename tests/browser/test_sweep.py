"""axe over the pages of two editions, light and dark, at three widths: a few each day, or all.

`SAMLOFT_SWEEP=pages` looks at every page in every way, as CI does. Otherwise a share is looked at,
another each day: pages are dealt out by their address. See sweeping.py for what axe is asked.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import Scheme
from dealing import dealt, today
from kinds import pages_below
from places import LESSON, NARROW, WIDE
from playwright.sync_api import Page
from sweeping import Judge, Sweep
from test_narrow import STYLED, sticks_out

pytestmark = pytest.mark.browser

SITES = ("agder", "agder/nn", "vestland", "vestland/nb")
Way = tuple[Scheme, int]
THIN = NARROW["width"]
WAYS: tuple[Way, ...] = (
    ("light", WIDE["width"]),
    ("dark", WIDE["width"]),
    ("dark", 768),
    ("light", 768),
    ("light", THIN),
    ("dark", THIN),
)
"""In turn, and on the next page back again: each differs from the one before in one thing."""
SHARE = 48
"""One page of so many in each edition."""


@pytest.fixture
def sweep(look: Page, judge: Judge) -> Sweep:
    return Sweep(look, judge)


@pytest.mark.parametrize("site", SITES)
def test_axe_finds_nothing_on_the_pages_of_two_editions(
    site: str, folder: Path, sweep: Sweep, look: Page
) -> None:
    others = {f"/{each}/" for each in (*SITES, "agder/kristiansand") if f"{each}/" > f"{site}/"}
    pages = [
        page
        for page in pages_below(folder, site)
        if not any(page.startswith(other) for other in others)
    ]
    found: dict[tuple[str, Scheme, int], str] = {}
    ways = WAYS
    for address in dealt(pages, today() % SHARE, SHARE, "pages"):
        look.goto(address)
        for scheme, width in ways:
            said = sweep.look(scheme, width) + (sticks_out(look) if width == THIN else "")
            if said:
                found[address, scheme, width] = said
        ways = ways[::-1]
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "way", "rule"),
    [
        ("article p:nth-of-type(4) { color: #555 }", ("dark", THIN), "color-contrast"),
        ("article p:nth-of-type(4) { color: #777 }", ("light", 768), "color-contrast"),
        ("article p { background: #333 }", ("light", THIN), "color-contrast"),
        ("article { opacity: 0.4 }", ("dark", WIDE["width"]), "color-contrast"),
        ("fieldset * { block-size: 6px; inline-size: 6px; margin: 0 }", WAYS[4], "target-size"),
    ],
)
def test_a_fault_in_one_way_of_looking_at_one_page_would_be_found(
    fault: str, way: Way, rule: str, sweep: Sweep, look: Page
) -> None:
    look.goto(f"/agder/{LESSON}")
    assert [said for each in WAYS if (said := sweep.look(*each))] == []
    scheme, width = way
    where = f"(prefers-color-scheme: {scheme}) and (width: {width}px)"
    strongest = fault.replace(";", " !important;").replace(" }", " !important }")
    look.evaluate(STYLED, f"@media {where} {{ {strongest} }}")
    assert {each for each in WAYS if rule in sweep.look(*each)} == {way}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("p.innerHTML = '<img src=data:,>'", "image-alt"),
        ("p.innerHTML = '<a href=x></a>'", "link-name"),
        ("p.innerHTML = '<input>'", "label"),
        ("p.innerHTML = '<button aria-labelledby=nothing></button>'", "button-name"),
        ("p.outerHTML = '<h6>En</h6>'", "heading-order"),
        ("p.outerHTML = '<main>En</main>'", "landmark-no-duplicate-main"),
        (
            "const [nav] = document.getElementsByTagName('nav'); nav.after(nav.cloneNode(true))",
            "landmark-unique",
        ),
        ("p.outerHTML = '<ul><p>En</p></ul>'", "list"),
        ("p.role = 'listitem'", "aria-required-parent"),
        ("p.lang = 'norsk'", "valid-lang"),
        ("document.body.append(p)", "region"),
        ("document.title = ''", "document-title"),
    ],
)
def test_a_fault_in_what_one_page_says_would_be_found(
    fault: str, rule: str, sweep: Sweep, look: Page
) -> None:
    look.goto(f"/agder/{LESSON}")
    assert sweep.look("light", WIDE["width"]) == ""
    look.evaluate(f"() => {{ const p = document.querySelector('article > h2 + p'); {fault} }}")
    assert f"{rule} at " in sweep.look("light", WIDE["width"])
