"""What a room and its leader read on the screens of a run, in every session of the real course."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from world import ROOT

from samloft.building.gathering import read_run
from samloft.building.screens import write_screens
from samloft.course.run import Run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SESSIONS = sorted((ROOT / "modules").glob("*/sessions/*.yml"))
MARKUP = re.compile(r"\{:|\}\}|\]\(|!!!|\*\*|sl-")


@pytest.mark.parametrize("session", SESSIONS, ids=lambda path: path.stem)
def test_screens_show_words_and_no_markup(session: Path, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    run = Run(
        session=f"{session.parent.parent.name}/{session.stem}",
        date=datetime.date(2027, 1, 12),
        starts="13:00",
        people=18,
        groups=4,
    )
    held = read_run(ROOT, "agder/kristiansand", None, run)
    out = tmp_path / "ut"
    out.mkdir()
    for name in write_screens(held.course, held.site, held.run, out, tmp_path / "arbeid"):
        page.goto((out / name).as_uri())
        page.wait_for_url("**/skjermfiler/**")
        told = page.locator(".sl-slide").evaluate_all("all => all.map(each => each.textContent)")
        assert len(told) > 4
        assert [text for text in told if MARKUP.search(text)] == []
        divided = page.locator("[data-sl-divided]")
        assert divided.count() == 1, "groups are made once"
        # What the author says of who sits together stands there, so nobody is asked to count.
        assert divided.text_content() == "18 personer i 4 grupper: 5 + 5 + 4 + 4."
    page.context.close()
