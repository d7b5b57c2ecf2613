"""A short address, for people to write, leads on to its session; there is none in vain."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import FOLDERS, Run

from samloft.addresses import short_sessions


def test_names_are_short_and_never_the_same() -> None:
    sessions = [
        ("ki", "1-forsta-ki"),
        ("universell-utforming", "3-hvem-gjor-hva"),
        ("ulv-ute", "3-ulv"),
        ("ki", "oppsummering"),
    ]
    assert short_sessions(sessions) == {
        ("ki", "1-forsta-ki"): "ki-1",
        ("universell-utforming", "3-hvem-gjor-hva"): "universell-utforming-3-hvem-gjor-hva",
        ("ulv-ute", "3-ulv"): "ulv-ute-3-ulv",
        ("ki", "oppsummering"): "ki-oppsummering",
    }


@pytest.mark.slow
def test_it_leads_on_where_it_is_known_where_the_course_lies(run: Run, small_course: Path) -> None:
    settings = small_course / "networks/nordvik/network.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}published_at: https://kurs.example\n", encoding="utf-8")
    course = small_course / "modules/course.yml"
    kept = [
        line for line in course.read_text(encoding="utf-8").splitlines() if "site_url" not in line
    ]
    course.write_text("\n".join(kept), encoding="utf-8")
    assert run("build", *FOLDERS, "nordvik", "sorvik").code == 0
    page = (small_course / "site/nordvik/s/trygghet-1/index.html").read_text(encoding="utf-8")
    target = "../../trygghet/samling/1-oppstart/"
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in page
    assert f'href="{target}"' in page
    assert not (small_course / "site/sorvik/s").exists()
