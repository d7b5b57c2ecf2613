"""Of a sealed text all can read what is for all, and see whether a note has changed."""

from __future__ import annotations

from pathlib import Path

from composed import LESSON, read

from samloft.changes.outline import dump
from samloft.composing.composer import Composer
from samloft.course.editions import find_editions
from samloft.text.sealed_notes import SEAL, sealed
from samloft.versions.edition_outline import outline_of_edition

TEXT = """Alle.[^alle]

!!! facilitator "HEMMELIG"
    HEMMELIG.[^notat]

    HEMMELIG.

- For alle

    ??? facilitator
        HEMMELIG.

> !!! facilitator
>     HEMMELIG.
>
> For alle.

- !!! facilitator
      HEMMELIG.

[^notat]: HEMMELIG
    HEMMELIG.

    HEMMELIG.

[^alle]: For alle.
"""


def test_nothing_a_note_says_is_left_and_all_else_is() -> None:
    text = sealed(TEXT)
    assert "HEMMELIG" not in text
    assert text.count(SEAL) == 5
    assert text.count("For alle.") == TEXT.count("For alle.")
    assert sealed(text) == text


def test_a_note_that_has_changed_has_another_seal() -> None:
    other = sealed(TEXT.replace("\n\n    HEMMELIG.\n\n-", "\n\n    Annet.\n\n-"))
    ours, others = sealed(TEXT).split("\n"), other.split("\n")
    assert [n for n, (a, b) in enumerate(zip(ours, others, strict=True)) if a != b] == [3]


def test_what_is_published_of_an_edition_in_outline_is_sealed(small_course: Path) -> None:
    lesson = small_course / "modules" / LESSON
    lesson.write_text(lesson.read_text(encoding="utf-8") + f"\n{TEXT}", encoding="utf-8")
    course, networks = read(small_course)
    (edition,) = find_editions(["sorvik"], networks)
    kept = dump(outline_of_edition(Composer(course), edition, "nb")).decode()
    assert "HEMMELIG" not in kept
    assert "La ingen si passordet" not in kept
    assert SEAL in kept
    assert "For alle." in kept
