"""Names of folders and files as authors list them, each once."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names as they are. Raises PydanticCustomError for one that is there twice."""
    for at, name in enumerate(names):
        if name in names[:at]:
            raise PydanticCustomError("listed_twice", "listed twice", {"name": name, "at": at})
    return names


EachOnce = (AfterValidator(_each_once), Field(json_schema_extra={"uniqueItems": True}))
Slugs = Annotated[tuple[Slug, ...], *EachOnce]
