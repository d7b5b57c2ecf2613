"""What an editor checks is what the engine checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
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
    assert with_keys
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
