"""The JSON Schemas that let an editor complete and check what authors write in YAML."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from samloft.course.laid_over import EXTENDS, SHARED
from samloft.course.schema import WRITTEN_FILES, ModuleForm, SessionForm, TermForm

OVER = {"module": "module-over-shared", "terms": "terms-over-shared"}
"""The schemas of files that lie over a shared one, by the name of that one's."""
_SCHEMA_LINE = re.compile(r"\A# yaml-language-server:.*\n")
_WORDS = Path(__file__).with_name("field_words.toml")


@cache
def field_words() -> Mapping[str, Mapping[str, str]]:
    """Return what each field of each form is for, in words an editor shows its author."""
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def schema_line(file: str, *, is_over: bool = False) -> str:
    """Return the line with which a YAML file tells an editor what it may hold.

    Args:
        file: from the root of the course.
        is_over: True for one that says only what it has in place of a shared one.
    """
    *folders, name = file.split("/")
    kind = "session" if folders[-1] == "sessions" else name.removesuffix(".yml")
    kind = OVER.get(kind, kind) if is_over else kind
    return f"# yaml-language-server: $schema={'../' * len(folders)}schemas/{kind}.json\n"


def with_schema_line(text: str, line: str) -> str:
    """Return a YAML file with this line in place of its own that names a schema, or before all."""
    return line + _SCHEMA_LINE.sub("", text)


def with_schema_line_of(text: str, other: str) -> str:
    """Return a YAML file that names its schema as another does: they lie in different folders."""
    line = _SCHEMA_LINE.match(other)
    return with_schema_line(text, line[0]) if line else text


def schema_files() -> dict[str, str]:
    """Return each schema's file name and text."""
    forms = {**WRITTEN_FILES, OVER["module"]: ModuleForm, OVER["terms"]: WRITTEN_FILES["terms"]}
    found = {}
    for name, form in forms.items():
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **TypeAdapter(form).json_schema(),
        }
        for each in (schema, *schema.get("$defs", {}).values()):
            _describe(each)
        if form is SessionForm:
            schema = _laid_over(schema)
        if name == OVER["module"]:  # the order of the lessons is shared
            del schema["required"], schema["properties"]["lessons"]
        if name == OVER["terms"]:
            del schema["$defs"][TermForm.__name__]["required"]
        found[f"{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return found


def _describe(schema: dict[str, Any]) -> None:
    """Say of a form, and of each of its fields, what it is for."""
    words = field_words().get(schema.get("title", ""), {})
    if "about" in words:
        schema["description"] = words["about"]
    for name, field in schema.get("properties", {}).items():
        field.pop("title", None)  # the name once more, in capitals
        if name in words:
            field["description"] = words[name]


def _laid_over(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a session's schema that also takes one which lays fields over another."""
    properties = schema["properties"]
    parts = {key: each for key, each in properties["parts"].items() if key != "description"}
    whole = {"required": schema["required"], "properties": {"parts": parts}}
    numbered = {
        "type": "object",
        "propertyNames": {"pattern": "^[1-9][0-9]*$"},
        "additionalProperties": {"type": "object"},
    }
    said = properties["parts"]["description"]
    return {
        **{key: value for key, value in schema.items() if key != "required"},
        "properties": {
            EXTENDS: {"const": SHARED, "description": field_words()["SessionForm"][EXTENDS]},
            **properties,
            "parts": {"type": ["array", "object"], "description": said},
        },
        "if": {"required": [EXTENDS]},
        "then": {"properties": {"parts": {"anyOf": [parts, numbered]}}},
        "else": whole,
    }
