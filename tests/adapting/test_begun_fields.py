"""What `adapt` begins of a YAML file: as people write it, and never what cannot be built."""

from __future__ import annotations

from pathlib import Path

import pytest
from world import Run

from samloft.adapting.fields import field_text, merge_fields, written

SESSION = "modules/trygghet/sessions/1-oppstart.yml"


NAMES = (f"{SESSION}:3:7", f"./{SESSION}", SESSION.replace("/", "\\"))


@pytest.mark.parametrize("name", [*NAMES, "trygghet/1-oppstart", "trygghet/samling/1-oppstart"])
def test_a_session_is_called_as_check_run_and_windows_call_it(
    small_course: Path, run: Run, name: str
) -> None:
    done = run("adapt", "sorvik", name, "--block", "starts")
    assert done.code == 0, done.err
    local = small_course / "networks/sorvik" / SESSION
    assert 'starts: "22:30"' in local.read_text(encoding="utf-8")


def test_what_may_not_lie_over_the_shared_file_is_not_begun(small_course: Path, run: Run) -> None:
    done = run("adapt", "sorvik", "modules/trygghet/module.yml", "--block", "lessons")
    assert done.code == 2
    assert "without" in done.err
    assert not (small_course / "networks/sorvik/modules/trygghet/module.yml").exists()
    done = run("adapt", "sorvik", "modules/trygghet/sessions/1-oppstat.yml")
    assert SESSION in done.err


@pytest.mark.parametrize("value", [
    {"nb": "En.\n\n1. To\n2. Tre", "nn": "Ein."}, "Linje\nto\n", {"2": {"notes": {"nb": "a\n b"}}},
    [{"task": {"nb": "x\ny"}}, "09:00"], {"starts": "9:05", "day": "2027-01-12", "no": "ja: #1"},
])  # fmt: skip
def test_texts_over_lines_are_written_over_lines_and_read_alike(value: object) -> None:
    text = field_text("felt", value)
    assert written(text) == {"felt": value}
    assert "\\n" not in text


NAMES_OF_THREE = ("lokalt", "felles, slik det var", "felles nå")
BEFORE = """\
starts: "09:00"
parts:
  - {title: {nb: En}, minutes: 10}
  - {title: {nb: To}, minutes: 20, form: pairs}
"""


def merged(ours: str, now: str) -> tuple[str, int]:
    done = merge_fields(ours, BEFORE, now, {"starts", "parts"}, NAMES_OF_THREE)
    return done.text, done.conflicts


@pytest.mark.parametrize(
    ("ours", "now", "expected"),
    [
        ('starts: "09:00"  # vår\n', ('"09:00"', '"08:30"'), 'starts: "08:30"\n'),
        ('starts: "08:30"\n', ('"09:00"', '"08:30"'), 'starts: "08:30"\n'),
        (
            "# a\nparts:\n  2: {minutes: 25, form: pairs}  # b\n",
            ("pairs", "group"),
            "# a\nparts:\n  2: {minutes: 25, form: group}  # b\n",
        ),
        (
            "parts:\n  2: {minutes: 25, form: pairs}\n",
            ("parts:\n", "parts:\n  - {form: break, minutes: 5}\n"),
            "parts:\n  3: {minutes: 25, form: pairs}\n",
        ),
        (
            "parts:\n  2: {minutes: 25, form: pairs}\n",
            ("  - {title: {nb: To}, minutes: 20, form: pairs}",
             "  - {form: break, minutes: 5}\n  - {title: {nb: To}, minutes: 20, form: plenary}"),
            "parts:\n  3: {minutes: 25, form: plenary}\n",
        ),
    ],
)  # fmt: skip
def test_what_only_one_has_changed_needs_no_choice(
    ours: str, now: tuple[str, str], expected: str
) -> None:
    assert merged(ours, BEFORE.replace(*now)) == (expected, 0)


def test_what_both_have_changed_needs_one() -> None:
    ours = "parts:\n  2: {minutes: 25, form: pairs}\n"
    text, conflicts = merged(ours, BEFORE.replace("minutes: 20", "minutes: 30"))
    assert conflicts == 1
    assert "minutes: 25" in text
    assert "minutes: 30" in text
