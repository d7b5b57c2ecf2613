"""A passage of a lesson is the text under a heading, with what stands out in it."""

from __future__ import annotations

from samloft.text.passages import under_heading

LESSON = """
## Slik gjør du

Lås skjermen.

!!! warning
    Gå aldri fra en åpen skjerm.

!!! danger "Pass på"
    Del ikke passordet.

???+ tip
    Trykk Windows og L.

??? info "Figuren i ord"
    En hengelås.

!!! reflect
    Når låste du sist?

!!! facilitator
    Vis det på din egen maskin.

## Etterpå
"""


def test_warnings_and_open_notes_are_read_on_with_the_text() -> None:
    passage = under_heading(LESSON, "Slik gjør du")
    assert passage is not None
    words = passage.text.words
    for told in ("Lås skjermen", "åpen skjerm", "Del ikke", "Windows og L"):
        assert told in words


def test_tasks_notes_to_the_facilitator_and_what_is_folded_stand_elsewhere() -> None:
    passage = under_heading(LESSON, "Slik gjør du")
    assert passage is not None
    for elsewhere in ("hengelås", "Når låste", "din egen maskin"):
        assert elsewhere not in passage.text.words
