"""A Firefox that is already installed, driven over Marionette, its own remote control.

https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PREFERENCES = """\
user_pref("marionette.port", {port});
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
"""
"""Of its own profile; nothing leaves this machine."""
PATIENCE = 60
"""Seconds it may take to start, and to do a thing."""


class Firefox:
    """One window."""

    def __init__(self, talk: socket.socket) -> None:
        self._talk = talk.makefile("rwb")
        self._count = 0
        self._heard()
        self.do("WebDriver:NewSession")

    def do(self, command: str, **values: object) -> Any:
        """Have a command done, and return what it gives. Raises RuntimeError where it fails."""
        self._count += 1
        said = json.dumps([0, self._count, command, values]).encode()
        self._talk.write(b"%d:%s" % (len(said), said))
        self._talk.flush()
        _, _, wrong, given = self._heard()
        if wrong:
            raise RuntimeError(wrong["message"])
        return given["value"] if given and "value" in given else given

    def _heard(self) -> Any:
        length = b""
        while (letter := self._talk.read(1)) != b":":
            length += letter
        return json.loads(self._talk.read(int(length)))

    def open(self, address: str) -> None:
        """Go to an address."""
        self.do("WebDriver:Navigate", url=address)

    def run(self, script: str, *arguments: object) -> Any:
        """Run the body of a function in the page, and return what it returns."""
        return self.do("WebDriver:ExecuteScript", script=script, args=list(arguments))

    def click(self, selector: str) -> None:
        """Click what a selector finds first."""
        found = self.do("WebDriver:FindElement", using="css selector", value=selector)
        self.do("WebDriver:ElementClick", id=next(iter(found.values())))

    def type(self, selector: str, text: str) -> None:
        """Type into what a selector finds first."""
        found = self.do("WebDriver:FindElement", using="css selector", value=selector)
        self.do("WebDriver:ElementSendKeys", id=next(iter(found.values())), text=text)

    def wait_for(self, condition: str) -> Any:
        """Return what an expression gives once it is true. Raises TimeoutError."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if found := self.run(f"return {condition}"):
                return found
            time.sleep(0.05)
        raise TimeoutError(condition)


@contextmanager
def firefox(program: str, profile: Path) -> Iterator[Firefox]:
    """Start a Firefox with a profile of its own, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile.mkdir(parents=True)
    (profile / "user.js").write_text(PREFERENCES.format(port=port), encoding="ascii")
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _connected(port) as talk:
            yield Firefox(talk)
    finally:
        running.terminate()
        running.wait(PATIENCE)


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
