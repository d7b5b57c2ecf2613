"""The architecture page, CONTRIBUTING and the record of moves name what is there."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from test_rooms import ROOMS
from world import ROOT, Run, files_in

PAGE = ROOT / "docs/architecture/README.md"
RECORD = ROOT / "docs/adr/0008-rooms-one-can-guess.md"


def rows(path: Path, columns: int) -> list[tuple[str, ...]]:
    """Return the rows of a file's tables that have so many columns, less their heads."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if line.startswith("| `") and len(cells) == columns:
            found.append(cells)
    return found


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_page_has_every_room_in_its_order() -> None:
    assert [names(room)[0] for room, _ in rows(PAGE, 2)] == list(ROOMS)


@pytest.mark.parametrize(("file", "there"), [(row[0], row[1]) for row in rows(PAGE, 3)])
def test_the_road_of_an_edition_names_what_is_there(file: str, there: str) -> None:
    text = (ROOT / names(file)[0]).read_text(encoding="utf-8")
    assert re.search(rf"^(def|class) {names(there)[0]}\b", text, re.MULTILINE)


def test_the_road_is_not_short() -> None:
    assert len(rows(PAGE, 3)) > 20


def test_the_record_says_where_every_file_went() -> None:
    moves = rows(RECORD, 2)
    gone = [old for old, _ in moves for name in names(old) if (ROOT / name).exists()]
    assert gone == []
    missing = [name for _, new in moves for name in names(new) if not (ROOT / name).exists()]
    assert missing == []


def test_the_records_name_no_file_that_is_lost() -> None:
    known = {name for old, _ in rows(RECORD, 2) for name in names(old)}
    for record in sorted((ROOT / "docs/adr").glob("000[1-7]*.md")):
        named = re.findall(r"`(samloft/[\w/]+\.py)`", record.read_text(encoding="utf-8"))
        lost = {name for name in named if not (ROOT / name).exists()} - known
        assert lost == set(), record.name


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_it_is_linked_from_where_people_begin(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "(docs/architecture/README.md)" in text
    links = re.findall(r"\]\(((?:docs|samloft|benchmarks)/[^)#]+)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_contributing_names_rooms_that_are_there() -> None:
    engine = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## The engine")[2]
    table = [line for line in engine.splitlines() if line.startswith("| ") and "`" in line]
    rooms = {name.strip("/") for line in table for name in names(line.split("|")[2])}
    assert rooms - {"messages"} <= set(ROOMS)


def test_the_picture_is_told_in_words_too() -> None:
    picture = ElementTree.parse(ROOT / "docs/architecture/flow.svg").getroot()
    kind = "{http://www.w3.org/2000/svg}"
    assert picture.get("role") == "img"
    assert picture.findtext(f"{kind}title")
    assert len(picture.findtext(f"{kind}desc") or "") > 100


def test_none_of_it_is_in_a_site(small_course: Path, run: Run) -> None:
    folder = small_course / "docs/architecture"
    folder.mkdir()
    for name in ("README.md", "flow.svg"):
        (folder / name).write_bytes((ROOT / "docs/architecture" / name).read_bytes())
    assert run("build", "nordvik", "--without-sheets").code == 0
    assert [path for path in files_in(small_course / "site") if "architecture" in path.parts] == []
