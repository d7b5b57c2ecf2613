"""A page leads to the file it is written in, shared or local, where somebody says where that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import FOLDERS, Run

from samloft.composing.proposals import Repositories
from samloft.course.schema import RepositoryForm

SHARED = RepositoryForm(url="https://github.com/ks/kurs")
OWN = RepositoryForm(url="https://git.agder.no/kurs/", branch="utkast/ny", forge="gitlab")
LOCAL = "networks/agder/modules/ki/01-hva.md"


@pytest.mark.parametrize(
    ("homes", "source", "address"),
    [
        (Repositories(), "modules/ki/01-hva.md", ""),
        (Repositories(SHARED), LOCAL, f"https://github.com/ks/kurs/edit/main/{LOCAL}"),
        (
            Repositories(SHARED, OWN),
            "modules/ki/01-hva.md",
            "https://github.com/ks/kurs/edit/main/modules/ki/01-hva.md",
        ),
        (
            Repositories(SHARED, OWN),
            LOCAL,
            f"https://git.agder.no/kurs/-/edit/utkast/ny/{LOCAL}",
        ),
        (Repositories(None, OWN), "modules/ki/01-hva.md", ""),
        (Repositories(RepositoryForm(url="https://codeberg.org/a/b")), "docs/om.md",
         "https://codeberg.org/a/b/_edit/main/docs/om.md"),
        (Repositories(RepositoryForm(url="https://git.x.no/a.git")), "docs/om.md",
         "https://git.x.no/a"),
    ],
)  # fmt: skip
def test_each_file_has_its_address(homes: Repositories, source: str, address: str) -> None:
    assert homes.edit_address(source) == address


def test_lessons_and_pages_lead_there_and_the_front_page_does_not(
    small_course: Path, run: Run
) -> None:
    course = small_course / "modules/course.yml"
    text = course.read_text(encoding="utf-8")
    course.write_text(
        f"{text}\nrepository: {{url: https://github.com/ks/kurs}}\n", encoding="utf-8"
    )
    network = small_course / "networks/nordvik/network.yml"
    text = network.read_text(encoding="utf-8")
    network.write_text(f"{text}\nrepository: {{url: https://codeberg.org/n/v}}\n", encoding="utf-8")
    assert run("build", "nordvik", "sorvik", "--without-sheets", *FOLDERS).code == 0

    def page(edition: str, name: str) -> str:
        return (small_course / "site" / edition / name / "index.html").read_text(encoding="utf-8")

    shared = 'href="https://github.com/ks/kurs/edit/main/modules/deling/01-deling.md"'
    assert shared in page("nordvik", "deling/01-deling")
    assert "Foreslå en endring</a>" in page("nordvik", "deling/01-deling")
    local = "networks/nordvik/modules/trygghet/03-vaart-eget.md"
    assert f"https://codeberg.org/n/v/_edit/main/{local}" in page(
        "nordvik", "trygghet/03-vaart-eget"
    )
    assert "/edit/main/docs/om.md" in page("nordvik", "om")
    assert "sl-propose" not in page("nordvik", ".")
    assert "github.com/ks/kurs" in page("sorvik", "om")
    assert "codeberg" not in page("sorvik", "om")
