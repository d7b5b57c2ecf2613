"""Whatever stands at the top of a file, an import says what it makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_dialects import told
from world import Run, WriteTree

from samloft.importing.document import Report
from samloft.importing.folder import read_text

HEADS = {
    "minutes in words": ("minutes: 15 min", {"minutes": "15"}, "x", set()),
    "minutes as parts": ("teaching: '20'\nexercises: 5", {"minutes": "25"}, "x", set()),
    "minutes that are none": ("minutes: 1h", {}, "x", {"front_matter"}),
    "minutes that are a list": ("minutes: [1]", {}, "x", {"front_matter"}),
    "keys that are no words": ("1: x\nyes: y", {}, "x", {"front_matter"}),
    "objectives in a list": ("objective: [Ask, Go.]", {"objective": "Ask. Go."}, "x", set()),
    "a title that is none": ("title: {a: b}", {}, "x", set()),
    "a colon in a title": ("title: Git: why\ndraft: true", {"draft": "true"}, "Git: why", {"head"}),
    "a date that is none": ("title: A\ndate: 2020-13-45", {}, "A", {"head"}),
}


@pytest.mark.parametrize("name", HEADS)
def test_front_matter_is_read_as_far_as_it_goes(
    name: str, write_tree: WriteTree, report: Report
) -> None:
    written, head, title, said = HEADS[name]
    document = read_text(write_tree({"x.md": f"---\n{written}\n---\n\nText.\n"}) / "x.md", report)
    assert (document.head, document.title) == (head, title)
    assert document.sections[0].body == "Text."
    assert {each.replace("head_unreadable", "head") for each in told(report)} == said


def test_text_between_two_lines_is_no_front_matter(write_tree: WriteTree, report: Report) -> None:
    folder = write_tree({"x.md": "---\nA text [of\nits own.\n\n---\n\nB\n"})
    assert read_text(folder / "x.md", report).sections[0].body == (
        "---\nA text [of\nits own.\n\n---\n\nB"
    )
    assert told(report) == set()


def test_a_summary_that_is_too_long_is_cut_and_told_of(
    tmp_path: Path, small_course: Path, run: Run
) -> None:
    (tmp_path / "a.md").write_text(f"---\ndescription: {'ord ' * 60}\n---\n\nTekst.\n")
    assert "sammendraget var for langt" in run("import", tmp_path / "a.md", "--module", "ny").out


def test_a_file_that_is_no_text_is_named(tmp_path: Path, small_course: Path, run: Run) -> None:
    (tmp_path / "inn").mkdir()
    (tmp_path / "inn/a.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / "inn/b.md").write_bytes("# Bl\xe5\n".encode("latin-1"))
    done = run("import", tmp_path / "inn")
    assert done.code == 2
    assert "b.md" in done.err


def test_objectives_that_do_not_end_take_no_text_along(
    write_tree: WriteTree, report: Report
) -> None:
    folder = write_tree({"a.md": "::: objectives\n\n- Ask\n\n## More\n\nText.\n"})
    document = read_text(folder / "a.md", report)
    assert [each.title for each in document.sections] == ["", "More"]
    assert "objective" not in document.head
    assert told(report) == {"not_closed"}
