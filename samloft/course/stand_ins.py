"""What stands in for a file that is not right: the rest is then looked through in the same run.

The file has its problem noted, so nothing will be built; what stands in causes none of its own.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, cast

from samloft.course.model import Head
from samloft.course.reader import Reader
from samloft.course.schema import (
    CourseForm,
    LessonForm,
    ModuleForm,
    PageForm,
    SourceForm,
    TermForm,
)
from samloft.languages import BASE


def course_stand_in(reader: Reader, path: Path) -> CourseForm:
    """Return a course of all the modules and pages there are."""
    written = reader.written(path)
    folders = sorted(found.parent.name for found in path.parent.glob("*/module.yml"))
    pages = {name.stem.split(".")[0] for name in (reader.root / "docs").glob("*.md")}
    return CourseForm(
        title={BASE: "course"},
        summary={BASE: "course"},
        version="2000.1",
        date=datetime.date(2000, 1, 1),
        modules=_words(written.get("modules")) or tuple(folders),
        pages=_words(written.get("pages")) or tuple(sorted(pages - {"index"})),
        licence="CC-BY-4.0",
    )


def module_stand_in(reader: Reader, path: Path, lessons: list[str]) -> ModuleForm:
    """Return a module of the lessons it names, or of those there are."""
    return ModuleForm(
        title={BASE: path.parent.name},
        audience=(),
        objectives={BASE: ()},
        lessons=_words(reader.written(path).get("lessons")) or tuple(lessons),
        facts_checked=datetime.date(2000, 1, 1),
        licence="CC-BY-4.0",
    )


def head_stand_in(form: type[Head], slug: str) -> Head:
    """Return the front matter of a text."""
    head: Any = (
        LessonForm(title=slug, objective=slug, minutes=1, summary=slug)
        if form is LessonForm
        else PageForm(title=slug)
    )
    return cast(Head, head)


def row_stand_in(form: type) -> TermForm | SourceForm:
    """Return a term or a source."""
    if form is TermForm:
        return TermForm(term={BASE: "term"}, definition={BASE: "term"})
    day = datetime.date(2000, 1, 1)
    return SourceForm(title="source", publisher="source", date="undated", read=day, claims=())


def _words(value: object) -> tuple[str, ...]:
    """Return a list of words as it is; nothing when it is anything else."""
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    return ()
