"""What an editor checks is what the engine checks."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from world import ROOT, Run

from samloft.course.json_schemas import field_words, schema_files
from samloft.course.reader import Reader
from samloft.course.schema import WRITTEN_FILES, LessonForm, PageForm

FORM_OF = {
    "modules/course.yml": "course",
    "modules/*/module.yml": "module",
    "modules/*/sessions/*.yml": "session",
    "modules/*/terms.yml": "terms",
    "modules/*/sources.yml": "sources",
    "modules/other-words.yml": "other-words",
    "networks/*/network.yml": "network",
}
YAML = sorted(path for top in ("modules", "networks") for path in (ROOT / top).rglob("*.yml"))


@pytest.mark.parametrize(("name", "text"), schema_files().items())
def test_the_schema_in_the_repository_is_the_one_the_forms_give(name: str, text: str) -> None:
    assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == text


def test_there_is_no_schema_too_many() -> None:
    assert {path.name for path in (ROOT / "schemas").iterdir()} == set(schema_files())


@pytest.mark.parametrize(("name", "text"), schema_files().items())
def test_a_schema_refuses_unknown_keys(name: str, text: str) -> None:
    schema = json.loads(text)
    objects = [schema, *schema.get("$defs", {}).values()]
    with_keys = [each for each in objects if "properties" in each]
    assert with_keys or name == "other-words.json"  # its keys are words, any of them
    assert all(each["additionalProperties"] is False for each in with_keys), name


def test_the_command_writes_them(run: Run, small_course: Path) -> None:
    assert run("schema").code == 0
    written = {path.name: path.read_text("utf-8") for path in (small_course / "schemas").iterdir()}
    assert written == schema_files()


@pytest.mark.parametrize("pattern", FORM_OF)
def test_every_yaml_file_of_the_course_fits_its_form(pattern: str) -> None:
    paths = sorted(ROOT.glob(pattern))
    reader = Reader(ROOT)
    read = [reader.yaml(path, WRITTEN_FILES[FORM_OF[pattern]]) for path in paths]
    assert reader.problems == []
    assert paths
    assert None not in read


class AsAnEditor(yaml.SafeLoader):
    """Reads YAML as editors do: numbers and true and false have kinds, a date is text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own form
        first: [(tag, form) for tag, form in kinds if not tag.endswith(":timestamp")]
        for first, kinds in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def wrong_in(path: Path, root: Path) -> list[str]:
    """Return what an editor would mark in a file, with the schema the file names."""
    text = path.read_text(encoding="utf-8")
    said = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert said, f"{path} names no schema"
    schema = (path.parent / said[1]).resolve().relative_to(root.resolve())
    assert schema.parts[0] == "schemas", path
    found = yaml.load(text, Loader=AsAnEditor)
    validator = Draft202012Validator(json.loads((ROOT / schema).read_text(encoding="utf-8")))
    return [each.message for each in validator.iter_errors(found)]


@pytest.mark.parametrize("path", YAML, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_yaml_file_passes_in_an_editor_and_names_its_schema(path: Path) -> None:
    assert wrong_in(path, ROOT) == []


@pytest.mark.parametrize(
    ("file", "field"),
    [
        ("modules/trygghet/sessions/1-oppstart.yml", "parts.2.minutes"),
        ("modules/trygghet/sessions/1-oppstart.yml", ""),
        ("modules/trygghet/module.yml", "summary"),
        ("modules/trygghet/terms.yml", "passord.definition"),
    ],
)
def test_what_adapt_begins_passes_in_an_editor_too(
    file: str, field: str, small_course: Path, run: Run
) -> None:
    done = run("adapt", "sorvik", file, *(("--block", field) if field else ()))
    assert done.code == 0, done.err
    assert wrong_in(small_course / "networks/sorvik" / file, small_course) == []


def test_every_field_of_every_form_is_explained_once_and_nothing_else_is() -> None:
    schemas = [json.loads(text) for text in schema_files().values()]
    forms = [form for each in schemas for form in (each, *each.get("$defs", {}).values())]
    known: dict[str, set[str]] = {}
    for form in forms:
        if "properties" not in form:
            continue
        name = form["title"]
        known[name] = known.get(name, {"about"}) | set(form["properties"])
        missing = [key for key, each in form["properties"].items() if not each.get("description")]
        assert missing == [], f"{name}: say in samloft/course/field_words.toml what these are for"
        assert form["description"] == field_words()[name]["about"]
    for front in (LessonForm, PageForm):  # of front matter, which the editor in the browser shows
        known[front.__name__] = {"about", *(each.name for each in fields(front))}
    assert {name: set(words) for name, words in field_words().items()} == known


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ('{extends: shared, starts: "10:00"}', True),
        ("{extends: shared, parts: {2: {minutes: 40}}}", True),
        ("{extends: shared, strats: x}", False),
        ('{starts: "10:00"}', False),
    ],
)
def test_an_editor_takes_a_session_that_lays_fields_over_another(text: str, is_right: bool) -> None:
    schema = json.loads(schema_files()["session.json"])
    found = json.loads(json.dumps(yaml.load(text, Loader=AsAnEditor)))
    assert Draft202012Validator(schema).is_valid(found) is is_right
