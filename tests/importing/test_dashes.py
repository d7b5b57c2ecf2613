"""Hyphens that other tools show as dashes are dashes, and no other hyphens."""

from __future__ import annotations

import pytest

from samloft.importing.dialects import in_our_words
from samloft.importing.document import Report


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("their files---there is, 1--2 -- and so", "their files—there is, 1–2 – and so"),
        ('"Hvorfor?" --- *fordi* --- [her](a--b.md)', '"Hvorfor?" — *fordi* — [her](a--b.md)'),
        ("`a--b` c--d, say git --all or --no-edit", "`a--b` c–d, say git --all or --no-edit"),
        ("a ---- b <!-- c--d --> https://ks.no/a--b", "a ---- b <!-- c--d --> https://ks.no/a--b"),
        ("[a](b--c)-- d\n\n> --- Kari", "[a](b--c)– d\n\n> — Kari"),
        ("> \\--- Kari\n\nto\\--tre", "> \\--- Kari\n\nto\\--tre"),
        ("a\n\n--- ---\n\n| -- | -- |", "a\n\n--- ---\n\n| -- | -- |"),
        ("a | b\n---|---\nc | d", "a | b\n---|---\nc | d"),
        ("| a |\n|--|\n", "| a |\n|--|"),
        ("a\n\n---\n\n```\na--b\n```\n", "a\n\n---\n\n```\na--b\n```"),
        ("    a--b\n\nb", "    a--b\n\nb"),
        ("`a b\nc--d` is", "`a b\nc--d` is"),
        ("+---+---+\n| a | b |", "+---+---+\n| a | b |"),
        ("`a\nb--c` d--e, f--g", "`a\nb--c` d–e, f–g"),
        ("a --\nb\n\nTitle -- a\n--", "a –\nb\n\nTitle – a\n--"),
        ("- a--b\n    - c--d\n\n          e--f", "- a–b\n    - c–d\n\n          e--f"),
        (
            '[a--b](<c -- d.md> "e--f"), <https://g--h.no>',
            '[a–b](<c -- d.md> "e–f"), <https://g--h.no>',
        ),
        ("[a--b] c--d\n\n[a--b]: x--y.md", "[a--b] c–d\n\n[a--b]: x--y.md"),
        (
            "a\n<!-- b\nc--d -->\n\n<p title='e--f'>g--h</p>",
            "a\n<!-- b\nc--d -->\n\n<p title='e--f'>g--h</p>",
        ),
        ("**a:**--b \\`c--d\\`", "**a:**–b \\`c–d\\`"),
    ],
)
def test_hyphens_between_words_become_dashes(written: str, shown: str, report: Report) -> None:
    assert in_our_words(written, "a", report).text == shown
    found = {finding.what for finding, _ in report}
    assert ("dash" in found) is any(sign in shown for sign in "–—")
