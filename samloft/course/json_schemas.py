"""The JSON Schemas that let an editor complete and check what authors write in YAML."""

from __future__ import annotations

import json

from pydantic import TypeAdapter

from samloft.course.schema import WRITTEN_FILES


def schema_files() -> dict[str, str]:
    """Return each schema's file name and text."""
    found = {}
    for name, form in WRITTEN_FILES.items():
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **TypeAdapter(form).json_schema(),
        }
        found[f"{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return found
