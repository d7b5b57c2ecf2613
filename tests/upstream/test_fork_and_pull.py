"""A network has a repository of its own, and brings what is new in the shared course into it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from repos import (
    PASSWORD,
    PHRASES,
    built_here,
    change,
    commit,
    git,
    rename_password_lesson,
    set_up,
)
from world import ROOT, Run

from samloft.catalogue import spoken
from samloft.cli import NAMES
from samloft.disk import KINDS

HERE = "networks/nordvik"


def state(root: Path) -> tuple[str, str]:
    return git(root, "rev-parse", "HEAD"), git(root, "status", "--porcelain")


MADE = ("site/a", "public/a", "offline/a.zip", "handouts/a.pdf", "runs/2027-01-12-ki/a.pdf",
        ".samloft/a", ".venv", ".venv.old", *(f".site.{kind}-1/a" for kind in KINDS))  # fmt: skip
"""What commands make, and where, unless they are told of another place; and what they are at."""


def test_what_commands_make_is_no_work_of_anybodys(own: Path, tmp_path: Path) -> None:
    made = built_here(tmp_path, "new", "course", str(tmp_path / "nytt"))
    assert made.returncode == 0, made.stderr
    git(tmp_path / "nytt", "init", "--quiet")
    for root in (own, tmp_path / "nytt", ROOT):
        assert git(root, "check-ignore", "--no-index", *MADE).split() == list(MADE)
        kept = ("ls-files", "--others", "--ignored", "--exclude-standard", "networks", "modules")
        assert git(root, *kept) == ""
    runs = own / "networks/nordvik/runs/en.yml"
    runs.parent.mkdir()
    runs.touch()
    assert "networks/nordvik/runs/" in git(own, "status", "--porcelain")


def test_it_holds_the_shared_course_and_the_networks_own_texts(own: Path) -> None:
    assert (own / PASSWORD).exists()
    assert (own / HERE / PASSWORD).exists()
    assert not (own / "networks/sorvik").exists()
    assert git(own, "status", "--porcelain") == ""
    assert "Digi Nordvik & Co" in (own / "README.md").read_text(encoding="utf-8")
    done = built_here(own, "build", "--without-sheets", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert (own / "site/nordvik/trygghet/01-passord.html").exists()


def test_its_readme_speaks_the_networks_language(shared: Path, tmp_path: Path, run: Run) -> None:
    run("fork", "sorvik", tmp_path / "sorvik", root=shared)
    text = (tmp_path / "sorvik/README.md").read_text(encoding="utf-8")
    assert "Her er Sørvik si utgåve" in text


def test_every_language_has_a_readme_that_names_the_same_commands() -> None:
    folder = ROOT / "samloft/upstream/fork_files"
    texts = [(folder / f"README.{code}.md").read_text(encoding="utf-8") for code in spoken()]
    commands = [[word for word in text.split() if word.startswith("build.py")] for text in texts]
    assert all(len(each) == len(commands[0]) for each in commands)


def test_its_workflows_run_commands_that_are_there(own: Path) -> None:
    for name in (".github/workflows/course.yml", ".gitlab-ci.yml"):
        text = (own / name).read_text(encoding="utf-8")
        assert yaml.safe_load(text)
        commands = re.findall(r"build\.py ([a-z]+)", text)
        assert {"build", "check"} <= set(commands) <= set(NAMES)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nordvk", "ny"], "mente du: nordvik"),
        (["nordvik", "."], "mappa"),
    ],
)
def test_what_cannot_be_forked_is_said(
    arguments: list[str], said: str, shared: Path, tmp_path: Path, run: Run
) -> None:
    done = run("fork", arguments[0], shared / arguments[1], root=shared)
    assert done.code == 2
    assert said in done.err
    assert git(shared, "status", "--porcelain") == ""


def test_work_that_is_not_committed_is_not_left_behind(
    shared: Path, tmp_path: Path, run: Run
) -> None:
    change(shared / PASSWORD, "er langt.", "er svært langt.")
    done = run("fork", "nordvik", tmp_path / "ny", root=shared)
    assert done.code == 2
    assert PASSWORD in done.err
    assert not (tmp_path / "ny").exists()


def test_pull_says_what_is_new_and_takes_it_in(shared: Path, own: Path) -> None:
    change(own / HERE / PASSWORD, "Vi melder i", "Vi melder alltid i")
    commit(own)
    rename_password_lesson(shared)
    change(shared / PHRASES, "Lengden teller mest.", "Lengden teller aller mest.")
    revision = commit(shared)
    done = built_here(own, "pull")
    assert done.returncode == 0, done.stderr
    assert "Leksjonen er flyttet: «Gode passord» (trygghet/01-passfraser)" in done.stdout
    assert f"{HERE}/{PHRASES}" in done.stdout
    assert revision in (own / "course.lock").read_text(encoding="utf-8")
    assert f"{HERE}/{PHRASES}: følger {PHRASES}" in built_here(own, "status").stdout
    assert "modules/trygghet/01-passfraser.nn.md: " not in built_here(own, "status").stdout
    assert "alltid" in (own / HERE / PHRASES).read_text(encoding="utf-8")
    assert not (own / PASSWORD).exists()
    assert git(own, "status", "--porcelain") == ""
    assert built_here(own, "check").returncode == 0


@pytest.mark.slow
def test_one_command_takes_a_pull_back(shared: Path, own: Path) -> None:
    before = state(own)
    rename_password_lesson(shared)
    commit(shared)
    assert built_here(own, "pull").returncode == 0
    assert state(own) != before
    assert built_here(own, "pull", "--undo").returncode == 0
    assert state(own) == before
    assert built_here(own, "check").returncode == 0
    again = built_here(own, "pull", "--undo")
    assert again.returncode == 2
    assert "ingen henting å angre" in again.stderr


@pytest.mark.slow
def test_work_done_since_a_pull_is_put_aside_or_in_the_way_never_lost(
    shared: Path, own: Path
) -> None:
    change(shared / PASSWORD, "er langt.", "er svært langt.")
    commit(shared)
    built_here(own, "pull")
    (own / HERE / "docs/ny.md").write_text("---\ntitle: Ny\n---\n\nNy.\n", encoding="utf-8")
    done = built_here(own, "pull", "--undo")
    assert "git stash pop" in done.stdout
    git(own, "stash", "pop")
    assert (own / HERE / "docs/ny.md").exists()
    commit(own)
    built_here(own, "pull")
    (own / HERE / "docs/enda.md").write_text("---\ntitle: Enda\n---\n\nEn.\n", encoding="utf-8")
    commit(own)
    done = built_here(own, "pull", "--undo")
    assert done.returncode == 2
    assert "git revert" in done.stderr


def test_places_changed_on_both_sides_are_marked_in_the_files(
    shared: Path, own: Path, run: Run
) -> None:
    run("adapt", "nordvik", "modules/deling/01-deling.md", root=own)
    local = own / HERE / "modules/deling/01-deling.md"
    line = local.read_text(encoding="utf-8").splitlines()[-1]
    change(local, line, f"{line} Hos oss.")
    commit(own)
    change(shared / "modules/deling/01-deling.md", line, f"{line} Hos alle.")
    commit(shared)
    done = built_here(own, "pull")
    assert done.returncode == 1
    text = local.read_text(encoding="utf-8")
    assert "Hos oss." in text
    assert "Hos alle." in text
    assert "<<<<<<<" in text
    assert built_here(own, "check").returncode == 1
    assert built_here(own, "pull", "--undo").returncode == 0
    assert "<<<<<<<" not in local.read_text(encoding="utf-8")


def test_shared_files_changed_here_are_not_written_over(shared: Path, own: Path) -> None:
    change(own / PASSWORD, "er langt.", "er vårt.")
    commit(own)
    change(shared / "modules/deling/01-deling.md", "title: ", "title: Ny ")
    commit(shared)
    before = state(own)
    done = built_here(own, "pull")
    assert done.returncode == 2
    assert f"{PASSWORD}: " in done.stderr
    assert state(own) == before


def test_a_file_of_its_own_is_not_covered_by_a_new_shared_one(shared: Path, own: Path) -> None:
    (own / "notater.md").write_text("Våre.\n", encoding="utf-8")
    commit(own)
    (shared / "notater.md").write_text("Felles.\n", encoding="utf-8")
    commit(shared)
    done = built_here(own, "pull")
    assert done.returncode == 2
    assert "notater.md" in done.stderr


@pytest.mark.slow
def test_it_goes_to_the_revision_asked_for(shared: Path, own: Path) -> None:
    change(shared / PASSWORD, "er langt.", "er svært langt.")
    commit(shared)
    git(shared, "tag", "2027.1")
    change(shared / PASSWORD, "er svært langt.", "er aller lengst.")
    commit(shared)
    assert built_here(own, "pull", "--to", "2027.1").returncode == 0
    assert "er svært langt." in (own / PASSWORD).read_text(encoding="utf-8")
    git(own, "branch", "vaar")
    for name in ("2028.1", "vaar"):
        done = built_here(own, "pull", "--to", name)
        assert done.returncode == 2
        assert f"«{name}»" in done.stderr
    for name in ("HEAD", "main", git(shared, "rev-parse", "HEAD").strip()[:12]):
        assert built_here(own, "pull", "--to", name).returncode == 0
        assert "er aller lengst." in (own / PASSWORD).read_text(encoding="utf-8")


def test_a_new_repository_needs_no_other_to_begin_with(shared: Path, own: Path) -> None:
    shared.rename(shared.with_name("borte"))
    done = built_here(own, "pull")
    assert done.returncode == 0, done.stderr
    assert "Ingenting er nytt" in done.stdout


@pytest.mark.slow
def test_without_the_shared_repository_it_uses_what_it_has_fetched(shared: Path, own: Path) -> None:
    change(shared / PASSWORD, "er langt.", "er svært langt.")
    commit(shared)
    built_here(own, "pull")
    built_here(own, "pull", "--undo")
    shared.rename(shared.with_name("borte"))
    done = built_here(own, "pull")
    assert done.returncode == 0, done.stderr
    assert "Kom ikke fram til" in done.stderr
    assert "er svært langt." in (own / PASSWORD).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_pin_that_nobody_else_has_is_no_hindrance(
    shared: Path, own: Path, tmp_path: Path
) -> None:
    """A network settles in its copy of the shared repository, and forks that: so the docs say."""
    copy, theirs, late = (tmp_path / name for name in ("kopi", "deres", "kollega"))
    git(tmp_path, "clone", "--quiet", str(shared), str(copy))
    change(copy / HERE / "network.yml", "Digi Nordvik & Co", "Digi Nordvik og venner")
    commit(copy)
    set_up(copy)
    assert built_here(copy, "fork", "nordvik", str(theirs)).returncode == 0
    git(tmp_path, "clone", "--quiet", "--no-local", str(theirs), str(late))
    set_up(late)
    change(shared / PASSWORD, "er langt.", "er svært langt.")
    commit(shared)
    done = built_here(late, "pull")
    assert done.returncode == 0, done.stderr
    assert "er svært langt." in (late / PASSWORD).read_text(encoding="utf-8")
    change(late / PASSWORD, "er svært langt.", "er vårt.")
    commit(late)
    change(shared / PASSWORD, "er svært langt.", "er aller lengst.")
    commit(shared)
    assert f"{PASSWORD}: " in built_here(late, "pull").stderr


@pytest.mark.slow("each")
@pytest.mark.parametrize(("command", "code"), [("pull", 2), ("pull --undo", 0)])
def test_what_a_stopped_pull_had_written_is_put_back(
    command: str, code: int, shared: Path, own: Path
) -> None:
    rename_password_lesson(shared)
    commit(shared)
    built_here(own, "pull")
    before, after = (f"refs/samloft/{name}-pull" for name in ("before", "after"))
    pulled = git(own, "rev-parse", after)
    # As Git leaves it when it is killed: the files are written, but not yet the index and HEAD.
    git(own, "update-ref", "HEAD", before)
    git(own, "read-tree", "HEAD")
    (own / HERE / "docs/ny.md").write_text("---\ntitle: Ny\n---\n\nNy.\n", encoding="utf-8")
    assert (own / PHRASES).exists()
    assert built_here(own, *command.split()).returncode == code
    assert git(own, "status", "--porcelain").split() == ["??", f"{HERE}/docs/ny.md"]
    assert not (own / PHRASES).exists()
    (own / HERE / "docs/ny.md").unlink()
    assert built_here(own, "pull").returncode == 0
    assert git(own, "diff", "--stat", pulled.strip(), "HEAD") == ""


def test_only_a_networks_repository_pulls(shared: Path, small_course: Path, run: Run) -> None:
    done = run("pull", root=shared)
    assert done.code == 2
    assert "course.lock" in done.err
    assert "fork" in done.err
    shutil.rmtree(shared / ".git")
    assert run("pull", root=shared).code == 2
