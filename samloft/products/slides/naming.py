"""Name slides, so that a list of their titles can be read, and say above each where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from samloft.catalogue import label
from samloft.languages import Language
from samloft.products.slides.fitting import Laid
from samloft.products.slides.reading import Face


@dataclass(frozen=True)
class Named:
    """A slide's title, which no other slide of its presentation has."""

    title: str
    over: str
    """What stands above the title: how people sit, when, and what it belongs to."""


def named(slides: Sequence[Laid], language: Language) -> Iterator[Named]:
    """Yield the names of slides; those of one title that follow on one another are numbered."""
    taken: set[str] = set()
    for (heading, _), group in groupby(
        slides, key=lambda each: (each.face.heading, each.face.part)
    ):
        alike = list(group)
        for number, laid in enumerate(alike, start=1):
            title = heading
            if len(alike) > 1:
                title = label(language, "screen.part", title=heading, part=number, parts=len(alike))
            found = _free(title, laid.face, taken)
            taken.add(found.title)
            yield found


def _free(title: str, face: Face, taken: set[str]) -> Named:
    """Return a title that is not taken; what it says of where it belongs is not said above it."""
    form, mark, clock = (each.strip() for each in face.over.rpartition("·"))
    about = face.about if face.about != face.heading else ""
    if title not in taken:
        return Named(title, _line(face.over, about))
    if about and (own := f"{about}: {title}") not in taken:
        return Named(own, face.over)
    if mark and (own := f"{title}, {clock}") not in taken:
        return Named(own, _line(form if form != title else "", about))
    number = next(n for n in range(2, len(taken) + 3) if f"{title} ({n})" not in taken)
    return Named(f"{title} ({number})", _line(face.over, about))


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
