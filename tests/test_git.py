"""Git is asked so that nobody waits for an answer, and so that a hook of Git's may ask us."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from repos import commit, git
from world import ROOT

from samloft.git import Repository


class _Closed(BaseHTTPRequestHandler):
    """Asks whoever comes for a password."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="kurs"')
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def closed() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Closed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/kurs.git"
        server.shutdown()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "kurs"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    (root / "blåbær.md").write_text("Hei.\n", encoding="utf-8")
    commit(root)
    return root


def test_a_remote_that_wants_a_password_is_an_error_and_no_question(
    closed: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_ASKPASS", "SSH_ASKPASS", "GIT_TERMINAL_PROMPT"):
        monkeypatch.delenv(name, raising=False)
    code = (
        "import sys; from pathlib import Path; from samloft.git import Repository\n"
        "done = Repository(Path(sys.argv[1])).run('ls-remote', sys.argv[2])\n"
        "print(done.returncode, done.stderr.decode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(repository), closed],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "terminal prompts disabled" in done.stdout
    assert not done.stdout.startswith("0")


def test_what_a_hook_is_told_of_its_repository_is_not_taken_for_another(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "annet"
    other.mkdir()
    git(other, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    asked = Repository(repository)
    assert asked.files("HEAD") == ["blåbær.md"]
    assert asked.changed() == []


def test_git_speaks_one_language_whatever_the_users_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it says is read: a try is given up at once where it is of no use."""
    (tmp_path / "git").write_text('#!/bin/sh\necho "$LC_ALL $LANGUAGE."\n', encoding="utf-8")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "sv")
    assert Repository(tmp_path).run("log").stdout == b"C.UTF-8 .\n"
