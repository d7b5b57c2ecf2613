"""The workflows for the two big forges: what they run is there, here and in a network's own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from world import ROOT

from samloft.commands import COMMANDS

FORK = ROOT / "samloft/upstream/fork_files"
WORKFLOWS = {
    "github, shared": (ROOT / ".github/workflows/course.yml").read_text("utf-8"),
    "gitlab, shared": (ROOT / ".gitlab-ci.yml").read_text("utf-8"),
    "github, network": (FORK / "github.yml").read_text("utf-8").format(),
    "gitlab, network": (FORK / "gitlab-ci.yml").read_text("utf-8").format(),
}
_CALL = re.compile(r"python3 build\.py ([^;|&\n]+)")


def scripts(found: Any) -> list[str]:
    """Return every line a workflow runs, in order."""
    if isinstance(found, dict):
        lines = [scripts(value) for key, value in found.items() if key not in ("run", "script")]
        own = [found[key] for key in ("run", "script") if key in found]
        return [line for each in (own, *lines) for line in scripts(each) or []]
    if isinstance(found, list):
        return [line for each in found for line in scripts(each)]
    return [found] if isinstance(found, str) else []


def calls(name: str) -> list[list[str]]:
    lines = scripts(yaml.safe_load(WORKFLOWS[name]))
    return [shlex.split(call) for line in lines for call in _CALL.findall(line)]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_command_is_there_and_takes_what_it_is_given(name: str) -> None:
    by_name = {command.name: command for command in COMMANDS}
    found = calls(name)
    assert found
    for command, *arguments in found:
        by_name[command].make_context(command, arguments)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_tag_fetches_what_is_there_releases_and_publishes(name: str) -> None:
    released = [call[0] for call in calls(name) if call[0] in ("fetch", "release", "publish")]
    assert released == ["fetch", "release", "publish"]
    targets = {call[1] for call in calls(name) if call[0] in ("fetch", "publish")}
    assert len(targets) == 1


def test_the_shared_course_runs_what_ci_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("github, shared", "gitlab, shared"):
        assert any("bash .ci/run" in line for line in scripts(yaml.safe_load(WORKFLOWS[name])))


@pytest.mark.slow
def test_the_road_of_a_workflow_end_to_end(tmp_path: Path) -> None:
    """Do by hand what the forge does on two tags, each time in a new clone."""
    from releases import course_in_git, well
    from repos import change, commit, git

    shared = course_in_git(tmp_path / "felles")
    git(shared, "tag", "2026.1")
    change(shared / "modules/deling/01-deling.md", "minutes: ", "minutes: 2")
    commit(shared)
    git(shared, "tag", "2026.2")
    git(tmp_path, "clone", "--quiet", "--bare", "felles", "lager.git")
    for number, tag in enumerate(("2026.1", "2026.2"), start=1):
        clone = tmp_path / f"jobb-{number}"
        git(tmp_path, "clone", "--quiet", "--branch", tag, "lager.git", clone.name)
        if git(clone, "ls-remote", "--heads", "origin", "pages"):
            well(clone, "fetch", "git:pages")
        well(clone, "release", tag, "nordvik", "--jobs", "1")
        well(clone, "publish", "git:pages")
        assert f"{number} versjoner" in well(clone, "verify", "git:pages")
    bare = tmp_path / "lager.git"
    assert git(bare, "rev-list", "--count", "pages").strip() == "1"
    old = git(bare, "show", "pages:nordvik/2026.1/deling/01-deling/index.html")
    assert "Leksjonen er endret siden." in old
