"""A figure takes the colours of the page it stands on: the network's, by day and by night."""

from __future__ import annotations

import io

import pytest
from axe import Scheme
from PIL import Image
from places import EDITIONS, LESSON, NARROW
from playwright.sync_api import Page
from test_narrow import sticks_out
from world import ROOT

from samloft.checks.pictures import NARROWEST
from samloft.checks.whole_course import read_all
from samloft.course.colours import Shades, palette_of
from samloft.course.model import Network
from samloft.course.reader import Reader

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def networks() -> dict[str, Network]:
    return {each.slug: each for each in read_all(Reader(ROOT))[1]}


def shades(network: Network, scheme: Scheme) -> Shades:
    palette = palette_of(network.colours.primary, network.colours.accent)
    return palette.light if scheme == "light" else palette.dark


def colours_in(page: Page) -> set[str]:
    """Return the colours that a page's first figure is seen in."""
    figure = page.locator("article img").first
    figure.scroll_into_view_if_needed()
    figure.evaluate("each => each.decode()")
    picture = Image.open(io.BytesIO(figure.screenshot())).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    return {f"#{bytes(colour).hex()}" for count, colour in counted if count > 9}


@pytest.mark.slow
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_figure_has_the_networks_colours(
    name: str, scheme: Scheme, networks: dict[str, Network], look: Page
) -> None:
    look.emulate_media(color_scheme=scheme)
    look.goto(f"{EDITIONS[name][0]}{LESSON}")
    own = shades(networks[name], scheme)
    assert {own.paper, own.surface, own.heading, own.link} <= colours_in(look)


def test_a_figure_follows_the_colours_that_a_reader_chose(
    networks: dict[str, Network], page: Page
) -> None:
    page.goto(f"/agder/{LESSON}")
    page.locator("[data-sl-scheme-button]").click()
    assert shades(networks["agder"], "dark").heading in colours_in(page)


def test_a_figure_is_light_on_paper(networks: dict[str, Network], look: Page) -> None:
    look.emulate_media(color_scheme="dark", media="print")
    look.goto(f"/agder/{LESSON}")
    assert shades(networks["agder"], "light").heading in colours_in(look)


def test_a_figure_keeps_a_ground_of_its_own_among_a_readers_own_colours(
    networks: dict[str, Network], look: Page
) -> None:
    look.emulate_media(color_scheme="light", forced_colors="active")
    look.goto(f"/agder/{LESSON}")
    own = shades(networks["agder"], "light")
    found = colours_in(look)
    look.emulate_media(forced_colors="none")
    assert {own.paper, own.heading} <= found


@pytest.mark.parametrize(
    ("address", "least"),
    [(LESSON, NARROW["width"]), ("ki/03-ki-i-kommunen/", NARROWEST)],
)
def test_a_figure_is_as_wide_as_what_it_stands_in_on_a_phone(
    address: str, least: int, look: Page
) -> None:
    look.set_viewport_size(NARROW)
    look.goto(f"/agder/{address}")
    box = look.locator('article img[src$=".svg"]').first.bounding_box()
    assert box
    assert least <= box["width"] <= NARROW["width"]
    assert sticks_out(look) == ""
