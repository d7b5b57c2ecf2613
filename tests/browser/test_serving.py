"""Sites as readers get them from nginx: every link, the right 404 page, packed, guarded."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hosting import Host, nginx_serving, publish, read
from places import NARROW
from playwright.sync_api import Browser, Page, expect
from windows import Windows
from world import copy_small_course

from samloft.addresses import RULES
from samloft.catalogue import label
from samloft.languages import Language

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
FILM = Path(__file__).with_name("film.mp4")
HEADERS = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cache-control",
)


@pytest.fixture(scope="module")
def nginx() -> str:
    """Return where nginx is; without it tests are skipped, or fail if it is required."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found:
        return found
    reason = "nginx is not installed: put `nginx` on PATH"
    if os.environ.get("SAMLOFT_REQUIRE_BROWSER"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def folders(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the small course, as `build` lays it out, and as releases are laid out."""
    place = tmp_path_factory.mktemp("tjener")
    root = copy_small_course(place / "kurs")
    shutil.copy(FILM, root / "docs/film.mp4")  # a second of colours, of 1 kB
    with (root / "docs/om.md").open("a", encoding="utf-8") as page:
        page.write(
            '\n<video src="film.mp4" controls></video>\n\n| Hva | Kroner |\n|---|--:|\n| x | 1 |\n'
        )
    publish(root, place / "site", place / "public")
    return place / "site", place / "public"


@pytest.fixture(scope="module")
def hosts(nginx: str, folders: tuple[Path, Path]) -> Iterator[tuple[Host, Host]]:
    """Serve both."""
    with ExitStack() as stack:
        built, released = (
            stack.enter_context(nginx_serving(nginx, site, site.parent / f"nginx-{site.name}"))
            for site in folders
        )
        yield built, released


@pytest.fixture
def built(hosts: tuple[Host, Host]) -> Host:
    return hosts[0]


@pytest.fixture
def released(hosts: tuple[Host, Host]) -> Host:
    return hosts[1]


def crawl(host: Host, *starts: str) -> dict[str, int]:
    """Follow every link, picture, script and style from pages; return what each answered."""
    found: dict[str, int] = {}
    waiting = {*starts}
    while waiting:
        path = waiting.pop()
        answer = host.get(path)
        found[path] = answer.status
        if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            waiting |= host.links(path, answer.page()) - found.keys()
    return found


def test_every_link_of_every_edition_answers(built: Host, folders: tuple[Path, Path]) -> None:
    found = crawl(built, "/")
    assert {path: status for path, status in found.items() if status != 200} == {}
    # The pages of rules are for authors, who are led there by `check` and by the preview.
    every = (page.parent.relative_to(folders[0]) for page in folders[0].rglob("index.html"))
    pages = {f"/{page}/" for page in every if RULES not in page.parts}
    assert {path.replace("/./", "/") for path in pages} - found.keys() == set()
    assert sum(path.endswith(".pdf") for path in found) >= 2
    assert any(path.endswith("/search/index.js") for path in found)


def test_no_page_holds_a_script_or_a_style(folders: tuple[Path, Path]) -> None:
    every = sorted(folders[0].rglob("*.html"))
    # What a 404 page holds stands in the policy by digest: see test_missing_pages.py.
    pages = [page for page in every if page.name != "404.html"]
    assert len(pages) > 100
    assert {path: held for path in pages if (held := read(path.read_text("utf-8")).inline)} == {}
    assert read("<style></style><p style='' onclick=''><script>").inline == [
        *("<style>", "style", "onclick", "<script>")
    ]


@pytest.mark.parametrize("version", ["2026.1", "latest"])
@pytest.mark.parametrize("network", ["nordvik", "sorvik"])
def test_every_link_of_every_version_answers(network: str, version: str, released: Host) -> None:
    root = f"/{network}/{version}/"
    found = {path: status for path, status in crawl(released, root).items() if root in path}
    assert len(found) > 50
    assert set(found.values()) == {200}


@pytest.mark.parametrize(
    ("address", "folder", "language"),
    [
        ("/finnes-ikke", "/", "nb"),
        ("/finnes/ikke/her/heller/slett/ikke.html", "/", "nb"),
        ("/nn/finnes-ikke/", "/nn/", "nn"),
        ("/en/finnes-ikke/", "/en/", "en"),
        ("/nordvik/finnes-ikke", "/", "nb"),
        ("/nordvik/2026.1/finnes-ikke", "/nordvik/2026.1/", "nb"),
        ("/nordvik/2026.1/trygghet/finnes-ikke/", "/nordvik/2026.1/", "nb"),
        ("/nordvik/2026.1/nn/trygghet/samling/x/y/z/", "/nordvik/2026.1/nn/", "nn"),
        ("/nordvik/latest/nn/finnes-ikke.pdf", "/nordvik/latest/nn/", "nn"),
        ("/nordvik/anes/2026.1/trygghet/x", "/nordvik/anes/2026.1/", "nn"),
        ("/sorvik/latest/nb/x/", "/sorvik/latest/nb/", "nb"),
        ("/sorvik/latest/search/", "/sorvik/latest/", "nn"),
        ("/nordvik/2026.1/404.html", "/nordvik/2026.1/", "nb"),
        ("/.git/config", "/", "nb"),
        ("/nordvik/2026.1/nn/.skjult", "/nordvik/2026.1/nn/", "nn"),
        ("/nordvik/2026.1/%22%3E%3Cb%3E/%0D%0Ax", "/nordvik/2026.1/", "nb"),
    ],
)
def test_an_unknown_address_gets_the_nearest_404_page(
    address: str, folder: str, language: Language, released: Host
) -> None:
    answer = released.get(address)
    page = answer.page()
    assert (answer.status, page.language) == (404, language)
    assert page.heading == label(language, "site.not_found")
    links = released.links(address, page)
    assert folder in links
    own = {link for link in links if "/assets/" in link or "/search/" in link}
    assert own
    assert {released.get(link).status for link in own - {address}} == {200}
    if folder.count("/") > 1 and "/20" in folder:
        assert all(link.startswith(folder) for link in own)


def test_where_there_is_no_404_page_there_is_still_a_404(nginx: str, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    with nginx_serving(nginx, tmp_path / "tom", tmp_path / "nginx") as host:
        for path in ("/", "/finnes/ikke"):
            assert host.get(path).status == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("trygghet/01-passord/", "text/html; charset=utf-8"),
        ("assets/stylesheets/samloft.css", "text/css; charset=utf-8"),
        ("assets/javascripts/samloft.js", "text/javascript; charset=utf-8"),
        ("search/index.js", "text/javascript; charset=utf-8"),
        ("nn/trygghet/01-passord/", "text/html; charset=utf-8"),
    ],
)
def test_who_takes_gzip_gets_the_packed_file_and_others_the_same_text_plain(
    path: str, kind: str, released: Host, folders: tuple[Path, Path]
) -> None:
    plain = released.get(f"/nordvik/2026.1/{path}")
    small = released.get(f"/nordvik/2026.1/{path}", Accept_Encoding="gzip", Via="1.1 proxy")
    file = folders[1] / "nordvik" / "2026.1" / f"{path}{'index.html' if path[-1] == '/' else ''}"
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.body == Path(f"{file}.gz").read_bytes()
    assert gzip.decompress(small.body) == plain.body == file.read_bytes()
    for answer in (plain, small):
        assert answer.headers["content-type"] == kind
        assert answer.headers["vary"] == "Accept-Encoding"


def test_the_404_page_is_packed_on_the_way(released: Host) -> None:
    plain = released.get("/nordvik/2026.1/finnes-ikke")
    small = released.get("/nordvik/2026.1/finnes-ikke", Accept_Encoding="gzip")
    assert gzip.decompress(small.body) == plain.body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/nordvik/2026.1/trygghet/", 200),
        ("/nordvik/2026.1/assets/stylesheets/samloft.css", 200),
        ("/nordvik/2026.1/trygghet", 301),
        ("/nordvik/", 302),
        ("/nordvik/2026.1/finnes-ikke", 404),
        ("/.git/config", 404),
    ],
)
def test_every_answer_carries_the_headers(path: str, status: int, released: Host) -> None:
    answer = released.get(path)
    assert answer.status == status
    assert [name for name in HEADERS if not answer.headers.get(name)] == []
    policy = answer.headers["content-security-policy"]
    # What a 404 page holds of its own is known by digest: see test_missing_pages.py.
    own = r" 'sha256-[^']{44}'" if status == 404 else ""
    assert re.search(f"; script-src 'self'{own}; style-src 'self'{own}; ", policy)
    assert "unsafe" not in policy
    assert answer.headers["server"] == "nginx"
    # There is no TLS here, so it must not be said.
    assert "strict-transport-security" not in answer.headers


def test_drawings_and_papers_have_rules_of_their_own(
    released: Host, folders: tuple[Path, Path]
) -> None:
    version = folders[1] / "nordvik" / "2026.1"
    drawing, sheet = (
        released.get(f"/nordvik/2026.1/{next(version.rglob(kind)).relative_to(version)}")
        for kind in ("laas*.svg", "*.pdf")
    )
    assert drawing.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert "script-src" not in drawing.headers["content-security-policy"]
    assert drawing.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert drawing.headers["content-security-policy"].endswith("; sandbox")
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert sheet.body.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/nordvik/2026.1/trygghet", "/nordvik/2026.1/trygghet/"),
        ("/nordvik/2026.1/nn", "/nordvik/2026.1/nn/"),
        ("/nordvik", "/nordvik/"),
        ("/nordvik/", "latest/"),
    ],
)
def test_redirects_name_no_host(path: str, to: str, released: Host) -> None:
    assert released.get(path, Host="proxy.example:8443").headers["location"] == to


def test_answers_are_kept_as_long_as_they_hold(released: Host, folders: tuple[Path, Path]) -> None:
    version = folders[1] / "nordvik" / "2026.1"
    sheet = next(version.rglob("*.pdf")).relative_to(version)
    kept = {
        "/": "no-cache",
        "/nordvik/versions.json": "no-cache",
        "/nordvik/2026.1/trygghet/": "no-cache",
        f"/nordvik/2026.1/{sheet}": "public, max-age=3600",
        f"/nordvik/latest/{sheet}": "no-cache",
        "/nordvik/2026.1/assets/stylesheets/samloft.css": "no-cache",
        "/nordvik/2026.1/assets/stylesheets/main.00000000.min.css": "no-cache",  # is not there
    }
    assert {path: released.get(path).headers["cache-control"] for path in kept} == kept


def test_a_page_that_is_unchanged_is_not_sent_again(released: Host) -> None:
    path = "/nordvik/2026.1/trygghet/"
    mark = released.get(path).headers["etag"]
    assert released.get(path, If_None_Match=mark).status == 304


# --- In Chromium.


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
