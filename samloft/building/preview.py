"""Show one edition while it is written: what is saved is in the browser at once."""

from __future__ import annotations

import logging
import mimetypes
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.livereload import _SCRIPT_TEMPLATE, LiveReloadServer, _timestamp
from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from samloft.addresses import ASSETS, RULES
from samloft.building.adviser import Adviser
from samloft.building.build import build
from samloft.building.order import Order
from samloft.building.rule_pages import REPORT, report_files, rule_files
from samloft.building.shown_pages import (
    LOOKS,
    STYLE,
    may_be_kept,
    version_of,
    with_script,
    with_strip,
    with_version,
)
from samloft.building.worker import Worker
from samloft.cache import cache_of
from samloft.languages import Language
from samloft.problems import CourseError, Problem, UsageError, problem

REST = 0.02
"""Seconds without a change before a build begins: an editor may save in more than one go."""
MOST_POLLS = 32
"""Pages that may wait for what is new at one time."""
PATIENCE = 10.0
"""Seconds in which whoever has begun to ask must be done: each holds a thread."""
_BEGUN = re.compile(r"/livereload/([0-9]+)-([0-9]+)\.js")
WATCHED = ("modules", "docs", "networks", "overrides", "mkdocs.yml")
CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileClosedEvent,
]
"""What is told of files; not that they are read, since a build reads everything."""


class Preview(LiveReloadServer):
    """Serves an edition; when its texts have mistakes, every page says which."""

    request_queue_size = 2 * MOST_POLLS
    daemon_threads = True  # a page that waits keeps nobody from stopping

    def __init__(
        self,
        root: Path,
        name: str,
        folder: Path,
        *,
        port: int,
        language: Language,
        tell: Callable[[Sequence[Problem]], None],
        advise: Callable[[Sequence[Problem]], None] | None = None,
    ) -> None:
        """Take an edition and a folder of its own.

        Args:
            root: the course.
            name: the edition, as in `agder`.
            folder: an empty folder that lives as long as the preview.
            port: where to listen, on this machine only; 0 for any that is free.
            language: what mistakes are told in.
            tell: is given the mistakes after each build, or none.
            advise: is given the advice that is new, a while after each build.
        """
        self._course, self._language, self._tell = root, language, tell
        self._order = Order(names=(name,), jobs=1, extents=False)
        self._site, self._work = folder / "site", folder / "work"
        self._work.mkdir()
        self._worker: Worker | None = None
        self._problems: tuple[Problem, ...] = ()
        self._version = ""
        self._advice: tuple[Problem, ...] = ()
        self._advise, self._advised = advise, frozenset[str]()
        self._adviser = Adviser(root, self._tell_advice) if advise else None
        super().__init__(
            self.bring_up_to_date,
            "127.0.0.1",
            port,
            str(self._site),
            mount_path=f"/{name}/",
        )
        # Before the first build: where the port is taken, there is nothing to wait for.
        try:
            super().server_bind()
            super().server_activate()
        except OSError:
            self.server_close()
            raise
        self._hosts = {f"{host}:{self.server_port}" for host in ("127.0.0.1", "localhost")}
        self._polls = threading.BoundedSemaphore(MOST_POLLS)
        # MkDocs walks through all files again and again, for disks that tell of no changes.
        self.observer: BaseObserver = Observer()  # type: ignore[assignment]
        self.root = str(self._site / name)
        self.build_delay = REST
        for path in WATCHED:
            if (root / path).exists():
                self.observer.schedule(
                    _Changes(self._changed), str(root / path), recursive=True, event_filter=CHANGES
                )
        self._watched_paths = dict.fromkeys(WATCHED, 1)

    def _changed(self) -> None:
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def bring_up_to_date(self) -> None:
        """Build; on mistakes the pages stay as they are, and are hidden behind a list of them."""
        try:
            build(
                self._course,
                self._order,
                self._site,
                say=_nothing,
                work=self._work,
                worker=self._next_worker,
            )
            self._problems = ()
            self._version = version_of(Path(self.root))
        except CourseError as error:
            self._problems = error.problems
        self._tell(self._problems)
        if self._adviser and not self._problems:
            # Not before the page is shown: it takes a while, and nothing hangs on it.
            self._adviser.ask()

    def _tell_advice(self, problems: tuple[Problem, ...]) -> None:
        """Tell the advice there was none of before."""
        new = [each for each in problems if _name_of(each) not in self._advised]
        self._advised = frozenset(map(_name_of, problems))
        if problems != self._advice:
            self._advice = problems
            with self._epoch_cond:  # pages say how much there is
                if self._visible_epoch == self._wanted_epoch:  # else a build is on its way
                    self._visible_epoch = self._wanted_epoch = _timestamp()
                    self._epoch_cond.notify_all()
        if new and self._advise:
            self._advise(new)

    def server_close(self) -> None:
        """Stop listening, and let go of who advises."""
        super().server_close()
        if self._adviser:
            self._adviser.close()

    def _next_worker(self, *given: Any) -> Worker:
        self._worker = Worker(*given, before=self._worker)
        return self._worker

    def server_bind(self) -> None:
        """Do nothing: the port was taken first of all."""

    def server_activate(self) -> None:
        """Do nothing: who asks already waits."""

    def get_request(self) -> tuple[Any, Any]:
        """Take in somebody who asks, for a while."""
        asking, address = super().get_request()
        asking.settimeout(PATIENCE)
        return asking, address

    def _serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"]
        if environ.get("HTTP_HOST") not in self._hosts:
            # Another site's page, whose name was made to lead to this machine.
            return _refused(start_response, "403 Forbidden")
        if "\0" in path:  # no file has such a name
            return _refused(start_response, "404 Not Found")
        begun = _BEGUN.fullmatch(path)
        if begun:
            script = _SCRIPT_TEMPLATE.substitute(epoch=begun[1], request_id=begun[2])
            start_response("200 OK", [("Content-Type", "text/javascript")])
            return [script.encode()]
        if path.startswith("/livereload/"):
            return self._poll(environ, start_response)
        place = PurePosixPath(path[1:], "index.html" if path.endswith("/") else "")
        own, is_wrong = self._own(place)
        if own is not None:
            if place.suffix == ".html":
                own = with_script(own, self._visible_epoch)
            kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
            status = "500 Internal Server Error" if is_wrong else "200 OK"
            start_response(status, [("Content-Type", kind)])
            return [own]
        if may_be_kept(environ.get("QUERY_STRING", ""), self._version):
            start_response = _keeping(start_response)
        served: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        return served

    def _poll(self, environ: Any, start_response: Any) -> Iterable[bytes] | None:
        """Let a page wait for what is new; each that waits holds a thread, so not too many."""
        if not self._polls.acquire(blocking=False):
            return _refused(start_response, "503 Service Unavailable")
        try:
            waited: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        finally:
            self._polls.release()
        return waited

    def _own(self, path: PurePosixPath) -> tuple[bytes | None, bool]:
        """Return what is the preview's own at a path, and whether it is there for a mistake.

        That is the report, the pages of rules and their looks; with mistakes the report is at
        every page's address.
        """
        if RULES in path.parts[:2]:
            return rule_files(self._course, cache_of(self._course)).get(path), False
        if path == STYLE:
            return LOOKS, False
        is_wrong = bool(self._problems) and path.suffix == ".html"
        if not is_wrong and path.parts[:1] not in ((REPORT,), (ASSETS.name,)):
            return None, False
        told = self._problems or self._advice
        files = report_files(self._course, told, self._language)
        return files.get(PurePosixPath(REPORT, "index.html") if is_wrong else path), is_wrong

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Return a page that waits for what is new, with how much `check` has to say."""
        shown = with_version(content, self._version)
        if self._advise:
            shown = with_strip(shown, self._advice, self._language)
        return with_script(shown, epoch)


def _name_of(problem: Problem) -> str:
    """Return what tells a problem from others, wherever its line has moved."""
    return f"{problem.path} {problem.rule} {sorted(problem.values.items())}"


def _keeping(start_response: Any) -> Callable[..., Any]:
    """Return what begins an answer that a browser may keep."""

    def start(status: str, headers: list[tuple[str, str]]) -> Any:
        return start_response(status, [*headers, ("Cache-Control", "max-age=86400, immutable")])

    return start


def _refused(start_response: Any, status: str) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain")])
    return [status.encode()]


class _Changes(FileSystemEventHandler):
    """Hears of what was written."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory:
            self._tell()


def preview(
    root: Path,
    name: str,
    *,
    port: int,
    language: Language,
    tell: Callable[[Sequence[Problem]], None],
    advise: Callable[[Sequence[Problem]], None],
    ready: Callable[[str], None],
) -> None:
    """Serve an edition until the user stops it. `ready` is told where."""
    # The server says in English what we say in the user's language.
    logging.getLogger("mkdocs.livereload").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="samloft-") as folder:
        try:
            server = Preview(
                root, name, Path(folder), port=port, language=language, tell=tell, advise=advise
            )
        except OSError as error:
            reason = error.strerror or str(error)
            fault = problem("build.py", "port-is-free", port=str(port), reason=reason)
            raise UsageError([fault]) from error
        server.bring_up_to_date()
        ready(server.url)
        try:
            server.serve()  # type: ignore[no-untyped-call]
        finally:
            server.shutdown()


def _nothing(key: str, /, **values: object) -> None:
    """Say nothing: the browser shows it."""
