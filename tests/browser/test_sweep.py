"""axe over the pages of two editions, light and dark, at three widths: a few each day, or all.

`SAMLOFT_SWEEP=all` looks at every page in every way, as before a landing. Otherwise a share is
looked at, another each day: pages are dealt out by their address, each way of looking gets its own.
A page is fetched once for all the ways.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from dealing import dealt, today
from kinds import pages_below
from places import WIDE
from playwright.sync_api import Page
from test_axe import Scheme, complaints

pytestmark = pytest.mark.browser

SWEPT = ("agder", "vestland")
Way = tuple[Scheme, int]
WAYS: tuple[Way, ...] = tuple(product(("light", "dark"), (320, 768, WIDE["width"])))
SHARE = 180
"""One page of so many is looked at in each way."""
PARTS = 6
"""How many processes may share the work."""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_the_pages_of_two_editions(
    part: int, folder: Path, look: Page
) -> None:
    pages = [
        page
        for edition in SWEPT
        for page in pages_below(folder, edition)
        if "/kristiansand/" not in page
    ]
    wanted: dict[str, list[Way]] = {}
    for hand, way in enumerate(WAYS):
        for address in dealt(pages, (hand * SHARE // len(WAYS) + today()) % SHARE, SHARE):
            wanted.setdefault(address, []).append(way)
    found = {}
    for address in [*wanted][part::PARTS]:
        look.goto(address)
        for scheme, width in wanted[address]:
            look.emulate_media(color_scheme=scheme)
            look.set_viewport_size({"width": width, "height": 800})
            if said := complaints(look, scheme):
                found[address, scheme, width] = said
    assert found == {}
