"""Two ways to write the same text are one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samloft.text.normal import normal


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("bla\u030aba\u0308r", "blåbär"),
        ("en\r\nto\rtre", "en\nto\ntre"),
        ("en\u2028to \u2028\ntre\u2029\n- fire\u2028", "en to \ntre\n- fire"),
        ("\ufeffTittel", "Tittel"),
        ("pass\u200bord \u2060her", "passord her"),
        ("a\n\u200b    ord", "a\nord"),
        ("a\x00b\x07c\x1b[0m", "abc[0m"),
        ("kode\u202etxet", "kodetxet"),
        ("hold\tav\u00a0dette og \u00adsom", "hold\tav\u00a0dette og \u00adsom"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_what_no_reader_can_tell_apart_is_one_text(written: str, same: str) -> None:
    assert normal(written) == same


def test_blanks_that_an_editor_shows_in_a_text_with_a_note_are_there() -> None:
    note = "!!! facilitator\n    a\n\n{}    b"
    assert normal(note.format("\u200b")) == note.format("")


@given(st.text())
def test_a_text_is_made_normal_once(text: str) -> None:
    assert normal(normal(text)) == normal(text)
