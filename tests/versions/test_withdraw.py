"""A version can be withdrawn, and readers led back to an earlier one; nothing is deleted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path, PurePosixPath

import pytest
from releases import NEW, link, notice, well
from world import Run, files_in

from samloft.versions.page_spots import emptied

pytestmark = pytest.mark.slow("file")


@pytest.fixture
def released(three_releases: Path, tmp_path: Path) -> Path:
    """Return a course with three releases, free to change."""
    return shutil.copytree(three_releases, tmp_path / "git", symlinks=True)


def text(root: Path, name: str) -> str:
    return (root / "public" / name / "index.html").read_text(encoding="utf-8")


def listed(root: Path, edition: str = "nordvik") -> list[tuple[str, list[str]]]:
    raw = (root / "public" / edition / "versions.json").read_text(encoding="utf-8")
    return [(each["version"], each["aliases"]) for each in json.loads(raw)]


def same_content(before: dict[PurePosixPath, bytes], after: dict[PurePosixPath, bytes]) -> bool:
    """Tell whether every version's pages are the same but for what they say of others."""
    return all(
        emptied(after[path]) == emptied(content)
        for path, content in before.items()
        if path.suffix == ".html" and "latest" not in path.parts and "versjoner" not in path.parts
    )


def test_a_withdrawn_version_stays_says_why_and_is_out_of_sight(released: Path) -> None:
    before = files_in(released / "public")
    said = well(released, "withdraw", "2027.1", "nordvik", "--reason", "Feil frist & <b>tall</b>.")
    assert "Leserne ledes nå til: nordvik/2026.2" in said
    page = text(released, f"nordvik/2027.1/{NEW}")
    assert notice(page) == (
        "Denne versjonen er trukket tilbake (2027.1). Feil frist &amp; &lt;b&gt;tall&lt;/b&gt;. "
        "Les siden slik den er nå"
    )
    assert "noindex" in page
    assert 'lang="nb">Feil frist' in text(released, f"nordvik/2027.1/nn/{NEW}")
    assert listed(released) == [("2026.2", ["latest"]), ("2026.1", [])]
    assert "trukket tilbake" in text(released, "nordvik/versjoner")
    assert "Versjon 2026.2" in text(released, "nordvik/latest")
    assert listed(released, "sorvik")[0] == ("2027.1", ["latest"])
    assert same_content(before, files_in(released / "public"))


def test_a_withdrawal_can_be_taken_back(released: Path) -> None:
    before = files_in(released / "public")
    well(released, "withdraw", "2026.1", "--reason", "Feil.")
    well(released, "withdraw", "2026.1", "--undo")
    assert files_in(released / "public") == before


def test_rolling_back_leads_to_the_version_before_until_a_newer_one(released: Path) -> None:
    before = files_in(released / "public")
    assert "nordvik/2026.2" in well(released, "rollback", "nordvik")
    assert listed(released) == [("2027.1", []), ("2026.2", ["latest"]), ("2026.1", [])]
    page = text(released, f"nordvik/2027.1/{NEW}")
    assert notice(page).startswith("Denne versjonen er satt til side (2027.1).")
    assert link(page) == f"../../../latest/{NEW}"
    assert notice(text(released, f"nordvik/latest/{NEW}")) == ""
    assert same_content(before, files_in(released / "public"))
    well(released, "rollback", "nordvik", "--to", "2027.1")
    assert files_in(released / "public") == before


def test_a_newer_release_ends_a_rollback(released: Path) -> None:
    well(released, "rollback", "nordvik")
    well(released, "release", "2027.1.1-rc1", "nordvik", "--jobs", "1")
    assert ("2026.2", ["latest"]) in listed(released)
    well(released, "release", "2027.1.1", "nordvik", "--jobs", "1")
    assert listed(released)[0] == ("2027.1.1", ["latest"])
    assert "eldre versjon" in notice(text(released, "nordvik/2027.1"))


def test_withdrawing_the_version_that_was_gone_back_to(released: Path) -> None:
    well(released, "rollback", "nordvik")
    well(released, "withdraw", "2026.2", "nordvik")
    assert listed(released) == [("2027.1", ["latest"]), ("2026.1", [])]


def test_when_all_are_withdrawn_nobody_is_led_anywhere(released: Path) -> None:
    for version, left in (("2026.2", "2027.1"), ("2027.1", "2026.1")):
        assert well(released, "withdraw", version, "sorvik").endswith(f": sorvik/{left}\n")
    said = well(released, "withdraw", "2026.1", "sorvik")
    assert said.startswith("Trukket tilbake: 2026.1. Ingen annen versjon finnes, ")
    assert said.endswith(": sorvik\n")
    assert listed(released, "sorvik") == []
    page = text(released, "sorvik/latest")
    assert notice(page) == "Denne versjonen er trekt tilbake (2027.1)."
    assert "noindex" in page
    well(released, "verify")


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (("withdraw", "2026.9"), "version-is-released"),
        (("withdraw", "2026.1", "nordvikk"), "edition-is-released"),
        (("rollback", "--to", "2026.9"), "version-is-released"),
        (("changes", "2026.1", "2026.9"), "version-is-released"),
        (("versions", "sorviik"), "edition-is-released"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest(
    arguments: tuple[str, ...], rule: str, three_releases: Path, run: Run
) -> None:
    done = run(*arguments, root=three_releases)
    assert done.code == 2
    assert f"[{rule}]" in done.err
    assert "mente du: " in done.err


def test_there_is_nothing_to_go_back_to_from_the_first(released: Path, run: Run) -> None:
    done = run("rollback", "--to", "2026.1", root=released)
    assert done.code == 0
    done = run("rollback", root=released)
    assert done.code == 2
    assert "[version-to-go-back-to-is-there]" in done.err


def test_a_mistake_in_a_text_does_not_stand_in_the_way(released: Path) -> None:
    (released / "docs/om.md").write_text("---\ntitle: Om\n---\n\n[x](borte.md)\n", encoding="utf-8")
    assert "nordvik/2026.2" in well(released, "withdraw", "2027.1", "nordvik")


def test_nothing_is_released_yet(run: Run, small_course: Path) -> None:
    for command in (("versions",), ("verify",), ("rollback",), ("redirects", "nginx")):
        done = run(*command)
        assert (done.code, "[tree-is-released]" in done.err) == (2, True), command


def test_what_changed_is_told_on_the_terminal_and_to_programs(three_releases: Path) -> None:
    said = well(three_releases, "changes", "2026.1", "2027.1")
    assert said.splitlines()[0] == "nordvik, nordvik/nord-vik:"
    assert "  Leksjonen er flyttet: «Gode passord» (trygghet/01-passfraser)" in said
    assert "    – klokkeslett: 22:30–00:15 → 22:30–00:25" in said
    data = json.loads(well(three_releases, "changes", "2026.1", "2027.1", "nordvik", "--json"))
    lessons = {each["address"]: each for each in data["nordvik"]["lessons"]}
    assert lessons["trygghet/02-lovtekst"]["kind"] == "gone"
    moved = lessons["trygghet/01-passfraser"]
    assert (moved["before"], moved["minutes"]) == ("trygghet/01-passord", [15, 25])
    assert [each["kind"] for each in data["nordvik"]["sessions"]] == ["changed"]


def test_the_table_of_versions(three_releases: Path) -> None:
    rows = [line.split() for line in well(three_releases, "versions", "sorvik").splitlines()]
    assert [row[:3] for row in rows] == [
        ["sorvik", "2027.1", "2027-02-20"],
        ["sorvik", "2026.2", "2026-08-15"],
        ["sorvik", "2026.1", "2026-02-01"],
    ]
    assert rows[0][-1] == "gjeldende"
