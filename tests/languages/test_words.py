"""Dates, clock times, order and addresses, as Norwegian has them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samloft.catalogue import labels
from samloft.languages import LANGUAGES, Language, about
from samloft.languages.words import (
    clock,
    date_words,
    day_words,
    slug_of,
    sort_key,
    source_date_words,
)


@pytest.mark.parametrize(
    ("start", "minutes", "language", "shown"),
    [
        ("09:00", 0, "nb", "09.00"),
        ("09:00", 25, "nn", "09.25"),
        ("09:00", 25, "en", "09:25"),
        ("22:30", 105, "nb", "00.15"),
        ("00:00", 24 * 60, "nb", "00.00"),
    ],
)
def test_a_clock_time_goes_on_past_midnight(
    start: str, minutes: int, language: Language, shown: str
) -> None:
    assert clock(start, minutes, language) == shown


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "1.\u00a0februar 2026"), ("nn", "1.\u00a0februar 2026"), ("en", "1 February 2026")],
)
def test_a_date_in_words_keeps_the_day_with_the_month(language: Language, words: str) -> None:
    assert date_words(datetime.date(2026, 2, 1), language) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_pages_have_the_words_to_write_days_as_papers_do(language: Language, month: int) -> None:
    date = datetime.date(2027, month, month + 2)
    words = labels(language, "site")
    values = {
        "iso": date,
        "day": date.day,
        "month": words["when_months"].split(" ")[month - 1],
        "year": date.year,
        # A browser's week begins on Sunday.
        "weekday": words["when_weekdays"].split(" ")[date.isoweekday() % 7],
    }
    assert words["when_date"].format(**values) == date_words(date, language)
    assert words["when_day"].format(**values) == day_words(date, language)
    assert words["when_colon"] == about(language).clock


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-06-03", "3.\u00a0juni 2025"),
        ("2025-06", "juni 2025"),
        ("2025", "2025"),
        ("undated", ""),
    ],
)
def test_a_sources_date_is_as_exact_as_the_source(date: str, words: str) -> None:
    assert source_date_words(date, "nb") == words


def test_the_alphabet_ends_in_ae_oe_aa() -> None:
    names = ["Ås", "Øyer", "Ærøy", "Åmli", "Alta", "Žiri", "Ørsta", "Oslo", "Zagreb", "Évje", "Fet"]
    assert sorted(names, key=sort_key) == [
        "Alta",
        "Évje",
        "Fet",
        "Oslo",
        "Zagreb",
        "Žiri",
        "Ærøy",
        "Ørsta",
        "Øyer",
        "Åmli",
        "Ås",
    ]


def test_order_does_not_mind_capitals() -> None:
    assert sorted(["åtferd", "Ære", "ære", "A", "a"], key=sort_key) == [
        "A",
        "a",
        "Ære",
        "ære",
        "åtferd",
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ås", "as"),
        ("Ærøy", "aeroy"),
        ("Nord-Odal", "nord-odal"),
        ("Deatnu – Tana", "deatnu-tana"),
        ("Unjárga", "unjarga"),
        ("Guovdageaidnu/Kautokeino", "guovdageaidnu-kautokeino"),
        ("Raavrevijhke Røyrvik", "raavrevijhke-royrvik"),
        ("Gáivuotna đŋŧ", "gaivuotna-dnt"),
    ],
)
def test_a_name_in_an_address_is_as_in_public_registers(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@given(st.text())
def test_a_slug_is_always_plain(name: str) -> None:
    slug = slug_of(name)
    assert slug == slug_of(slug)
    assert all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in slug)
