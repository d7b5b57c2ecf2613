"""Three releases of three editions, as nginx serves them and as Chromium shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import Scheme
from hosting import Host, crawl, nginx_serving
from playwright.sync_api import Browser, Page, expect
from releases import EDITIONS, GONE, NEW, OLD, VERSIONS, well
from sweeping import Judge
from windows import Windows

from samloft.addresses import SHORT
from samloft.catalogue import label
from samloft.versions.manifest import Manifest, load_manifest

pytestmark = pytest.mark.slow("file")

LATER = (*VERSIONS, "latest")


@pytest.fixture(scope="module")
def host(
    nginx: str, three_releases: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    place = tmp_path_factory.mktemp("nginx") / "plain"
    with nginx_serving(nginx, three_releases / "public", place) as host:
        yield host


@pytest.fixture(scope="module")
def ruled(
    nginx: str, three_releases: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """Serve the same, with the rules for old addresses."""
    rules = well(three_releases, "redirects", "nginx")
    place = tmp_path_factory.mktemp("nginx") / "rules"
    with nginx_serving(nginx, three_releases / "public", place, rules) as host:
        yield host


def manifest(root: Path, edition: str, version: str) -> Manifest:
    return load_manifest((root / "public" / edition / version / "manifest.json").read_bytes())


# --- Asked by a program.


def test_every_link_of_every_version_answers(host: Host, three_releases: Path) -> None:
    roots = (f"/{edition}/{version}/" for edition in EDITIONS for version in VERSIONS)
    found = crawl(host, "/", *roots)
    assert {path: status for path, status in found.items() if status not in (200, 302)} == {}
    assert {path for path, status in found.items() if status == 302} <= {
        f"/{edition}/" for edition in EDITIONS
    }
    pages = {
        f"/{edition}/{version}/{page}"
        for edition in EDITIONS
        for version in VERSIONS
        for page in manifest(three_releases, edition, version).pages
        if f"/{SHORT}/" not in f"/{page}"  # typed from a paper, not linked to
    }
    assert pages - found.keys() == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_link_that_ever_worked_works_in_every_later_version(
    edition: str, host: Host, three_releases: Path
) -> None:
    for number, version in enumerate(VERSIONS):
        held = manifest(three_releases, edition, version)
        papers = {name for name in held.files if name.endswith((".pdf", "laas.svg"))}
        assert papers
        for later in LATER[number:]:
            answers = {
                path: host.get(f"/{edition}/{later}/{path}").status
                for path in (*held.pages, *papers)
            }
            assert set(answers.values()) == {200}, answers


def test_with_the_rules_the_server_itself_leads_on(ruled: Host, host: Host) -> None:
    for version in ("2026.2", "2027.1", "latest"):
        for form in ("", "nn/"):
            answer = ruled.get(f"/nordvik/{version}/{form}{OLD}")
            assert answer.status == 301
            assert answer.headers["location"] == f"/nordvik/{version}/{form}{NEW}"
    assert ruled.get(f"/nordvik/2026.1/{OLD}").status == 200
    assert ruled.get(f"/nordvik/latest/{GONE}").status == 200
    assert host.get(f"/nordvik/latest/{OLD}").status == 200


@pytest.mark.parametrize("server", ["apache", "netlify", "caddy"])
def test_other_servers_have_rules_of_their_own(server: str, three_releases: Path) -> None:
    rules = well(three_releases, "redirects", server, "--base", "/kurs")
    old, new = (f"/kurs/nordvik/latest/{address}" for address in (OLD, NEW))
    expected = {
        "apache": f'RedirectMatch 301 "^{re.escape(old)}(index\\.html)?$" "{new}"',
        "netlify": f"{old} {new} 301!",
        "caddy": f"redir {old} {new} permanent",
    }
    assert expected[server] in rules.splitlines()
    assert GONE not in rules


@pytest.mark.parametrize(
    ("address", "folder", "language"),
    [
        ("/nordvik/2026.1/finnes-ikke/", "/nordvik/2026.1/", "nb"),
        ("/nordvik/2026.2/nn/finnes-ikke/", "/nordvik/2026.2/nn/", "nn"),
        ("/nordvik/nord-vik/2026.1/x/y/", "/nordvik/nord-vik/2026.1/", "nb"),
        ("/sorvik/2026.1/x/", "/sorvik/2026.1/", "nn"),
        ("/sorvik/2026.1/nb/x/", "/sorvik/2026.1/nb/", "nb"),
    ],
)
def test_a_missing_page_of_an_old_version_leads_to_the_newest(
    address: str, folder: str, language: str, host: Host
) -> None:
    answer = host.get(address)
    assert (answer.status, answer.page().language) == (404, language)
    edition = folder.split("/202")[0]
    own = folder.rstrip("/").rpartition("/")[2]
    form = f"{own}/" if own in ("nb", "nn") else ""
    assert f"{edition}/latest/{form}" in host.links(address, answer.page())


def test_what_was_packed_is_handed_out(host: Host) -> None:
    for path in (f"/nordvik/2026.1/{OLD}", "/nordvik/versjoner/", f"/nordvik/latest/{GONE}"):
        plain, small = host.get(path), host.get(path, Accept_Encoding="gzip")
        assert small.headers["content-encoding"] == "gzip"
        assert len(small.body) < len(plain.body)
        assert "unsafe" not in plain.headers["content-security-policy"]


# --- Seen by a reader.


@pytest.fixture(scope="module")
def windows(browser: Browser, host: Host) -> Iterator[Windows]:
    windows = Windows(browser, host.address)
    yield windows
    windows.close()


@pytest.fixture(scope="module", params=["with scripts", "without"])
def window(request: pytest.FixtureRequest, windows: Windows) -> Page:
    return windows.open(java_script_enabled=request.param == "with scripts")


@pytest.fixture
def page(window: Page, windows: Windows) -> Iterator[Page]:
    """Return a window with scripts, then one without: both have to do."""
    windows.wrong.clear()
    yield window
    assert windows.wrong == []


@pytest.fixture
def scripted(windows: Windows) -> Iterator[Page]:
    windows.wrong.clear()
    yield windows.open()
    assert windows.wrong == []


@pytest.mark.browser
def test_a_reader_of_an_old_page_is_told_and_led_to_the_new_one(page: Page) -> None:
    page.goto(f"/nordvik/2026.1/{OLD}")
    notice = page.locator("main").get_by_text(label("nb", "old.old", version="2026.1"))
    expect(notice).to_be_visible()
    expect(page.get_by_text(label("nb", "old.lesson_changed"))).to_be_visible()
    page.get_by_role("link", name=label("nb", "old.lead")).click()
    expect(page).to_have_url(re.compile(f"/nordvik/latest/{NEW}$"))
    expect(page.locator(".sl-old")).to_have_count(0)


@pytest.mark.browser
def test_an_old_address_leads_on(page: Page) -> None:
    page.goto(f"/nordvik/latest/nn/{OLD}")
    expect(page).to_have_url(re.compile(f"/nordvik/latest/nn/{NEW}$"))
    page.goto("/nordvik/")
    expect(page).to_have_url(re.compile("/nordvik/latest/$"))


@pytest.mark.browser
def test_a_page_that_is_gone_is_found_in_the_version_that_had_it(page: Page) -> None:
    page.goto(f"/nordvik/latest/{GONE}")
    page.get_by_role("link", name=label("nb", "versions.gone_lead", last="2026.2")).click()
    expect(page).to_have_url(re.compile(f"/nordvik/2026.2/{GONE}$"))
    expect(page.get_by_text(label("nb", "old.gone"))).to_be_visible()


@pytest.mark.browser
def test_the_part_of_a_page_goes_along_when_it_has_moved(scripted: Page) -> None:
    scripted.goto(f"/nordvik/latest/{OLD}#slik-gjr-du")
    expect(scripted).to_have_url(re.compile(f"/nordvik/latest/{NEW}#slik-gjr-du$"))


@pytest.mark.browser
def test_versions_are_chosen_from_any_page_which_stays_the_same(scripted: Page) -> None:
    scripted.goto(f"/nordvik/latest/nn/{NEW}")
    button = scripted.locator(".sl-versions summary")
    expect(button).to_have_text("Versjon 2027.1")
    button.press("Enter")
    choices = scripted.locator(".sl-versions").get_by_role("link")
    expect(choices).to_have_text(
        ["2027.1 (gjeldande)", "2026.2", "2026.1", label("nn", "site.versions_all")]
    )
    choices.get_by_text("2026.1", exact=True).click()
    expect(scripted).to_have_url(re.compile(f"/nordvik/2026.1/nn/{OLD}$"))
    scripted.locator(".sl-versions summary").click()
    expect(choices.get_by_text("2026.1", exact=True)).to_have_attribute("aria-current", "true")
    choices.get_by_text("2026.2", exact=True).click()
    expect(scripted).to_have_url(re.compile(f"/nordvik/2026.2/nn/{NEW}$"))


@pytest.mark.browser
def test_a_page_that_another_version_lacks_leads_to_its_front(scripted: Page) -> None:
    scripted.goto(f"/sorvik/2026.1/nb/{GONE}")
    scripted.locator(".sl-versions summary").click()
    scripted.locator(".sl-versions").get_by_role("link", name="2027.1").click()
    expect(scripted).to_have_url(re.compile("/sorvik/latest/$"))


@pytest.mark.browser
def test_the_list_closes_with_escape_and_keeps_the_place(scripted: Page) -> None:
    scripted.goto(f"/nordvik/2026.1/{OLD}")
    button = scripted.locator(".sl-versions summary")
    button.press("Enter")
    choices = scripted.locator(".sl-versions").get_by_role("link")
    expect(choices).to_have_count(4)
    scripted.keyboard.press("Tab")
    expect(choices.first).to_be_focused()
    scripted.keyboard.press("Escape")
    expect(scripted.locator(".sl-versions__list")).not_to_be_visible()
    expect(button).to_be_focused()


@pytest.mark.browser
def test_without_scripts_a_plain_page_of_versions_does(windows: Windows) -> None:
    page = windows.open(java_script_enabled=False)
    page.goto(f"/nordvik/2026.1/nn/{OLD}")
    page.get_by_role("link", name="Versjon 2026.1").click()
    expect(page).to_have_url(re.compile("/nordvik/versjoner/nn/$"))
    page.get_by_role("link", name=label("nn", "versions.since", before="2026.1")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        label("nn", "versions.changes", version="2026.2", before="2026.1")
    )
    page.get_by_role("link", name=label("nn", "versions.all")).click()
    page.get_by_role("link", name="Versjon 2026.2").click()
    expect(page).to_have_url(re.compile("/nordvik/2026.2/nn/$"))
    assert windows.wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_of_versions_are_accessible(
    width: int, colours: Scheme, scripted: Page, judge: Judge
) -> None:
    scripted.set_viewport_size({"width": width, "height": 800})
    scripted.emulate_media(color_scheme=colours)
    for path in (f"2026.1/{OLD}", "versjoner/", "versjoner/2026.2/", f"latest/{GONE}"):
        scripted.goto(f"/nordvik/{path}")
        menu = scripted.locator(".sl-versions summary")
        if menu.count():
            menu.click()
            expect(scripted.locator(".sl-versions__choice")).to_have_count(4)
            box = scripted.locator(".sl-versions__list").bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        wide = scripted.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        assert judge.complaints(scripted) == ""
