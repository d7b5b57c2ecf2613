"""Norway's municipalities, for a network that is new.

municipalities.csv has the division of 2024. Numbers and names are Kartverket's and SSB's, languages
those of språkvedtaksforskrifta (FOR-2019-12-20-2114), all as of July 2026.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from samloft.languages import LANGUAGES
from samloft.languages.words import slug_of

FILE = Path(__file__).with_name("municipalities.csv")
COLUMNS = ("number", "name", "language", "other_names", "website")
"""What a network's own list holds, in this order."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One municipality, as it is registered."""

    county: str
    county_language: str
    """What the county has decided on: nb, nn or neutral."""
    number: str
    name: str
    language: str
    other_names: str
    website: str


def read_places() -> tuple[Place, ...]:
    """Return every municipality, in the order of its number."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Place(**row) for row in csv.DictReader(file))


def counties(places: tuple[Place, ...]) -> tuple[str, ...]:
    """Return the counties there are, in the order of their numbers."""
    return tuple(dict.fromkeys(place.county for place in places))


def places_of(words: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the municipalities of the counties that are named in a network's name.

    `Digi Møre og Romsdal` names one, `Digi Troms og Finnmark` two; a name that names none has none.
    """
    said = f"-{slug_of(words)}-"
    named = {county for county in counties(places) if f"-{slug_of(county)}-" in said}
    return tuple(place for place in places if place.county in named)


def language_of(places: tuple[Place, ...]) -> str:
    """Return the form to propose: what all the counties have decided on, else bokmål."""
    decided = {place.county_language for place in places}
    return next((code for code in LANGUAGES if decided == {code}), LANGUAGES[0])


def as_csv(places: tuple[Place, ...]) -> str:
    """Return a network's municipalities.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(place, column) for column in COLUMNS] for place in places)
    return text.getvalue()
