"""A page that is not there, on hosts that know nothing of us: one 404.html for every address."""

from __future__ import annotations

import re
import threading
from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from world import ROOT, copy_small_course

from samloft.building.front_page import write_front
from samloft.checks.whole_course import read_all
from samloft.course.reader import Reader

pytestmark = pytest.mark.browser
DEPTHS = ("", "a", "a/", "a/b/c", "nn/a/b/c/d.html")


class _Host(SimpleHTTPRequestHandler):
    """Serves a folder below /kurs/, and its 404.html for whatever is not there, as Pages do."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/kurs"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        content = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _serve(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=folder)) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/kurs"
        server.shutdown()


@pytest.fixture(scope="module")
def edition(folder: Path) -> Iterator[str]:
    """Serve an edition by itself, which does not know its address."""
    yield from _serve(folder / "small" / "nordvik")


@pytest.fixture(scope="module")
def fronts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the front page of a course that does not know its address."""
    root = copy_small_course(tmp_path_factory.mktemp("forsider") / "kurs")
    write_front(*read_all(Reader(root)), set(), root / "site")
    yield from _serve(root / "site")


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
def test_a_missing_page_is_styled_and_leads_home(
    scripts: bool, edition: str, fronts: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Security" in said.text else None)
    for site in (edition, fronts):
        for depth in DEPTHS:
            page.goto(f"{site}/{depth}x-finnes-ikke")
            title = page.get_by_role("heading", level=1)
            expect(title).to_be_visible()
            assert page.evaluate("getComputedStyle(document.body).fontFamily") != "serif"
            if scripts:
                home = page.locator("main p a").last
                expect(page.locator("link[rel=stylesheet]").first).to_have_attribute(
                    "href", re.compile("^/kurs/")
                )
                page.wait_for_function(
                    "getComputedStyle(document.querySelector('h1')).fontFamily.includes('Source')"
                )
                with page.expect_response(
                    lambda sent: sent.request.is_navigation_request()
                ) as answer:
                    home.click()
                assert answer.value.status in (200, 304), answer.value.url
    context.close()
    assert refused == []


def test_the_policy_knows_what_a_missing_page_holds() -> None:
    """So that neither is changed without the other."""
    held = (ROOT / "overrides/partials/anywhere.html").read_text(encoding="utf-8")
    policies = [
        (ROOT / place).read_text(encoding="utf-8")
        for place in ("overrides/partials/policy.html", "samloft/serving/nginx.conf")
    ]
    for kind in ("style", "script"):
        inside = re.search(f"<{kind}>(.*?)</{kind}>", held, re.DOTALL)
        assert inside
        assert '="./' not in inside[1], "nginx puts a folder in there, and the digest is another"
        digest = b64encode(sha256(inside[1].encode()).digest()).decode()
        for policy in policies:
            assert re.search(rf"{kind}-src 'self'[^;]*'sha256-{re.escape(digest)}'", policy)
