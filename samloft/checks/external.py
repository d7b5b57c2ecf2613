"""Links out of the course answer: each is asked once, politely, and remembered with the date.

Nothing but the address is sent. An address that is not public is not asked: a text from somebody
else must not have us knock inside a municipality's own network.
"""

from __future__ import annotations

import datetime
import ipaddress
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from samloft.checks.texts import LineOf, every_module, every_text
from samloft.course.model import Course, Network
from samloft.disk import write_whole
from samloft.problems import Problem, problem
from samloft.text.links import find_links

FILE = ".samloft/links.json"
KEPT = datetime.timedelta(days=7)
"""How long an answer that was good is believed; a bad one is asked for again at once."""
WAIT, PAUSE, AT_ONCE = 15.0, 1.0, 8
"""Seconds for an answer; between two questions to one host; hosts asked at a time."""
AGENT = "samloft-link-check/1 (+course material; HEAD, then GET)"
NO_HEAD = (403, 404, 405, 501, 503)
"""Answers that some servers give a HEAD and not a GET."""
NOT_FOR_US = (401, 403, 429)
"""There is somebody there, who does not answer programs."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a link came to."""

    asked: str
    """The day, as 2026-11-28."""
    status: int
    """HTTP's; 0 where nobody answered."""
    reason: str = ""
    moved: str = ""
    """Where it has moved for good."""

    @property
    def is_good(self) -> bool:
        """Tell whether a reader who follows it comes somewhere."""
        return 200 <= self.status < 400 or self.status in NOT_FOR_US


Places = Mapping[str, tuple[str, int | None]]
"""Each address once, with the file and line it is first in."""


def find_addresses(course: Course, networks: Iterable[Network], line_of: LineOf) -> Places:
    """Return every web address in texts, sources and networks' settings."""
    every = tuple(networks)
    found: dict[str, tuple[str, int | None]] = {}
    for text in every_text(course, every):
        for link in find_links(text.body):
            if link.target.startswith(("https://", "http://")) and "{" not in link.target:
                found.setdefault(link.target.partition("#")[0], (text.source, link.line))
    for module in every_module(course, every):
        file = f"{module.folder}/sources.yml"
        for slug, source in module.sources.items():
            if source.url:
                at = line_of(course.root / file, (slug, "url"))
                found.setdefault(source.url.partition("#")[0], (file, at))
    for network in every:
        file = f"networks/{network.slug}/network.yml"
        for key in ("url", "accessibility_statement", "feedback"):
            address = getattr(network, key) or ""
            if address.startswith("https://"):
                found.setdefault(address, (file, line_of(course.root / file, (key,))))
    return found


def check_links(
    places: Places,
    root: Path,
    today: datetime.date,
    *,
    may_ask: Callable[[str], bool] | None = None,
    pause: float = PAUSE,
    wait: float = WAIT,
) -> list[Problem]:
    """Return what is wrong with some addresses; those known to be good are not asked again.

    Args:
        places: what to ask.
        root: the course, whose folder for what can be deleted remembers the answers.
        today: the day.
        may_ask: tells of a host whether it may be asked; public ones, unless another is given.
        pause: seconds between two questions to one host.
        wait: seconds for an answer.
    """
    known = _read(root / FILE)
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in places:
        answer = known.get(address)
        if not (answer and answer.is_good and _age(answer, today) < KEPT):
            hosts[urlsplit(address).netloc].append(address)
    asker = _Asker(may_ask or is_public, wait)
    lock = threading.Lock()

    def ask(addresses: list[str]) -> None:
        for number, address in enumerate(addresses):
            if number:
                time.sleep(pause)
            answer = asker.ask(address, today)
            with lock:
                known[address] = answer

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(ask, hosts.values()))
    kept = {address: vars(known[address]) for address in sorted(places)}
    (root / FILE).parent.mkdir(exist_ok=True)
    write_whole(root / FILE, json.dumps(kept, ensure_ascii=False, indent=1).encode())
    return list(_problems(places, known))


def _problems(places: Places, known: Mapping[str, Answer]) -> Iterator[Problem]:
    for address, (path, line) in places.items():
        answer = known[address]
        said = {"target": address, "reason": answer.reason, "date": answer.asked}
        if answer.status < 0:
            yield problem(path, "link-is-public", line=line, is_warning=True, **said)
        elif not answer.is_good:
            yield problem(path, "link-answers", line=line, is_warning=True, **said)
        elif answer.moved:
            said["new"] = answer.moved
            yield problem(path, "link-has-not-moved", line=line, is_warning=True, **said)


def is_public(host: str) -> bool:
    """Tell whether all that a host's name stands for is on the open internet."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(place[4][0]).is_global for place in found)


class _Moves(urllib.request.HTTPRedirectHandler):
    """Follows to where we may ask, and remembers whether every move was for good."""

    def __init__(self, may_ask: Callable[[str], bool]) -> None:
        self._may_ask = may_ask
        self.are_for_good = True

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if not self._may_ask(urlsplit(newurl).hostname or ""):
            raise PermissionError(newurl)
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request is not None:
            request.method = req.get_method()
            self.are_for_good = self.are_for_good and code in (301, 308)
        return request


class _Asker:
    def __init__(self, may_ask: Callable[[str], bool], wait: float) -> None:
        self._may_ask, self._wait = may_ask, wait

    def ask(self, address: str, today: datetime.date) -> Answer:
        """Return what one address answers: to a HEAD, or where that is refused to a GET."""
        day = today.isoformat()
        try:
            if not self._may_ask(urlsplit(address).hostname or ""):
                return Answer(asked=day, status=-1, reason=address)
            status, reason, moved = self._once(address, "HEAD")
            if status in NO_HEAD:
                status, reason, moved = self._once(address, "GET")
        except PermissionError as error:
            return Answer(asked=day, status=-1, reason=str(error))
        except (OSError, ValueError) as error:
            why = error.reason if isinstance(error, urllib.error.URLError) else error
            return Answer(asked=day, status=0, reason=str(why) or type(error).__name__)
        return Answer(asked=day, status=status, reason=f"{status} {reason}".strip(), moved=moved)

    def _once(self, address: str, method: str) -> tuple[int, str, str]:
        moves = _Moves(self._may_ask)
        opener = urllib.request.build_opener(moves)
        request = urllib.request.Request(address, method=method, headers={"User-Agent": AGENT})
        try:
            with opener.open(request, timeout=self._wait) as answer:
                has_moved = moves.are_for_good and answer.url.partition("#")[0] != address
                return answer.status, answer.reason, answer.url if has_moved else ""
        except urllib.error.HTTPError as error:
            error.close()
            return error.code, str(error.reason), ""


def _age(answer: Answer, today: datetime.date) -> datetime.timedelta:
    return today - datetime.date.fromisoformat(answer.asked)


def _read(path: Path) -> dict[str, Answer]:
    """Return the answers that are remembered; none where the file is not what we write."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {address: Answer(**said) for address, said in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
