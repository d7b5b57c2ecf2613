"""The page to practise on has the faults that its key names, and its twin has none of them."""

from __future__ import annotations

import pytest
from axe import complaints
from playwright.sync_api import Browser, Page
from world import ROOT

pytestmark = pytest.mark.browser

FOLDER = ROOT / "modules/universell-utforming/practice"
FORMS = ("", ".nn")


def _open(browser: Browser, name: str) -> Page:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto((FOLDER / name).as_uri())
    return page


def _is_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def _after_tab(page: Page, name: str) -> str:
    page.locator(f"#{name}").focus()
    page.keyboard.press("Tab")
    return str(page.evaluate("document.activeElement.id"))


@pytest.mark.parametrize("form", FORMS)
def test_the_page_with_faults_has_them(browser: Browser, form: str) -> None:
    page = _open(browser, f"side-med-feil{form}.html")
    found = complaints(page)
    for rule in ("color-contrast", "html-has-lang", "image-alt", "page-has-heading-one"):
        assert rule in found
    assert _is_wide(page)
    assert _after_tab(page, "dato") == "dato"
    page.locator("#send").click()
    assert page.get_by_role("button").count() == 0
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_its_twin_and_the_key_have_none(browser: Browser, form: str) -> None:
    page = _open(browser, f"side-uten-feil{form}.html")
    assert complaints(page) == ""
    assert not _is_wide(page)
    assert _after_tab(page, "dato") == "tlf"
    page.get_by_role("button").click()
    assert page.evaluate("document.activeElement.id") == "navn"
    assert page.locator("#navn").get_attribute("aria-describedby") == "navn-feil"
    assert complaints(page) == ""
    page.goto((FOLDER / f"fasit{form}.html").as_uri())
    assert complaints(page) == ""
    assert not _is_wide(page)
    page.close()
