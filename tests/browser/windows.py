"""Windows of Chromium, and what goes wrong in them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
)

PATIENCE = 60_000
"""Milliseconds to wait for what is to come: a machine with much else to do is slow."""


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
        context.set_default_timeout(PATIENCE)
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
