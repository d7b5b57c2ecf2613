"""A folder becomes modules in the order that its tool shows its texts, however it says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from world import Run, WriteTree

Imported = Callable[..., dict[str, list[str]]]
SUMMARY = """# Summary

[Forord](forord.md)

# Første del

- [Hvorfor *sky*?](hvorfor.md)
    - [Hva det er](del/hva.md)
    - [Kommer]()
- [Innhold](SUMMARY.md)
- [Ute](https://ks.no)
- [Til slutt](alt%20i%20alt.md#her)
"""
BOOK = {
    "SUMMARY.md": SUMMARY,
    "alt i alt.md": "# Alt i alt\n\nSe [hvorfor](hvorfor.md).\n",
    "forord.md": "Hei.\n",
    "glemt.md": "# Glemt\n\nTekst.\n",
    "hvorfor.md": "Fordi. Se [hva](del/hva.md).\n",
    "del/dypt/inne.md": "# Inne\n\nTekst.\n",
    "del/hva.md": "# Hva\n\nTekst.\n",
}


@pytest.fixture
def imported(write_tree: WriteTree, tmp_path: Path, small_course: Path, run: Run) -> Imported:
    """Bring a folder in, and return what became of it: each new module with its lessons."""

    def imported(files: dict[str, str], folder: str = "inn") -> dict[str, list[str]]:
        write_tree({f"inn/{name}": text for name, text in files.items()})
        modules = small_course / "modules"
        before = set(modules.iterdir())
        done = run("import", tmp_path / folder)
        assert done.code == 0, done.err
        listed = yaml.safe_load((modules / "course.yml").read_text("utf-8"))["modules"]
        return {
            name: yaml.safe_load((modules / name / "module.yml").read_text("utf-8"))["lessons"]
            for name in listed
            if modules / name not in before
        }

    return imported


def test_a_summary_is_the_order_and_no_lesson(
    imported: Imported, small_course: Path, run: Run
) -> None:
    made = imported(BOOK)
    assert made == {
        "inn": ["01-forord", "02-hvorfor-sky", "03-alt-i-alt", "04-glemt"],
        "del": ["01-hva"],
    }
    text = (small_course / "modules/inn/02-hvorfor-sky.md").read_text("utf-8")
    assert "title: Hvorfor sky?\n" in text
    assert "[hva](../del/01-hva.md)" in text
    assert run("check").code == 0, run("check").err


def test_what_a_summary_leaves_out_is_told_of(
    write_tree: WriteTree, tmp_path: Path, run: Run
) -> None:
    write_tree({f"inn/{name}": text for name, text in BOOK.items()})
    out = run("import", tmp_path / "inn").out
    assert "glemt.md: teksten står ikke i lista over tekster; den står sist" in out


def test_a_book_lies_where_its_settings_say(imported: Imported) -> None:
    files = {f"kilde/{name}": text for name, text in BOOK.items()}
    files["book.toml"] = '[book]\ntitle = "Sky for alle"\nsrc = "kilde"\n'
    files["README.md"] = "Slik bygges boka.\n"
    assert [*imported(files)] == ["sky-for-alle", "del"]


@pytest.mark.parametrize("folder", ["inn", "inn/docs"])
def test_the_nav_of_mkdocs_is_the_order(imported: Imported, folder: str) -> None:
    nav = """site_name: Håndbok
markdown_extensions:
  - a: !!python/name:os.system
nav:
  - index.md
  - Del to:
    - Siste først: b.md
    - a.md
    - Ute: https://ks.no
    - Dypt: del/enda/c.md
"""
    files = {f"docs/{name}.md": "Tekst.\n" for name in ("a", "b", "del/enda/c")}
    made = imported({**files, "docs/index.md": "# Hjem\n\nHei.\n", "mkdocs.yml": nav}, folder)
    assert made == {"hjem": ["01-hjem", "02-siste-forst", "03-a"], "del": ["01-dypt"]}


def test_docusaurus_says_positions_and_what_a_folder_is_called(imported: Imported) -> None:
    text = "---\nsidebar_position: {}\n---\n\n# {}\n\nTekst.\n"
    made = imported(
        {
            "a/_category_.json": '{"label": "Sist av dem", "position": 2}',
            "a/a.md": text.format(2, "To"),
            "a/b.md": text.format(1, "En"),
            "b/_category_.yml": "position: 1\nlabel: Begynn her\n",
            "b/c.md": "# Tre\n\nTekst.\n",
        }
    )
    assert made == {"begynn-her": ["01-tre"], "sist-av-dem": ["01-en", "02-to"]}


def test_a_list_leads_to_no_file_outside_its_folder(imported: Imported) -> None:
    made = imported(
        {
            "bok/SUMMARY.md": "- [Ute](../ute.md)\n- [Inne](inne.md)\n",
            "bok/inne.md": "# Inne\n\nTekst.\n",
            "ute.md": "# Ute\n\nTekst.\n",
        },
        "inn/bok",
    )
    assert made == {"bok": ["01-inne"]}
