"""The screen for the room, and the facilitator's page that opens it in a window and steers it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from dealing import dealt, today
from places import NARROW, SESSION, WIDE
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from sweeping import Judge
from test_narrow import sticks_out
from windows import Windows
from world import copy_small_course

from samloft.building.build import build
from samloft.building.order import Order
from samloft.catalogue import label

pytestmark = pytest.mark.browser

SCREEN, CONTROL = f"/agder/{SESSION}skjerm/", f"/agder/{SESSION}styring/"
SHARE = 5
"""One part in so many of the screens is looked at each day."""
SEATS, FIGURE, TABLE, GROUP_TASK = 2, 6, 7, 12


def _say(*_: object, **__: object) -> None:
    """Build without a word."""


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build an edition of the small course as it opens from a disk; return its session."""
    place = tmp_path_factory.mktemp("skjerm på disk")
    order = Order(names=("nordvik",), language="nb", sheets=False, addresses="files")
    build(copy_small_course(place / "kurs"), order, place / "s", say=_say)
    return place / "s/nordvik/trygghet/samling/1-oppstart"


@pytest.fixture(scope="module")
def windows(browser: Browser, server: str) -> Iterator[Windows]:
    """Open windows on the real course that notice what goes wrong."""
    windows = Windows(browser, server)
    yield windows
    windows.close()
    assert windows.wrong == []


@pytest.fixture(scope="module")
def _window(windows: Windows) -> Page:
    return windows.open()


@pytest.fixture
def look(_window: Page) -> Page:
    """One window for every test that only looks, at nothing yet."""
    _window.emulate_media(media="screen", color_scheme="light")
    _window.set_viewport_size(WIDE)
    _window.goto("about:blank")
    return _window


def word(name: str, **values: object) -> str:
    return label("nb", f"site.deck_{name}", **values)


def place(page: Page) -> str:
    return page.locator("[data-sl-place]").inner_text()


def status(page: Page) -> str:
    return page.locator("[data-sl-status]").inner_text()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=word(name), exact=True).click()


def test_a_keyboard_and_a_remote_move_it(look: Page) -> None:
    look.goto(SCREEN)
    slides = look.locator(".sl-slide").count()
    for key, at in [("ArrowRight", 2), ("PageDown", 3), (" ", 4), ("PageUp", 3), ("ArrowLeft", 2),
                    ("ArrowLeft", 1), ("ArrowLeft", 1), ("End", slides), ("PageDown", slides),
                    ("Home", 1)]:  # fmt: skip
        look.keyboard.press(key)
        assert place(look) == word("place", at=at, count=slides)
        expect(look.locator(".sl-slide:visible")).to_have_count(1)
    look.keyboard.press("ArrowRight")
    assert status(look).endswith(look.locator(".sl-slide:visible h2").inner_text())
    look.reload()
    assert place(look) == word("place", at=2, count=slides)


def test_a_key_pressed_on_a_button_or_in_a_field_stays_there(look: Page) -> None:
    look.goto(SCREEN)
    look.get_by_role("button", name=word("on"), exact=True).focus()
    look.keyboard.press("Space")
    assert place(look).startswith("2 ")
    look.get_by_text(word("groups"), exact=True).click()
    look.get_by_label(word("people")).focus()
    look.keyboard.press("ArrowUp")
    look.keyboard.press("End")
    assert place(look).startswith("2 ")


def test_the_clock_is_started_stopped_and_lengthened_and_says_so_now_and_then(
    windows: Windows,
) -> None:
    page = windows.open(viewport=WIDE)
    page.clock.install(time=0)
    page.goto(f"{SCREEN}#slide={GROUP_TASK}")  # 20 minutes
    page.clock.pause_at(3600)  # from here on no time passes but what is told to
    left, clock = page.locator("[data-sl-left]"), page.locator("[data-sl-timer]")
    said: list[str] = []
    page.expose_function("heard", lambda text: said.append(text))
    page.evaluate(
        "new MutationObserver(() => heard(document.querySelector('[data-sl-status]').textContent))"
        ".observe(document.querySelector('[data-sl-status]'), {childList: true})"
    )
    expect(left).to_have_text("20.00")
    press(page, "start")
    page.clock.run_for(61_000)
    expect(left).to_have_text("18.59")
    press(page, "stop")
    page.clock.run_for(30_000)
    expect(left).to_have_text("18.59")
    press(page, "longer")
    expect(left).to_have_text("19.59")
    press(page, "start")
    page.clock.run_for(20 * 60_000)
    expect(left).to_have_text("0.00")
    expect(clock).to_have_class("sl-timer sl-timer--over")
    page.clock.run_for(60_000)
    assert said == [
        word("runs", time="20.00"), word("stands", time="18.59"), word("stands", time="19.59"),
        word("runs", time="19.59"), word("left", time="5.00"), word("left", time="1.00"),
        word("over"),
    ]  # fmt: skip
    press(page, "longer")  # time that was up goes on
    page.clock.run_for(10_000)
    expect(left).to_have_text("0.50")
    press(page, "afresh")
    expect(left).to_have_text("20.00")
    page.close()


@pytest.mark.parametrize(
    ("people", "groups", "sizes"),
    [(18, 4, "5 + 5 + 4 + 4"), (12, 3, "4 + 4 + 4"), (3, 5, "1 + 1 + 1"), (7, 1, "7")],
)
def test_people_are_divided_as_evenly_as_can_be(
    people: int, groups: int, sizes: str, look: Page
) -> None:
    look.goto(f"{SCREEN}#slide={SEATS}")
    look.get_by_text(word("groups"), exact=True).click()
    look.get_by_label(word("people")).fill(str(people))
    look.get_by_label(word("number")).fill(str(groups))
    press(look, "divide")
    shown = word("divided", people=people, groups=min(groups, people), sizes=sizes)
    expect(look.locator(".sl-slide:visible .sl-slide__divided")).to_contain_text(shown)
    assert shown in status(look)


def test_a_run_in_the_address_gives_clock_times_and_groups(look: Page) -> None:
    look.goto(f"{SCREEN}#slide={SEATS}&start=13:00&personer=18&grupper=4")
    slide = look.locator(".sl-slide:visible")
    expect(slide.locator(".sl-slide__times")).to_have_text("13.00–13.10")
    expect(slide.locator(".sl-slide__divided")).to_contain_text("5 + 5 + 4 + 4")


@pytest.fixture(params=["http", "file"])
def control(request: pytest.FixtureRequest, windows: Windows) -> Iterator[Page]:
    """The facilitator's page, from a server and from a disk."""
    if request.param == "http":
        page = windows.open(viewport=WIDE)
        page.goto(CONTROL)
    else:
        page = windows.browser.new_page(viewport=WIDE)
        page.goto((request.getfixturevalue("disk") / "styring.html").as_uri())
    yield page
    page.context.close()


@pytest.mark.slow
def test_two_windows_follow_one_another(control: Page) -> None:
    with control.context.expect_page() as opened:
        control.get_by_role("link", name=label("nb", "screen.open")).press("Enter")
    screen = opened.value
    expect(control.get_by_text(word("opened"))).to_be_visible()
    shown = screen.locator("[data-sl-place]")
    count = control.locator(".sl-slide").count()
    expect(screen.locator(".sl-slide")).to_have_count(count)
    screen.wait_for_load_state()
    expect(screen.locator(".sl-slide__notes")).to_have_count(0)
    control.keyboard.press("ArrowRight")
    expect(shown).to_have_text(word("place", at=2, count=count))
    screen.keyboard.press("PageDown")  # the remote control works on the screen
    expect(control.locator("[data-sl-place]")).to_have_text(word("place", at=3, count=count))
    press(control, "start")
    expect(screen.get_by_role("button", name=word("stop"))).to_be_visible()
    press(screen, "stop")
    expect(control.get_by_role("button", name=word("start"))).to_be_visible()
    press(control, "longer")
    expect(screen.locator("[data-sl-left]")).to_have_text(
        control.locator("[data-sl-left]").inner_text()
    )
    screen.close()
    expect(control.get_by_text(word("closed"))).to_be_visible()


@pytest.mark.slow
def test_nobody_else_steers_the_screen(control: Page) -> None:
    with control.context.expect_page() as opened:
        control.get_by_role("link", name=label("nb", "screen.open")).click()
    screen = opened.value
    name = control.locator("#s1 h2").inner_text()
    order = {"samloftDeck": name, "is": "state", "state": {"at": 3, "clocks": {}}}
    screen.wait_for_load_state()
    screen.evaluate("said => postMessage(said, '*')", order)  # from itself: the wrong window
    # And from the right one, what cannot be.
    for wrong in (-1, 99, "2", 1.5, None):
        broken = {**order, "state": {"at": wrong, "clocks": {}}}
        control.evaluate("said => window.open('', 'samloft-screen').postMessage(said, '*')", broken)
        nameless = {**order, "samloftDeck": "another"}
        control.evaluate(
            "said => window.open('', 'samloft-screen').postMessage(said, '*')", nameless
        )
    control.wait_for_timeout(200)
    assert place(screen).startswith("1 ")
    control.evaluate("said => window.open('', 'samloft-screen').postMessage(said, '*')", order)
    expect(screen.locator("[data-sl-place]")).to_contain_text("4 ")  # what is right is heard


def test_notes_stay_beside_every_slide_of_their_part(look: Page) -> None:
    look.goto(f"{CONTROL}#slide={TABLE}")
    expect(look.locator(".sl-slide:visible .sl-slide__notes")).to_contain_text("postmottaket")
    expect(look.locator("[data-sl-next]")).to_have_text(
        word("next", title="Tre spørsmål som alltid hjelper")
    )


@pytest.mark.parametrize("address", [SCREEN, CONTROL])
def test_it_is_one_long_page_without_scripts(address: str, windows: Windows) -> None:
    page = windows.open(java_script_enabled=False, viewport=NARROW)
    page.goto(address)
    assert all(each.is_visible() for each in page.locator(".sl-slide").all())
    expect(page.get_by_role("button")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize("address", [SCREEN, CONTROL])
def test_axe_finds_nothing_and_nothing_sticks_out(address: str, look: Page, judge: Judge) -> None:
    for scheme in ("light", "dark"):
        look.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for at in (1, SEATS, FIGURE, TABLE, GROUP_TASK):
            look.goto(f"{address}#slide={at}&personer=18&grupper=4")
            assert judge.complaints(look) == ""
    look.set_viewport_size(NARROW)
    for at in range(1, look.locator(".sl-slide").count() + 1):
        look.evaluate(f"location.hash = 'slide={at}&personer=18&grupper=4'")
        assert sticks_out(look) == ""
    assert judge.complaints(look) == ""


def test_every_slide_fits_a_projector(look: Page, folder: Path) -> None:
    """In every session of one edition in both forms; a fifth of them a day, dealt by date."""
    screens = [
        path.parent.relative_to(folder) for path in (folder / "agder").rglob("skjerm/*.html")
    ]
    at_network = [f"/{path}/" for path in screens if "kristiansand" not in path.parts]
    assert len(at_network) == 20
    wrong = []
    for address in dealt(at_network, today() % SHARE, SHARE, "pages"):
        look.goto(f"{address}#slide=1&personer=18&grupper=4")
        for at in range(1, look.locator(".sl-slide").count() + 1):
            look.evaluate(f"location.hash = 'slide={at}&personer=18&grupper=4'")
            expect(look.locator(f"#s{at}")).to_be_visible()
            over: int = look.locator(f"#s{at} .sl-slide__face").evaluate(
                "face => face.scrollHeight - face.clientHeight"
            )
            if over > 1:
                wrong.append(f"{address}#slide={at}: {over} px")
    assert wrong == []


# What there is most of: a table of many words, one with a list below, tall figures beside text.
CROWDED = {
    "digital-transformasjon/samling/2-gevinster-og-samarbeid": (5, 6, 7),
    "ki/samling/1-forsta-ki": (18,),
    "ki/samling/2-trygg-bruk": (11, 12, 16),
    "universell-utforming/samling/2-test-sammen": (5,),
    "universell-utforming/samling/3-hvem-gjor-hva": (6,),
}
SMALLEST = """face => {
    const walker = document.createTreeWalker(face, NodeFilter.SHOW_TEXT);
    const sizes = [];
    while (walker.nextNode()) {
        const holder = walker.currentNode.parentElement;
        if (walker.currentNode.textContent.trim() && holder.offsetParent)
            sizes.push(parseFloat(getComputedStyle(holder).fontSize));
    }
    return Math.min(...sizes);
}"""
OF_A_FIGURE = """face => Array.from(face.querySelectorAll("img"), image => {
    const wide = image.clientHeight * image.naturalWidth / image.naturalHeight;
    return Math.min(image.clientWidth, wide) * 26 / 576;  // letters of 26 in a drawing 576 wide
})"""


# A window of 1280 × 720, and what is left of it within a frame and tabs.
@pytest.mark.parametrize("high", [720, 577])
@pytest.mark.parametrize("site", ["agder", "vestland"])
@pytest.mark.parametrize("session", CROWDED)
def test_no_letters_of_a_crowded_slide_are_small(
    look: Page, site: str, session: str, high: int
) -> None:
    look.set_viewport_size({"width": 1280, "height": high})
    look.goto(f"/{site}/{session}/skjerm/")
    look.evaluate("document.fonts.ready")
    look.wait_for_function("Array.from(document.images).every(image => image.complete)")
    for at in CROWDED[session]:
        look.evaluate(f"location.hash = 'slide={at}&personer=18&grupper=4'")
        face = look.locator(f"#s{at} .sl-slide__face")
        expect(face).to_be_visible()
        assert face.evaluate(SMALLEST) >= 18
        assert high < 720 or all(size >= 18 for size in face.evaluate(OF_A_FIGURE))


def test_slides_of_one_title_in_a_row_say_which_they_are(look: Page) -> None:
    look.goto(SCREEN)
    for at in (FIGURE, TABLE):
        title = look.locator(f"#s{at} h2").text_content() or ""
        number = at - FIGURE + 1
        expected = label("nb", "screen.part", title="Regler eller eksempler", part=number, parts=2)
        assert title.split() == expected.split()


def test_what_a_slide_belongs_to_is_not_said_where_it_is_its_title(look: Page) -> None:
    for site in ("agder", "vestland"):
        look.goto(f"/{site}/universell-utforming/samling/1-hvem-kommer-inn/skjerm/")
        for slide in look.locator(".sl-slide:has(.sl-slide__about)").all():
            title = slide.locator("h2").text_content() or ""
            assert not title.startswith(slide.locator(".sl-slide__about").text_content() or "")


@pytest.mark.parametrize("site", ["agder", "vestland"])
@pytest.mark.parametrize("session", [*CROWDED, "universell-utforming/samling/1-hvem-kommer-inn"])
def test_it_prints_a_slide_a_sheet(look: Page, site: str, session: str) -> None:
    look.goto(f"/{site}/{session}/skjerm/")
    look.emulate_media(media="print")
    slides = look.locator(".sl-slide")
    pages = PdfReader(BytesIO(look.pdf(prefer_css_page_size=True))).pages
    assert len(pages) == slides.count()
    for page, title in zip(pages, look.locator(".sl-slide h2").all_text_contents(), strict=True):
        first = title.split()[0]
        assert first in page.extract_text()


def test_nothing_that_moves_slides_is_printed(look: Page) -> None:
    page = look
    page.goto(SCREEN)
    page.emulate_media(media="print")
    assert all(each.is_visible() for each in page.locator(".sl-slide").all())
    expect(page.get_by_role("button")).to_have_count(0)
