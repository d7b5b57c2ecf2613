"""Every mistake is named with its file, its line and how to mend it, and nothing is built."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from world import Run, WriteTree, files_in

from samloft.cache import FOLDER as CACHE
from samloft.catalogue import say
from samloft.languages import Language

CASES = sorted((Path(__file__).parent / "mistakes").glob("*.yml"))


def make(case: dict[str, Any], root: Path, write_tree: WriteTree) -> None:
    """Make a case's mistakes: files to write, words to replace, files to delete."""
    write_tree(case.get("write", {}), root)
    for name, changes in case.get("replace", {}).items():
        text = (root / name).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert text.count(old) == 1, f"{name} has {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        (root / name).write_text(text, encoding="utf-8")
    for name in case.get("delete", []):
        (root / name).unlink()


def said(key: str, **values: object) -> str:
    """Return a line the command line says, in bokmål."""
    return say("nb", key, **values) + "\n"


def counted(expected: str) -> str:
    """Return the problems a case expects, with the line that counts them."""
    places = [line.split(":")[0] for line in expected.splitlines() if not line.startswith(" ")]
    count, files = len(places), len(set(places))
    last = said(f"problems.{'one' if count == 1 else 'many'}", count=count, files=files)
    return expected + last


def mistakes_in(told: str) -> str:
    """Return what a report says must be mended, without the advice after it."""
    kept: list[str] = []
    is_advice = False
    for line in told.splitlines(keepends=True):
        if not line.startswith("  "):
            is_advice = ": råd: " in line or ": advice: " in line
            is_advice = is_advice or re.match(r"\d+ (?:råd|pieces? of advice)\b", line) is not None
        if not is_advice:
            kept.append(line)
    return "".join(kept)


@pytest.mark.slow("each")
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_mistake(path: Path, small_course: Path, run: Run, write_tree: WriteTree) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    make(case, small_course, write_tree)
    outcome = run("check")
    assert mistakes_in(outcome.err) == counted(case["expected"])
    assert (outcome.code, outcome.out) == (1, "")


SEVERAL = (
    "required_key_misspelt",
    "front_matter",
    "wrong_type",
    "colour_without_contrast",
    "lesson_without_file",
    "image_without_alt",
    "quiz_without_answer",
    "unknown_term",
    "session_in_vain",
    "undefined_name",
    "overlay_block_in_vain",
    "municipalities",
    "heading_levels",
)


def test_mistakes_of_every_kind_come_out_in_one_run(
    small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    expected = []
    for name in SEVERAL:
        path = Path(__file__).parent / "mistakes" / f"{name}.yml"
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        make(case, small_course, write_tree)
        expected += problems_in(case["expected"])
    outcome = run("check")
    assert sorted(problems_in(mistakes_in(outcome.err))) == sorted(expected)
    assert len(expected) > 20
    assert outcome.code == 1


def problems_in(text: str) -> list[str]:
    """Return each problem of a report with its hint."""
    lines = text.splitlines()
    return [
        f"{line}\n{lines[number + 1]}"
        for number, line in enumerate(lines[:-1])
        if lines[number + 1].startswith("  tips: ")
    ]


def test_problems_come_in_the_order_of_files_and_lines(
    small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    write_tree({"docs/om.md": "---\ntitle: Om\n---\n# En\n\n#### To\n\n![](x.png)\n"}, small_course)
    write_tree({"docs/index.md": "---\ntitle: Hjem\nsumary: x\n---\n"}, small_course)
    places = [line.split(" ")[0] for line in mistakes_in(run("check").err).splitlines()[:-1:2]]
    assert places == [
        "docs/index.md:3:",
        "docs/om.md:4:",
        "docs/om.md:6:",
        "docs/om.md:8:",
        "docs/om.md:8:",
    ]


@pytest.mark.parametrize("command", ["check", "build"])
def test_what_was_built_before_stays_byte_for_byte(
    command: str, small_course: Path, run: Run, write_tree: WriteTree
) -> None:
    site = small_course / "site"
    write_tree({"index.html": "forside", "nordvik/index.html": "før", "annet.txt": "æ"}, site)
    before = files_in(site)
    write_tree({"docs/om.md": "---\ntitle: Om\n---\n{{ netwrk.name }}\n"}, small_course)
    outcome = run(command)
    assert (outcome.code, outcome.out) == (1, "")
    assert "docs/om.md:4: navnet «netwrk» finnes ikke [name-exists]\n" in outcome.err
    assert "Traceback" not in outcome.err
    assert files_in(site) == before
    hidden = {path.name for path in small_course.iterdir() if path.name.startswith(".")}
    assert hidden <= {CACHE}


@pytest.fixture
def one_mistake(small_course: Path, write_tree: WriteTree) -> None:
    write_tree({"docs/om.md": "---\ntitle: Om\n---\n\n![](laas.png)\n"}, small_course)
    Image.new("1", (1, 1)).save(small_course / "docs/laas.png")


@pytest.mark.usefixtures("one_mistake")
def test_json_gives_tools_the_same_list(run: Run) -> None:
    outcome = run("check", "--format", "json")
    first, *rest = json.loads(outcome.out)
    assert [first] == [
        {
            "path": "docs/om.md",
            "line": 5,
            "rule": "image-has-alt",
            "is_warning": False,
            "what": "bildet laas.png mangler alternativ tekst",
            "mend": "skriv hva bildet viser, mellom hakeparentesene: ![Hva bildet viser](laas.png)",
        }
    ]
    assert all(each["is_warning"] for each in rest)
    assert (outcome.code, outcome.err) == (1, "")


@pytest.mark.usefixtures("one_mistake")
def test_gitlab_shows_the_worst_as_what_blocks(run: Run) -> None:
    outcome = run("check", "--format", "gitlab")
    first, *rest = json.loads(outcome.out)
    assert first["check_name"] == "image-has-alt"
    assert first["severity"] == "blocker"
    assert first["location"] == {"path": "docs/om.md", "lines": {"begin": 5}}
    assert {each["severity"] for each in rest} == {"minor"}
    assert len({each["fingerprint"] for each in (first, *rest)}) == len(rest) + 1
    assert (outcome.code, outcome.err) == (1, "")


@pytest.mark.usefixtures("one_mistake")
def test_github_marks_the_line_in_the_forge(run: Run) -> None:
    outcome = run("check", "--format", "github")
    assert outcome.out.startswith(
        "::error file=docs/om.md,line=5,title=image-has-alt::"
        "bildet laas.png mangler alternativ tekst – "
        "skriv hva bildet viser, mellom hakeparentesene: ![Hva bildet viser](laas.png)\n"
    )
    assert outcome.code == 1


@pytest.mark.usefixtures("one_mistake")
@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "nn",
            "docs/om.md:5: biletet laas.png manglar alternativ tekst [image-has-alt]\n"
            "  tips: skriv kva biletet viser, mellom hakeparentesane: "
            "![Kva biletet viser](laas.png)\n",
        ),
        (
            "en",
            "docs/om.md:5: the picture laas.png has no alternative text [image-has-alt]\n"
            "  hint: write what the picture shows between the brackets: "
            "![What the picture shows](laas.png)\n",
        ),
    ],
)
def test_the_same_mistake_is_told_in_the_language_asked_for(
    language: Language, told: str, run: Run
) -> None:
    outcome = run("check", "--lang", language)
    assert mistakes_in(outcome.err) == told + say(language, "problems.one") + "\n"
    assert outcome.code == 1


@pytest.mark.usefixtures("one_mistake")
@pytest.mark.parametrize(("spoken", "language"), [("nn_NO.UTF-8", "nn"), ("en_GB.UTF-8", "en")])
def test_the_command_line_speaks_the_language_of_the_machine(
    spoken: str, language: Language, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", spoken)
    assert run("check") == run("check", "--lang", language)


def test_a_mistyped_command_is_answered_with_the_nearest(run: Run) -> None:
    outcome = run("chekc")
    assert outcome.err == (
        "build.py: kommandoen «chekc» finnes ikke [command-is-known]\n"
        "  tips: mente du: check? Se alle med --help\n" + said("problems.one")
    )
    assert outcome.code == 2


def test_a_mistyped_option_is_answered_with_the_nearest(run: Run) -> None:
    outcome = run("build", "--languge", "nn")
    assert outcome.err == (
        "build.py: valget --languge finnes ikke [option-is-known]\n"
        "  tips: mente du: --language? Se alle med --help\n" + said("problems.one")
    )
    assert outcome.code == 2


def test_a_mistyped_choice_is_answered_with_what_there_is(run: Run) -> None:
    outcome = run("build", "--engine", "mkdoc")
    assert "mkdoc" in outcome.err
    assert "mkdocs, properdocs, zensical" in outcome.err.replace("'", "")
    assert outcome.code == 2


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("nordvk", "nordvik"),
        ("nordvik/anse", "nordvik/anes"),
        ("nord-vik", "nordvik/nord-vik"),
    ],
)
def test_a_mistyped_edition_is_answered_with_the_nearest(name: str, nearest: str, run: Run) -> None:
    outcome = run("build", name)
    assert outcome.err == (
        f"build.py: utgaven «{name}» finnes ikke [edition-exists]\n"
        f"  tips: mente du: {nearest}?\n" + said("problems.one")
    )
    assert outcome.code == 2


def test_an_edition_like_none_is_answered_with_those_there_are(run: Run) -> None:
    outcome = run("build", "helt-noe-annet")
    assert "  tips: det finnes: nordvik, sorvik\n" in outcome.err


def test_a_language_an_edition_lacks_is_answered_with_those_it_has(run: Run) -> None:
    outcome = run("build", "sorvik", "--language", "en")
    assert outcome.err == (
        "build.py: utgaven «sorvik» har ikke språket en [edition-has-language]\n"
        "  tips: den har: nn, nb\n" + said("problems.one")
    )
    assert outcome.code == 2


def test_a_course_without_mistakes_passes(run: Run) -> None:
    outcome = run("check")
    assert outcome.code == 0
    assert "2" in outcome.out
    assert "[name-exists]" not in outcome.err
