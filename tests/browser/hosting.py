"""Debian's nginx with our own configuration, in a folder of its own, and who asks it."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from world import ROOT

from samloft.building.build import build
from samloft.building.order import Order
from samloft.cli import main
from samloft.versions.packing import pack

CONFIGURATION = ROOT / "samloft" / "serving" / "nginx.conf"
AROUND = """\
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
access_log off;
client_body_temp_path .;
proxy_temp_path .;
fastcgi_temp_path .;
uwsgi_temp_path .;
scgi_temp_path .;
{server}
}}
"""
"""What Debian's /etc/nginx/nginx.conf is around a site, for a plain user."""


def publish(root: Path, out: Path, versions: Path) -> None:
    """Build every edition into `out`, and release every one into `versions`."""
    order = Order(municipalities=True)
    build(root, order, out, say=lambda *_, **__: None)
    _pack(out)
    words = ["release", "2026.1", "--municipalities", "--allow-dirty", "--jobs", "1"]
    assert main([*words, "--out", str(versions)], root) == 0
    (versions / ".git").mkdir()
    (versions / ".git" / "config").write_text("hidden", encoding="utf-8")


def _pack(folder: Path) -> None:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pack(folder, names)


@contextmanager
def nginx_serving(program: str, site: Path, folder: Path, rules: str = "") -> Iterator[Host]:
    """Serve a site on a free port of this machine, and yield who asks there.

    Args:
        program: nginx.
        site: the folder to serve.
        folder: a new one, for the server itself.
        rules: what `redirects nginx` says, to be put in as our configuration tells.
    """
    folder.mkdir()
    for _ in range(5):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        written = CONFIGURATION.read_text(encoding="utf-8")
        for theirs, ours in (
            ("listen 80;", f"listen 127.0.0.1:{port};"),
            ("root /srv/kurs;", f'root "{site}";'),
        ):
            assert written.count(f"    {theirs} ") == 1, theirs
            written = written.replace(theirs, ours)
        if rules:
            assert written.count("#if ($samloft_moved)") == 1
            written = rules + written.replace("#if ($samloft_moved)", "if ($samloft_moved)")
        (folder / "nginx.conf").write_text(AROUND.format(server=written), encoding="utf-8")
        command = [program, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
        with (folder / "said").open("wb") as said:
            running = subprocess.Popen(command, stderr=said)
        try:
            if _answers(port, running):
                with closing(Host(f"http://127.0.0.1:{port}")) as host:
                    yield host
                return
        finally:
            running.terminate()
            running.wait(10)
        if b"Address already in use" not in (folder / "said").read_bytes():
            break
    raise AssertionError((folder / "said").read_text(encoding="utf-8"))


def _answers(port: int, running: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + 10
    while running.poll() is None and time.monotonic() < until:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes

    def page(self) -> Reading:
        """Return the answer as a page."""
        return read(self.body.decode())


class Host:
    """Asks a server, over one connection, and follows no redirects."""

    def __init__(self, address: str) -> None:
        """Take its address."""
        self.address = address
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """Return what it answers; headers with _ for -."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("GET", path, headers=sent)
        said = self._connection.getresponse()
        found = {name.lower(): value for name, value in said.getheaders()}
        return Answer(said.status, found, said.read())

    def links(self, path: str, page: Reading) -> set[str]:
        """Return the paths on this server that a page leads to or uses."""
        base = f"{self.address}{path}"
        every = {urldefrag(urljoin(base, link)).url for link in page.links}
        return {
            url.removeprefix(self.address) for url in every if url.startswith(f"{self.address}/")
        }


class Reading(HTMLParser):
    """What a page leads to and uses, its language, its heading, and what a policy would refuse."""

    def __init__(self) -> None:
        """Begin to read."""
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.inline: list[str] = []
        self.language = ""
        self.heading = ""
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element has of it."""
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in ("href", "src") if name in given]
        if "data-script" in given:
            self.links.append(given["data-root"] + given["data-script"])
        self.language = given.get("lang", "") if tag == "html" else self.language
        self._in_heading = tag == "h1"
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
        self.inline += [name for name in given if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        """Leave a heading."""
        self._in_heading = self._in_heading and tag != "h1"

    def handle_data(self, data: str) -> None:
        """Note a heading's text."""
        self.heading += data if self._in_heading else ""


def read(html: str) -> Reading:
    """Return a page as it was read."""
    reading = Reading()
    reading.feed(html)
    return reading


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
