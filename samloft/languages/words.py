"""How Norwegian writes dates, clock times and lists in order; slugs for names."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata

from babel.dates import format_date, get_month_names

from samloft.languages import LANGUAGES, Language

_ALPHABET_END = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}
_SLUG_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ä": "a", "ö": "o"}
)


@functools.cache
def months() -> frozenset[str]:
    """Return what the months are called in the course's languages, in small letters."""
    return frozenset(
        name.casefold()
        for language in LANGUAGES
        for name in get_month_names("wide", locale=language).values()
    )


def sort_key(words: str) -> tuple[str, str]:
    """Return a key that sorts in Norwegian order: … z æ ø å, other accents as their letter."""
    letters = []
    for letter in words.casefold():
        if letter in _ALPHABET_END:
            letters.append(_ALPHABET_END[letter])
        else:
            letters.append(
                "".join(
                    c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)
                )
            )
    return "".join(letters), words


def slug_of(name: str) -> str:
    """Return a name as a part of an address: æ→ae, ø→o, å→a, as public registers do."""
    plain = unicodedata.normalize("NFD", name.casefold().translate(_SLUG_LETTERS))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")


def date_words(date: datetime.date, language: Language) -> str:
    """Return a date in words, as in `1. februar 2023`; the space after the stop does not break."""
    pattern = "d MMMM y" if language == "en" else "d.\u00a0MMMM y"
    return format_date(date, pattern, locale={"en": "en_GB"}.get(language, language))


def source_date_words(date: str, language: Language) -> str:
    """Return a source's date in words: a day, a month or only a year. Empty when undated."""
    if date == "undated":
        return ""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return date_words(datetime.date(*parts), language)
    if len(parts) == 2:
        first = datetime.date(parts[0], parts[1], 1)
        return format_date(first, "MMMM y", locale={"en": "en_GB"}.get(language, language))
    return date


def clock(start: str, minutes: int, language: Language = "nb") -> str:
    """Return the clock time so many minutes after `start`: 09.25, in English 09:25."""
    hours, rest = start.split(":")
    total = (int(hours) * 60 + int(rest) + minutes) % (24 * 60)
    return f"{total // 60:02d}{':' if language == 'en' else '.'}{total % 60:02d}"
