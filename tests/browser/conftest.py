"""A site built from the real course, a server for it, and windows that notice what goes wrong."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from places import SITE_URL, WIDE, OpenPage
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
    sync_playwright,
)
from world import ROOT, copy_small_course

from samloft.building import build, read_all
from samloft.front import write_front
from samloft.order import Order, default_jobs
from samloft.sources import Reader

BUILT = ("agder", "vestland", "agder/kristiansand")
SMALL = ("nordvik", "sorvik")
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


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is; without it tests are skipped, or fail if it is required."""
    found = os.environ.get("SAMLOFT_CHROMIUM") or shutil.which("chromium")
    if found:
        return found
    reason = "Chromium is not installed: put `chromium` on PATH, or name it in SAMLOFT_CHROMIUM"
    if os.environ.get("SAMLOFT_REQUIRE_BROWSER"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _say(*_: object, **__: object) -> None:
    """Build without a word."""


@pytest.fixture(scope="session")
def folder(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a few editions of the real course, the front page, and, below small/, a small course.

    The course is copied first, so it can say where it is published.
    """
    place = tmp_path_factory.mktemp("nettsted")
    root, out = place / "kurs", place / "site"
    for name in ("modules", "docs", "networks", "overrides"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    with (root / "modules" / "course.yml").open("a", encoding="utf-8") as file:
        file.write(f"\nsite_url: {SITE_URL}/\n")
    build(root, Order(names=BUILT, jobs=default_jobs()), out, say=_say)
    write_front(*read_all(Reader(root)), set(BUILT), out)
    small = copy_small_course(place / "lite")
    build(small, Order(names=SMALL, sheets=False), out / "small", say=_say)
    return out


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


class Windows:
    """Opens windows, and notes what goes wrong in them."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def open(self, **options: Any) -> Page:
        """Open a window of a reader who was never here before."""
        options = {"base_url": self.server, "reduced_motion": "reduce", **options}
        context = self.browser.new_context(**options)
        context.set_default_timeout(5000)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        self.contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.server}/", "data:", "blob:")):
            self.wrong.append(f"asked another machine for {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"got {response.status} for {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"said in the console: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.wrong.append(f"a script stopped: {error.error}")


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
