"""The JSON Schemas that let an editor complete and check what authors write in YAML."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from samloft.course.laid_over import EXTENDS, SHARED
from samloft.course.schema import WRITTEN_FILES, SessionForm


def schema_files() -> dict[str, str]:
    """Return each schema's file name and text."""
    found = {}
    for name, form in WRITTEN_FILES.items():
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **TypeAdapter(form).json_schema(),
        }
        if form is SessionForm:
            schema = _laid_over(schema)
        found[f"{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return found


def _laid_over(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a session's schema that also takes one which lays fields over another."""
    properties = schema["properties"]
    whole = {"required": schema["required"], "properties": {"parts": properties["parts"]}}
    numbered = {
        "type": "object",
        "propertyNames": {"pattern": "^[1-9][0-9]*$"},
        "additionalProperties": {"type": "object"},
    }
    return {
        **{key: value for key, value in schema.items() if key != "required"},
        "properties": {
            EXTENDS: {"const": SHARED},
            **properties,
            "parts": {"type": ["array", "object"]},
        },
        "if": {"required": [EXTENDS]},
        "then": {"properties": {"parts": {"anyOf": [properties["parts"], numbered]}}},
        "else": whole,
    }
