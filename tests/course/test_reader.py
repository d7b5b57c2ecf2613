"""YAML, CSV and front matter are read without guessing, and every value keeps its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import WriteTree

from samloft.course.misfits import Key
from samloft.course.reader import Reader
from samloft.course.schema import LessonForm, MunicipalityForm, NetworkForm, PageForm
from samloft.slots.slot import PREFIX
from samloft.suggest import nearest

WORDS = st.text("abcæøå 0123456789«».–", min_size=1, max_size=12).map(
    lambda text: f"x{text.strip()}"
)
NAMES = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
VALUES: st.SearchStrategy[Any] = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


def written(value: Any, key: Key, lines: list[str], where: dict[Key, int], indent: int = 0) -> None:
    """Write YAML line by line, noting the line each text is written on."""
    space = " " * indent
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in items:
        mark = f"{name}:" if isinstance(value, dict) else "-"
        # A comment and an empty line here and there: lines are not values.
        if len(lines) % 3 == 0:
            lines += ["# merknad", ""]
        if isinstance(inner, str):
            lines.append(f'{space}{mark} "{inner}"')
            where[(*key, name)] = len(lines)
        else:
            lines.append(f"{space}{mark}")
            written(inner, (*key, name), lines, where, indent + 2)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4), st.integers(0, 5))
def test_the_line_of_a_value_is_the_line_it_was_written_on(
    value: dict[str, Any], offset: int
) -> None:
    lines: list[str] = []
    where: dict[Key, int] = {}
    written(value, (), lines, where)
    reading = Reader(Path()).parse(Path("fil.yml"), "\n".join(lines), offset)
    assert reading is not None
    assert reading.value == value
    assert {key: reading.line(key) - offset for key in where} == where


@pytest.mark.parametrize("bare", ["no", "0301", "1.10", "null", "2026-01-01", "09:00", "1e3", "~"])
def test_a_bare_word_stays_the_text_it_was_written_as(bare: str) -> None:
    reading = Reader(Path()).parse(Path("fil.yml"), f"verdi: {bare}\n")
    assert reading is not None
    assert reading.value == {"verdi": bare}


def test_an_empty_value_is_a_value_left_out(write_tree: WriteTree) -> None:
    root = write_tree(
        {"n.yml": 'name: X\nlanguage: nb\nurl:\ncolours: {primary: "#000000", accent: "#000000"}\n'}
    )
    read = Reader(root).yaml(root / "n.yml", NetworkForm)
    assert read is not None
    assert read[0].url is None


def test_line_n_of_a_file_is_line_n_of_its_body(write_tree: WriteTree) -> None:
    root = write_tree({"s.md": "---\ntitle: Tittel\n\n# merknad\n---\n\nLinje 7.\n"})
    read = Reader(root).markdown(root / "s.md", PageForm)
    assert read is not None
    assert read[1].split("\n")[6] == "Linje 7."


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    text = "---\ntitle: Tittel\nobjective: M\nminutes: 5\nsummary: S\n---\nTekst.\n"
    (tmp_path / "a.md").write_bytes(text.encode())
    (tmp_path / "b.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    reader = Reader(tmp_path)
    assert reader.markdown(tmp_path / "a.md", LessonForm) == reader.markdown(
        tmp_path / "b.md", LessonForm
    )
    assert reader.problems == []


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("en\nto\ntre å\n".encode("latin-1"))
    reader = Reader(tmp_path)
    assert reader.text(tmp_path / "a.md") is None
    assert [(p.path, p.line, p.rule) for p in reader.problems] == [("a.md", 3, "file-is-utf8")]


def test_a_file_far_too_big_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a" * 1_000_001)
    reader = Reader(tmp_path)
    assert reader.text(tmp_path / "a.md") is None
    assert [(p.path, p.line, p.rule) for p in reader.problems] == [("a.md", None, "file-is-small")]


def test_a_municipalitys_number_keeps_its_zero(write_tree: WriteTree) -> None:
    root = write_tree({"m.csv": "number,name,language\n0301,Oslo,neutral\n"})
    rows = Reader(root).csv(root / "m.csv", MunicipalityForm)
    assert [(row.number, row.name, line) for row, line in rows] == [("0301", "Oslo", 2)]


def test_the_nearest_word_is_offered_or_those_there_are() -> None:
    assert nearest("kontact", ["contact", "name"]) == "contact"
    assert nearest("xyz", ["name", "contact"]) == "contact, name."
    many = [f"begrep-{number}" for number in range(40)]
    assert nearest("xyz", many).startswith("begrep-0, begrep-1, ")
    assert nearest("xyz", many).endswith(", …")


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_a_table_may_say_what_stands_between_its_columns(sign: str, write_tree: WriteTree) -> None:
    rows = ("number", "name", "language"), ("0301", "Oslo; Kristiania", "neutral")
    said = [sign.join(f'"{cell}"' for cell in row) for row in rows]
    root = write_tree({"m.csv": "\n".join((f"SEP={sign}", *said, ""))})
    reader = Reader(root)
    ((oslo, line),) = reader.csv(root / "m.csv", MunicipalityForm)
    assert (oslo.name, oslo.language, line, reader.problems) == (
        "Oslo; Kristiania",
        "neutral",
        3,
        [],
    )


def test_signs_that_yaml_names_are_read_like_signs_that_are_written(write_tree: WriteTree) -> None:
    root = write_tree({"a.yml": 'title: "En\\u202e \\u200bta\\u0001ng\\r\\nto"\n'})
    read = Reader(root).yaml(root / "a.yml", dict[str, str])
    assert read is not None
    assert read[0] == {"title": "En tang\nto"}


def test_no_value_says_a_mark_of_ours_by_its_letters_names(write_tree: WriteTree) -> None:
    named = "".join(f"\\u{ord(sign):04x}" for sign in PREFIX)
    root = write_tree({"a.yml": f'title: "En {named}aQ"\n'})
    reader = Reader(root)
    reader.yaml(root / "a.yml", dict[str, str])
    assert [(each.line, each.rule) for each in reader.problems] == [(1, "text-has-no-mark")]
