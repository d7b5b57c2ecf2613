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

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from samloft.course.misfits import (
    MISSING_KEY,
    UNKNOWN_KEY,
    Key,
    adapter_for,
    describe,
    keys_of,
    unreadable,
)
from samloft.course.yaml_nodes import compose, mark_cut
from samloft.git import MARKS
from samloft.problems import Problem
from samloft.slots.slot import ANY_MARK
from samloft.suggest import nearest
from samloft.text.limits import first_too_long
from samloft.text.normal import normal
from samloft.text.stray_notes import marked_as_notes

T = TypeVar("T")
BIGGEST_FILE = 1_000_000
"""Bytes. Far above any lesson; stops a file that is in the folder by mistake."""
_SIGN_SAID = re.compile(r"(?i:sep)=([,;\t|])")
"""How Excel is told what stands between the columns of a table."""
_HALF = re.compile(r"[\ud800-\udfff]")
"""Half of a letter that UTF-16 writes in two, which nothing else can write."""


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


_FOR_FACILITATOR = frozenset({"facilitator", "notes"})
"""Fields of a session that only its leader reads."""


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
        try:
            for cells in table:
                cells = [cell.strip() for cell in cells]
                line = table.line_num
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
                near.add(nearest(name, list(known)))
                close = nearest(name, list(known))
                self.report(path, line, "key-is-known", key=name, nearest=close)
        for name, each in known.items():
            must = each.default is each.default_factory is dataclasses.MISSING
            if must and name not in columns and name not in near:
                self.report(path, line, "key-is-there", key=name)
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
        """Return YAML as text, lists and mappings; nothing is guessed (`no` stays `no`).

        Aliases are refused: a few lines of them can grow without end.
        """
        before = len(self.problems)
        if self._has_conflict(path, text, offset):
            return None
        try:
            node, aliases = compose(text)
        except RecursionError:
            self.report(path, 1, "yaml-is-readable", written=f"{text.strip()[:20]} …")
            return None
        except yaml.YAMLError as problem:
            line, rule, values = unreadable(text, problem)
            self.report(path, line + offset, rule, **values)
            return None
        if node is None:
            self.report(path, 1, "file-has-content")
            return None
        for line in aliases:
            self.report(path, line + 1 + offset, "yaml-has-no-alias")
        lines: dict[Key, int] = {}
        mark_cut(node, text.split("\n"))
        value = self._value(path, node, (), lines, offset)
        return Reading(value, lines) if len(self.problems) == before else None

    def _value(self, path: Path, node: Node, key: Key, lines: dict[Key, int], offset: int) -> Any:
        line = node.start_mark.line + 1 + offset
        lines.setdefault(key, line)
        if isinstance(node, SequenceNode):
            return [
                self._value(path, item, (*key, number), lines, offset)
                for number, item in enumerate(node.value)
            ]
        if isinstance(node, MappingNode):
            found: dict[str, Any] = {}
            for name_node, value_node in node.value:
                name = str(name_node.value)
                line = name_node.start_mark.line + 1 + offset
                if not isinstance(name_node, ScalarNode):  # {{ a value, which YAML reads first }}
                    self.report(path, line, "text-with-sign-is-quoted", sign="{", value="{{ … }}")
                    continue
                if node.flow_style and value_node.start_mark.index == name_node.end_mark.index:
                    # {nb: Kven, og når}: the comma ended the text, and the rest became a key.
                    self.report(path, line, "text-with-comma-is-quoted", value=name)
                    continue
                if name in found:
                    self.report(path, line, "key-is-said-once", key=name)
                lines[(*key, name)] = line
                found[name] = self._value(path, value_node, (*key, name), lines, offset)
            # An empty value is a value left out.
            return {name: value for name, value in found.items() if value != ""}
        cut = getattr(node, "cut", "")
        if cut:
            self.report(path, line, "text-with-hash-is-quoted", value=cut)
            return ""
        value = str(node.value)
        half = _HALF.search(value)
        if half:
            self.report(path, line, "letters-are-whole", value=ascii(half[0])[1:-1])
            return ""
        value = normal(value)  # YAML has names for signs, too: "\u202e"
        if kept := ANY_MARK.search(value):
            self.report(path, line, "text-has-no-mark", value=kept[0])
            return ""
        stray = "" if _FOR_FACILITATOR.intersection(key) else marked_as_notes(value)
        if stray:
            self.report(path, line, "field-is-for-all", value=stray)
        return value

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
            label = ".".join(str(part) for part in place)
            self.report(path, reading.line(place), rule, key=label, value=shown, **values)


def _without_empty_end(cells: list[str]) -> list[str]:
    """Return a header without the empty columns a spreadsheet writes after the last."""
    return cells if not cells or cells[-1] else _without_empty_end(cells[:-1])


def read_lf(path: Path) -> str:
    """Return a text as it is, but for Windows line ends."""
    return path.read_bytes().replace(b"\r\n", b"\n").decode("utf-8")


def write_lf(path: Path, text: str) -> None:
    """Write a text as it is: Windows would turn its line ends."""
    path.write_bytes(text.encode("utf-8"))
