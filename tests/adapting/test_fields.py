"""Single fields of a session, a term or a module's settings are laid over, and keep their base."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repos import change, commit, git
from world import Run, WriteTree

from samloft.adapting.fields import merge_fields, with_fields, written
from samloft.composing.overlay import modules_of
from samloft.course.course import load_course
from samloft.course.model import Session
from samloft.course.networks import load_networks
from samloft.course.reader import Reader

SESSION = "modules/trygghet/sessions/1-oppstart.yml"
TERMS = "modules/trygghet/terms.yml"
MODULE = "modules/trygghet/module.yml"
HOME = "networks/sorvik"
LATER = 'extends: shared\nstarts: "10:00"\n'


def session_of(root: Path, network: str = "sorvik", place: str | None = None) -> Session:
    reader = Reader(root)
    course = load_course(reader)
    assert course
    networks = {each.slug: each for each in load_networks(reader, course)}
    assert not reader.problems, reader.problems
    seen = networks[network].local[place] if place else networks[network]
    module = next(each for each in modules_of(course, seen) if each.slug == "trygghet")
    return next(each for each in module.sessions if each.slug == "1-oppstart")


def standing(run: Run, file: str) -> str:
    rows = json.loads(run("status", "--json").out)
    return str(next(row["state"] for row in rows if row["file"] == file))


def test_a_new_start_time_copies_nothing(kept: Path, run: Run) -> None:
    done = run("adapt", "sorvik", SESSION, "--block", "starts")
    assert done.code == 0, done.err
    local = kept / HOME / SESSION
    assert written(local.read_text(encoding="utf-8")) == {"extends": "shared", "starts": "22:30"}
    change(local, "22:30", "10:00")
    session = session_of(kept)
    assert session.starts == "10:00"
    assert len(session.parts) == 5
    assert session.title["nb"] == "Samling 1: Oppstart"
    assert run("check").code == 0
    assert standing(run, f"{HOME}/{SESSION}") == "current"


def test_one_part_gets_other_minutes(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SESSION, "--block", "parts.2.minutes")
    change(kept / HOME / SESSION, "25", "40")
    session = session_of(kept)
    assert [part.minutes for part in session.parts] == [10, 40, 15, 5, 50]
    assert session.parts[1].lesson == "01-passord"


def test_words_in_several_languages_stand_together(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    write_tree({f"{HOME}/{SESSION}": "extends: shared\ntitle: {nn: Hos oss}\n"}, kept)
    assert session_of(kept).title == {"nn": "Hos oss"}


def test_what_is_new_in_the_shared_session_comes_by_itself(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    write_tree({f"{HOME}/{SESSION}": LATER}, kept)
    run("adapt", "sorvik", f"{HOME}/{SESSION}")
    commit(kept)
    change(kept / SESSION, "Tusjer", "Kritt")
    assert session_of(kept).needs["nb"] == ("Kritt",)
    assert standing(run, f"{HOME}/{SESSION}") == "current"


def test_status_and_update_tell_when_the_field_itself_moved(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    write_tree({f"{HOME}/{SESSION}": LATER}, kept)
    run("adapt", "sorvik", f"{HOME}/{SESSION}")
    commit(kept)
    change(kept / SESSION, "22:30", "21:00")
    commit(kept)
    assert standing(run, f"{HOME}/{SESSION}") == "moved"
    assert run("update").code == 1
    text = (kept / HOME / SESSION).read_text(encoding="utf-8")
    assert 'starts: "10:00"' in text
    assert "21:00" in text
    line = text.splitlines().index("<<<<<<< lokalt") + 1
    assert f"{HOME}/{SESSION}:{line}: " in run("check").err
    assert f"{HOME}/{SESSION}:{line}: " in run("status").err
    (kept / HOME / SESSION).write_text(LATER, encoding="utf-8")
    assert run("check").code == 0
    assert standing(run, f"{HOME}/{SESSION}") == "current"


def test_a_part_keeps_its_own_when_another_comes_before_it(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SESSION, "--block", "parts.5.minutes")
    change(kept / HOME / SESSION, "50", "80")
    commit(kept)
    new = "parts:\n  - {form: break, minutes: 7}\n"
    change(kept / SESSION, "parts:\n", new)
    commit(kept)
    assert standing(run, f"{HOME}/{SESSION}") == "moved"
    assert run("update").code == 0
    session = session_of(kept)
    assert [part.minutes for part in session.parts] == [7, 10, 25, 15, 5, 80]
    assert standing(run, f"{HOME}/{SESSION}") == "current"


def test_a_part_keeps_its_own_when_one_before_it_goes(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SESSION, "--block", "parts.5.minutes")
    change(kept / HOME / SESSION, "50", "80")
    commit(kept)
    change(kept / SESSION, "  - {form: break, minutes: 15}\n", "")
    commit(kept)
    assert standing(run, f"{HOME}/{SESSION}") == "moved"
    assert run("update").code == 0
    assert [part.minutes for part in session_of(kept).parts] == [10, 25, 5, 80]


def test_a_part_that_is_gone_clashes(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SESSION, "--block", "parts.5.minutes")
    change(kept / HOME / SESSION, "50", "80")
    commit(kept)
    gone = "  - {lesson: 01-passord, activity: group-1, form: group, minutes: 50}\n"
    change(kept / SESSION, gone, "")
    commit(kept)
    run("update")
    assert "<<<<<<<" in (kept / HOME / SESSION).read_text(encoding="utf-8")


def test_a_whole_session_has_a_base_and_takes_in_what_is_new(kept: Path, run: Run) -> None:
    assert run("adapt", "sorvik", "trygghet/samling/1-oppstart").code == 0
    local = kept / HOME / SESSION
    own, _, rest = local.read_text(encoding="utf-8").partition("\n")
    assert own.endswith("$schema=../../../../../schemas/session.json")
    assert rest == (kept / SESSION).read_text(encoding="utf-8")
    change(local, "Møt opp tidlig.", "Møt opp seint.")
    commit(kept)
    change(kept / SESSION, "minutes: 15}", "minutes: 20}")
    commit(kept)
    assert run("update").code == 0
    assert session_of(kept).minutes == 110
    assert session_of(kept).facilitator["nb"] == "Møt opp seint."


def test_a_term_says_only_what_is_different(kept: Path, run: Run) -> None:
    assert run("adapt", "sorvik", TERMS, "--block", "passord.definition").code == 0
    local = kept / HOME / TERMS
    assert list(written(local.read_text(encoding="utf-8"))) == ["passord"]
    change(local, "Et hemmelig ord.", "Ordet du ikke sier.")
    commit(kept)
    assert run("check").code == 0
    assert standing(run, f"{HOME}/{TERMS}") == "current"
    change(kept / TERMS, "Det du ser med.", "Et organ.")
    assert standing(run, f"{HOME}/{TERMS}") == "current"
    change(kept / TERMS, "Et hemmelig ord.", "Et langt hemmelig ord.")
    assert standing(run, f"{HOME}/{TERMS}") == "moved"


def test_a_modules_summary_is_laid_over(kept: Path, run: Run) -> None:
    name = next(iter(written((kept / MODULE).read_text(encoding="utf-8"))))
    assert run("adapt", "sorvik", MODULE, "--block", "audience").code == 0, name
    local = kept / HOME / MODULE
    local.write_text("audience: [leaders]\n", encoding="utf-8")
    reader = Reader(kept)
    course = load_course(reader)
    assert course
    sorvik = next(each for each in load_networks(reader, course) if each.slug == "sorvik")
    module = next(each for each in modules_of(course, sorvik) if each.slug == "trygghet")
    assert module.audience == ("leaders",)
    assert module.lessons
    local.write_text("lessons: [02-lovtekst, 01-passord]\n", encoding="utf-8")
    assert f"{HOME}/{MODULE}:1: " in run("check").err


def test_a_municipality_lays_a_field_over_its_networks(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    place = "networks/nordvik/municipalities/anes"
    write_tree({f"networks/nordvik/{SESSION}": LATER}, kept)
    run("adapt", "nordvik", f"networks/nordvik/{SESSION}")
    done = run("adapt", "nordvik/anes", SESSION, "--block", "parts.1.minutes")
    assert done.code == 0, done.err
    change(kept / place / SESSION, "10", "12")
    session = session_of(kept, "nordvik", "anes")
    assert (session.starts, session.parts[0].minutes) == ("10:00", 12)
    assert standing(run, f"{place}/{SESSION}") == "current"
    commit(kept)
    change(kept / SESSION, "minutes: 10", "minutes: 11")
    assert standing(run, f"{place}/{SESSION}") == "moved"


@pytest.mark.slow("each")
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('starts: "10:00"\n', 1, "extends: shared"),
        ("extends: shared\nstrats: '10:00'\n", 2, "mente du: starts"),
        ("extends: shared\nparts:\n  9: {minutes: 5}\n", 3, "nummer 9"),
        ("extends: shared\nparts:\n  2: {minutes: lenge}\n", 3, "helt tall"),
        ("extends: felles\n", 1, "extends: shared"),
    ],
)
def test_what_cannot_be_laid_over_is_said_where_it_stands(
    text: str, line: int, said: str, kept: Path, run: Run, write_tree: WriteTree
) -> None:
    write_tree({f"{HOME}/{SESSION}": text}, kept)
    done = run("check")
    assert done.code == 1
    found = next(each for each in done.err.splitlines() if each.startswith(f"{HOME}/{SESSION}"))
    assert found.startswith(f"{HOME}/{SESSION}:{line}: ")
    assert said in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((SESSION, "--block", "strats"), "mente du: starts"),
        ((SESSION, "--block", "parts.9"), "parts."),
        ((TERMS,), "--block"),
    ],
)
def test_a_field_that_is_not_there_is_said(
    arguments: tuple[str, ...], said: str, kept: Path, run: Run
) -> None:
    done = run("adapt", "sorvik", *arguments)
    assert done.code == 2
    assert said in done.err
    assert git(kept, "status", "--porcelain") == ""


def test_a_field_is_offered_with_all_else_as_it_was_written(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SESSION, "--block", "parts.2.minutes")
    change(kept / HOME / SESSION, "25", "35")
    commit(kept)
    done = run("offer", "sorvik", SESSION)
    assert done.code == 0, done.err
    changed = [each for each in done.out.splitlines() if each[0] in "+-" and each[:3] not in
               ("+++", "---")]  # fmt: skip
    assert changed == [
        "-  - {lesson: 01-passord, form: input, minutes: 25}",
        "+  - {lesson: 01-passord, form: input, minutes: 35}",
    ]


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("modules/trygghet/01-passord.md:7", "modules/trygghet/01-passord.md"),
        ("modules/trygghet/01-passord.md:7:", "modules/trygghet/01-passord.md"),
        ("networks/sorvik/modules/trygghet/01-passord.md:3", "modules/trygghet/01-passord.md"),
        ("networks/nordvik/modules/trygghet/01-passord.md:3", "modules/trygghet/01-passord.md"),
        (f"{SESSION}:3", SESSION),
    ],
)
def test_a_path_may_stand_as_check_prints_it(page: str, file: str, kept: Path, run: Run) -> None:
    assert run("adapt", "sorvik", page).code == 0
    assert (kept / HOME / file).exists()


def test_every_line_that_is_not_laid_over_is_kept() -> None:
    shared = "# Et notat\na: 1 # her\nb:\n  - {c: 2, d: 3}\n  - e: 4\n    f: 5\ng: {nb: x}\n"
    own = {"a": "7", "b": {"1": {"d": "9"}, "2": {"f": "6", "h": "8"}}, "g": {"nb": "y"}}
    assert with_fields(shared, own) == (
        "# Et notat\na: 7 # her\nb:\n  - {c: 2, d: 9}\n  - e: 4\n    f: 6\n    h: 8\ng: {nb: y}\n"
    )


def test_comments_in_a_file_that_is_merged_stay() -> None:
    ours = "# Vårt\nextends: shared\n# Vi begynner seint\nstarts: '10:00'\nparts:\n  2: {m: 9}\n"
    before = "starts: '09:00'\nparts: [{x: a, m: 1}, {x: b, m: 2}]\n"
    now = "starts: '09:00'\nparts: [{x: c, m: 7}, {x: a, m: 1}, {x: b, m: 2}]\n"
    merged = merge_fields(ours, before, now, ("starts", "parts"), ("a", "b", "c"))
    assert merged.text == ours.replace("2: {m", "3: {m")
    assert merged.conflicts == 0
