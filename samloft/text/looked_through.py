"""Look through filled-in texts, each once; what was found is kept between builds."""

from __future__ import annotations

from samloft.cache import Cache
from samloft.text.blocks import dressed
from samloft.text.faults import Fault, faults_in
from samloft.text.parse import parse
from samloft.text.proof import first_difference


class Faults:
    """What is wrong in texts, whichever edition they are of."""

    def __init__(self, cache: Cache | None = None) -> None:
        """Start with what `cache` holds."""
        self._cache = cache
        self._known: dict[str, tuple[Fault, ...]] = {}

    def of(self, text: str) -> tuple[Fault, ...]:
        """Return what is wrong in a text, by its lines."""
        if text not in self._known:
            kept = self._cache.load("faults", text) if self._cache else None
            if kept is None:
                kept = look_through(text)
                if self._cache:
                    self._cache.save("faults", text, kept)
            self._known[text] = kept
        return self._known[text]


def look_through(text: str) -> tuple[Fault, ...]:
    """Return what is wrong in a text; with nothing else, what the site would show otherwise."""
    document = parse(text)
    found = faults_in(document)
    if not found:
        line = first_difference(dressed(document, "nb", facilitator=True))
        if line is not None:
            words = text.split("\n")[line - 1].strip()[:60]
            found = (Fault(line, "text-is-read-alike", {"value": words}),)
    return found
