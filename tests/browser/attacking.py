"""Attacks to put into texts, spelt in other ways, and a window that notices when one succeeds."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request
from world import ROOT

POLICY = re.search(
    r'^    default "([^"]*default-src[^"]*)";$',
    (ROOT / "samloft/serving/nginx.conf").read_text(encoding="utf-8"),
    re.MULTILINE,
)
ARTICLE = re.compile(r"(<article[^>]*>).*(</article>)", re.DOTALL)
HARM = """() => {
  const found = [];
  const ask = what => Document.prototype.querySelector.call(document, what);
  const region = ask("[data-attacked]");
  const every = [...Document.prototype.querySelectorAll.call(
    document, region ? "[data-attacked] *" : "body *")];
  const said = (what, where) => where.length && found.push(`${what}: ${where[0].outerHTML}`);
  said("frame", every.filter(e => e.matches("iframe, frame, object, embed, portal")));
  said("asks", every.filter(e => e.matches("form, input, select, textarea, button, dialog")));
  said("covers", every.filter(e =>
    ["fixed", "absolute", "sticky"].includes(getComputedStyle(e).position)));
  said("leads", every.filter(e => e.href).filter(e =>
    /^(javascript|vbscript|data):/.test(e.href) || e.username || e.password || e.ping
    || (e.host === "evil.example" && !/https:..evil/.test(e.getAttribute("href")))));
  said("clobbers", every.filter(e => e.getAttribute("name")));
  if (region)
    said("poses", every.filter(e => /^(__|sl-|md-)/.test(e.id)
      || [...e.classList].some(name => /^(sl-|md-)/.test(name))));
  if (!(document.body instanceof HTMLBodyElement)) found.push("clobbers the body");
  if (typeof document.querySelector !== "function") found.push("clobbers the document");
  if (getComputedStyle(document.body).display === "none") found.push("hides the page");
  if (region && !ask("main article > [data-attacked] + [data-after]"))
    found.push("breaks out");
  return found;
}"""
"""What is on a page that no text may bring there."""


def attacks() -> list[str]:
    """Return every attack, as it is written in attacks.yml."""
    text = (Path(__file__).parent / "attacks.yml").read_text(encoding="utf-8")
    return [attack for kind in yaml.safe_load(text).values() for attack in kind]


def spelt_otherwise(attack: str) -> Iterator[str]:
    """Yield an attack in other spellings that browsers read the same: case, entities, space."""
    yield attack
    yield re.sub(r"</?[a-z]+|\\bon[a-z]+(?==)", lambda match: match[0].swapcase(), attack)
    yield re.sub(r"(?<=<[a-z]{3}) ", "/", re.sub(r"(?<=<[a-z]) ", "\t", attack))
    yield re.sub(r"(<[a-z]+) ", "\\1\f", attack)
    yield re.sub(r"(<[a-z]+) ", "\\1\n", attack)
    yield attack.replace("script:", "&#115;&#x63;ript&colon;").replace("//evil", "/&sol;evil")
    yield attack.replace("javascript:", "java&Tab;scr&NewLine;ipt:").replace("alert", "al&#101;rt")
    yield attack.replace("<", "<<").replace(">", ">>")
    yield f'<p title="{attack}">x</p>'
    yield f"<b>{attack}"
    yield f"<table>{attack}</table>"
    yield f"<!-- {attack} -->{attack}"


class Trap:
    """Shows pages in Chromium, and notes what an attack does.

    Nothing leaves the machine: whatever else a page asks for has no address (conftest.py).
    """

    def __init__(
        self, browser: Browser, site: Path, *, headers: bool, pages: Mapping[str, str] | None = None
    ) -> None:
        """Open a window.

        Args:
            browser: Chromium.
            site: a folder whose files are shown.
            headers: True to send our server's policy with every page.
            pages: pages to show in place of files, by their path.
        """
        assert POLICY
        self.asked: set[str] = set()
        policy = POLICY[1] if headers else None
        answer = partial(_Answer, site, pages or {}, policy, self.asked)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), answer)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._home = f"http://127.0.0.1:{self._server.server_port}/"
        self.found: list[str] = []
        self.context: BrowserContext = browser.new_context()
        self.context.add_init_script(
            "for (const name of ['alert', 'msgbox']) window[name] = () => console.log('HARM ran')"
        )
        self.context.on("console", self._on_console)
        self.context.on("requestfailed", self._on_failed)
        self.page: Page = self.context.new_page()

    def harm(self, path: str) -> list[str]:
        """Return what a page did that no text may have it do."""
        self.found.clear()
        address = self._home + path
        try:
            self.page.goto(address, wait_until="load")
        except Error as error:
            return [f"was led away: {error.message}"]
        self.page.wait_for_timeout(30)  # for what happens a moment after
        if self.page.url.split("#")[0] != address:
            return [f"went to {self.page.url}"]
        try:
            self.found += self.page.evaluate(HARM)
        except Error as error:  # it went away meanwhile
            self.found.append(f"was not there to be looked at: {error.message}")
        return list(self.found)

    def close(self) -> None:
        """Close the window."""
        self.context.close()
        self._server.shutdown()
        self._server.server_close()

    def _on_failed(self, request: Request) -> None:
        # What the policy of a page stops was never asked for.
        if not request.url.startswith(self._home) and request.failure != "csp":
            self.found.append(f"asked for {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.text == "HARM ran":
            self.found.append("ran a script")


class _Answer(SimpleHTTPRequestHandler):
    """Serves a site's files, some pages in their place, with a policy or without."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self,
        site: Path,
        pages: Mapping[str, str],
        policy: str | None,
        asked: set[str],
        *rest: Any,
    ) -> None:
        self._pages, self._policy, self._asked = pages, policy, asked
        super().__init__(*rest, directory=site)

    def do_GET(self) -> None:
        """Answer with a page that stands in a file's place, or with a file."""
        path = unquote(urlsplit(self.path).path).lstrip("/")
        self._asked.add(path)
        if path not in self._pages:
            super().do_GET()
            return
        body = self._pages[path].encode("utf-8", "surrogatepass")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Send the policy too."""
        if self._policy:
            self.send_header("Content-Security-Policy", self._policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
