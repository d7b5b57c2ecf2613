"""A note to the facilitator that no guide takes in is told of."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import Run


def test_a_note_on_a_page_that_is_no_lesson_is_advised_on(small_course: Path, run: Run) -> None:
    page = small_course / "docs/om.md"
    page.write_text("---\ntitle: Om\n---\n\nSpør oss.\n\n!!! facilitator\n    Hem.\n", "utf-8")
    done = run("check")
    assert done.code == 0
    assert "docs/om.md:7: råd: notatet til fasilitator kommer ikke i noen guide" in done.err
    assert "01-passord.md:44: råd: notatet" not in done.err


NOTE = "\n!!! facilitator\n    Bruk god tid.\n"
NOWHERE = "råd: ingen samling går gjennom leksjonen, så notatet til fasilitator kommer ikke"
SESSION = """\
title: {nb: Vårt eget}
starts: "09:00"
parts:
  - {lesson: 03-vaart-eget, form: input, minutes: 20}
"""


def add_note(path: Path) -> int:
    """Put a note last in a text, and return its line."""
    text = path.read_text("utf-8").rstrip("\n") + "\n"
    path.write_text(text + NOTE, "utf-8")
    return text.count("\n") + 2


def test_a_note_in_a_lesson_no_session_goes_through_is_advised_on(
    small_course: Path, run: Run
) -> None:
    shared = add_note(small_course / "modules/trygghet/02-lovtekst.md")
    own = small_course / "networks/nordvik/modules/trygghet"
    local = add_note(own / "03-vaart-eget.md")
    done = run("check")
    assert done.code == 0
    assert f"modules/trygghet/02-lovtekst.md:{shared}: {NOWHERE}" in done.err
    assert f"nordvik/modules/trygghet/03-vaart-eget.md:{local}: {NOWHERE}" in done.err
    assert "01-passord.md:46: råd" not in done.err
    (own / "sessions").mkdir()
    (own / "sessions/2-eget.yml").write_text(SESSION, "utf-8")
    said = run("check").err
    assert "02-lovtekst.md" in said
    assert f"03-vaart-eget.md:{local}: {NOWHERE}" not in said


def test_what_a_municipality_goes_through_takes_in_notes_of_its_network(
    small_course: Path, run: Run
) -> None:
    network = small_course / "networks/nordvik"
    line = add_note(network / "modules/trygghet/03-vaart-eget.md")
    own = network / "municipalities/nord-vik/modules/trygghet"
    (own / "sessions").mkdir(parents=True)
    (own / "sessions/2-eget.yml").write_text(SESSION, "utf-8")
    (own / "04-bare-her.md").write_text(
        "---\ntitle: Bare her\nobjective: Du kan det.\nminutes: 5\nsummary: Kort.\n---\n" + NOTE,
        "utf-8",
    )
    said = run("check").err
    assert f"03-vaart-eget.md:{line}: {NOWHERE}" not in said
    assert f"nord-vik/modules/trygghet/04-bare-her.md:8: {NOWHERE}" in said


LOOKS_LIKE_ONE = "råd: dette ligner et notat til fasilitator, og det under vises for alle"


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("## Til fasilitator", "Til fasilitator"),
        ("**Til fasilitatoren:** La det gå ti minutter.", "Til fasilitatoren:"),
        ("- **Notat til kursholder**\n\n    Bruk god tid.", "Notat til kursholder"),
        ("> ### For the facilitator\n>\n> Take your time.", "For the facilitator"),
        ("**Fasilitator:** passer tiden. **Skriver:** noterer.", ""),
        ("## Til den som leder an", ""),
        ("Spør **til fasilitator** kommer.", ""),
        ("!!! facilitator\n    **Til fasilitator:** Bruk god tid.", ""),
    ],
)
def test_what_is_called_a_note_and_is_for_all_is_advised_on(
    label: str, told: str, small_course: Path, run: Run
) -> None:
    lesson = small_course / "modules/trygghet/01-passord.md"
    text = lesson.read_text("utf-8").rstrip("\n") + "\n"
    lesson.write_text(f"{text}\n{label}\n", "utf-8")
    done = run("check")
    assert done.code == 0
    where = f"01-passord.md:{text.count(chr(10)) + 2}: {LOOKS_LIKE_ONE}: {told} [note-is-a-block]\n"
    assert (where in done.err) == bool(told)
    assert (LOOKS_LIKE_ONE in done.err) == bool(told)
