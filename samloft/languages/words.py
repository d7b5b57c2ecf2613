"""How a language writes dates, clock times and lists in order; slugs for names."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata

from babel.dates import format_date, get_month_names

from samloft.languages import BASE, LANGUAGES, Language, about

_SLUG_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ä": "a", "ö": "o"}
)


@functools.cache
def months() -> frozenset[str]:
    """Return what the months are called in the course's languages, in small letters."""
    return frozenset(
        name.casefold()
        for language in LANGUAGES
        for name in get_month_names("wide", locale=about(language).cldr).values()
    )


def sort_key(words: str, language: Language = BASE) -> tuple[str, str]:
    """Return a key that sorts as a language does: … z æ ø å, other accents as their letter."""
    own = _letters(language)
    letters = (own.get(letter) or _unaccented(letter) for letter in words.casefold())
    return "".join(letters), words


@functools.cache
def _letters(language: Language) -> dict[str, str]:
    """Return a language's own letters, each as what sorts right after the letter it follows."""
    return {
        letter: f"{after}{chr(ord('{') + place)}"
        for after, groups in about(language).sorting.items()
        for place, letters in enumerate(groups)
        for letter in letters
    }


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def plain_letters(name: str) -> str:
    """Return a name in small letters, æ, ø and å as what addresses have for them."""
    return name.casefold().translate(_SLUG_LETTERS)


def slug_of(name: str) -> str:
    """Return a name as a part of an address: æ→ae, ø→o, å→a, as public registers do."""
    plain = _unaccented(plain_letters(name))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def date_words(date: datetime.date, language: Language) -> str:
    """Return a date in words, as in `1. februar 2023`; the space after the stop does not break."""
    return _in_words(date, about(language).date, language)


def day_words(date: datetime.date, language: Language) -> str:
    """Return a date in words with its day of the week: `tirsdag 12. januar 2027`."""
    return _in_words(date, about(language).day, language)


def source_date_words(date: str, language: Language) -> str:
    """Return a source's date in words: a day, a month or only a year. Empty when undated."""
    if date == "undated":
        return ""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        return date_words(datetime.date(*parts), language)
    if len(parts) == 2:
        return _in_words(datetime.date(parts[0], parts[1], 1), about(language).month, language)
    return date


def _in_words(date: datetime.date, pattern: str, language: Language) -> str:
    return format_date(date, pattern, locale=about(language).cldr)


def clock(start: str, minutes: int, language: Language = BASE) -> str:
    """Return the clock time so many minutes after `start`: 09.25, in English 09:25."""
    return time_after(start, minutes).replace(":", about(language).clock)


def time_after(start: str, minutes: int) -> str:
    """Return the time so many minutes after `start`, both as in `09:25`."""
    hours, rest = start.split(":")
    total = (int(hours) * 60 + int(rest) + minutes) % (24 * 60)
    return f"{total // 60:02d}:{total % 60:02d}"
