"""The preview: what is saved is in the browser, and so is what is wrong with it."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from select import select

import pytest
from playwright.sync_api import Browser, Page, expect
from world import Run

from samloft.building.preview import MOST_POLLS, Preview
from samloft.catalogue import label, rules
from samloft.problems import Problem

pytestmark = pytest.mark.browser


class Desk:
    """An author's desk: a course, its preview, and what the terminal said."""

    def __init__(self, root: Path, folder: Path, *, is_advised: bool) -> None:
        self.page = root / "docs/om.md"
        self.told: list[list[str]] = []
        self.advised: list[str] = []
        self.preview = Preview(
            root,
            "nordvik",
            folder,
            port=0,
            language="nb",
            tell=lambda found: self._tell([*found]),
            advise=self._advise if is_advised else None,
        )

    def _tell(self, found: list[Problem]) -> None:
        self.told.append([f"{problem.path}:{problem.line} {problem.rule}" for problem in found])

    def _advise(self, found: Sequence[Problem]) -> None:
        self.advised += [problem.rule for problem in found]

    def write(self, text: str) -> None:
        """Save the page, as an editor does: aside, and into place."""
        aside = self.page.with_suffix(".md~")
        aside.write_text(f"---\ntitle: Om kurset\n---\n\n{text}\n", encoding="utf-8")
        aside.replace(self.page)


@pytest.fixture
def desk(small_course: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    folder = tmp_path / "visning"
    folder.mkdir()
    desk = Desk(small_course, folder, is_advised=getattr(request, "param", False))
    desk.write("Først.")
    desk.preview.bring_up_to_date()
    serving = threading.Thread(target=desk.preview.serve, daemon=True)
    serving.start()
    yield desk
    desk.preview.shutdown()
    serving.join(timeout=10)


@pytest.fixture
def shown(desk: Desk, browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{desk.preview.server_port}/nordvik/om/")
    yield page
    page.close()


def test_what_is_saved_is_shown_without_a_reload_by_hand(desk: Desk, shown: Page) -> None:
    expect(shown.get_by_text("Først.")).to_be_visible()
    desk.write("Så.")
    expect(shown.get_by_text("Så.")).to_be_visible()
    desk.write("Til slutt.")
    expect(shown.get_by_text("Til slutt.")).to_be_visible()


def test_a_page_waits_for_no_paper_to_tell_how_large_it_is(desk: Desk, shown: Page) -> None:
    shown.goto(shown.url.replace("om/", "trygghet/samling/1-oppstart/"))
    expect(shown.get_by_role("link", name="(PDF)").first).to_be_visible()
    expect(shown.locator(".sl-extent")).to_have_count(0)


@pytest.mark.slow
def test_mistakes_are_shown_and_told_and_go_when_they_are_mended(desk: Desk, shown: Page) -> None:
    desk.write("{{ network.nme }}\n\n<b>{{ ingen }}</b>")
    expect(shown.get_by_role("heading", level=1)).to_have_text(label("nb", "preview.title"))
    expect(shown.locator("li")).to_contain_text("docs/om.md:5")
    assert desk.told[-1] == ["docs/om.md:5 name-exists"]
    desk.write("Rettet.")
    expect(shown.get_by_text("Rettet.")).to_be_visible()
    expect(shown.get_by_role("heading", level=1)).to_have_text("Om kurset")
    assert desk.told[-1] == []


@pytest.mark.slow
@pytest.mark.parametrize("desk", [True], indirect=True)
def test_advice_is_at_the_foot_of_each_page_and_leads_to_the_report_and_its_rule(
    desk: Desk, shown: Page
) -> None:
    desk.write('Hun sa "hei" til oss.')
    strip = shown.locator(".sl-strip")
    expect(shown.get_by_text('sa "hei"')).to_be_visible()
    expect(strip).to_have_text(re.compile(r"^Rapport fra check: 0 må rettes, [1-9]\d* råd$"))
    strip.get_by_role("link").click()
    place = shown.locator("li").filter(has_text="docs/om.md:5")
    expect(place).to_contain_text("«hei»")
    assert "text-is-typeset" in desk.advised
    place.get_by_role("link", name="text-is-typeset").click()
    expect(shown.get_by_role("heading", level=1)).to_have_text("text-is-typeset")
    expect(shown.locator("main")).to_contain_text(label("nb", "rules.fixed"))
    shown.get_by_role("link", name="Nynorsk").click()
    expect(shown.locator("main")).to_contain_text(label("nn", "rules.fixed"))
    shown.get_by_role("link", name=label("nn", "rules.all")).click()
    expect(shown.locator("dt")).to_have_count(len(rules()))


@pytest.mark.slow
def test_another_page_says_what_is_wrong_too(desk: Desk, shown: Page, browser: Browser) -> None:
    desk.write("{{ network.nme }}")
    expect(shown.get_by_role("heading", level=1)).to_have_text(label("nb", "preview.title"))
    another = browser.new_page()
    another.goto(shown.url.replace("om/", ""))
    expect(another.locator("li")).to_contain_text("docs/om.md:5")
    another.close()


@pytest.mark.slow
@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", ""])
def test_a_page_of_another_name_is_told_nothing(host: str, desk: Desk) -> None:
    port = desk.preview.server_port
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asked:
        asked.putrequest("GET", "/nordvik/", skip_host=True)
        asked.putheader("Host", host.format(port=port))
        asked.endheaders()
        answer = asked.getresponse()
        assert (answer.status, b"Nordvik" in answer.read()) == (403, False)


def test_a_name_that_no_file_has_is_no_fault_of_ours(desk: Desk) -> None:
    port = desk.preview.server_port
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asked:
        asked.request("GET", "/nordvik/%00")
        assert asked.getresponse().status == 404


def test_only_so_many_pages_wait_at_one_time(desk: Desk) -> None:
    port = desk.preview.server_port
    with ExitStack() as stack:
        asking = []
        for number in range(MOST_POLLS + 1):
            asked = stack.enter_context(closing(HTTPConnection("127.0.0.1", port, timeout=10)))
            asked.request("GET", f"/livereload/{10**15}/{number}")
            asking.append(asked)
        # The server need not begin on them in the order they were sent.
        answered, _, _ = select([asked.sock for asked in asking], [], [], 10)
        refused = [asked for asked in asking if asked.sock in answered]
        assert [asked.getresponse().status for asked in refused] == [503]


def test_who_begins_to_ask_and_does_not_end_is_let_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samloft.building.preview.PATIENCE", 0.1)
    with socket.create_connection(("127.0.0.1", desk.preview.server_port), timeout=10) as asked:
        asked.sendall(b"GET /nordvik/ HTTP/1.1\r\nHost: 127")
        assert asked.recv(1) == b""


def test_a_port_that_is_taken_is_said_before_anything_is_built(
    small_course: Path, run: Run
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("serve", "nordvik", "--port", port)
    assert done.code == 2
    assert f"port {port} kan ikke brukes" in done.err
    assert "[port-is-free]" in done.err
