"""A network adapts a shared text, sees when that has moved on, and takes in what is new."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repos import change, commit, git
from world import FOLDERS, Run, copy_small_course

from samloft.adapting.update import update
from samloft.course.course import load_course
from samloft.course.networks import load_networks
from samloft.course.reader import Reader

SHARED = "modules/trygghet/01-passord.md"
LOCAL = f"networks/sorvik/{SHARED}"
NYNORSK = "modules/trygghet/01-passord.nn.md"
NAMES = ("lokalt", "før", "felles")


def test_a_whole_page_begins_with_the_shared_text(kept: Path, run: Run) -> None:
    done = run("adapt", "sorvik", SHARED)
    assert done.code == 0
    assert LOCAL in done.out
    assert (kept / LOCAL).read_bytes() == (kept / SHARED).read_bytes()
    assert SHARED in (kept / "networks/sorvik/adaptations.lock").read_text(encoding="utf-8")
    assert run("check").code == 0


def test_an_address_means_the_networks_own_language(kept: Path, run: Run) -> None:
    assert run("adapt", "sorvik", "trygghet/01-passord").code == 0
    assert (kept / "networks/sorvik" / NYNORSK).exists()


def test_a_block_begins_with_what_stands_in_it(kept: Path, run: Run) -> None:
    assert run("adapt", "sorvik", SHARED, "--block", "lokalt_eksempel").code == 0
    text = (kept / LOCAL).read_text(encoding="utf-8")
    assert text.startswith('{% extends "shared" %}\n{% block lokalt_eksempel %}')
    assert "Felles eksempel." in text
    assert "Slik gjør du" not in text


def test_what_is_there_already_is_not_written_over(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SHARED)
    change(kept / LOCAL, "Gode passord", "Våre passord")
    before = (kept / LOCAL).read_bytes()
    done = run("adapt", "sorvik", SHARED)
    assert done.code == 0
    assert f"{LOCAL} finnes alt, og er ikke endret." in done.out
    assert (kept / LOCAL).read_bytes() == before


def test_another_block_waits_until_what_moved_is_taken_in(kept: Path, run: Run) -> None:
    change(kept / SHARED, "## Slik gjør du", "{% block rad %}\n## Slik gjør du\n{% endblock %}\n")
    run("adapt", "sorvik", SHARED, "--block", "lokalt_eksempel")
    commit(kept)
    change(kept / SHARED, "Felles eksempel.", "Felles eksempel, nå bedre.")
    commit(kept)
    done = run("adapt", "sorvik", SHARED, "--block", "rad")
    assert done.code == 2
    assert "python3 build.py update" in done.err
    assert run("update").code == 0
    assert run("adapt", "sorvik", SHARED, "--block", "rad").code == 0
    text = (kept / LOCAL).read_text(encoding="utf-8")
    assert "nå bedre" in text
    assert "## Slik gjør du" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sorvk", SHARED], "mente du: sorvik"),
        (["sorvik", "trygghet/01-pasord"], "mente du: trygghet/01-passord"),
        (["sorvik", "modules/trygghet/02-lovtekst.md"], "låst"),
        (["sorvik", SHARED, "--block", "lokalt_eksmpel"], "mente du: lokalt_eksempel?"),
    ],
)
def test_what_cannot_be_adapted_is_said_with_a_mend(
    arguments: list[str], said: str, kept: Path, run: Run
) -> None:
    done = run("adapt", *arguments)
    assert done.code == 2
    assert said in done.err
    assert git(kept, "status", "--porcelain") == ""


def test_a_page_that_replaces_another_without_a_base_stops_the_build(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SHARED)
    lock = kept / "networks/sorvik/adaptations.lock"
    noted = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    lock.write_text("".join(line for line in noted if LOCAL not in line), encoding="utf-8")
    done = run("check")
    assert done.code == 1
    assert f"python3 build.py adapt sorvik {LOCAL}" in done.err
    assert run("adapt", "sorvik", LOCAL).code == 0
    assert run("check").code == 0


def test_status_says_how_each_text_stands(kept: Path, run: Run) -> None:
    run("translated")
    run("adapt", "sorvik", SHARED)
    assert run("adapt", "nordvik", SHARED).code == 0
    commit(kept)
    assert run("status").code == 0
    change(kept / SHARED, "er langt.", "er langt og lett å huske.")
    done = run("status", "--json")
    assert done.code == 1
    rows = {row["file"]: row for row in json.loads(done.out)}
    assert rows[LOCAL]["state"] == "moved"
    assert (rows[LOCAL]["added"], rows[LOCAL]["removed"], rows[LOCAL]["conflicts"]) == (1, 1, 0)
    # Nordvik has a block that was not touched.
    assert rows[f"networks/nordvik/{SHARED}"]["state"] == "current"
    assert rows[NYNORSK]["state"] == "moved"
    assert "kan flettes inn" in run("status").out


def test_update_takes_in_what_moved_and_keeps_what_is_local(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SHARED)
    change(kept / LOCAL, "- Langt slår rart.", "- Langt slår rart i Sørvik.")
    commit(kept)
    change(kept / SHARED, "er langt.", "er langt og lett å huske.")
    assert run("update").code == 0
    text = (kept / LOCAL).read_text(encoding="utf-8")
    assert "er langt og lett å huske." in text
    assert "- Langt slår rart i Sørvik." in text
    commit(kept)
    rows = {row["file"]: row["state"] for row in json.loads(run("status", "--json").out)}
    assert rows[LOCAL] == "current"
    assert run("update").out.startswith("Ingenting å ta inn")


def test_update_merges_only_the_blocks_a_network_has(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SHARED, "--block", "lokalt_eksempel")
    change(kept / LOCAL, '!!! local "Hos oss"', '!!! local "I Sørvik"')
    commit(kept)
    change(kept / SHARED, "Felles eksempel.", "Felles eksempel.\n\n    Enda ett.")
    change(kept / SHARED, "er langt.", "er lengst.")
    assert run("update").code == 0
    text = (kept / LOCAL).read_text(encoding="utf-8")
    assert '!!! local "I Sørvik"' in text
    assert "Enda ett." in text
    assert "er lengst" not in text


def test_a_conflict_is_marked_in_the_authors_language_and_stops_the_build(
    kept: Path, run: Run
) -> None:
    run("adapt", "sorvik", SHARED)
    change(kept / LOCAL, "- Langt slår rart.", "- Langt slår alt i Sørvik.")
    commit(kept)
    change(kept / SHARED, "- Langt slår rart.", "- Langt slår kort.")
    assert run("update", "--lang", "nn").code == 1
    text = (kept / LOCAL).read_text(encoding="utf-8")
    assert "<<<<<<< lokalt" in text
    assert ">>>>>>> felles no" in text
    assert "- Langt slår alt i Sørvik." in text
    assert "- Langt slår kort." in text
    line = text.splitlines().index("<<<<<<< lokalt") + 1
    assert f"{LOCAL}:{line}: " in run("check").err


def test_update_lets_work_alone_that_is_not_committed(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SHARED)
    commit(kept)
    change(kept / SHARED, "er langt.", "er lengst.")
    change(kept / LOCAL, "- Langt slår rart.", "- Midt i arbeidet.")
    before = (kept / LOCAL).read_bytes()
    done = run("update")
    assert done.code == 2
    assert f"{LOCAL}: " in done.err
    assert (kept / LOCAL).read_bytes() == before


def test_update_needs_the_history(small_course: Path, run: Run) -> None:
    done = run("update")
    assert done.code == 2
    assert "git init" in done.err


@pytest.mark.slow("each")
@pytest.mark.parametrize("block", [(), ("--block", "lokalt_eksempel")], ids=["page", "block"])
def test_an_adaptation_whose_page_has_moved_is_not_forgotten(
    block: tuple[str, ...], kept: Path, run: Run
) -> None:
    run("adapt", "sorvik", SHARED, *block)
    commit(kept)
    moved = SHARED.replace("01-passord", "01-passfraser")
    for name in (SHARED, NYNORSK):
        (kept / name).rename(kept / name.replace("01-passord", "01-passfraser"))
    (kept / "networks/nordvik" / SHARED).unlink()
    for path in [*kept.rglob("*.md"), *kept.rglob("*.yml")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("01-passord", "01-passfraser"), encoding="utf-8")
    commit(kept)
    run("update")
    done = run("check")
    assert done.code == 1
    assert f"{LOCAL}: " in done.err
    assert SHARED in done.err
    (kept / "networks/sorvik" / moved).parent.mkdir(parents=True, exist_ok=True)
    (kept / LOCAL).rename(kept / "networks/sorvik" / moved)
    assert run("adapt", "sorvik", moved).code == 0
    assert run("check").code == 0


def test_an_edition_lists_what_it_has_of_its_own_and_shows_the_shared_text(
    kept: Path, run: Run
) -> None:
    assert run("build", *FOLDERS, "nordvik", "--without-sheets").code == 0
    site = kept / "site/nordvik"
    listed = (site / "tilpasninger/index.html").read_text(encoding="utf-8")
    assert 'href="../trygghet/01-passord/"' in listed
    assert 'href="trygghet/01-passord/"' in listed
    assert 'href="../trygghet/03-vaart-eget/"' in listed
    adapted = (site / "trygghet/01-passord/index.html").read_text(encoding="utf-8")
    assert "Deler av denne siden er skrevet av" in adapted
    assert 'href="../../tilpasninger/trygghet/01-passord/"' in adapted
    shared = (site / "tilpasninger/trygghet/01-passord/index.html").read_text(encoding="utf-8")
    assert "Felles eksempel." in shared
    assert "Fra Nordvik" not in shared


Edit = tuple[bool, bool, int]
"""Who: the network (True) or everybody; what: a new line (True) or one less; where."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_small_course(tmp_path_factory.mktemp("spill") / "kurs")
    lines = "".join(f"Linje {number}.\n\n" for number in range(8))
    head = "---\ntitle: T\nobjective: Du kan.\nminutes: 5\nsummary: S\n---\n\n"
    for name in (SHARED, LOCAL):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(head + lines, encoding="utf-8")
    git(root, "init", "--quiet")
    commit(root)
    return root


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("SAMLOFT_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rounds=st.lists(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 15)),
                                min_size=1, max_size=6), min_size=1, max_size=3))  # fmt: skip
def test_whatever_both_do_no_local_line_is_lost(rounds: list[list[Edit]], played: Path) -> None:
    first = git(played, "rev-list", "--max-parents=0", "HEAD").strip()
    git(played, "reset", "--quiet", "--hard", first)
    git(played, "clean", "--quiet", "-fd")
    _note_base(played)
    number = 0
    for edits in rounds:
        before = (played / SHARED).read_text(encoding="utf-8").splitlines()
        for is_local, is_new, where in edits:
            number += 1
            path = played / (LOCAL if is_local else SHARED)
            _edit(path, f"Ny {number} {'her' if is_local else 'der'}." if is_new else None, where)
        commit(played)
        ours = (played / LOCAL).read_text(encoding="utf-8").splitlines()
        _take_in(played)
        result = (played / LOCAL).read_text(encoding="utf-8").splitlines()
        own = [line for line in ours if line not in before]
        assert [line for line in result if line in own] == own
        # The author settles every conflict by keeping both.
        marks = ("<<<<<<< ", "||||||| ", "=======", ">>>>>>> ")
        kept_lines = [line for line in result if not line.startswith(marks)]
        (played / LOCAL).write_text("\n".join(kept_lines) + "\n", encoding="utf-8")
        commit(played)


def _edit(path: Path, line: str | None, where: int) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("---", 1) + 2
    at = start + where % max(len(lines) - start, 1)
    if line is not None:
        lines[at:at] = [line, ""]
    elif at < len(lines):
        del lines[at]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _note_base(root: Path) -> None:
    from samloft.course.bases import find_adaptations, note_bases

    reader = Reader(root)
    course = load_course(reader)
    assert course
    every = [d for n in load_networks(reader, course) for d in find_adaptations(course, n)]
    note_bases(reader, every, every)
    commit(root)


def _take_in(root: Path) -> None:
    reader = Reader(root)
    course = load_course(reader)
    assert course
    update(reader, course, load_networks(reader, course), NAMES)
