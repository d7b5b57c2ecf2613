"""Names and titles are their own letters on every page that is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from repos import change
from world import FOLDERS, Run

ODD = "A <b> & *c* [d](e) {{ f }} 'g"
SESSION = Path("trygghet/samling/1-oppstart")


@pytest.fixture
def site(small_course: Path, run: Run) -> Path:
    """Build an edition of a course in which every title is odd."""
    module = small_course / "modules/trygghet"
    said = f'"{ODD}"'
    change(module / "01-passord.md", "title: Gode passord", f"title: {said}")
    change(module / "module.yml", "nb: Trygghet", f"nb: {said}")
    session = module / "sessions/1-oppstart.yml"
    change(session, 'nb: "Samling 1: Oppstart"', f"nb: {said}")
    change(session, "nb: Velkommen", f"nb: {said}")
    assert run("check").code == 0
    assert run("build", *FOLDERS, "nordvik", "--without-sheets").code == 0
    return small_course / "site/nordvik"


def test_titles_are_their_own_letters_wherever_they_stand(site: Path) -> None:
    pages = sorted((site / SESSION).glob("*/index.html"))
    assert pages
    for path in [site / "index.html", site / "trygghet/index.html", *pages]:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert ODD in page.get_text(), path
        assert not page.find("b"), path
