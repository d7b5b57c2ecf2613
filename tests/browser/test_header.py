"""The top of every page holds whatever name a network has: nothing in it lies upon another."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kinds import pages_below
from places import WIDE
from playwright.sync_api import Page
from test_narrow import AIRY, LARGE, STYLED, lost_on, sticks_out
from world import copy_small_course, made_once

from samloft.building.build import build
from samloft.building.front_page import write_front
from samloft.building.order import Order
from samloft.checks.whole_course import read_all
from samloft.course.reader import Reader

pytestmark = pytest.mark.browser

NAMES = {
    "ord": "DigiTrøndelag",
    "to-ord": "Digitale Helgeland",
    "mange-ord": "Digitalt samarbeid for kommunene i Ytre og Indre Sunnfjord",
    "ett-ord": "Digitaliseringsnettverkssamarbeidskommunenesfellesorganisasjon",
}
WIDTHS = (320, 360, 390, 480, 768, 1280)
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 60" width="900" height="60">'
    '<path d="M0 0h900v60H0z" fill="#14532d"/></svg>'
)
"""As wide as they come."""


def _build(place: Path) -> None:
    root = copy_small_course(place / "kurs")
    for slug, name in NAMES.items():
        folder = root / "networks" / slug
        folder.mkdir()
        settings = (
            f"name: {name}\nlanguage: nb\nlanguages: [nb, nn]\n"
            'colours: {primary: "#14532d", accent: "#0b5c9e"}\n'
        )
        if slug == "ett-ord":
            settings += "logo: {file: logo.svg, alt: {nb: Logoen}}\n"
            (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
        (folder / "network.yml").write_text(settings, encoding="utf-8")
    order = Order(names=tuple(NAMES), sheets=False)
    build(root, order, place / "site", say=lambda *_, **__: None)
    write_front(*read_all(Reader(root)), set(NAMES), place / "site")


@pytest.fixture(scope="module")
def named_sites(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the addresses of a page of each kind, by network, below the folder that is served."""

    def make(place: Path) -> None:
        _build(place)
        shutil.copytree(place / "site", folder / "navn")

    made_once(tmp_path_factory, "navn", make)
    return {
        slug: [each for each in pages_below(folder, f"navn/{slug}") if "/nn/" not in each]
        for slug in NAMES
    }


@pytest.mark.slow("each")
@pytest.mark.parametrize("slug", NAMES)
def test_nothing_in_the_header_lies_upon_another(
    slug: str, named_sites: dict[str, list[str]], look: Page
) -> None:
    kinds = " ".join(named_sites[slug])
    assert all(kind in kinds for kind in ("samling", "min-side", "begreper", "utdelingsark", "01-"))
    wrong: dict[tuple[str, int, str], str] = {}
    for address in named_sites[slug]:
        look.goto(address)
        if not look.locator(".sl-header").count():  # the screen has none
            continue
        for width in WIDTHS:
            look.set_viewport_size({"width": width, "height": 640})
            for way, styles in {"plain": "", "large": LARGE, "airy": AIRY}.items():
                look.evaluate(STYLED, styles)
                said = lost_on(look, ".sl-header")
                if way != "large" or width == WIDE["width"]:
                    said += sticks_out(look)
                if said:
                    wrong[address, width, way] = said
    assert wrong == {}


def test_the_list_of_networks_holds_all_names(
    named_sites: dict[str, list[str]], look: Page
) -> None:
    assert named_sites
    for width in WIDTHS:
        look.set_viewport_size({"width": width, "height": 640})
        look.goto("/navn/")
        for styles in ("", AIRY):
            look.evaluate(STYLED, styles)
            assert lost_on(look) + sticks_out(look) == ""
