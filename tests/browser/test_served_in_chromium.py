"""Sites from nginx in Chromium: nothing is refused, and scripts of our own work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hosting import Host
from places import NARROW
from playwright.sync_api import Browser, Page, expect
from windows import Windows

from samloft.catalogue import label

pytestmark = pytest.mark.slow("file")

SESSION = "trygghet/samling/1-oppstart/"
KINDS = (
    "",
    "trygghet/",
    "trygghet/01-passord/",
    SESSION,
    f"{SESSION}utdelingsark/",
    f"{SESSION}fasilitator/",
    "begreper/",
    "kommuner/",
    "tilpasninger/",
    "om/",
)


@pytest.fixture(scope="module")
def window(browser: Browser, hosts: tuple[Host, Host]) -> Iterator[tuple[Windows, Page]]:
    windows = Windows(browser, hosts[1].address)
    page = windows.open()
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', refused => "
        "console.error(`refused: ${refused.effectiveDirective} ${refused.blockedURI}`))"
    )
    yield windows, page
    windows.close()


@pytest.fixture
def look(window: tuple[Windows, Page]) -> Iterator[Page]:
    """Return a window that notes every complaint, and every request to another machine."""
    windows, page = window
    windows.wrong.clear()
    yield page
    assert windows.wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("root", ["/nordvik/2026.1/", "/sorvik/latest/nb/"])
def test_no_page_does_what_the_policy_refuses(root: str, look: Page) -> None:
    for kind in KINDS:
        if root.startswith("/sorvik") and kind == "tilpasninger/":
            continue
        look.goto(f"{root}{kind}")
        expect(look.get_by_role("heading", level=1)).to_be_visible()
        expect(look.locator("html")).to_have_class("js")
    for front in ("/", "/nn/", "/en/"):
        look.goto(front)
        look.get_by_role("searchbox").fill("nes")
        expect(look.get_by_role("status")).not_to_be_empty()


@pytest.mark.browser
@pytest.mark.parametrize("root", ["/nordvik/", "/nordvik/latest/"])
def test_a_film_of_the_courses_own_plays(
    root: str, window: tuple[Windows, Page], hosts: tuple[Host, Host]
) -> None:
    host = hosts["latest" in root]
    page = window[1]
    page.goto(f"{host.address}{root}om/")
    at = page.evaluate(
        """async () => {
            const film = document.querySelector("video");
            film.muted = true;
            await film.play();
            await new Promise(done => film.addEventListener("timeupdate", done));
            await new Promise(done => setTimeout(done, 300));
            return film.currentTime;
        }"""
    )
    assert at > 0


def test_a_missing_page_works_at_any_depth(window: tuple[Windows, Page]) -> None:
    windows, page = window
    windows.wrong.clear()
    page.goto("/nordvik/2026.1/nn/a/b/c/d")
    expect(page.get_by_role("heading", level=1)).to_have_text(label("nn", "site.not_found"))
    page.get_by_role("searchbox").fill("passord")
    expect(page.get_by_role("search").get_by_role("listitem").first).to_be_visible()
    # The page itself, which is missing, and nothing else.
    assert [line for line in windows.wrong if " 404 " not in line] == []
    assert len([line for line in windows.wrong if line.startswith("got 404")]) == 1
    windows.wrong.clear()
    page.get_by_role("link", name=label("nn", "site.not_found_home")).click()
    expect(page).to_have_url(re.compile(r"/nordvik/2026\.1/nn/$"))
    assert windows.wrong == []


@pytest.mark.browser
def test_the_search_finds_and_leads(look: Page) -> None:
    look.goto(f"/nordvik/2026.1/{SESSION}")
    look.get_by_role("searchbox").fill("passord")
    look.get_by_role("search").get_by_role("link").first.click()
    expect(look).to_have_url(re.compile(r"/nordvik/2026\.1/.*passord"))


@pytest.mark.browser
def test_the_colours_change_and_are_there_from_the_first_moment(look: Page) -> None:
    look.goto("/nordvik/2026.1/")
    look.get_by_role("button", name=label("nb", "toggle.default")).click()
    expect(look.locator("html")).to_have_attribute("data-sl-scheme", "dark")
    # Without the script that comes last, only what runs before the page is drawn can have done it.
    look.route("**/samloft.js", lambda route: route.fulfill(body=""))
    look.goto("/nordvik/2026.1/om/")
    expect(look.locator("html")).to_have_attribute("data-sl-scheme", "dark")
    look.unroute("**/samloft.js")


@pytest.mark.browser
def test_the_menu_works_on_a_narrow_screen(look: Page) -> None:
    look.set_viewport_size(NARROW)
    look.goto("/nordvik/2026.1/trygghet/")
    look.get_by_text(label("nb", "site.menu_open"), exact=True).click()
    menu = look.get_by_role("navigation", name=label("nb", "site.main_navigation"))
    menu.locator("a[href$='begreper/']").click()
    expect(look).to_have_url(re.compile(r"/nordvik/2026\.1/begreper/$"))


@pytest.mark.browser
def test_columns_are_aligned_without_styles_in_the_page(look: Page) -> None:
    for address, cell in (
        (SESSION, ".sl-programme tbody td:nth-child(4)"),  # by our style sheet
        ("om/", "article td:nth-child(2)"),  # as its author wants it
    ):
        look.goto(f"/nordvik/2026.1/{address}")
        expect(look.locator(cell).first).to_have_css("text-align", re.compile("right$|^end$"))
        expect(look.locator("[style]")).to_have_count(0)


@pytest.mark.browser
def test_pages_work_from_disk(browser: Browser, folders: tuple[Path, Path]) -> None:
    windows = Windows(browser, "file://")
    page = windows.open()
    for name in ("trygghet/01-passord/index.html", "nn/404.html"):
        page.goto((folders[0] / "nordvik" / name).as_uri())
        page.locator(".sl-scheme").click()
        expect(page.locator("html")).to_have_attribute("data-sl-scheme", re.compile("dark|light"))
        expect(page.locator("html")).to_have_class("js")
        expect(page.locator(".sl-header")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.get_by_role("link", name=label("nn", "site.not_found_home")).wait_for()
    windows.close()
    assert windows.wrong == []


@pytest.mark.browser
def test_a_script_that_got_into_a_page_does_not_run(window: tuple[Windows, Page]) -> None:
    windows, page = window
    page.goto("/nordvik/2026.1/")
    windows.wrong.clear()
    page.evaluate(
        "() => { const bad = document.createElement('script');"
        "bad.textContent = 'window.ran = true'; document.body.append(bad); }"
    )
    assert page.evaluate("window.ran") is None
    assert any("refused: script-src-elem inline" in line for line in windows.wrong)
    windows.wrong.clear()
