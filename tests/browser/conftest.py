"""A site built from the real course, a server for it, and windows that notice what goes wrong."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hosting import Host, nginx_serving, publish
from places import EDITIONS, SITE_URL, WIDE, OpenPage
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sweeping import Judge
from windows import PATIENCE, Windows
from world import FOLDER, ROOT, copy_small_course, do_without, keep, made_once

from samloft.building.build import build
from samloft.building.front_page import write_files, write_front
from samloft.building.order import Order, default_jobs
from samloft.building.rule_pages import rule_files
from samloft.cache import cache_of
from samloft.checks.whole_course import read_all
from samloft.course.reader import Reader

BUILT = ("agder", "vestland", "agder/kristiansand")
SMALL = ("nordvik", "sorvik")
FILM = Path(__file__).with_name("film.mp4")
CHROMIUMS = ("chromium-headless-shell", "chromium")
"""The same browser twice; the first has no frame round its windows, whose pages take longer."""
RUN = """\
session: ki/1-forsta-ki
date: 2037-01-12
starts: "13:00"
place: Rådhuset
people: 18
"""
"""A gathering that is announced: it has a page, and the first page tells of it."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves this machine, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the sweep where it is of every page: nothing else takes one process so long."""
    if os.environ.get("SAMLOFT_SWEEP"):
        items.sort(key=lambda item: item.path.name != "test_sweep.py")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is; without it tests are skipped, or fail if it is required."""
    here = (shutil.which(name) for name in CHROMIUMS)
    found = os.environ.get("SAMLOFT_CHROMIUM") or next(filter(None, here), None)
    return found or do_without(
        "Chromium is not installed: put `chromium` on PATH, or name it in SAMLOFT_CHROMIUM"
    )


def _say(*_: object, **__: object) -> None:
    """Build without a word."""


@pytest.fixture(scope="session")
def folder(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a few editions of the real course, the front page, and, below small/, a small course.

    The course is copied first, so it can say where it is published. Whoever asks first builds
    for every process that runs tests; they only look at it.
    """
    place = made_once(tmp_path_factory, "nettsted", _build)
    return place / "site"


def _build(place: Path) -> None:
    root, out, lite = place / "kurs", place / "site", place / "lite"
    for name in ("modules", "docs", "networks", "overrides"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    with (root / "modules" / "course.yml").open("a", encoding="utf-8") as file:
        file.write(f"\nsite_url: {SITE_URL}/\n")
    for name in EDITIONS:
        run = root / "networks" / name / "runs" / "ki-rosene.yml"
        run.parent.mkdir()
        run.write_text(RUN, encoding="utf-8")
    keep(root, ROOT / FOLDER)
    build(root, Order(names=BUILT, jobs=default_jobs()), out, say=_say)
    write_front(*read_all(Reader(root)), set(BUILT), out)
    write_files(rule_files(root, cache_of(root)).items(), out)
    keep(ROOT, root / FOLDER)  # for the tests of its papers, and for the next time
    small = copy_small_course(lite)
    build(small, Order(names=SMALL, sheets=False), out / "small", say=_say)


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    """Serve the site and return its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Start Chromium once for all the tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(server: str, browser: Browser) -> Iterator[OpenPage]:
    """Open windows of their own. See Windows for what then fails the test."""
    windows = Windows(browser, server)
    yield windows.open
    windows.close()
    assert windows.wrong == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Open one window of an ordinary size."""
    return open_page()


@pytest.fixture(scope="session")
def _looking(server: str, browser: Browser) -> Iterator[tuple[Windows, Page]]:
    windows = Windows(browser, server)
    yield windows, windows.open()
    windows.close()


@pytest.fixture
def look(_looking: tuple[Windows, Page]) -> Iterator[Page]:
    """Return one window for every test that only looks: it is faster than a new one."""
    windows, page = _looking
    windows.wrong.clear()
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(WIDE)
    yield page
    assert windows.wrong == []


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Return who knows what axe has judged, whatever test it was for."""
    return Judge()


@pytest.fixture(scope="session")
def nginx() -> str:
    """Return where nginx is; without it tests are skipped, or fail if it is required."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return found or do_without("nginx is not installed: put `nginx` on PATH")


@pytest.fixture(scope="session")
def folders(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build the small course, as `build` lays it out, and as releases are laid out."""
    place = made_once(tmp_path_factory, "tjener", _publish_with_a_film)
    return place / "site", place / "public"


def _publish_with_a_film(place: Path) -> None:
    root = copy_small_course(place / "kurs")
    shutil.copy(FILM, root / "docs/film.mp4")  # a second of colours, of 1 kB
    with (root / "docs/om.md").open("a", encoding="utf-8") as page:
        page.write(
            '\n<video src="film.mp4" controls></video>\n\n| Hva | Kroner |\n|---|--:|\n| x | 1 |\n'
        )
    publish(root, place / "site", place / "public")


@pytest.fixture(scope="session")
def hosts(
    nginx: str, folders: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Host, Host]]:
    """Serve both."""
    place = tmp_path_factory.mktemp("nginx")
    with ExitStack() as stack:
        built, released = (
            stack.enter_context(nginx_serving(nginx, site, place / site.name)) for site in folders
        )
        yield built, released


@pytest.fixture
def built(hosts: tuple[Host, Host]) -> Host:
    return hosts[0]


@pytest.fixture
def released(hosts: tuple[Host, Host]) -> Host:
    return hosts[1]
