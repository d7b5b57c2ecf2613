"""axe over the pages of two editions, light and dark, at three widths: a few each day, or all.

`SAMLOFT_SWEEP=all` looks at every page in every way, as before a landing. Otherwise a share is
looked at: pages are dealt out by their address, each way of looking gets its own. A page is fetched
once for all the ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from dealing import dealt
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


def pages_of(folder: Path) -> Iterator[str]:
    """Yield the addresses of two editions' pages, in order; a page that leads on is none."""
    for edition in SWEPT:
        for path in sorted((folder / edition).rglob("*.html")):
            address = path.relative_to(folder).as_posix()
            if "/kristiansand/" not in address and 'http-equiv="refresh"' not in path.read_text(
                encoding="utf-8"
            ):
                yield address.removesuffix("index.html")


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_the_pages_of_two_editions(
    part: int, folder: Path, look: Page
) -> None:
    pages = [*pages_of(folder)]
    wanted: dict[str, list[Way]] = {}
    for hand, way in enumerate(WAYS):
        for address in dealt(pages, hand, SHARE):
            wanted.setdefault(address, []).append(way)
    found = {}
    for address in [*wanted][part::PARTS]:
        look.goto(f"/{address}")
        for scheme, width in wanted[address]:
            look.emulate_media(color_scheme=scheme)
            look.set_viewport_size({"width": width, "height": 800})
            if said := complaints(look, scheme):
                found[address, scheme, width] = said
    assert found == {}
