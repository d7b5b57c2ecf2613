"""How large the letters of a drawing are, where it is as wide as its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_PIXELS = re.compile(rf"\s*({_NUMBER.pattern})(?:px)?\s*")
_STYLED = re.compile(rf"(?:^|;)\s*font-size\s*:{_PIXELS.pattern}(?:;|$)")
_TRANSFORM = re.compile(r"(matrix|scale)\s*\(([^)]*)\)")
_UNSAID = 16.0
"""What a browser takes where a drawing does not say."""


@dataclass
class _Reading:
    """What is known of a drawing while it is read."""

    sizes: list[float] = field(default_factory=lambda: [_UNSAID])
    """Of each open element, how large its letters are said to be."""
    scales: list[float] = field(default_factory=lambda: [1.0])
    """Of each open element, how much what is in it is enlarged."""
    texts: int = 0
    """How many `text` are open."""
    smallest: float | None = None
    natural: float | None = None
    across: float | None = None
    """How wide it says it is, in pixels and in its own measure."""

    def opened(self, name: str, said: dict[str, str]) -> None:
        if len(self.sizes) == 1:
            width, box = _PIXELS.fullmatch(said.get("width", "")), _numbers(said.get("viewBox", ""))
            self.natural = float(width[1]) if width else None
            self.across = box[2] if len(box) == 4 else None
        size = _STYLED.search(said.get("style", "")) or _PIXELS.fullmatch(said.get("font-size", ""))
        self.sizes.append(float(size[1]) if size else self.sizes[-1])
        scale = self.scales[-1]
        for kind, inside in _TRANSFORM.findall(said.get("transform", "")):
            scale *= _enlarged(kind, _numbers(inside))
        self.scales.append(scale)
        self.texts += _is_text(name)

    def closed(self, name: str) -> None:
        self.sizes.pop()
        self.scales.pop()
        self.texts -= _is_text(name)

    def read(self, words: str) -> None:
        if self.texts and words.strip():
            size = self.sizes[-1] * self.scales[-1]
            self.smallest = min(size, self.smallest or size)


def smallest_letters(path: Path, place: float) -> float | None:
    """Return the pixels of a drawing's smallest letters, in a place of so many.

    A drawing is never shown larger than it says it is. None for one without letters, and for one
    that does not say how wide it is in its own measure. What a style sheet in it says is not known.
    Raises ValueError, OSError.
    """
    reading = _Reading()
    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.EndElementHandler = reading.opened, reading.closed
    reader.CharacterDataHandler = reading.read
    try:
        reader.Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    if reading.smallest is None or not reading.across:
        return None
    return reading.smallest * min(place, reading.natural or place) / reading.across


def _is_text(name: str) -> bool:
    return name.rpartition(":")[2] == "text"


def _numbers(text: str) -> list[float]:
    return [float(each) for each in _NUMBER.findall(text)]


def _enlarged(kind: str, numbers: list[float]) -> float:
    """Return how much a transformation enlarges: of an area, the root."""
    if kind == "matrix" and len(numbers) == 6:
        area = numbers[0] * numbers[3] - numbers[1] * numbers[2]
    elif kind == "scale" and numbers:
        area = numbers[0] * numbers[-1]
    else:
        return 1.0
    return float(abs(area) ** 0.5)
