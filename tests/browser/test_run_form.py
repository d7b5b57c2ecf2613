"""A facilitator's own run on a session's page, as it opens from a disk: times, link, calendar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect
from sweeping import Judge
from world import copy_small_course

from samloft.building.build import build
from samloft.building.order import Order

pytestmark = pytest.mark.browser

STARTS = ["13.00", "13.10", "13.35", "13.50", "13.55", "14.45"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the session's page lies on this disk."""
    place = tmp_path_factory.mktemp("skjema")
    root = copy_small_course(place / "kurs")
    order = Order(names=["nordvik"], language="nb", sheets=False, addresses="files")
    build(root, order, place / "site", say=lambda *_, **__: None)
    return (place / "site/nordvik/trygghet/samling/1-oppstart/index.html").as_uri()


@pytest.fixture
def window(browser: Browser) -> Iterator[Any]:
    """Open windows; nothing may go wrong in them, and nothing be asked of another machine."""
    contexts, wrong = [], []

    def opened(to: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        context.on("request", lambda asked: asked.url[:4] == "http" and wrong.append(asked.url))
        page = context.new_page()
        page.goto(to)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def starts(page: Page) -> list[str]:
    return page.locator(".sl-programme .sl-clock").all_inner_texts()


def test_what_is_filled_in_re_times_the_programme_and_is_open_to_a_colleague(
    address: str, window: Any
) -> None:
    page = window(address)
    assert starts(page)[0] == "22.30"
    page.get_by_text("Skal du lede samlingen?").press("Enter")
    fill(page, dato="2027-01-12", start="13:00", sted="Råd & hus #1", personer="18", grupper="4")
    assert starts(page) == STARTS
    facts = (
        "tirsdag 12. januar 2027, kl. 13.00–14.45, Råd & hus #1."
        " 18 personer i 4 grupper: 5 + 5 + 4 + 4"
    )
    expect(page.locator(".sl-run-facts")).to_have_text(facts)
    expect(page.locator(".sl-run__status")).to_have_text("Programmet går fra 13.00 til 14.45.")
    expect(page.locator(".sl-facts").first).to_contain_text("Kl. 13.00–14.45")

    other = window(page.url)
    expect(other.locator(".sl-run-facts")).to_have_text(facts)
    assert starts(other) == STARTS
    expect(other.locator("[name=sted]")).to_have_value("Råd & hus #1")

    other.emulate_media(media="print")
    expect(other.locator("details.sl-run")).to_be_hidden()
    expect(other.locator(".sl-run-facts")).to_be_visible()

    page.get_by_role("button", name="Tøm skjemaet").press("Enter")
    assert starts(page)[0] == "22.30"
    assert "#" not in page.url
    expect(page.locator(".sl-run-facts")).to_be_hidden()


@pytest.mark.parametrize(
    ("fields", "wrong", "says"),
    [
        ({"start": "22:16"}, "start", "Da varer samlingen til etter midnatt. Begynn tidligere."),
        ({"personer": "3", "grupper": "4"}, "grupper", "Det er flere grupper enn personer."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    fields: dict[str, str], wrong: str, says: str, address: str, window: Any
) -> None:
    page = window(f"{address}#start=13:00")
    fill(page, **fields)
    expect(page.locator(".sl-run__status")).to_have_text(says)
    expect(page.locator(f"[name={wrong}]")).to_have_attribute("aria-invalid", "true")


def test_the_screen_and_the_facilitators_page_open_as_the_run(address: str, window: Any) -> None:
    page = window(f"{address}#start=13:00")
    fill(page, dato="2027-01-12", sted="Rådhuset", personer="7", grupper="2")
    for file in page.locator(".sl-papers a[href$='.pdf']").all():
        assert "#" not in (file.get_attribute("href") or "")
    own = page.locator(".sl-papers :is(h2, h3) a").first.get_attribute("href") or ""
    assert "dato" not in own  # a place on the page itself is led to as before
    page.get_by_role("link", name="Vis på skjerm i rommet").click()
    facts = "Tirsdag 12. januar 2027, Rådhuset. Kl. 13.00–14.45"
    expect(page.locator(".sl-slide--first .sl-slide__facts")).to_contain_text(facts)
    page.keyboard.press("End")
    for _ in range(page.locator(".sl-slide").count()):
        if page.locator(".sl-slide:visible[data-form=group]").count():
            break
        page.keyboard.press("PageUp")
    tables = page.locator(".sl-slide:visible .sl-slide__table")
    assert tables.all_inner_texts() == ["1●●●●", "2●●●"]
    assert page.locator(".sl-slide:visible .sl-slide__tables").get_attribute("aria-hidden")


@pytest.mark.slow
@pytest.mark.parametrize(
    "fragment",
    [
        "#start=25:99&personer=1e9&grupper=-4",
        "#dato=2027-99-99&sted=<img src=x onerror=alert(1)>",
        "#personer=99999999&grupper=99999998",
        "#start=%E0%A4%A",
    ],
)
def test_whatever_stands_in_the_address_is_text(fragment: str, address: str, window: Any) -> None:
    page = window(address + fragment)
    assert starts(page)[0] == "22.30"
    assert page.locator(".sl-run-facts img").count() == 0


def test_a_calendar_file_is_made_in_the_browser(address: str, window: Any) -> None:
    page = window(f"{address}#dato=2027-06-01&start=13:00&sted=Torget 1; kantina, 2. etg.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned kalenderfil").click()
    (event,) = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert event.start.isoformat() == "2027-06-01T13:00:00+02:00"
    assert (event.end - event.start).total_seconds() == 105 * 60
    assert str(event["location"]) == "Torget 1; kantina, 2. etg."


def test_axe_finds_nothing_in_it_also_when_narrow_and_dark(
    address: str, browser: Browser, judge: Judge
) -> None:
    # axe itself asks for style sheets in a way that a disk refuses: no window that notes errors.
    page = browser.new_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page.goto(f"{address}#dato=2027-01-12&start=23:00&sted=Her")
    assert judge.complaints(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.emulate_media(color_scheme="dark")
    assert judge.complaints(page) == ""
    page.close()


def test_without_scripts_there_is_no_form(address: str, window: Any) -> None:
    page = window(address, java_script_enabled=False)
    expect(page.locator("details.sl-run")).to_be_hidden()
    assert starts(page)[0] == "22.30"
