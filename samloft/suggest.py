"""The known word most like a misspelt one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

MOST_CHOICES = 15
"""As many known words as a message shows."""


_IN_NORWEGIAN = {
    "name": ("navn", "namn"),
    "title": ("tittel",),
    "language": ("språk", "maalform", "målform"),
    "languages": ("språkene", "målformer"),
    "colours": ("farger", "fargar", "colors"),
    "minutes": ("minutter", "minutt", "tid"),
    "objective": ("mål", "læringsmål"),
    "objectives": ("læringsmål", "mål"),
    "summary": ("sammendrag", "samandrag", "ingress"),
    "lessons": ("leksjoner", "leksjonar"),
    "modules": ("moduler", "modular"),
    "values": ("verdier", "verdiar"),
    "municipalities": ("kommuner", "kommunar"),
    "municipality": ("kommune",),
    "network": ("nettverk",),
    "edition": ("utgave", "utgåve"),
    "read": ("lest", "lese"),
    "publisher": ("utgiver", "utgjevar"),
    "date": ("dato",),
    "reflect": ("refleksjon", "tenk", "reflekter"),
    "discuss": ("diskusjon", "diskuter", "snakk"),
    "group": ("gruppe", "gruppeoppgave", "oppgave"),
    "quiz": ("spørsmål", "sjekk"),
    "keypoints": ("husk", "oppsummering", "kort"),
    "local": ("lokalt",),
    "example": ("eksempel", "døme"),
    "note": ("merk", "notat"),
    "warning": ("obs", "viktig", "advarsel"),
    "facilitator": ("fasilitator", "kursholder"),
}
"""What Norwegian authors write for a word of ours."""


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word most like this one; the known words when none is near.

    Of very many, the first.
    """
    said = word.casefold()
    for meant, words in _IN_NORWEGIAN.items():
        if said in words and meant in known:
            return meant
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return close[0]
    more = ", …" if len(known) > MOST_CHOICES else ""
    return ", ".join(sorted(known)[:MOST_CHOICES]) + more
