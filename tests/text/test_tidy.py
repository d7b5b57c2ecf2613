"""What is mended without a person: signs, dates, blank lines and lists, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samloft.languages import Language
from samloft.text.tidy import mended

BETTER = [
    ('Hun sa "hei" til alle.', "Hun sa «hei» til alle."),
    ("Hun sa “hei” til alle.", "Hun sa «hei» til alle."),
    ("Det går - med litt hjelp -- fint.", "Det går – med litt hjelp – fint."),
    ("Slik — eller slik.", "Slik – eller slik."),
    ("Ta 10-15 minutter til det.", "Ta 10–15 minutter til det."),
    ("Det koster 10 000 kroner.", "Det koster 10\u00a0000 kroner."),
    ("Møt kl 9.30 eller kl. 10:15.", "Møt kl. 9.30 eller kl. 10.15."),
    ("Fra 1.Februar 2023 og 17. Mai.", "Fra 1. februar 2023 og 17. mai."),
    ("Fristen er 01.02.2023.", "Fristen er 1. februar 2023."),
    ("Vent litt...", "Vent litt…"),
    ("* en\n* to", "- en\n- to"),
    ("1) en\n2) to", "1. en\n2. to"),
    ("En.\n\n\n\nTo.", "En.\n\nTo."),
    ("En. \nTo.", "En.\nTo."),
    ("- en\n\n    * under\n    * mer", "- en\n\n    - under\n    - mer"),
    ('!!! case "Tittel"\n    Et "ord" til.', '!!! case "Tittel"\n    Et «ord» til.'),
    (
        "Se https://nsm.no/a_b_c, eller *www.nsm.no*.",
        "Se <https://nsm.no/a_b_c>, eller *[www.nsm.no](https://www.nsm.no)*.",
    ),
    (
        "| Hvem | Hvor |\n|---|---|\n| NSM | (post@nsm.no) |",
        "| Hvem | Hvor |\n|---|---|\n| NSM | (<post@nsm.no>) |",
    ),
    (
        "- Se [NSM](https://nsm.no) eller https://nsm.no.",
        "- Se [NSM](https://nsm.no) eller <https://nsm.no>.",
    ),
    ("Først https://nsm.no,\nså https://nsm.no.", "Først <https://nsm.no>,\nså <https://nsm.no>."),
]
LEFT = [
    'Kode `"a" - b` og {{ values.x | default("a - b") }}.',
    '```\n"a" - b\n\n\n\n* c\n```',
    '{% if x == "a" %}Ja{% endif %}',
    '[her](https://eksempel.no/a-"b" "tittel - her")',
    '<abbr title="a - b">c</abbr>',
    'Sa <span lang="en">"hello" - you</span> det.',
    "Se EN 301 549 og § 3-2 og 22 33 44 55.",
    "To mellomrom til slutt er en ny linje.  \nHer.",
    "* en\n\n- to",
    "5 av 10 mai være med.",
    "| a | b |\n|---|---|\n| 1 - 2 | x |".replace(" - ", "-"),
    "## Kontakt {#kontakt}",
    '!!! case "Det går - bra"\n    Tekst.',
    "Se https://{{ values.host }}/kurs eller https://nsm.no/{{ values.side }}.",
    "Se <https://nsm.no>, `https://nsm.no` og [www.nsm.no](https://nsm.no/kurs).",
    "[les]: https://nsm.no\n\n[les]",
    "Skriv https://nsm.no eller https://nsm.no.",
    '<a href="https://nsm.no">https://nsm.no</a>',
    '!!! case "https://nsm.no"\n    Tekst.',
    "https://nsm.no/_a_ er to ting.",
]


@pytest.mark.parametrize(("text", "better"), BETTER)
def test_it_is_mended_once_and_for_all(text: str, better: str) -> None:
    after, mends = mended(f"\n\n{text}\n", "nb")
    assert after == f"\n\n{better}\n"
    assert mends
    assert all(mend.line >= 3 for mend in mends)
    assert mended(after, "nb") == (after, ())


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_running_text_or_means_something_is_left(text: str) -> None:
    assert mended(text, "nb") == (text, ())


def test_english_has_its_own_signs() -> None:
    assert mended('He said "yes" - on 1.2.2023.', "en") == ('He said "yes" - on 1.2.2023.', ())


def test_what_cannot_be_proven_holds_nothing_else_back() -> None:
    text = '* en\n\n- to\n\nHan sa «ja» og "nei".'
    after, (mend,) = mended(text, "nb")
    assert after == "* en\n\n- to\n\nHan sa «ja» og «nei»."
    assert (mend.line, mend.rule) == (5, "text-is-typeset")


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


PIECES = st.sampled_from(
    ['"', " ", "a", "b", "-", "—", "\n", "\n\n\n", "*", "1)", "`", "```\n", "{{ x }}", "{%",
     "[a](b)", "1.mai", "10 000", "!!! case \"x\"\n", "    ", "|", "<b>", "# ", "> ", "…", "...",
     "https://a.no/b", "post@a.no", "<", ">", "(", ")"]
)  # fmt: skip


@example('https://a.no/b"https://a.no/b—')
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_letter_is_lost_and_mending_ends(text: str) -> None:
    language: Language = Language("nb")
    after, _ = mended(text, language)
    assert letters(after) == letters(text)
    assert mended(after, language)[0] == after
