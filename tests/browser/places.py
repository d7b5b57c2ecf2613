"""Where the browser tests go: addresses in the real course, in two networks and both forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from samloft.languages import Language

OpenPage = Callable[..., Page]
"""Opens a window of its own; takes what a browser context takes, as viewport and color_scheme."""

SITE_URL = "https://kurs.example"
"""Where the site is said to be published. No test goes there."""
WIDE = ViewportSize(width=1280, height=720)
NARROW = ViewportSize(width=320, height=640)

LESSON = "ki/01-hva-er-ki/"
OTHER_LESSON = "ki/02-sprakmodeller/"
SESSION = "ki/samling/1-forsta-ki/"
KINDS = {
    "home": "",
    "module": "ki/",
    "lesson": LESSON,
    "session": SESSION,
    "handout": f"{SESSION}utdelingsark/",
    "guide": f"{SESSION}fasilitator/",
    "vocabulary": "begreper/",
    "municipalities": "kommuner/",
    "about": "om/",
    "missing": "404.html",
}
"""One page of each kind, below the address of an edition."""
EDITIONS: dict[str, tuple[str, Language]] = {
    "agder": ("/agder/", "nb"),
    "vestland": ("/vestland/", "nn"),
}
"""Each network's own form."""
SITES: dict[str, Language] = {
    "/agder/": "nb",
    "/agder/nn/": "nn",
    "/vestland/": "nn",
    "/vestland/nb/": "nb",
    "/agder/kristiansand/": "nb",
}
"""Every site that is built, and its language."""
FRONTS: dict[str, Language] = {"/": "nb", "/nn/": "nn", "/en/": "en"}

FIRST, *OTHERS = (
    [f"{root}{address}" for address in KINDS.values()] for root, _ in EDITIONS.values()
)
EVERY_PAGE = [
    *FRONTS,
    "/404.html",
    *FIRST,
    *(pytest.param(page, marks=pytest.mark.slow) for pages in OTHERS for page in pages),
]
"""The front pages and their 404 page, and every kind of page in two networks and both forms."""
