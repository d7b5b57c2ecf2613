"""An improvement is offered as a patch for the shared text."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import change, commit, git
from world import Run

SHARED = "modules/trygghet/01-passord.md"
LOCAL = f"networks/sorvik/{SHARED}"
NYNORSK = "modules/trygghet/01-passord.nn.md"
NAMES = ("lokalt", "før", "felles")


@pytest.mark.slow
def test_an_improvement_is_offered_with_names_in_place_of_the_networks_own_values(
    kept: Path, run: Run
) -> None:
    run("adapt", "sorvik", SHARED)
    change(kept / LOCAL, "- Langt slår rart.", "- Langt slår rart.\n    - I Sørvik: bytt aldri.")
    commit(kept)
    done = run("offer", "sorvik", SHARED)
    assert done.code == 0
    assert "+    - I {{ network.name }}: bytt aldri." in done.out
    (kept / "forslag.patch").write_text(done.out, encoding="utf-8")
    git(kept, "apply", "forslag.patch")
    assert "I {{ network.name }}: bytt" in (kept / SHARED).read_text(encoding="utf-8")
    assert run("check").code == 0


def test_a_block_is_offered_with_what_it_builds_on(kept: Path, run: Run) -> None:
    change(kept / "networks/nordvik" / SHARED, "Vi melder i {{ values.meldesystem }}", "Vi melder")
    commit(kept)
    done = run("offer", "nordvik", SHARED, "--out", kept / "forslag.patch")
    assert done.code == 0
    git(kept, "apply", "forslag.patch")
    text = (kept / SHARED).read_text(encoding="utf-8")
    assert text.count("Felles eksempel.") == 1
    assert "    Vi melder, se [deling]" in text
    assert "super" not in text


def test_what_would_not_do_in_another_edition_is_not_offered(kept: Path, run: Run) -> None:
    done = run("offer", "nordvik", SHARED)
    assert done.code == 1
    assert f"networks/nordvik/{SHARED}: teksten bruker verdien «meldesystem»" in done.err
    assert done.out == ""


def test_what_says_nothing_new_is_not_offered(kept: Path, run: Run) -> None:
    run("adapt", "sorvik", SHARED)
    done = run("offer", "sorvik", SHARED)
    assert done.code == 2
    assert f"den sier det samme som {SHARED}" in done.err


def test_only_what_follows_the_shared_text_can_be_offered(kept: Path, run: Run) -> None:
    change(kept / SHARED, "Felles eksempel.", "Nytt eksempel.")
    done = run("offer", "nordvik", SHARED)
    assert done.code == 2
    assert "python3 build.py update" in done.err
    assert "har ingen tilpasning" in run("offer", "sorvik", SHARED).err
