"""A page keeps its place when its typeface comes: what stands there until then is as wide."""

from __future__ import annotations

import pytest
from places import LESSON, SESSION, OpenPage
from playwright.sync_api import Route
from world import do_without

pytestmark = pytest.mark.browser

HAS_ONE = """
    () => Promise.any([...document.fonts].filter(face => face.family.includes(", as "))
        .map(face => face.load())).then(() => true, () => false)
"""
"""Whether this machine has any of the typefaces that ours is measured against."""
HEIGHT = "() => document.querySelector('article').getBoundingClientRect().height"


@pytest.mark.parametrize("page", [LESSON, SESSION])
@pytest.mark.parametrize("width", [380, 1280])
def test_text_is_as_long_before_the_typeface_comes(
    page: str, width: int, open_page: OpenPage
) -> None:
    held: list[Route] = []
    look = open_page(viewport={"width": width, "height": 800})
    look.route("**/*.woff2", lambda route: held.append(route))
    look.goto(f"/agder/{page}", wait_until="domcontentloaded")
    if not look.evaluate(HAS_ONE):
        do_without("None of the typefaces is here: put DejaVu Sans, Roboto or Arial on the machine")
    look.wait_for_timeout(100)
    before = look.evaluate(HEIGHT)
    assert held
    for route in held:
        route.continue_()
    look.wait_for_load_state("load")
    look.evaluate("() => document.fonts.ready")
    assert look.evaluate(HEIGHT) == pytest.approx(before, rel=0.02)
