"""A network has modules, sessions and terms of its own beside the shared ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import FOLDERS, Run, WriteTree, files_in

HOME = "networks/nordvik/modules"
MODULE = """\
title: {nb: Fiskeri, nn: Fiskeri}
summary: {nb: Om fisk., nn: Om fisk.}
audience: [staff]
objectives: {nb: [Du kjenner fisken.], nn: [Du kjenner fisken.]}
lessons: [01-torsk]
facts_checked: 2026-11-01
licence: CC-BY-4.0
"""
LESSON = """\
---
title: Torsken
objective: Du kan kjenne igjen torsk.
minutes: 10
summary: Fisken vår.
---

Torsk og [godt passord](term:passord) hører sammen. Se [skrei](term:skrei) og
[passord](../trygghet/01-passord.md).

!!! reflect
    Har du sett en torsk?
"""
TERMS = """\
skrei:
  term: {nb: skrei, nn: skrei}
  definition: {nb: Torsk på vandring., nn: Torsk på vandring.}
"""
SESSION = """\
title: {nb: Samling om fisk, nn: Samling om fisk}
starts: "12:00"
parts:
  - title: {nb: Velkommen, nn: Velkomen}
    form: plenary
    minutes: 10
  - {lesson: 01-torsk, activity: reflect-1, form: individual, minutes: 20}
"""
OWN = {
    f"{HOME}/fiskeri/module.yml": MODULE,
    f"{HOME}/fiskeri/01-torsk.md": LESSON,
    f"{HOME}/fiskeri/terms.yml": TERMS,
    f"{HOME}/fiskeri/sessions/1-fisk.yml": SESSION,
}


@pytest.fixture
def fisheries(small_course: Path, write_tree: WriteTree) -> Path:
    return write_tree(OWN, small_course)


def test_a_module_of_a_networks_own_stands_beside_the_shared_ones(
    fisheries: Path, run: Run
) -> None:
    assert run("build", *FOLDERS, "nordvik", "sorvik", "--without-sheets").code == 0
    site = fisheries / "site/nordvik"
    lesson = (site / "fiskeri/01-torsk/index.html").read_text(encoding="utf-8")
    assert "Denne siden er laget av" in lesson
    assert "12.10" in (site / "fiskeri/samling/1-fisk/index.html").read_text(encoding="utf-8")
    assert "Torsk på vandring." in (site / "begreper/index.html").read_text(encoding="utf-8")
    assert "Torsken" in (site / "tilpasninger/index.html").read_text(encoding="utf-8")
    assert "Fiskeri" in (site / "index.html").read_text(encoding="utf-8")
    assert not (fisheries / "site/sorvik/fiskeri").exists()


@pytest.mark.slow
def test_it_is_stamped_as_it_would_be_alone(fisheries: Path, run: Run) -> None:
    assert (
        run(
            "build", *FOLDERS, "--municipalities", "--without-sheets", "--out", fisheries / "a"
        ).code
        == 0
    )
    run(
        "build",
        *FOLDERS,
        "--municipalities",
        "--exact",
        "--without-sheets",
        "--out",
        fisheries / "b",
    )
    alone = {
        name: text for name, text in files_in(fisheries / "b").items() if name.suffix != ".pdf"
    }
    assert files_in(fisheries / "a") == alone


def test_a_network_orders_its_modules(fisheries: Path, run: Run) -> None:
    with (fisheries / "networks/nordvik/network.yml").open("a", encoding="utf-8") as file:
        file.write("modules: [fiskeri, trygghet]\n")
    assert run("build", *FOLDERS, "nordvik", "--without-sheets").code == 0
    front = (fisheries / "site/nordvik/index.html").read_text(encoding="utf-8")
    assert front.index('href="fiskeri/"') < front.index('href="trygghet/"')
    assert not (fisheries / "site/nordvik/deling").exists()


def test_a_session_and_a_term_are_added_to_a_shared_module(
    small_course: Path, write_tree: WriteTree, run: Run
) -> None:
    session = SESSION.replace("01-torsk", "01-passord")
    folder = f"{HOME}/trygghet"
    files = {f"{folder}/sessions/2-fisk.yml": session, f"{folder}/terms.yml": TERMS}
    root = write_tree(files, small_course)
    assert run("build", *FOLDERS, "nordvik", "sorvik", "--without-sheets").code == 0
    site = root / "site/nordvik"
    assert (site / "trygghet/samling/1-oppstart/index.html").exists()
    assert "Samling om fisk" in (site / "trygghet/index.html").read_text(encoding="utf-8")
    assert "Torsk på vandring." in (site / "begreper/index.html").read_text(encoding="utf-8")
    assert not (root / "site/sorvik/trygghet/samling/2-fisk").exists()


def test_a_session_of_the_same_name_stands_in_place_of_the_shared_one(
    small_course: Path, write_tree: WriteTree, run: Run
) -> None:
    session = SESSION.replace("01-torsk", "01-passord")
    root = write_tree({f"{HOME}/trygghet/sessions/1-oppstart.yml": session}, small_course)
    assert run("adapt", "nordvik", "modules/trygghet/sessions/1-oppstart.yml").code == 0
    assert run("build", *FOLDERS, "nordvik", "--without-sheets").code == 0
    module = (root / "site/nordvik/trygghet/index.html").read_text(encoding="utf-8")
    assert "Samling om fisk" in module


@pytest.mark.slow("each")
@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("01-torsk.md", "term:skrei", "term:skrie", f"{HOME}/fiskeri/01-torsk.md:8: "),
        ("01-torsk.md", "01-passord.md", "01-pasord.md", f"{HOME}/fiskeri/01-torsk.md:9: "),
        ("01-torsk.md", "Har du", "<script>x</script>Har du", "«<script>»"),
        ("sessions/1-fisk.yml", "reflect-1", "reflect-2", "/fiskeri/sessions/1-fisk.yml:7: "),
        ("terms.yml", "skrei:", "passord:", "[term-is-defined-once]"),
        ("module.yml", "[01-torsk]", "[01-tosk]", f"{HOME}/fiskeri/module.yml:5: "),
    ],
)  # fmt: skip
def test_mistakes_in_it_have_their_line(
    name: str, before: str, after: str, said: str, fisheries: Path, run: Run
) -> None:
    file = fisheries / HOME / "fiskeri" / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    done = run("check")
    assert done.code == 1
    assert said in done.err


def test_notes_for_facilitators_are_looked_through(fisheries: Path, run: Run) -> None:
    file = fisheries / HOME / "fiskeri/sessions/1-fisk.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}facilitator: {{nb: '<iframe></iframe>', nn: x}}\n", encoding="utf-8")
    assert "«<iframe>»" in run("check").err


def test_a_shared_module_keeps_its_settings(
    small_course: Path, write_tree: WriteTree, run: Run
) -> None:
    write_tree({f"{HOME}/trygghet/module.yml": MODULE}, small_course)
    assert f"{HOME}/trygghet/module.yml:5: " in run("check").err


def without(root: Path, *lessons: str) -> None:
    with (root / "networks/nordvik/network.yml").open("a", encoding="utf-8") as file:
        file.write(f"without: [{', '.join(lessons)}]\n")


def test_a_lesson_is_left_out_of_pages_sessions_and_links(small_course: Path, run: Run) -> None:
    # Nordvik has a page of its own that leads to it, and one that takes its place.
    (small_course / "networks/nordvik/modules/trygghet/01-passord.md").unlink()
    without(small_course, "trygghet/01-passord")
    assert run("build", *FOLDERS, "nordvik", "sorvik", "--without-sheets").code == 0
    site = small_course / "site/nordvik"
    assert not (site / "trygghet/01-passord").exists()
    assert (small_course / "site/sorvik/trygghet/01-passord").exists()
    session = (site / "trygghet/samling/1-oppstart/index.html").read_text(encoding="utf-8")
    assert "22.30" in session
    assert "22.55" in session  # ten minutes' welcome and the break: the rest went with the lesson
    assert "Gode passord" not in session
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("*.html")]
    assert not any("01-passord/" in page for page in pages)


@pytest.mark.parametrize(
    ("lesson", "said"),
    [("trygghet/01-pasord", "mente du: trygghet/01-passord"), ("trygghet/02-lovtekst", "låst")],
)
def test_what_cannot_be_left_out_is_said(
    lesson: str, said: str, small_course: Path, run: Run
) -> None:
    without(small_course, lesson)
    done = run("check")
    assert done.code == 1
    assert said in done.err
