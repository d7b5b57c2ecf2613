"""What an editor checks is what the engine checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from world import ROOT, Run

from samloft.course.json_schemas import schema_files
from samloft.course.reader import Reader
from samloft.course.schema import WRITTEN_FILES

FORM_OF = {
    "modules/course.yml": "course",
    "modules/*/module.yml": "module",
    "modules/*/sessions/*.yml": "session",
    "modules/*/terms.yml": "terms",
    "modules/*/sources.yml": "sources",
    "modules/other-words.yml": "other-words",
    "networks/*/network.yml": "network",
}


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


@pytest.mark.parametrize("pattern", FORM_OF)
def test_every_yaml_file_passes_in_an_editor_and_names_its_schema(pattern: str) -> None:
    name = f"{FORM_OF[pattern]}.json"
    schema = json.loads((ROOT / "schemas" / name).read_text(encoding="utf-8"))
    for path in sorted(ROOT.glob(pattern)):
        text = path.read_text(encoding="utf-8")
        up = "../" * (len(path.relative_to(ROOT).parts) - 1)
        assert text.startswith(f"# yaml-language-server: $schema={up}schemas/{name}\n"), path
        found = yaml.load(text, Loader=AsAnEditor)
        wrong = [each.message for each in Draft202012Validator(schema).iter_errors(found)]
        assert wrong == [], path


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
