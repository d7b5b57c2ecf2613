"""`status` and `check` say what is not well with an adaptation; an offer suits everyone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from repos import change, commit
from world import Run

SHARED = "modules/trygghet/01-passord.md"
LOCAL = f"networks/sorvik/{SHARED}"


@pytest.fixture
def adapted(kept: Path, run: Run) -> Path:
    assert run("adapt", "sorvik", SHARED).code == 0
    commit(kept)
    return kept


def states(run: Run) -> dict[str, str]:
    return {row["file"]: row["state"] for row in json.loads(run("status", "--json").out)}


def test_conflict_marks_are_told_but_not_those_in_code(adapted: Path, run: Run) -> None:
    local = adapted / LOCAL
    text = local.read_text(encoding="utf-8")
    local.write_text(f"{text}\n```\n<<<<<<< i kode\n```\n", encoding="utf-8")
    assert states(run)[LOCAL] == "current"
    local.write_text(f"{text}\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", encoding="utf-8")
    assert states(run)[LOCAL] == "conflict"
    assert run("status").code == 1
    assert "lot seg flette" in run("check").err


def test_a_file_that_is_gone_is_told_until_update_forgets_it(adapted: Path, run: Run) -> None:
    (adapted / LOCAL).unlink()
    assert states(run)[LOCAL] == "gone"
    assert f"{LOCAL} er borte" in run("check").err
    commit(adapted)
    assert run("update").code == 0
    assert LOCAL not in states(run)
    assert LOCAL not in run("check").err


def test_a_lock_that_cannot_be_read_hides_nothing_that_others_say(adapted: Path, run: Run) -> None:
    other = "networks/nordvik/adaptations.lock"
    (adapted / other).write_text("hei: [oi\n", encoding="utf-8")
    (adapted / LOCAL).unlink()
    commit(adapted)
    for command in ("status", "check"):
        outcome = run(command)
        said = outcome.out + outcome.err
        assert f"{LOCAL} er borte" in said or f"{LOCAL}: er borte" in said
        assert f"{other}:1: YAML kan ikke leses" in said
        assert outcome.code == 1
    assert run("update").code == 1
    assert (adapted / other).read_text(encoding="utf-8") == "hei: [oi\n"


def test_one_edition_may_be_asked_about_alone(adapted: Path, run: Run) -> None:
    (adapted / LOCAL).unlink()
    commit(adapted)
    about_all = run("status").out
    assert "modules/" in about_all.replace(LOCAL, "")
    outcome = run("status", "sorvik/")
    assert outcome.code == 1
    assert all(line.startswith("networks/sorvik/") for line in outcome.out.splitlines()[:-1])
    assert f"{LOCAL}: er borte" in outcome.out
    other = run("status", "nordvik")
    assert LOCAL not in other.out
    assert other.code == 0
    assert "Ingenting å ta inn" in run("update", "nordvik").out
    assert f"{LOCAL}: er borte" in run("status", "sorvik").out
    run("update", "sorvik")
    assert LOCAL not in run("status").out
    unknown = run("update", "sorvk")
    assert "mente du: sorvik?" in unknown.err
    assert unknown.code == 2


def test_a_text_whose_shared_one_is_gone_or_has_moved_is_told(adapted: Path, run: Run) -> None:
    lock = "networks/sorvik/adaptations.lock"
    for base in ("modules/trygghet/09-borte.md", "modules/trygghet/00-gammel.md"):
        name = f"networks/sorvik/{base}"
        shutil.copy(adapted / LOCAL, adapted / name)
        with (adapted / lock).open("a", encoding="utf-8") as file:
            file.write(f"{name}: {{base: {base}, digest: {'0' * 40}}}\n")
    change(adapted / SHARED, "minutes: 15", "minutes: 15\nmoved_from: [trygghet/00-gammel]")
    commit(adapted)
    outcome = run("status", "sorvik")
    assert (
        f"09-borte.md er ikke der lenger. Skal teksten stå alene, ta bort linja om den i {lock}"
        in outcome.out
    )
    assert "00-gammel.md heter nå trygghet/01-passord." in outcome.out
    assert outcome.code == 1
    assert states(run)["networks/sorvik/modules/trygghet/09-borte.md"] == "stranded"
    assert "[adaptation-has-page]" in run("check").err


def test_a_file_renamed_away_from_its_shared_one_is_told(adapted: Path, run: Run) -> None:
    new = LOCAL.replace("01-passord", "01-passordet")
    (adapted / LOCAL).rename(adapted / new)
    assert states(run)[LOCAL] == "renamed"
    assert new in run("status").out
    assert f"{new}: råd: denne ser ut til å være {LOCAL}" in run("check").err
    commit(adapted)
    run("update")
    assert states(run)[LOCAL] == "renamed"
    (adapted / new).rename(adapted / LOCAL)
    assert states(run)[LOCAL] == "current"


@pytest.mark.slow
def test_in_a_fork_an_offer_is_tried_where_nobody_has_the_networks_values(
    kept: Path, run: Run
) -> None:
    shutil.rmtree(kept / "networks/sorvik")
    commit(kept)
    done = run("offer", "nordvik", SHARED)
    assert done.code == 1
    assert f"networks/nordvik/{SHARED}: teksten bruker verdien «meldesystem»" in done.err
    change(kept / "networks/nordvik" / SHARED, "Vi melder i {{ values.meldesystem }}", "Vi melder")
    commit(kept)
    assert run("offer", "nordvik", SHARED).code == 0
