"""The guide for networks, followed to the letter: its own commands, in its own order."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from repos import built_here, change, commit, git
from world import ROOT

from samloft.commands import COMMANDS

PAGES = ("docs/nettverk.md", "docs/nettverk.nn.md")
NETWORKS = ("agder", "viken", "innlandet", "rogaland")
ELSEWHERE = {"build", "serve", "test", "release", "changes", "rollback", "withdraw", "versions",
             "publish", "run", "fetch", "verify", "redirects", "handouts", "export",
             "new", "translate"}  # fmt: skip
"""What makes whole sites or new texts, or sends them: each has tests of its own that run it."""
IN_FORK = {"pull"}
"""What the guide says of the network's own repository."""


def sections(page: str) -> dict[str, list[list[str]]]:
    """Return the commands of each part of a page, in order, without `python3`."""
    found: dict[str, list[list[str]]] = {}
    text = (ROOT / page).read_text(encoding="utf-8")
    for part in re.split(r"(?m)^## ", text)[1:]:
        title = part.partition("\n")[0]
        blocks = re.findall(r"(?ms)^```bash\n(.*?)^```", part)
        found[title] = [shlex.split(line) for block in blocks for line in block.splitlines()]
    return found


def of_ours(page: str) -> list[list[str]]:
    """Return what a page gives to build.py."""
    every = (words for commands in sections(page).values() for words in commands)
    return [words[2:] for words in every if words[:2] == ["python3", "build.py"]]


def test_both_forms_teach_the_same_commands() -> None:
    names = [[words[:1] for words in of_ours(page)] for page in PAGES]
    assert names[0] == names[1]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_is_there_and_takes_what_it_is_given(page: str) -> None:
    by_name = {command.name: command for command in COMMANDS}
    found = [words for words in of_ours(page) if words]
    assert len(found) > 30
    for name, *arguments in found:
        by_name[name].make_context(name, arguments)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one module of the real course, and the networks the guide speaks of, in Git."""
    root = tmp_path_factory.mktemp("veiledning") / "kurs"
    for name in ("docs", "modules/ki", *(f"networks/{each}" for each in NETWORKS)):
        shutil.copytree(ROOT / name, root / name)
    text = (ROOT / "modules/course.yml").read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^modules:.*?(?=^\w)", "modules: [ki]\n", text)
    (root / "modules/course.yml").write_text(text, encoding="utf-8")
    others = "digital-transformasjon|universell-utforming"
    for name in NETWORKS:  # as they begin: names, colours, municipalities
        for path in (root / "networks" / name).iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name == "adaptations.lock":
                path.unlink()
    for path in root.rglob("*.nn.*"):  # one form is enough, and takes half the time
        path.unlink()
    for path in [*root.rglob("*.md"), *root.rglob("*.yml")]:  # links to what was left out
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^languages: .*$", "languages: [nb]", text)
        text = re.sub(rf"\[([^\]]*)\]\([^)\s]*(?:{others})[^)]*\)", r"\1", text)
        path.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / ".gitignore", root)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Test")
    git(root, "config", "user.email", "test@example.no")
    commit(root)
    return root


@pytest.mark.slow
def test_what_it_says_of_texts_and_names_goes_as_it_says(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    ran = []
    for title, commands in sections(PAGES[0]).items():
        for words in commands:
            if words[:2] != ["python3", "build.py"] or words[2:3] == [] or words[2] in ELSEWHERE:
                continue
            root = course
            if words[2] in IN_FORK:
                root = course.parent / "digi-agder"
                if "--undo" not in words:
                    change(course / "modules/ki/06-trygg-bruk.md", "title: ", "title: Ny ")
                    commit(course)
            if words[2] == "offer":  # it is an improvement that is offered
                path = course / "networks/agder" / words[4]
                path.write_text(f"{path.read_text('utf-8')}\nEt tips til.\n", encoding="utf-8")
                commit(course)
            if words[2] == "check":  # what it advises on of one module alone is nobody's fault
                continue
            done = built_here(root, *words[2:])
            fine = (0, 1) if words[2] == "status" else (0,)
            assert done.returncode in fine, f"{title}: {' '.join(words)}\n{done.stderr}"
            ran.append(words[2])
            commit(course)  # as the guide says to
    assert {"adapt", "fork", "pull", "offer", "rename", "merge", "move"} <= set(ran)
