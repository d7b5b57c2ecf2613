"""What editors are told of the course is true: every block has a snippet, every form a schema."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from world import ROOT

from samloft.course.schema import WRITTEN_FILES
from samloft.text.blocks import KINDS


def settings(name: str) -> Any:
    return json.loads((ROOT / ".vscode" / name).read_text(encoding="utf-8"))


def snippets() -> dict[str, str]:
    """Return each snippet as it is written when nobody fills in anything."""
    return {
        name: re.sub(r"\$\{\d+:([^}]*)\}", r"\1", "\n".join(each["body"]))
        for name, each in settings("samloft.code-snippets").items()
    }


def test_every_block_has_a_snippet() -> None:
    written = {found[1] for text in snippets().values() if (found := re.search(r"!!! (\w+)", text))}
    assert written == set(KINDS)


@pytest.mark.slow("each")
@pytest.mark.parametrize("name", settings("samloft.code-snippets"))
def test_a_snippet_is_a_block_that_passes_the_check(
    name: str, small_course: Path, run: Any
) -> None:
    lesson = small_course / "modules/deling/01-deling.md"
    text = snippets()[name].replace("[^kilde]", "")
    lesson.write_text(lesson.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    checked = run("check")
    assert checked.code == 0, checked.err


@pytest.mark.parametrize("name", WRITTEN_FILES)
def test_every_form_is_checked_where_it_is_written(name: str) -> None:
    schemas = settings("settings.json")["yaml.schemas"]
    assert f"./schemas/{name}.json" in schemas


@pytest.mark.parametrize(
    "path",
    [
        path.relative_to(ROOT).as_posix()
        for folder in ("modules", "networks")
        for path in sorted((ROOT / folder).rglob("*.yml"))
    ],
)
def test_every_yaml_file_has_a_schema(path: str) -> None:
    assert any(fnmatch(path, each) for each in settings("settings.json")["yaml.schemas"].values())
