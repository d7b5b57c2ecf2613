"""Read YAML, CSV and Markdown into checked values, and know the line each value stands on."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from samloft.course.misfits import (
    MISSING_KEY,
    UNKNOWN_KEY,
    Key,
    adapter_for,
    describe,
    keys_of,
)
from samloft.course.yaml_values import yaml_values
from samloft.git import MARKS
from samloft.problems import Problem
from samloft.slots.slot import ANY_MARK
from samloft.suggest import nearest
from samloft.text.limits import first_too_long
from samloft.text.normal import normal

T = TypeVar("T")
BIGGEST_FILE = 1_000_000
"""Bytes. Far above any lesson; stops a file that is in the folder by mistake."""
_SIGN_SAID = re.compile(r"(?i:sep)=([,;\t|])")
"""How Excel is told what stands between the columns of a table."""


@dataclass(frozen=True)
class Reading:
    """What one YAML text said, and where."""

    value: Any
    lines: dict[Key, int]

    def line(self, key: Key) -> int:
        """Return the line of a value, or of the nearest thing around it that has one."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


@dataclass
class Reader:
    """Reads files below `root` and collects every problem on the way, so none hides another."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    readings: dict[Path, Reading] = field(default_factory=dict)
    advice: list[Problem] = field(default_factory=list)
    """What is worth mending, and stops nothing."""

    def line(self, path: Path, key: Key) -> int:
        """Return the line of a value in a YAML file that has been read."""
        return self.readings[path].line(key) if path in self.readings else 1

    def report(self, path: Path, line: int | None, rule: str, **values: object) -> None:
        """Note one problem; values are kept as the author wrote them."""
        words = {name: str(value) for name, value in values.items()}
        self.problems.append(Problem(path=self.name(path), line=line, rule=rule, values=words))

    def advise(self, path: Path, line: int | None, rule: str, **values: object) -> None:
        """Note something that stops nothing."""
        words = {name: str(value) for name, value in values.items()}
        self.advice.append(
            Problem(path=self.name(path), line=line, rule=rule, values=words, is_warning=True)
        )

    def name(self, path: Path) -> str:
        """Return how a file is called in messages: from the root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def text(self, path: Path) -> str | None:
        """Return a file's text, or None with a problem noted."""
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                self.report(path, None, "file-is-ordinary")
                return None
            if status.st_size > BIGGEST_FILE:
                self.report(path, None, "file-is-small", limit="1 MB")
                return None
            text = normal(path.read_text(encoding="utf-8-sig"))
            kept = ANY_MARK.search(text)
            if kept:
                line = text.count("\n", 0, kept.start()) + 1
                self.report(path, line, "text-has-no-mark", value=kept[0])
                return None
            return text
        except FileNotFoundError:
            self.report(path, None, "file-exists")
        except UnicodeDecodeError as problem:
            before = path.read_bytes()[: problem.start]
            self.report(path, before.count(b"\n") + 1, "file-is-utf8")
        except OSError as problem:
            self.report(path, None, "file-can-be-read", reason=problem.strerror)
        return None

    def yaml(self, path: Path, form: Callable[..., T] | type[T]) -> tuple[T, Reading] | None:
        """Return a YAML file as `form`, with its lines; None when a problem was noted."""
        text = self.text(path)
        reading = self.parse(path, text) if text is not None else None
        if reading is None:
            return None
        self.readings[path] = reading
        value: T | None = self.check(path, reading, form)
        return None if value is None else (value, reading)

    def says_something(self, path: Path) -> bool:
        """Tell whether a file is there with a line beside its comments: else it knows nothing."""
        if not path.is_file():
            return False
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
        return any(line.strip() and not line.startswith(b"#") for line in lines)

    def words(self, path: Path) -> list[str]:
        """Return the words of a list: one a line, with `#` before a comment."""
        text = self.text(path) if path.is_file() else None
        if text is None or self._has_conflict(path, text):
            return []
        return [word for line in text.split("\n") if (word := line.partition("#")[0].strip())]

    def written(self, path: Path) -> dict[str, Any]:
        """Return what a YAML file says at its top, unchecked; what stands there when unreadable."""
        if path in self.readings and isinstance(self.readings[path].value, dict):
            return dict(self.readings[path].value)
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        return dict.fromkeys(re.findall(r"^([a-z0-9_-]+):", text, re.MULTILINE), "")

    def csv(self, path: Path, form: type[T], *, most: int = 10_000) -> list[tuple[T, int]]:
        """Return the rows of a CSV file that are right, each with its line.

        A file with semicolons, as Norwegian spreadsheets write it, is read as well; blank rows
        are passed over. More than `most` rows are refused.
        """
        text = self.text(path)
        rows: list[tuple[T, int]] = []
        if text is None or self._has_conflict(path, text):
            return rows
        head, _, rest = text.partition("\n")
        sign = _SIGN_SAID.fullmatch(head)
        if sign:  # Excel's own first line; it stays a line, so that the others keep their numbers
            head, text = rest.partition("\n")[0], f"\n{rest}"
        table = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=sign[1] if sign else max(",;\t", key=head.count),
        )
        names: list[str] = []
        last = 0
        try:
            for cells in table:
                cells = [" ".join(cell.split()) for cell in cells]
                line, last = last + 1, table.line_num  # a cell may run over lines
                if not any(cells):
                    continue
                if not names:
                    names = _without_empty_end(cells)
                    if not self._header_is_right(path, names, line, form):
                        return rows
                    continue
                if any(cells[len(names) :]) or len(cells) < len(names):
                    self.report(path, line, "row-fits-header", columns=len(names))
                    continue
                if len(rows) == most:
                    self.report(path, line, "table-is-short", most=most)
                    return rows
                filled = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
                value: T | None = self.check(path, Reading(filled, {(): line}), form)
                if value is not None:
                    rows.append((value, line))
        except csv.Error as error:
            self.report(path, table.line_num, "table-is-readable", reason=error)
        else:
            if not names:
                self._header_is_right(path, names, 1, form)
        return rows

    def _has_conflict(self, path: Path, text: str, offset: int = 0) -> bool:
        """Tell whether a merge left two texts somewhere, with a problem noted for each place."""
        lines = text.split("\n") if MARKS[0] in text else []
        places = [at for at, line in enumerate(lines, start=1) if line.startswith(MARKS[0])]
        for line in places:
            self.report(path, line + offset, "conflict-is-settled")
        return bool(places)

    def _header_is_right(self, path: Path, columns: list[str], line: int, form: Any) -> bool:
        """Tell whether a table has the columns of `form`, with a problem noted for each mistake."""
        before = len(self.problems)
        known = {each.name: each for each in dataclasses.fields(form)}
        near = set()
        for name in dict.fromkeys(columns):
            if columns.count(name) > 1:
                self.report(path, line, "column-is-said-once", name=name)
            if name not in known:
                close = nearest(name, list(known))
                near.add(close)
                self.report(path, line, "column-is-known", name=name, nearest=close)
        for name, each in known.items():
            must = each.default is each.default_factory is dataclasses.MISSING
            if must and name not in columns and name not in near:
                self.report(path, line, "column-is-there", name=name)
        return len(self.problems) == before

    def markdown(
        self, path: Path, form: type[T], *, headless: bool = False
    ) -> tuple[T | None, str] | None:
        """Return a page's front matter as `form`, and its body with the lines kept.

        The front matter becomes empty lines in the body, so line 12 of the file is line 12
        of the body. With `headless` a file that only extends another may lack front matter.
        Front matter that is not right comes as None, with problems noted.
        """
        text = self.text(path)
        if text is None:
            return None
        if (line := first_too_long(text)) is not None:
            self.report(path, line, "text-is-bounded")
            text = "".join(text.splitlines(keepends=True)[: line - 1])  # what stands before it
        match = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", text, re.DOTALL)
        if match is None and headless and text.lstrip().startswith("{%"):
            return None, text
        if match is None:
            if re.match(r"---[ \t]*\n\w+:", text):
                self.report(path, 1, "front-matter-is-closed")
            else:
                self.report(path, 1, "page-has-front-matter")
            return None, text
        reading = self.parse(path, match[1], offset=1)
        if reading is not None:
            self.readings[path] = reading
        head: T | None = None if reading is None else self.check(path, reading, form)
        return head, "\n" * match[0].count("\n") + text[match.end() :]

    def parse(self, path: Path, text: str, offset: int = 0) -> Reading | None:
        """Return a YAML text as texts, lists and mappings; None, with problems noted, if wrong."""
        if self._has_conflict(path, text, offset):
            return None
        read = yaml_values(text)
        for fault in read.faults:
            self.report(path, fault.line + offset, fault.rule, **fault.values)
        if read.faults:
            return None
        return Reading(read.value, {key: line + offset for key, line in read.lines.items()})

    def check(self, path: Path, reading: Reading, form: Any) -> Any:
        """Return the value as `form`, or None with every problem in it noted."""
        adapter = adapter_for(form)
        try:
            return adapter.validate_python(reading.value)
        except ValidationError as error:
            details = error.errors(include_url=False)
            # One cause, one problem: a misspelt key is not also a missing one.
            meant = {
                (*place[:-1], nearest(str(place[-1]), keys_of(form, reading.value, place[:-1])))
                for detail in details
                if detail["type"] in UNKNOWN_KEY and (place := detail["loc"])
            }
            for detail in details:
                if detail["type"] not in MISSING_KEY or detail["loc"] not in meant:
                    self._report_detail(path, reading, form, detail)
        return None

    def _report_detail(self, path: Path, reading: Reading, form: Any, detail: Any) -> None:
        place: Key = tuple(part for part in detail["loc"] if part != "[key]")
        name = str(place[-1]) if place else ""
        kind = detail["type"]
        if kind in UNKNOWN_KEY:
            known = keys_of(form, reading.value, place[:-1])
            self.report(
                path, reading.line(place), "key-is-known", key=name, nearest=nearest(name, known)
            )
        elif kind in MISSING_KEY:
            self.report(path, reading.line(place[:-1]), "key-is-there", key=name)
        else:
            rule, values = describe(kind, detail)
            written = detail["input"]
            shown = written if isinstance(written, str) else name
            # Authors count from one, as single fields of a session do.
            label = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place)
            at = detail.get("ctx", {}).get("at")
            line = reading.line(place if at is None else (*place, at))
            self.report(path, line, rule, key=label, value=shown, **values)


def _without_empty_end(cells: list[str]) -> list[str]:
    """Return a header without the empty columns a spreadsheet writes after the last."""
    return cells if not cells or cells[-1] else _without_empty_end(cells[:-1])


def read_lf(path: Path) -> str:
    """Return a text as it is, but for Windows line ends."""
    return path.read_bytes().replace(b"\r\n", b"\n").decode("utf-8")


def write_lf(path: Path, text: str) -> None:
    """Write a text as it is: Windows would turn its line ends."""
    path.write_bytes(text.encode("utf-8"))
