"""Every word stands in every language, is used, and every command and key is explained."""

from __future__ import annotations

import ast
import dataclasses
import errno
import os
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from world import ROOT, Run

from samloft.catalogue import describe, messages, spoken
from samloft.cli import NAMES
from samloft.commands import COMMANDS
from samloft.commands.command import Command
from samloft.console import DOOR, OURS
from samloft.course.misfits import PATTERN_NAMES
from samloft.course.schema import (
    ColoursForm,
    CourseForm,
    FollowUpForm,
    HostForm,
    LessonForm,
    LogoForm,
    ModuleForm,
    MunicipalityForm,
    NetworkForm,
    PageForm,
    PartForm,
    PassageForm,
    RepositoryForm,
    SessionForm,
    ShorterForm,
    SourceForm,
    TermForm,
)
from samloft.languages import Language
from samloft.problems import problem
from samloft.text.blocks import KINDS

SOURCES = sorted((ROOT / "samloft").rglob("*.py"))
RULE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)+$")
NOTES_A_RULE = {
    "report",
    "advise",
    "Slip",
    "_Sign",
    "problem",
    "_in_parts",
    "_warning",
    "Problem",
    "refusal",
    "Unsafe",
    "Fault",
    "_Step",
    "Mend",
}
"""What is called with a rule's name, wherever in the engine."""


@cache
def source_text() -> str:
    """Return everything that may show a word: the engine and the templates."""
    folders = [*SOURCES, *(ROOT / "samloft").glob("*/page_templates/*.md")]
    folders += [path for path in (ROOT / "overrides").rglob("*") if path.is_file()]
    return "\n".join(
        path.read_text(encoding="utf-8", errors="ignore")
        for path in folders
        if path.suffix in {".py", ".md", ".html", ".jinja", ".js", ".typ"}
    )


def rules_raised() -> set[str]:
    """Return every rule the engine can report."""
    found = {f"value-is-{name.lower()}" for name in PATTERN_NAMES}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in NOTES_A_RULE:
                    found |= set(rules_in(*node.args, *(word.value for word in node.keywords)))
            elif isinstance(node, ast.FunctionDef) and node.name in (
                "describe",
                "misspelt",
                "unreadable",
            ):
                returned = (each for each in ast.walk(node) if isinstance(each, ast.Return))
                for each in returned:
                    if isinstance(each.value, ast.Tuple):
                        found |= set(rules_in(*each.value.elts))
    return found


def rules_in(*expressions: ast.expr) -> Iterator[str]:
    """Yield the strings among these that can be a rule."""
    for expression in expressions:
        value = getattr(expression, "value", None)
        if isinstance(value, str) and RULE.match(value):
            yield value


def known_rules() -> set[str]:
    keys = [key.split(".") for key in messages("nb")]
    return {key[1] for key in keys if key[0] == "problems"}


def placeholders(text: str) -> set[str]:
    """Return the names a text has places for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_language_has_the_same_words_with_the_same_places(language: Language) -> None:
    base, other = messages("nb"), messages(language)
    assert list(other) == list(base)
    different = [key for key in base if placeholders(base[key]) != placeholders(other[key])]
    assert different == []


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_language_is_itself(language: Language) -> None:
    base, other = messages("nb"), messages(language)
    same = sum(base[key] == other[key] for key in base)
    assert same < len(base) * 0.4


def test_every_rule_the_engine_can_report_has_its_words_and_no_other_has() -> None:
    assert rules_raised() == known_rules()


def test_every_rule_says_what_is_wrong_and_how_to_mend_it() -> None:
    for language in spoken():
        keys = {key for key in messages(language) if key.startswith("problems.")}
        reasons = {key for key in keys if key.endswith(".why")}  # `check --explain` shows them
        assert keys - reasons == {
            f"problems.{rule}.{part}" for rule in known_rules() for part in ("what", "mend")
        }


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_program_has_one_name_that_is_put_right_where_it_has_another(
    language: Language,
) -> None:
    every = messages(language).items()
    assert [key for key, text in every if DOOR in text.replace(OURS, "")] == []


def test_every_label_is_used() -> None:
    text = source_text()
    groups = set(re.findall(r"f[\"']([a-z_]+)\.\{|label\(\s*[\"']([a-z_]+)\.[\"'] ~", text))
    groups = {name for pair in groups for name in pair} | {"language"}
    whole = set(re.findall(r"labels\(\s*language,\s*\"([a-z_]+)\"\)", text))
    read = {*re.findall(r"\b(?:labels|w)\.(\w+)", text)}
    read |= {*re.findall(r"\bword\(\"(\w+)\"\)", text)}
    unused = []
    for key in messages("nb"):
        kind, _, rest = key.partition(".")
        if kind == "labels":
            group, _, name = rest.partition(".")
            said = f'"{rest}"' in text or f"'{rest}'" in text
            shown = group in whole and name in read
            # Words for scripts, which read them by names of their own (partials/words.html).
            in_script = re.sub(r"_(\w)", lambda found: found[1].upper(), name)
            shown = shown or (group == "site" and f"words.{in_script}" in text)
            if not (said or shown or (name and group in groups)):
                unused.append(key)
    assert unused == [], unused


def test_what_a_machine_says_in_english_is_said_in_ones_own_language() -> None:
    told = problem("a.md", "file-can-be-read", reason=os.strerror(errno.EACCES))
    assert describe(told, "nb")[0] == "fila kan ikke leses: du har ikke lov"
    assert describe(told, "nn")[0] == "fila kan ikkje lesast: du har ikkje lov"
    odd = problem("a.md", "file-can-be-read", reason="noe annet")
    assert describe(odd, "nb")[0] == "fila kan ikke leses: noe annet"


def test_every_sentence_of_the_command_line_is_used() -> None:
    text = source_text()
    endings = {f"{name}_help" for name in NAMES}
    endings |= {f"metavars.{name}" for name in metavars()}
    ends = ("problems", "advised", "held_back")
    endings |= {f"{end}.{number}" for end in ends for number in ("one", "many")}
    keys = [key.removeprefix("cli.") for key in messages("nb") if key.startswith("cli.")]
    endings |= {f"reasons.{name}" for name in errno.errorcode.values()}
    assert [k for k in keys if f'"{k}"' not in text and f"'{k}'" not in text] == [
        key for key in keys if key in endings
    ]


def metavars() -> set[str]:
    """Return every word that stands for a value in usage and help."""
    parameters = [each for command in COMMANDS for each in command.params]
    return {str(each.metavar) for each in parameters if each.metavar} | {"N"}


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_help_with_an_example(
    command: Command,
    language: Language,
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stop:
        run(command.name, "--help", "--lang", language, root=tmp_path)
    shown = " ".join(capsys.readouterr().out.split())
    assert stop.value.code == 0
    assert messages(language)[f"cli.{command.name}_help"] in shown
    assert f"{messages(language)['cli.example']} {command.example}" in shown


def test_every_commands_example_is_of_that_command() -> None:
    assert [each.example.split()[2] for each in COMMANDS] == [each.name for each in COMMANDS]


FORMS = (
    NetworkForm,
    ColoursForm,
    HostForm,
    LogoForm,
    MunicipalityForm,
    CourseForm,
    ModuleForm,
    LessonForm,
    PageForm,
    SessionForm,
    PartForm,
    RepositoryForm,
    PassageForm,
    ShorterForm,
    FollowUpForm,
    TermForm,
    SourceForm,
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_key_an_author_may_write_is_explained(form: type) -> None:
    docs = [ROOT / "CONTRIBUTING.md", ROOT / "docs/nettverk.md"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in docs)
    keys = [field.name for field in dataclasses.fields(form)]
    assert [key for key in keys if not re.search(rf"`{key}[`:]|\b{key}:", text)] == []


def test_every_block_is_explained() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"| `!!! {kind}" not in text] == []
