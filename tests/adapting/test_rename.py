"""Networks and municipalities get other names, join and part, and every file goes along."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from releases import course_in_git, release, well
from repos import commit, git
from world import Run, WriteTree

SESSION = "modules/trygghet/sessions/1-oppstart.yml"
PASSWORD = "modules/trygghet/01-passord.md"
PAGE = "---\ntitle: Hos oss\n---\n\nVi bruker {{ values.meldesystem }}.\n"


def table(root: Path, network: str) -> list[str]:
    text = (root / f"networks/{network}/municipalities.csv").read_text(encoding="utf-8")
    return text.splitlines()


def test_a_network_gets_another_name_in_one_commit(kept: Path, run: Run) -> None:
    run("adapt", "nordvik/nord-vik", PASSWORD, "--block", "lokalt_eksempel")
    commit(kept)
    before = git(kept, "rev-parse", "HEAD").strip()
    assert run("rename", "network", "nordvik", "nordre-vik").code == 0
    assert not (kept / "networks/nordvik").exists()
    assert git(kept, "rev-parse", "HEAD^").strip() == before
    assert git(kept, "status", "--porcelain") == ""
    locks = [path.read_text("utf-8") for path in (kept / "networks/nordre-vik").rglob("*.lock")]
    assert len(locks) == 2
    assert all("nordvik" not in text and "nordre-vik" in text for text in locks)
    assert "@nordre-vik:" in "".join(locks)
    assert run("check").code == 0
    states = [line for line in run("status").out.splitlines() if line.startswith("networks/")]
    assert states
    assert not any("ikke notert" in line for line in states)
    settings = (kept / "networks/nordre-vik/network.yml").read_text(encoding="utf-8")
    assert "moved_from: [nordvik]" in settings
    assert "name: Digi Nordvik & Co" in settings


RUN = "# Om høsten.\nsession: trygghet/1-oppstart\ndate: 2027-01-12\nstarts: '13:00'\n"
PLACE = "municipality: anes  # i tinghuset\n"
ACTS = {
    "rename": ("rename", "municipality", "nordvik/anes", "Nye Ånes"),
    "merge": ("merge", "municipalities", "nordvik/anes", "nordvik/nord-vik", "into", "Storvik",
              "--number", "4999"),
    "move": ("move", "nordvik/anes", "sorvik"),
}  # fmt: skip
BECOMES = {"rename": "nordvik/nye-anes", "merge": "nordvik/storvik", "move": "sorvik/anes"}


@pytest.mark.slow("each")
@pytest.mark.parametrize("act", ACTS)
def test_announced_gatherings_go_along(
    act: str, kept: Path, run: Run, write_tree: WriteTree
) -> None:
    home = "networks/nordvik/runs"
    write_tree({f"{home}/host.yml": RUN + PLACE, f"{home}/alle.yml": RUN}, kept)
    commit(kept)
    done = run(*ACTS[act])
    assert done.code == 0, done.err
    network, _, name = BECOMES[act].partition("/")
    text = (kept / "networks" / network / "runs/host.yml").read_text(encoding="utf-8")
    assert text == RUN + PLACE.replace("anes", name)
    assert (kept / home / "alle.yml").read_text(encoding="utf-8") == RUN
    assert run("check").code == 0


def test_a_gathering_whose_file_has_anothers_name_there_stops_the_move(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    files = {"nordvik": RUN + PLACE, "sorvik": RUN}
    write_tree({f"networks/{each}/runs/host.yml": text for each, text in files.items()}, kept)
    commit(kept)
    done = run(*ACTS["move"])
    assert done.code == 2
    assert "networks/nordvik/runs/host.yml: både denne og sorvik har «host.yml»" in done.err
    assert git(kept, "status", "--porcelain") == ""


def test_a_municipality_gets_another_name_and_number(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    home = "networks/nordvik/municipalities"
    write_tree({f"{home}/nord-vik/docs/her.md": PAGE}, kept)
    commit(kept)
    done = run("rename", "municipality", "nordvik/nord-vik", "Nordvika", "--number", "0199")
    assert done.code == 0, done.err
    assert (kept / home / "nordvika/docs/her.md").exists()
    assert not (kept / home / "nord-vik").exists()
    row = next(line for line in table(kept, "nordvik") if "Nordvika" in line)
    assert row.startswith("0199,Nordvika,nb,")
    assert row.endswith(",nordvik/nord-vik")
    assert run("check").code == 0


def test_municipalities_become_one_with_the_texts_of_both(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    home = "networks/nordvik/municipalities"
    write_tree({f"{home}/nord-vik/docs/ein.md": PAGE, f"{home}/aeroy/docs/to.md": PAGE}, kept)
    commit(kept)
    words = ("merge", "municipalities", "nordvik/nord-vik", "nordvik/aeroy", "into", "Nye Vik")
    assert "--number" in run(*words).err
    done = run(*words, "--number", "0188")
    assert done.code == 0, done.err
    there = {path.name for path in (kept / home / "nye-vik/docs").iterdir()}
    assert there == {"ein.md", "to.md"}
    assert not (kept / home / "aeroy").exists()
    assert "nordvik/nord-vik;nordvik/aeroy" in "\n".join(table(kept, "nordvik"))
    assert run("check").code == 0


def test_texts_that_two_have_and_that_differ_are_named_and_nothing_is_done(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    home = "networks/nordvik/municipalities"
    write_tree(
        {f"{home}/nord-vik/docs/ein.md": PAGE, f"{home}/aeroy/docs/ein.md": f"{PAGE}Nei.\n"}, kept
    )
    before = commit(kept)
    done = run("merge", "municipalities", "nordvik/nord-vik", "nordvik/aeroy", "into", "Ærøy")
    assert done.code == 2
    assert f"{home}/nord-vik/docs/ein.md: " in done.err
    assert git(kept, "rev-parse", "HEAD").strip() == before
    assert git(kept, "status", "--porcelain") == ""


def test_a_municipality_moves_with_the_values_its_texts_use(
    kept: Path, run: Run, write_tree: WriteTree
) -> None:
    write_tree({"networks/nordvik/municipalities/nord-vik/docs/her.md": PAGE}, kept)
    commit(kept)
    assert run("move", "nordvik/nord-vik", "sorvik").code == 0
    new = kept / "networks/sorvik/municipalities/nord-vik"
    assert "Kvalitet_portalen" in (new / "municipality.yml").read_text(encoding="utf-8")
    assert not any("Nord-Vik" in line for line in table(kept, "nordvik"))
    assert any(line.endswith(",nordvik/nord-vik") for line in table(kept, "sorvik"))
    assert run("check").code == 0


def test_where_no_branch_is_checked_out_nothing_is_committed(kept: Path, run: Run) -> None:
    git(kept, "checkout", "--quiet", "--detach")
    done = run("rename", "network", "nordvik", "nordre-vik")
    assert done.code == 2
    assert "git switch" in done.err
    assert (kept / "networks/nordvik").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rename", "network", "nordvk", "x"), "mente du: nordvik"),
        (("rename", "network", "nordvik", "Nye Vik"), "nye-vik"),
        (("rename", "network", "nordvik", "sorvik"), "sorvik-2"),
        (("rename", "municipality", "nordvik/nord-vik", "Ærøy"), "Ærøy"),
        (("merge", "networks", "nordvik", "sorvik"), "into"),
    ],
)
def test_what_cannot_be_is_said(words: tuple[str, ...], said: str, kept: Path, run: Run) -> None:
    done = run(*words)
    assert done.code == 2
    assert said in done.err
    assert git(kept, "status", "--porcelain") == ""


def leads_to(root: Path, address: str) -> Path:
    """Follow a page in the published tree to where it leads at once, and return that file."""
    page = root / "public" / address / "index.html"
    for _ in range(5):
        text = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in text:
            return page
        way = text.partition('content="0; url=')[2].partition('"')[0]
        page = (page.parent / way).resolve()
        page = page / "index.html" if page.is_dir() else page
    raise AssertionError(page)


@pytest.mark.slow
def test_two_networks_become_one_after_a_county_split_and_its_municipalities_part(
    tmp_path: Path, write_tree: WriteTree
) -> None:
    """Nordvik joins Sørvik; Ålesund and Haram, two in one since 2020, part again."""
    root = course_in_git(tmp_path / "kurs")
    names = "number,name,language,other_names,website\n"
    write_tree({"networks/sorvik/municipalities.csv": f"{names}1507,Ålesund,nb,,\n"}, root)
    release(root, "2026.1", "nordvik", "nordvik/nord-vik", "sorvik", "sorvik/alesund")
    well(root, "merge", "networks", "nordvik", "into", "sorvik")
    well(root, "rename", "municipality", "sorvik/alesund", "Ålesund", "--number", "1508")
    rows = (root / "networks/sorvik/municipalities.csv").read_text(encoding="utf-8")
    haram = "1580,Haram,nb,,,\n"
    write_tree({"networks/sorvik/municipalities.csv": rows + haram}, root)
    release(root, "2027.1", "sorvik", "sorvik/nord-vik", "sorvik/alesund", "sorvik/haram")
    public = root / "public"
    old = "nordvik/latest/trygghet/01-passord"
    assert leads_to(root, old) == public / "sorvik/latest/trygghet/01-passord/index.html"
    place = "nordvik/nord-vik/latest/deling"
    assert leads_to(root, place) == public / "sorvik/nord-vik/latest/deling/index.html"
    assert leads_to(root, "sorvik/alesund/latest") == public / "sorvik/alesund/latest/index.html"
    assert "Haram" in (public / "sorvik/haram/latest/index.html").read_text(encoding="utf-8")
    kept = public / "nordvik/2026.1/trygghet/01-passord/index.html"
    assert 'http-equiv="refresh"' not in kept.read_text(encoding="utf-8")
    well(root, "verify")
    release(root, "2027.2", "sorvik")
    assert leads_to(root, old) == public / "sorvik/latest/trygghet/01-passord/index.html"
    assert leads_to(root, place) == public / "sorvik/nord-vik/latest/deling/index.html"
    assert leads_to(root, "sorvik/alesund/latest") == public / "sorvik/alesund/latest/index.html"
    well(root, "verify")


def test_a_rename_that_is_stopped_is_taken_back_by_the_next(kept: Path, run: Run) -> None:
    before = git(kept, "rev-parse", "HEAD").strip()
    assert run("rename", "network", "nordvik", "nordre-vik").code == 0
    after = git(kept, "rev-parse", "HEAD").strip()
    # As Git leaves it when it is killed: the files are written, but not yet the index and HEAD.
    git(kept, "update-ref", "refs/samloft/after-change", after)
    git(kept, "update-ref", "HEAD", before)
    subprocess.run(["git", "read-tree", "HEAD"], cwd=kept, check=True)
    done = run("rename", "network", "nordvik", "nordre-vik")
    assert done.code == 0, done.err
    assert git(kept, "status", "--porcelain") == ""
    assert not (kept / "networks/nordvik").exists()


@pytest.mark.slow("each")
@pytest.mark.parametrize("lock", ["index.lock", "refs/heads/main.lock", "HEAD.lock"])
def test_a_lock_that_a_stopped_change_left_is_cleared_and_anybody_elses_is_named(
    lock: str, kept: Path, run: Run
) -> None:
    words = ("rename", "network", "nordvik", "nordre-vik")
    (kept / ".git" / lock).touch()
    done = run(*words)
    assert done.code == 2
    assert f".git/{lock}: " in done.err
    (kept / ".git" / lock).unlink()
    before = git(kept, "rev-parse", "HEAD").strip()
    assert run(*words).code == 0
    git(kept, "update-ref", "refs/samloft/after-change", "HEAD")
    git(kept, "reset", "--quiet", "--hard", before)
    (kept / ".git" / lock).touch()
    (kept / ".git/refs/samloft/after-change.lock").touch()
    done = run(*words)
    assert done.code == 0, done.err
    assert git(kept, "status", "--porcelain") == ""
