"""What `check` advises about a session: breaks, minutes, and the texts its papers rest on."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from world import Run

SESSION = "modules/trygghet/sessions/1-oppstart.yml"
LESSON = "modules/trygghet/01-passord.md"
OURS = {
    "session-has-breaks",
    "steps-fit-their-part",
    "input-names-its-text",
    "task-has-its-text",
    "notes-have-their-text",
    "own-text-keeps-passages",
}

Told = Callable[..., set[str]]


@pytest.fixture
def told(run: Run, small_course: Path) -> Told:
    """Return what is said about sessions once words in some files are replaced."""

    def told(*edits: tuple[str, str, str]) -> set[str]:
        for name, old, new in edits:
            path = small_course / name
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        outcome = run("check")
        found = re.findall(r"^(\S+?)(?::\d+)?: .*\[([\w-]+)\]$", outcome.err, re.MULTILINE)
        rules = OURS | {"session-passage-exists", "passage-is-named-one-way"}
        return {f"{name} {rule}" for name, rule in found if rule in rules}

    return told


INPUT = "{lesson: 01-passord, form: input, minutes: 25}"


def needing(passage: str) -> tuple[str, str, str]:
    part = f"{{lesson: 01-passord, form: input, minutes: 25, needs_text: [{passage}]}}"
    return (SESSION, INPUT, part)


def test_an_input_says_which_text_it_goes_through(told: Told) -> None:
    assert f"{SESSION} input-names-its-text" in told()


def test_what_is_said_of_a_session_follows_its_lines_and_the_texts_it_rests_on(
    run: Run, small_course: Path
) -> None:
    def said() -> dict[str, str]:
        outcome = run("check")
        found = re.findall(rf"^{SESSION}:(\d+): .*\[([\w-]+)\]$", outcome.err, re.MULTILINE)
        return {rule: line for line, rule in found if rule in OURS}

    session, lesson = small_course / SESSION, small_course / LESSON
    body = lesson.read_text(encoding="utf-8")
    heading = re.findall(r"(?m)^## (.*)$", body)[0]
    text = session.read_text(encoding="utf-8").replace("Si navnet ditt.", f"Se «{heading}».")
    session.write_text(text, encoding="utf-8")
    before = said()
    assert "notes-have-their-text" in before
    session.write_text(f"# En linje til.\n{text}", encoding="utf-8")
    assert said() == {rule: str(int(line) + 1) for rule, line in before.items()}
    lesson.write_text(body.replace(f"## {heading}", "## Noe annet"), encoding="utf-8")
    assert "notes-have-their-text" not in said()


@pytest.mark.parametrize("passage", ["{block: group-1}", "{block: quiz-1}"])
def test_a_passage_that_is_there_is_enough(passage: str, told: Told) -> None:
    assert told(needing(passage)) == set()


@pytest.mark.parametrize("passage", ["{block: group-7}", "{table: 9}", "{heading: {nb: Nei}}"])
def test_a_passage_that_is_gone_stops_a_build(passage: str, told: Told) -> None:
    assert told(needing(passage)) == {f"{SESSION} session-passage-exists"}


@pytest.mark.parametrize("passage", ["{}", "{block: group-1, table: 1}"])
def test_a_passage_is_named_in_one_way(passage: str, told: Told) -> None:
    assert f"{SESSION} passage-is-named-one-way" in told(needing(passage))


def test_a_heading_is_found_in_a_form_that_has_it_under_another_name(told: Told) -> None:
    nynorsk = LESSON.replace(".md", ".nn.md")
    edits = [(LESSON, "\n!!! reflect", "\n## Noe\n\nTekst.\n\n!!! reflect")]
    edits.append((nynorsk, "\n!!! reflect", "\n## Noko\n\nTekst.\n\n!!! reflect"))
    assert told(*edits, needing("{heading: {nb: Noe}}")) == set()


def test_people_do_not_sit_for_more_than_ninety_minutes(told: Told) -> None:
    edit = (SESSION, "form: group, minutes: 50", "form: group, minutes: 86")
    assert told(needing("{block: group-1}"), edit) == {f"{SESSION} session-has-breaks"}


def test_steps_take_no_longer_than_their_part(told: Told) -> None:
    edit = (SESSION, "Si navnet ditt.", "Si navnet. (8 minutter) Si det igjen. (3 minutter)")
    assert told(needing("{block: group-1}"), edit) == {f"{SESSION} steps-fit-their-part"}


def test_a_task_that_mentions_another_lesson_has_its_text(told: Told) -> None:
    edit = (LESSON, "Finn en setning", "Ta fram leksjon 2. Finn en setning")
    assert told(needing("{block: group-1}"), edit) == {f"{SESSION} task-has-its-text"}
    held = "{lesson: 01-passord, activity: group-1, form: group, minutes: 50"
    more = f"{held}, needs_text: [{{lesson: 02-lovtekst, block: quiz-1}}]"
    assert f"{SESSION} task-has-its-text" not in told((SESSION, held, more))


def test_notes_send_nobody_to_a_text_that_the_guide_lacks(told: Told) -> None:
    sent = (SESSION, "Si navnet ditt.", "Les «Slik gjør du» og «Noe helt annet».")
    held = "    minutes: 10\n    notes:"
    needs = "{lesson: 01-passord, heading: {nb: Slik gjør du, nn: Slik gjer du}}"
    has = (SESSION, held, f"    minutes: 10\n    needs_text: [{needs}]\n    notes:")
    assert f"{SESSION} notes-have-their-text" in told(sent)
    assert f"{SESSION} notes-have-their-text" not in told(has)


def test_notes_may_name_a_sheet_that_lies_among_the_papers(told: Told) -> None:
    sheet = '\n!!! sheet "Passordarket"\n    1. Hvor langt er det?\n\n!!! reflect'
    edits = [(LESSON, "\n!!! reflect", sheet), (SESSION, "Si navnet ditt.", "Les «Passordarket».")]
    assert f"{SESSION} notes-have-their-text" not in told(*edits)


def test_a_networks_own_text_that_lacks_a_passage_is_named(told: Told, small_course: Path) -> None:
    own = small_course / "networks/nordvik/modules/trygghet/01-passord.md"
    head = (small_course / LESSON).read_text(encoding="utf-8").split("---\n")[1]
    own.write_text(f"---\n{head}---\n\nVår egen tekst.\n", encoding="utf-8")
    found = told(needing("{block: group-1}"))
    assert "networks/nordvik/modules/trygghet/01-passord.md own-text-keeps-passages" in found
