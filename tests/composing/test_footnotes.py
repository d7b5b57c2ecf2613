"""A footnote that tells a source is called one; what an author notes below a text is a note."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import jinja2
import markdown
import pytest
from composed import Compose
from world import ROOT

from samloft.languages import Language

LESSON = "modules/deling/01-deling.md"
PAGE = PurePosixPath("deling/01-deling.md")
PARTIALS = jinja2.FileSystemLoader(ROOT / "overrides/partials")
Shown = Callable[..., str]
SOURCE = """ks:
  title: Om deling
  publisher: KS
  url: https://ks.no/deling
  date: 2024-05-14
  read: 2026-01-10
  claims: [Deling er bra.]
"""


@pytest.fixture
def shown(small_course: Path, compose: Compose) -> Shown:
    """Add a text to a lesson, and return its page as the theme frames it."""

    def shown(text: str, language: Language = "nb") -> str:
        (small_course / "modules/deling/sources.yml").write_text(SOURCE, encoding="utf-8")
        for name in (LESSON, LESSON.replace(".md", ".nn.md")):
            with (small_course / name).open("a", encoding="utf-8") as file:
                file.write(f"\n{text}\n")
        tree = compose(language=language)
        every = tree.config["markdown_extensions"]
        named = {name: s for each in every if isinstance(each, dict) for name, s in each.items()}
        page = markdown.markdown(
            tree.pages[PAGE].split("---\n", 2)[2],
            extensions=["footnotes", "attr_list", "md_in_html"],
            extension_configs={"footnotes": named["footnotes"]},
        )
        template = jinja2.Environment(loader=PARTIALS).get_template("content.html")
        return template.render(page=SimpleNamespace(content=page), config=tree.config)

    return shown


def marks(page: str) -> list[str]:
    return re.findall(r'<a class="footnote-ref"[^>]*>(.*?)</a>', page)


def ways_back(page: str) -> list[str]:
    return re.findall(r'<a class="footnote-backref"[^>]* aria-label="(.*?)"', page)


def test_notes_and_sources_are_numbered_together_as_they_come(shown: Shown) -> None:
    page = shown("A.[^ks] B.[^egen] C.[^ks]\n\n[^egen]: En note.")
    assert marks(page) == ["Kilde 1", "Note 2", "Kilde 1"]
    assert ways_back(page) == [
        "Tilbake til kilde 1 i teksten",
        "Tilbake til kilde 1 i teksten (2)",
        "Tilbake til note 2 i teksten",
    ]
    assert ">Kilder og noter</h2>" in page


def test_a_text_with_sources_alone_has_no_notes(shown: Shown) -> None:
    page = shown("A.[^ks]")
    assert marks(page) == ["Kilde 1"]
    assert ">Kilder</h2>" in page


def test_a_text_with_notes_alone_has_no_sources(shown: Shown) -> None:
    page = shown("A.[^egen]\n\n[^egen]: En note.")
    assert marks(page) == ["Note 1"]
    assert "Kilde" not in page


def test_they_are_called_so_in_nynorsk(shown: Shown) -> None:
    page = shown("A.[^ks] B.[^egen]\n\n[^egen]: Ein note.", "nn")
    assert marks(page) == ["Kjelde 1", "Note 2"]
    assert ways_back(page) == ["Tilbake til kjelde 1 i teksten", "Tilbake til note 2 i teksten"]


def test_on_a_paper_a_note_stands_below_what_it_is_a_note_to_and_sources_on_the_page(
    small_course: Path, compose: Compose
) -> None:
    path = small_course / "modules/trygghet/01-passord.md"
    text = path.read_text(encoding="utf-8").replace(
        "Hvor langt er passordet ditt?", "Hvor langt[^tegn] er[^raad] passordet[^helt] ditt?"
    )
    notes = "[^tegn]: Tell tegn.\n\n    !!! facilitator\n        Hjelp til.\n\n[^helt]: Alle."
    path.write_text(f"{text}\n{notes}\n", encoding="utf-8")
    tree = compose()
    folder = PurePosixPath("trygghet/samling/1-oppstart")
    handout, guide = (tree.pages[folder / f"{name}.md"] for name in ("utdelingsark", "fasilitator"))
    for paper in (handout, guide):
        assert "Hvor langt (1) er passordet (2) ditt?\n\n(1) Tell tegn.\n\n(2) Alle." in paper
    assert "Hjelp til." not in handout
    assert "Hjelp til." in guide
