"""An id is one place on its page, whatever authors call their headings and words."""

from __future__ import annotations

from pathlib import Path

import pytest
from kinds import pages_below
from playwright.sync_api import Page
from world import copy_small_course, made_once

from samloft.building.build import build
from samloft.building.order import Order

pytestmark = pytest.mark.browser

HEADINGS = (
    *("SL tasks", "SL tasks 2", "SL check", "SL term passord", "__q", "SL frame main"),
    *("Reflect 1", "Reflect 1 note", "Reflect 1 task", "Quiz 1", "Quiz 1 check", "Quiz 1 place"),
    *("Group 1", "Kilder", "Bokstav P", "S1", "Program", "Fn passord", "01 passord sheet 1"),
)
"""What our own ids are, or were, made of."""
TERMS = ("sl-tasks", "kilder", "felles-begreper", "q", "program", "s1", "bokstav")
SHEET = '\n!!! sheet "Program"\n    ### Program\n\n    1. Navn\n'
QUESTIONS = "\n!!! quiz\n    Hva?\n\n    - [x] Et\n    - [ ] To\n\n!!! reflect\n    Tenk.\n"
TOLD = r'"Møt opp.\n\n## Program {#program}\n\nFør [tid](https://ks.no){#s1}.\n\n## Sl run status"'
LESSONS = (
    "modules/trygghet/01-passord.md",
    "modules/deling/01-deling.md",
    "networks/nordvik/modules/trygghet/03-vaart-eget.md",
)
TWICE = """
    () => {
      const all = [...document.querySelectorAll("[id]")].map(each => each.id);
      return all.filter((id, number) => all.indexOf(id) !== number);
    }
"""


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + text, "utf-8")


def _build(place: Path) -> None:
    root = copy_small_course(place / "kurs")
    headings = "".join(f"\n## {each}\n\nTekst.\n" for each in HEADINGS)
    for name in (*LESSONS, "docs/om.md", "docs/index.md"):
        _add(root / name, headings + (SHEET + QUESTIONS if name in LESSONS else ""))
    for slug in TERMS:
        words = f"{{nb: {slug} x, nn: {slug} x}}"
        _add(
            root / "modules/trygghet/terms.yml",
            f"{slug}:\n  term: {words}\n  definition: {{nb: Et ord., nn: Eit ord.}}\n",
        )
    session = root / "modules/trygghet/sessions/1-oppstart.yml"
    session.write_text(session.read_text("utf-8").replace("Møt opp tidlig.", TOLD), "utf-8")
    order = Order(names=("nordvik",), sheets=False)
    build(root, order, place / "site", say=lambda *_, **__: None)


@pytest.fixture
def clashing(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the pages of a course where all is called as what the site has itself."""

    def make(place: Path) -> None:
        _build(place)
        (place / "site").rename(folder / "id-er")

    made_once(tmp_path_factory, "id-er", make)
    return [*pages_below(folder, "id-er")]


@pytest.mark.slow
def test_no_id_stands_twice_on_a_page_of_any_kind(clashing: list[str], look: Page) -> None:
    twice = {}
    for address in clashing:
        look.goto(address)
        if found := look.evaluate(TWICE):
            twice[address] = found
    assert len(clashing) > 30
    assert twice == {}


def test_places_that_were_published_stay(clashing: list[str], look: Page) -> None:
    (vocabulary,) = (page for page in clashing if page.endswith("nordvik/begreper/"))
    (lesson,) = (page for page in clashing if page.endswith("nordvik/trygghet/01-passord/"))
    look.goto(vocabulary)
    assert look.locator("#bokstav-p, #passord").count() == 2
    look.goto(lesson)
    assert look.locator("#sl-tasks, #sl-check, #reflect-1, #group-1").count() >= 3
