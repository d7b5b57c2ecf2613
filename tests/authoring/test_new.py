"""`new` writes files that build at once, and adds them to their lists."""

from __future__ import annotations

import csv
import shlex
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from world import ROOT, Run

from samloft.authoring import drafts
from samloft.authoring.places import places_of, read_places
from samloft.authoring.yaml_edit import with_entry
from samloft.course.colours import PAPER, TEXT, contrast


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.slow("each")
@pytest.mark.parametrize("kind", ["module", "lesson", "session", "term", "figure", "network"])
def test_what_is_new_passes_the_check(kind: str, small_course: Path, run: Run) -> None:
    module = () if kind in ("module", "network") else ("--module", "trygghet")
    done = run("new", kind, "Sky for alle", *module)
    assert done.code == 0, done.err
    assert "Skrev " in done.out
    checked = run("check")
    assert checked.code == 0, checked.err


def test_a_new_course_builds(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "vårt-kurs"
    made = run("new", "course", str(folder))
    assert made.code == 0
    assert f"  cd {shlex.quote(str(folder))}\n  python3 {ROOT / 'build.py'}\n" in made.out
    assert run("check", root=folder).code == 0, run("check", root=folder).err


@pytest.mark.slow("each")
def test_a_course_in_english_is_shown_in_english(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "rain-and-clouds"
    assert run("new", "course", str(folder), "--language", "en").code == 0
    assert run("new", "lesson", "Clouds", "--module", "getting-started", root=folder).code == 0
    text = tmp_path / "rain.md"
    text.write_text("---\ntitle: Rain\n---\n\nIt falls. Read on.\n", encoding="utf-8")
    brought = run("import", text, "--module", "getting-started", root=folder)
    assert brought.code == 0, brought.err
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.md")) == [
        "docs/index.en.md",
        "modules/getting-started/01-getting-started.en.md",
        "modules/getting-started/02-clouds.en.md",
        "modules/getting-started/03-rain.en.md",
    ]
    assert run("check", root=folder).code == 0, run("check", root=folder).err
    built = run("build", root=folder)
    assert built.code == 0, built.err
    module = "getting-started"
    for name in ("index", f"{module}/index", f"{module}/02-clouds", f"{module}/03-rain"):
        shown = read(folder / f"site/rain-and-clouds/{name}.html")
        assert 'lang="en"' in shown
        assert 'lang="nb"' not in shown
        assert "Bokmål" not in shown


@pytest.mark.parametrize(
    ("language", "file"), [("nb", "03-sky.md"), ("nn", "03-sky.nn.md"), ("se", "03-sky.se.md")]
)
def test_a_lesson_says_its_language_in_its_name(
    language: str, file: str, small_course: Path, run: Run
) -> None:
    run("new", "lesson", "Sky", "--module", "trygghet", "--language", language)
    assert (small_course / "modules/trygghet" / file).is_file()


def test_a_lesson_is_numbered_and_listed_last(small_course: Path, run: Run) -> None:
    run("new", "lesson", "Hva er sky?", "--module", "trygghet")
    listed = yaml.safe_load(read(small_course / "modules/trygghet/module.yml"))["lessons"]
    assert listed[-1] == "03-hva-er-sky"
    head = read(small_course / "modules/trygghet/03-hva-er-sky.md").split("---")[1]
    assert yaml.safe_load(head)["title"] == "Hva er sky?"


def test_what_is_there_is_not_written_over(small_course: Path, run: Run) -> None:
    run("new", "module", "Sky", "--language", "nn")
    before = read(small_course / "modules/course.yml")
    done = run("new", "module", "Sky")
    assert done.code == 2
    assert "finnes fra før" in done.err
    assert read(small_course / "modules/course.yml") == before


def test_a_module_that_is_not_there_is_answered_with_the_nearest(run: Run) -> None:
    done = run("new", "lesson", "Ny", "--module", "trygget")
    assert done.code == 2
    assert "mente du: trygghet" in done.err


@pytest.mark.slow("each")
@pytest.mark.parametrize(
    "title", ["Passord #1: «et» 'hint'", "{{ network.name }} {% if %}", "* _a_ <b>"]
)
def test_a_title_may_hold_any_sign(title: str, run: Run) -> None:
    assert run("new", "lesson", title, "--module", "trygghet").code == 0
    assert run("check").code == 0, run("check").err


def test_a_title_of_signs_alone_has_no_address(run: Run) -> None:
    done = run("new", "lesson", "?!", "--module", "trygghet")
    assert done.code == 2
    assert "ingen bokstaver" in done.err


@pytest.mark.parametrize(
    ("name", "language", "count"),
    [
        ("Digi Møre og Romsdal", "nn", 27),
        ("Digi Troms og Finnmark", "nb", 39),
        ("Digi Ny", "nb", 0),
    ],
)
def test_a_network_knows_its_municipalities_and_its_language(
    name: str, language: str, count: int
) -> None:
    draft = drafts.network(ROOT, name, None, drafts.COLOURS)
    settings = yaml.safe_load(draft.new[draft.opens])
    assert settings["language"] == language
    assert len(places_of(name, read_places())) == count


def test_colours_that_do_not_pass_become_ones_that_do() -> None:
    draft = drafts.network(ROOT, "Digi Lys", None, ("#ffee00", "#aaddff"))
    colours = yaml.safe_load(draft.new[draft.opens])["colours"]
    assert all(contrast(colour, PAPER) >= TEXT for colour in colours.values())


def test_the_municipalities_are_those_the_networks_have() -> None:
    ours = {(place.number, place.name, place.language) for place in read_places()}
    theirs = set()
    for path in (ROOT / "networks").glob("*/municipalities.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            theirs |= {
                (row["number"], row["name"], row["language"]) for row in csv.DictReader(file)
            }
    assert ours == theirs


@pytest.mark.parametrize("path", sorted(ROOT.glob("modules/**/module.yml")), ids=str)
def test_a_list_grows_by_one_line_and_nothing_else_moves(path: Path) -> None:
    before = read(path)
    after = with_entry(before, "lessons", "99-ny")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == ["  - 99-ny"]
    assert len(after.splitlines()) == len(before.splitlines()) + 1


@given(
    st.lists(st.text(st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=8), unique=True)
)
@settings(max_examples=50)
def test_comments_and_order_stay(entries: list[str]) -> None:
    lines = [f'  - "{entry}"  # om {number}' for number, entry in enumerate(entries)]
    text = "\n".join(["# øverst", "lessons:" if lines else "lessons: []", *lines, "licence: x", ""])
    after = with_entry(text, "lessons", "zz-ny")
    assert yaml.safe_load(after)["lessons"] == [*entries, "zz-ny"]
    assert all(line in after.splitlines() for line in lines)
    assert after.startswith("# øverst")
