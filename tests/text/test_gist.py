"""What a room is shown of a passage is as much as can be read from the back of it."""

from __future__ import annotations

import pytest

from samloft.text.gist import in_pieces
from samloft.text.parse import parse
from samloft.text.write import write


def table(rows: int) -> str:
    return "| Tema | Spør |\n|---|---|\n" + "".join(f"| T{n} | S{n} |\n" for n in range(rows))


@pytest.mark.parametrize(("rows", "expected"), [(0, [0]), (7, [7]), (8, [4, 4]), (15, [5, 5, 5])])
def test_a_long_table_is_parted_evenly_under_the_same_head(rows: int, expected: list[int]) -> None:
    pieces = [write(each) for each in in_pieces(parse(table(rows)))]
    assert [each.count("| T") - 1 for each in pieces] == expected
    assert all(each.startswith("| Tema | Spør |\n") for each in pieces)
    assert [f"| S{n} |" in "".join(pieces) for n in range(rows)] == [True] * rows


def test_what_stands_around_a_table_is_shown_once_before_and_after() -> None:
    first, last = (write(each) for each in in_pieces(parse(f"Før.\n\n{table(8)}\nEtter.\n")))
    assert first.startswith("Før.\n\n| Tema")
    assert "Etter" not in first
    assert last.rstrip().endswith("\n\nEtter.")
    assert "Før" not in last
