"""Sites as they are opened by a double click: every link, the languages, the search, the papers."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from firefox import Firefox, firefox
from playwright.sync_api import Browser, Page, expect
from world import Run, copy_small_course, do_without

from samloft.building.build import build
from samloft.building.order import ENGINES, Order

pytestmark = pytest.mark.browser

LESSON = "nordvik/trygghet/01-passord.html"
SESSION = "nordvik/trygghet/samling/1-oppstart/index.html"


def _say(*_: object, **__: object) -> None:
    """Build without a word."""


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the small course for a disk, in a folder whose name has letters and spaces."""
    place = tmp_path_factory.mktemp("disk") / "Kurs på æøå 1#2"
    place.mkdir()
    root = copy_small_course(place / "kurs")
    build(root, Order(addresses="files"), place / "site", say=_say)
    return place / "site"


class _Targets(HTMLParser):
    """Takes down where a page leads, and the ids on it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.append(value)
            elif name == "id" and value:
                self.ids.add(value)


def dead_links(site: Path) -> list[str]:
    """Return every link of ours that does not lead to a file, or to a place in it."""
    pages = {path.resolve(): _Targets(path) for path in site.rglob("*.html")}
    dead = []
    for page, found in pages.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            lost = parts.fragment and unquote(parts.fragment) not in (
                pages[target].ids if target in pages else {unquote(parts.fragment)}
            )
            if not target.is_file() or lost:
                dead.append(f"{page.relative_to(site.resolve())}: {link}")
    return dead


@pytest.mark.slow
def test_every_link_leads_to_a_file(disk: Path) -> None:
    assert dead_links(disk) == []


@pytest.mark.slow
def test_links_that_lead_nowhere_are_noticed(disk: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(disk, copy)
    (copy / LESSON).unlink()
    assert any(LESSON.rpartition("/")[2] in link for link in dead_links(copy))


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """Open a window of Chromium; what its console complains of fails the test."""
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    page.close()
    assert wrong == []


def test_chromium_walks_from_the_front_page_to_a_paper(disk: Path, window: Page) -> None:
    window.goto((disk / "index.html").as_uri())
    window.get_by_role("link", name="Digi Nordvik").first.click()
    window.get_by_role("article").get_by_role("link", name="Trygghet").first.click()
    assert window.url == (disk / "nordvik/trygghet/index.html").as_uri()
    window.goto((disk / SESSION).as_uri())
    paper = window.locator("a[href$='.pdf']").first.get_attribute("href")
    assert paper
    assert (disk / SESSION).parent.joinpath(paper).read_bytes().startswith(b"%PDF")
    window.get_by_role("contentinfo").locator("a[href$='../index.html']").click()
    assert window.url == (disk / "index.html").as_uri()


def test_chromium_changes_language_on_the_same_page(disk: Path, window: Page) -> None:
    window.goto((disk / LESSON).as_uri())
    window.get_by_role("link", name="Nynorsk").click()
    assert window.url == (disk / LESSON.replace("nordvik", "nordvik/nn")).as_uri()


def test_chromium_searches_and_opens_what_it_found(disk: Path, window: Page) -> None:
    window.goto((disk / SESSION).as_uri())
    window.get_by_role("searchbox").fill("passord")
    expect(window.get_by_role("status")).not_to_be_empty()
    window.locator(".sl-search__link[href*='01-passord.html']").first.click()
    assert window.url.startswith((disk / LESSON).as_uri())


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Start Firefox; without it tests are skipped, or fail if browsers are required."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        do_without("Firefox is not installed")
    with firefox(program, tmp_path_factory.mktemp("firefox") / "profile") as started:
        yield started


@pytest.mark.slow
def test_firefox_walks_changes_language_and_searches(disk: Path, fox: Firefox) -> None:
    fox.open((disk / "index.html").as_uri())
    fox.click(".sl-edition__link")
    assert fox.do("WebDriver:GetCurrentURL") == (disk / "nordvik/index.html").as_uri()
    fox.open((disk / LESSON).as_uri())
    fox.click(".sl-languages__link[hreflang=nn]")
    there = (disk / LESSON.replace("nordvik", "nordvik/nn")).as_uri()
    assert fox.do("WebDriver:GetCurrentURL") == there
    fox.open((disk / SESSION).as_uri())
    fox.type(".sl-search__field", "passord")
    hit = fox.wait_for("(document.querySelector('.sl-search__link') || {}).href")
    assert hit.startswith((disk / "nordvik").as_uri())
    fox.click(".sl-search__link")
    assert fox.do("WebDriver:GetCurrentURL") == hit


@pytest.mark.slow
def test_firefox_shows_our_own_styles(disk: Path, fox: Firefox) -> None:
    fox.open((disk / LESSON).as_uri())
    width = fox.run("return getComputedStyle(document.querySelector('.sl-article')).maxWidth")
    assert width != "none"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_sites_of_every_engine_open_from_a_disk(
    engine: str, small_course: Path, run: Run, window: Page
) -> None:
    assert run("build", "nordvik", "--without-sheets", "--engine", engine, "--jobs", "1").code == 0
    page = small_course / "site" / "nordvik" / "trygghet" / "01-passord.html"
    window.goto(page.as_uri())
    window.get_by_role("searchbox").fill("passord")
    expect(window.locator(".sl-search__link").first).to_be_visible()


def test_an_edition_is_packed_with_all_that_its_links_lead_to(
    small_course: Path, run: Run, tmp_path: Path
) -> None:
    (packed,) = _packed(small_course, run)
    with zipfile.ZipFile(packed) as file:
        file.extractall(tmp_path)
    (folder,) = tmp_path.glob("nordvik-*")
    assert (folder / "index.html").exists()
    assert list(folder.rglob("*.pdf"))
    assert dead_links(folder) == []


def test_packing_twice_gives_the_same_file(small_course: Path, run: Run) -> None:
    (packed,) = _packed(small_course, run)
    before = packed.read_bytes()
    packed.unlink()
    (again,) = _packed(small_course, run)
    assert again.read_bytes() == before


def _packed(course: Path, run: Run) -> list[Path]:
    assert run("build", "--offline", "nordvik", "--jobs", "1").code == 0
    return list((course / "offline").iterdir())


def test_packing_asks_which_edition(run: Run) -> None:
    done = run("build", "--offline")
    assert done.code == 2
    assert "--offline" in done.err
